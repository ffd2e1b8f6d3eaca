-- The calls' transactions write nothing for the web hooks and wait for nobody: the history that they write anyway is
-- followed. Numbers of its rows are given out in order, but not committed in order, so everything is read twice: at
-- once, and when no transaction is left that may have had a number before the mark. Whoever writes history has changed
-- a call before and so has its transaction number before the row's: one later than the mark has none below it.
CREATE OR REPLACE FUNCTION tell_of_calls(from_id bigint, to_id bigint) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    written integer;
BEGIN
    INSERT INTO WebHookDelivery (WebHookId, Event, Subject, Body, CreatedTime, NextTime)
    SELECT w.WebHookId, t.Event, format('%s/%s', e.OutboundCallId, e.Step),
        jsonb_build_object(
            'event', t.Event, 'time', e.EventTime, 'outbound_call_id', e.OutboundCallId, 'step', e.Step,
            'call_key', c.CallKey, 'call_type', c.CallType, 'number', c.Number, 'display_name', c.DisplayName,
            'outbound_list_id', c.OutboundListId, 'project_id', c.ProjectId, 'contact_id', c.ContactId,
            'call_phase', e.ToPhase, 'call_result', e.ToResult, 'agent_id', e.AgentId,
            'call_result_detail_id', e.Data -> 'detail', 'cause', e.Data -> 'cause', 'retry_time', e.Data -> 'retry',
            'trial', c.Trial, 'inbound_call_id', c.InboundCallId),
        now_is, now_is
    FROM CallEvent AS e
    CROSS JOIN LATERAL (VALUES
        ('call_finished', e.ToResult IN ('Completed', 'Cancelled', 'NoAnswer', 'Busy', 'ToContinue', 'TalkError',
            'Failed', 'NoResult', 'Neglected') AND e.ToResult IS DISTINCT FROM e.FromResult),
        ('callback_created', e.FromPhase IS NULL)
    ) AS t (Event, Happened)
    INNER JOIN WebHook AS w ON w.Active = 1 AND t.Event = ANY (w.Events) AND w.ActiveSince <= e.EventTime
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = e.OutboundCallId
    WHERE e.CallEventId > from_id AND e.CallEventId <= to_id AND t.Happened
        AND (t.Event <> 'callback_created' OR c.InboundCallId IS NOT NULL
            -- Asked for in an IVR that writes no inbound calls.
            OR EXISTS (
                SELECT FROM CallBackNumber AS n WHERE n.Number = c.Number AND n.OutboundCallId = c.OutboundCallId))
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END
$$;
COMMENT ON FUNCTION tell_of_calls(bigint, bigint) IS
'Writes down for the web hooks what the history says behind from_id up to to_id, each step of a call once. Returns how
many deliveries it wrote.';

CREATE OR REPLACE FUNCTION follow_history(batch integer DEFAULT 5000) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    reader HookReader;
    read_to bigint;
    mark_transaction xid8;
    settled_to bigint;
    written integer := 0;
BEGIN
    IF NOT EXISTS (
        SELECT FROM WebHook AS w WHERE w.Active = 1 AND w.Events && '{call_finished,callback_created}'::text[])
    THEN
        RETURN 0;
    END IF;
    SELECT r.* INTO reader FROM HookReader AS r;
    IF reader.MarkTransaction IS NULL
        AND NOT EXISTS (SELECT FROM CallEvent AS e WHERE e.CallEventId > reader.ReadTo)
    THEN
        RETURN 0;
    END IF;
    SELECT r.* INTO reader FROM HookReader AS r FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;

    -- A mark later than all transactions there are comes from another server, such as the one that was restored.
    IF reader.MarkTransaction <= pg_snapshot_xmin(pg_current_snapshot())
        OR reader.MarkTransaction > pg_snapshot_xmax(pg_current_snapshot())
    THEN
        settled_to := least(reader.MarkTo, reader.SettledTo + batch);
        written := tell_of_calls(reader.SettledTo, settled_to);
        UPDATE HookReader AS r
        SET SettledTo = settled_to,
            MarkTransaction = CASE WHEN settled_to < reader.MarkTo THEN r.MarkTransaction END;
        reader.SettledTo := settled_to;
        IF settled_to = reader.MarkTo THEN
            reader.MarkTransaction := NULL;
        END IF;
    END IF;

    -- In one statement, so that it is the snapshot in which the last row was seen.
    SELECT max(n.CallEventId), pg_snapshot_xmax(pg_current_snapshot()) INTO read_to, mark_transaction
    FROM (
        SELECT e.CallEventId
        FROM CallEvent AS e
        WHERE e.CallEventId > reader.ReadTo
        ORDER BY e.CallEventId
        LIMIT batch
    ) AS n;
    IF read_to IS NOT NULL THEN
        written := written + tell_of_calls(reader.ReadTo, read_to);
        UPDATE HookReader AS r SET ReadTo = read_to;
        reader.ReadTo := read_to;
    END IF;
    IF reader.MarkTransaction IS NULL AND reader.ReadTo > reader.SettledTo THEN
        UPDATE HookReader AS r SET MarkTo = reader.ReadTo, MarkTransaction = mark_transaction;
    END IF;
    RETURN written;
END
$$;
COMMENT ON FUNCTION follow_history(integer) IS
'Reads up to so many new rows of the history for the web hooks. Returns how many deliveries came of it. With no active
hook that wants to know of calls, or with nothing new, it writes nothing. Locks: HookReader; when another session has
it, it goes away.';
