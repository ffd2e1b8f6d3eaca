-- Quotas are counted by the cycle alone, which nothing runs beside: from what is noted of calls, a bounded piece at a time.
CREATE OR REPLACE FUNCTION take_quota_checks(room integer, OUT call_ids bigint[], OUT list_ids uuid[])
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    range QuotaCheck;
    more bigint[];
BEGIN
    WITH Taken AS MATERIALIZED (
        SELECT k.QuotaCheckId
        FROM QuotaCheck AS k
        WHERE k.CheckTime <= now_is AND k.FromCallId = k.ToCallId
        ORDER BY k.CheckTime, k.QuotaCheckId
        LIMIT room
        FOR UPDATE SKIP LOCKED
    ),
    Gone AS (
        DELETE FROM QuotaCheck AS k
        USING Taken AS t
        WHERE k.QuotaCheckId = t.QuotaCheckId
        RETURNING k.OutboundListId, k.FromCallId
    )
    SELECT coalesce(array_agg(DISTINCT g.FromCallId) FILTER (WHERE g.FromCallId > 0), '{}'::bigint[]),
        coalesce(array_agg(DISTINCT g.OutboundListId), '{}'::uuid[])
    INTO call_ids, list_ids
    FROM Gone AS g;

    room := room - cardinality(call_ids);
    SELECT k.* INTO range
    FROM QuotaCheck AS k
    WHERE k.CheckTime <= now_is AND k.FromCallId < k.ToCallId AND room > 0
    ORDER BY k.CheckTime, k.QuotaCheckId
    LIMIT 1
    FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    more := ARRAY(
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundListId = range.OutboundListId
            AND c.OutboundCallId BETWEEN range.FromCallId AND range.ToCallId
        ORDER BY c.OutboundListId, c.OutboundCallId
        LIMIT room);
    call_ids := call_ids || more;
    list_ids := list_ids || range.OutboundListId;
    IF cardinality(more) = room AND more[room] < range.ToCallId THEN
        UPDATE QuotaCheck AS k SET FromCallId = more[room] + 1 WHERE k.QuotaCheckId = range.QuotaCheckId;
    ELSE
        DELETE FROM QuotaCheck AS k WHERE k.QuotaCheckId = range.QuotaCheckId;
        IF range.Recounts = 1 AND NOT EXISTS (
            SELECT FROM QuotaCheck AS k WHERE k.OutboundListId = range.OutboundListId AND k.Recounts = 1)
        THEN
            UPDATE Quota AS q SET Counted = 1 WHERE q.OutboundListId = range.OutboundListId AND q.Counted = 0;
            -- Calls may be wanted again that were called off before.
            IF EXISTS (SELECT FROM QuotaEvent AS e WHERE e.OutboundListId = range.OutboundListId) THEN
                PERFORM check_list_quotas(range.OutboundListId, 0, 1);
            END IF;
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION take_quota_checks(integer) IS
'Takes up to room calls that are to be looked at, single ones first, then those of a range in order; with the lists whose
quotas are to be judged. When all calls of a list were looked at that were to be counted, its quotas are counted.';

