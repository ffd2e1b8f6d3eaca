-- Calls that are dialled with no agent: for a script, or ahead of the agents who will get them. All that agents' calls
-- need, but the agent.
CREATE OR REPLACE VIEW UnattendedCall AS
SELECT
    q.OutboundCallId, q.CallGroupId, q.OutboundListId, q.Due, q.Predistributed, q.Number, q.AllowSharedNumber,
    q.Priority, q.EnqueueingTime, q.WaitsSince
FROM CallCondition AS q
INNER JOIN OutboundList AS l ON l.OutboundListId = q.OutboundListId
WHERE NOT reserves_agent(l.DialingMode, l.AgentFirst, q.Predistributed)
    AND (l.DialingMode <> 'Ivr' OR l.IvrScript IS NOT NULL)
    AND q.ListRuns AND q.IsScheduled AND q.IsQueued AND q.InWindow AND q.ScheduleHasCome AND q.BatchIsActive
    AND q.InsideBarrier AND q.ProjectDistributes AND q.NumberIsFree AND q.IsAllowed
    AND q.QuotaIsOpen;
COMMENT ON VIEW UnattendedCall IS
'Calls that can be dialled now with no agent: by a script (DialingMode Ivr) or ahead of agents (Power, Predictive).';

CREATE OR REPLACE FUNCTION unattended_calls(group_ids bigint[], pools integer[], rooms integer[])
RETURNS TABLE (call_id bigint, pool integer)
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
    RETURN QUERY
    -- Of several calls to one number, which cannot be dialled at once, one.
    SELECT DISTINCT ON (CASE WHEN t.AllowSharedNumber = 1 THEN t.OutboundCallId::text ELSE t.Number END)
        t.OutboundCallId, r.Pool::integer
    FROM unnest(unattended_calls.rooms) WITH ORDINALITY AS r (Room, Pool)
    CROSS JOIN LATERAL (
        SELECT c.*
        FROM unnest(unattended_calls.group_ids, unattended_calls.pools) AS g (CallGroupId, Pool)
        CROSS JOIN LATERAL (
            SELECT u.*
            FROM UnattendedCall AS u
            WHERE u.CallGroupId = g.CallGroupId AND u.Due = 1 AND u.Predistributed = 0
            ORDER BY u.Priority DESC, u.EnqueueingTime, u.OutboundCallId
            LIMIT r.Room
        ) AS c
        WHERE g.Pool = r.Pool
        ORDER BY c.Priority DESC, c.WaitsSince, c.OutboundCallId
        LIMIT r.Room
    ) AS t
    WHERE r.Room > 0
    ORDER BY CASE WHEN t.AllowSharedNumber = 1 THEN t.OutboundCallId::text ELSE t.Number END,
        t.Priority DESC, t.WaitsSince, t.OutboundCallId;
END
$$;
COMMENT ON FUNCTION unattended_calls(bigint[], integer[], integer[]) IS
'The first calls in the order of DIST-4 that can be dialled with no agent: of the groups of each pool (pools: the pool
of the group in the same place, counted from 1) as many as it has room for (rooms, by pool). Locks nothing.';

CREATE OR REPLACE FUNCTION dial_unattended(call_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
BEGIN
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
    CROSS JOIN LATERAL (SELECT FROM UnattendedCall AS s WHERE s.OutboundCallId = m.Id OFFSET 0) AS s;
    IF call_ids IS NULL THEN
        RETURN '{}'::bigint[];
    END IF;
    RETURN start_unattended(call_ids);
END
$$;
COMMENT ON FUNCTION dial_unattended(bigint[]) IS
'Dials these calls with no agent, as their lists say: by a script, or ahead. Returns those that were dialled. Waits for
nobody: what another session holds, or has changed meanwhile, is left for the next time. Locks: calls by id, skipping
those held.';

CREATE OR REPLACE FUNCTION start_unattended(call_ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    dialled bigint[] := '{}'::bigint[];
BEGIN
    BEGIN
        WITH Dialled AS (
            UPDATE OutboundCall AS c
            SET CallPhase = CASE l.DialingMode WHEN 'Ivr' THEN 'AutoDial'::CallPhase ELSE 'PredictiveDial' END,
                CallResult = 'Active'
            FROM OutboundList AS l
            WHERE c.OutboundCallId = ANY (start_unattended.call_ids) AND l.OutboundListId = c.OutboundListId
            RETURNING c.OutboundCallId
        )
        SELECT coalesce(array_agg(d.OutboundCallId), '{}'::bigint[]) INTO dialled FROM Dialled AS d;
        PERFORM choose_pbxs(dialled);
    EXCEPTION WHEN unique_violation OR SQLSTATE 'PD021' OR SQLSTATE 'PD073' THEN
        -- Somebody was quicker with one of the numbers: the others are dialled all the same.
        IF cardinality(call_ids) > 1 THEN
            FOR i IN 1..cardinality(call_ids) LOOP
                dialled := dialled || start_unattended(call_ids[i:i]);
            END LOOP;
        END IF;
    END;
    RETURN dialled;
END
$$;
COMMENT ON FUNCTION start_unattended(bigint[]) IS
'Dials each call with no agent, where there are several PBXs on one with agents (choose_pbxs). Returns those that were
dialled; one whose number is in an attempt after all is left out without error. Locks: the calls.';
