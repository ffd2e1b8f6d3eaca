-- Calls of lists that dial by themselves, with a script and no agent: all that agents' calls need, but the agent.
CREATE OR REPLACE VIEW ScriptCall AS
SELECT
    q.OutboundCallId, q.CallGroupId, q.OutboundListId, q.Due, q.Predistributed, q.Number, q.AllowSharedNumber,
    q.Priority, q.EnqueueingTime, q.WaitsSince
FROM CallCondition AS q
INNER JOIN OutboundList AS l ON l.OutboundListId = q.OutboundListId
WHERE l.DialingMode = 'Ivr' AND l.IvrScript IS NOT NULL AND q.Predistributed = 0
    AND q.ListRuns AND q.IsScheduled AND q.IsQueued AND q.InWindow AND q.ScheduleHasCome AND q.BatchIsActive
    AND q.InsideBarrier AND q.ProjectDistributes AND q.NumberIsFree;
COMMENT ON VIEW ScriptCall IS 'Calls that can be dialled now with a script and no agent (DialingMode Ivr).';

CREATE OR REPLACE FUNCTION script_calls() RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
-- As in first_calls.
SET enable_seqscan TO off
SET enable_sort TO off
SET enable_incremental_sort TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET enable_bitmapscan TO off
SET jit TO off
AS $$
BEGIN
    -- Mostly there is no such list.
    IF NOT EXISTS (
        SELECT FROM OutboundList AS l
        WHERE l.DialingMode = 'Ivr' AND l.Activity = 'Running' AND l.IvrScript IS NOT NULL)
    THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT array_agg(d.OutboundCallId ORDER BY d.OutboundCallId)
        FROM (
            -- Of several calls to one number, which cannot be dialled at once, one.
            SELECT DISTINCT ON (CASE WHEN t.AllowSharedNumber = 1 THEN t.OutboundCallId::text ELSE t.Number END)
                t.OutboundCallId
            FROM OutboundList AS l
            CROSS JOIN LATERAL (
                SELECT greatest(0, least(configuration('CycleBatch')::bigint, l.MaxChannels - count(*))) AS Channels
                FROM OutboundCall AS o
                WHERE o.OutboundListId = l.OutboundListId AND o.CallResult = 'Active'
                    AND o.CallPhase IN ('AutoDial', 'IvrScript')
            ) AS f
            CROSS JOIN LATERAL (
                SELECT c.*
                FROM CallGroup AS g
                CROSS JOIN LATERAL (
                    SELECT s.*
                    FROM ScriptCall AS s
                    WHERE s.CallGroupId = g.CallGroupId AND s.Due = 1 AND s.Predistributed = 0
                    ORDER BY s.Priority DESC, s.EnqueueingTime, s.OutboundCallId
                    LIMIT f.Channels
                ) AS c
                WHERE g.OutboundListId = l.OutboundListId
                ORDER BY c.Priority DESC, c.WaitsSince, c.OutboundCallId
                LIMIT f.Channels
            ) AS t
            WHERE l.DialingMode = 'Ivr' AND l.Activity = 'Running' AND l.IvrScript IS NOT NULL AND f.Channels > 0
            ORDER BY CASE WHEN t.AllowSharedNumber = 1 THEN t.OutboundCallId::text ELSE t.Number END,
                t.Priority DESC, t.WaitsSince, t.OutboundCallId
        ) AS d
    );
END
$$;
COMMENT ON FUNCTION script_calls() IS
'The calls that a cycle would now dial with a script: of each list in the order of DIST-4, as many as it has channels
left (MaxChannels). NULL = none. Locks nothing.';

CREATE OR REPLACE FUNCTION dial_scripts() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    call_ids bigint[] := script_calls();
BEGIN
    IF call_ids IS NULL THEN
        RETURN 0;
    END IF;
    WITH Locked AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (call_ids)
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(l.OutboundCallId) INTO call_ids FROM Locked AS l;
    -- Under the locks, in a new look at the data: still as they were?
    SELECT array_agg(m.Id ORDER BY m.Id) INTO call_ids
    FROM unnest(call_ids) AS m (Id)
    CROSS JOIN LATERAL (SELECT FROM ScriptCall AS s WHERE s.OutboundCallId = m.Id OFFSET 0) AS s;
    IF call_ids IS NULL THEN
        RETURN 0;
    END IF;
    RETURN dial_script_calls(call_ids);
END
$$;
COMMENT ON FUNCTION dial_scripts() IS
'Dials calls of lists of DialingMode Ivr, with no agent (CB-3): no more at once than MaxChannels of the list, none to a
number that is in an attempt. Returns how many. Waits for nobody: what another session holds is left for the next time.
Locks: calls by id, skipping those held.';

CREATE OR REPLACE FUNCTION dial_script_calls(call_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    dialled integer := 0;
BEGIN
    BEGIN
        UPDATE OutboundCall AS c
        SET CallPhase = 'AutoDial', CallResult = 'Active'
        WHERE c.OutboundCallId = ANY (dial_script_calls.call_ids);
        GET DIAGNOSTICS dialled = ROW_COUNT;
    EXCEPTION WHEN unique_violation OR SQLSTATE 'PD021' THEN
        -- Somebody was quicker with one of the numbers: the others are dialled all the same.
        IF cardinality(call_ids) > 1 THEN
            FOR i IN 1..cardinality(call_ids) LOOP
                dialled := dialled + dial_script_calls(call_ids[i:i]);
            END LOOP;
        END IF;
    END;
    RETURN dialled;
END
$$;
COMMENT ON FUNCTION dial_script_calls(bigint[]) IS
'Dials each call with its list''s script. Returns how many were dialled; one whose number is in an attempt after all is
left out without error. Locks: the calls.';