CREATE OR REPLACE FUNCTION judge_quotas(list_ids uuid[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    judged record;
    changed integer := 0;
BEGIN
    FOR judged IN
    SELECT q.QuotaId, q.OutboundListId, q.DisplayName, q.Target, q.Filled, q.Filled >= q.Target AS IsReached
    FROM Quota AS q
    WHERE q.OutboundListId = ANY (list_ids) AND q.Counted = 1 AND (q.Filled >= q.Target) <> (q.ReachedTime IS NOT NULL)
    ORDER BY q.QuotaId
    FOR NO KEY UPDATE
    LOOP
        UPDATE Quota AS q
        SET ReachedTime = CASE WHEN judged.IsReached THEN now_is END
        WHERE q.QuotaId = judged.QuotaId;
        INSERT INTO QuotaEvent (EventTime, EventType, OutboundListId, QuotaId, DisplayName, Target, Filled)
        VALUES (now_is, CASE WHEN judged.IsReached THEN 'QuotaReached' ELSE 'QuotaReopened' END, judged.OutboundListId,
            judged.QuotaId, judged.DisplayName, judged.Target, judged.Filled);
        PERFORM check_list_quotas(judged.OutboundListId, 0, 1);
        IF judged.IsReached THEN
            INSERT INTO WebHookDelivery (WebHookId, Event, Subject, Body, CreatedTime, NextTime)
            SELECT w.WebHookId, 'quota_reached', format('%s %s', judged.QuotaId, now_is),
                jsonb_build_object(
                    'event', 'quota_reached', 'time', now_is, 'quota_id', judged.QuotaId,
                    'display_name', judged.DisplayName, 'outbound_list_id', judged.OutboundListId,
                    'target', judged.Target, 'filled', judged.Filled),
                now_is, now_is
            FROM WebHook AS w
            WHERE w.Active = 1 AND 'quota_reached' = ANY (w.Events)
            ON CONFLICT DO NOTHING;
            UPDATE OutboundList AS l
            SET Activity = 'Completed'
            WHERE l.OutboundListId = judged.OutboundListId AND l.Activity IN ('Running', 'Paused')
                AND NOT EXISTS (
                    SELECT FROM Quota AS q
                    WHERE q.OutboundListId = judged.OutboundListId AND (q.ReachedTime IS NULL OR q.Counted = 0));
        END IF;
        changed := changed + 1;
    END LOOP;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION judge_quotas(uuid[]) IS
'Says of the quotas of these lists which are reached now and which are open again: in QuotaEvent, and to web hooks; when
all quotas of a list are reached, it is Completed (LIST-4). Returns how many changed. Locks: the quotas, the list.';

CREATE OR REPLACE FUNCTION call_off_calls(call_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    unwanted bigint[];
    wanted bigint[];
    held bigint[];
    locked bigint[];
    moved integer;
BEGIN
    SELECT array_agg(c.OutboundCallId ORDER BY c.OutboundCallId) FILTER (WHERE c.CallResult <> 'Cancelled' AND f.IsReached),
        array_agg(c.OutboundCallId ORDER BY c.OutboundCallId)
            FILTER (WHERE c.CallResult = 'Cancelled' AND f.IsReached IS NOT TRUE AND f.IsCounted IS NOT FALSE)
    INTO unwanted, wanted
    FROM OutboundCall AS c
    LEFT JOIN (
        SELECT t.OutboundCallId, bool_or(t.Fits AND q.ReachedTime IS NOT NULL AND q.Counted = 1) AS IsReached,
            bool_and(q.Counted = 1) AS IsCounted
        FROM quota_fits(ARRAY(
            SELECT o.OutboundCallId
            FROM OutboundCall AS o
            WHERE o.OutboundCallId = ANY (call_off_calls.call_ids)
                AND (o.CallResult IN ('Scheduled', 'Prepared') OR o.CallPhase = 'Obsolete')
                -- Where no quota was ever reached there is nothing to be done.
                AND EXISTS (SELECT FROM QuotaEvent AS e WHERE e.OutboundListId = o.OutboundListId))) AS t
        INNER JOIN Quota AS q ON q.QuotaId = t.QuotaId
        GROUP BY t.OutboundCallId
    ) AS f ON f.OutboundCallId = c.OutboundCallId
    WHERE c.OutboundCallId = ANY (call_off_calls.call_ids) AND c.OutboundListId IS NOT NULL
        AND ((c.CallResult IN ('Scheduled', 'Prepared') AND c.CallPhase <> 'AgentTalk')
            OR (c.CallPhase = 'Obsolete' AND c.CallResult = 'Cancelled' AND c.Cause = 'quota reached'));
    IF unwanted IS NULL AND wanted IS NULL THEN
        RETURN 0;
    END IF;
    locked := ARRAY(
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (unwanted || wanted)
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED);
    UPDATE OutboundCall AS c
    SET CallPhase = CASE
            WHEN c.CallResult <> 'Cancelled' THEN 'Obsolete'::CallPhase
            WHEN l.ManualDistribution > c.Trial THEN 'Manual'
            ELSE 'Enqueue'
        END,
        CallResult = CASE
            WHEN c.CallResult <> 'Cancelled' THEN 'Cancelled'::CallResult
            WHEN l.ManualDistribution > c.Trial THEN 'Prepared'
            ELSE 'Scheduled'
        END,
        Cause = CASE WHEN c.CallResult <> 'Cancelled' THEN 'quota reached' END
    FROM OutboundList AS l
    WHERE c.OutboundCallId = ANY (locked) AND l.OutboundListId = c.OutboundListId
        AND ((c.OutboundCallId = ANY (unwanted) AND c.CallResult IN ('Scheduled', 'Prepared'))
            OR (c.OutboundCallId = ANY (wanted) AND c.CallPhase = 'Obsolete' AND c.Cause = 'quota reached'));
    GET DIAGNOSTICS moved = ROW_COUNT;
    -- Somebody holds them: looked at again in a second.
    held := ARRAY(SELECT u.Id FROM unnest(unwanted || wanted) AS u (Id) WHERE u.Id <> ALL (locked));
    INSERT INTO QuotaCheck (OutboundListId, FromCallId, ToCallId, CheckTime, Holds)
    SELECT c.OutboundListId, c.OutboundCallId, c.OutboundCallId, clock() + interval '1 second', 1
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = ANY (held)
    ORDER BY c.OutboundCallId;
    RETURN moved;
END
$$;
COMMENT ON FUNCTION call_off_calls(bigint[]) IS
'Of these calls, those that wait and are of a quota that is reached are called off (Cancelled in phase Obsolete, cause
"quota reached"); those that were so before, and are wanted again, go back to the queue. Returns how many. Locks: these calls
by id, skipping those held, which are looked at again.';

CREATE OR REPLACE FUNCTION check_quotas() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    taken record;
    room integer := configuration('CycleBatch')::integer;
    looked_at integer := 0;
BEGIN
    -- What is found out has calls looked at, too: as far as there is room, at once.
    WHILE room > 0 AND coalesce((SELECT min(k.CheckTime) FROM QuotaCheck AS k) <= clock(), FALSE) LOOP
        SELECT t.* INTO taken FROM take_quota_checks(room) AS t;
        EXIT WHEN cardinality(taken.list_ids) = 0;
        PERFORM count_calls_in_quotas(taken.call_ids);
        PERFORM judge_quotas(taken.list_ids);
        PERFORM call_off_calls(taken.call_ids);
        looked_at := looked_at + cardinality(taken.call_ids);
        room := room - greatest(cardinality(taken.call_ids), 1);
    END LOOP;
    RETURN looked_at;
END
$$;
COMMENT ON FUNCTION check_quotas() IS
'Part of the cycle: looks at calls that are noted in QuotaCheck, as many as CycleBatch says. Counts them in quotas, or does
not any more; says which quotas are reached; calls off what is not wanted any more. Returns how many calls it looked at.
Locks: QuotaCheck, quotas, their list, calls by id, skipping those held.';

CREATE OR REPLACE FUNCTION count_calls_in_quotas(call_ids bigint[]) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    WITH Counting AS MATERIALIZED (
        SELECT f.OutboundCallId, f.QuotaId
        FROM quota_fits(ARRAY(
            SELECT c.OutboundCallId
            FROM OutboundCall AS c
            WHERE c.OutboundCallId = ANY (count_calls_in_quotas.call_ids)
                AND c.CallResult NOT IN ('Active', 'Paused', 'Prepared', 'Scheduled'))) AS f
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = f.OutboundCallId
        INNER JOIN Quota AS q ON q.QuotaId = f.QuotaId
        WHERE f.Fits AND c.CallResult = ANY (q.CountedResults)
    ),
    Dropped AS (
        DELETE FROM QuotaCall AS m
        WHERE m.OutboundCallId = ANY (count_calls_in_quotas.call_ids)
            AND NOT EXISTS (
                SELECT FROM Counting AS n WHERE n.OutboundCallId = m.OutboundCallId AND n.QuotaId = m.QuotaId)
    )
    INSERT INTO QuotaCall (OutboundCallId, QuotaId)
    SELECT n.OutboundCallId, n.QuotaId FROM Counting AS n
    ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION count_calls_in_quotas(bigint[]) IS
'Has each of these calls count in the quotas that it is of, if it is over with a result that counts, and in no others.
Locks: the quotas.';

CREATE OR REPLACE FUNCTION list_quotas(outbound_list_id uuid)
RETURNS TABLE (
    QuotaId uuid, DisplayName text, Conditions text, Target integer, Filled integer, ReachedTime timestamptz,
    IsCounted boolean
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT q.QuotaId, q.DisplayName, q.Conditions, q.Target, q.Filled, q.ReachedTime, q.Counted = 1
    FROM Quota AS q
    WHERE q.OutboundListId = list_quotas.outbound_list_id
    ORDER BY q.DisplayName, q.QuotaId;
END
$$;
COMMENT ON FUNCTION list_quotas(uuid) IS
'The quotas of a list: how many calls are wanted, how many count, since when there are enough (NULL = there are not), and
whether all calls have been looked at since it was written. Errors: PD004 no such list. Locks nothing.';
