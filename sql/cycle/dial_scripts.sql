-- Lists of mode Ivr: calls that a script holds, dialled with no agent (CB-3).
CREATE OR REPLACE VIEW ScriptedCall AS
SELECT q.OutboundCallId, q.CallGroupId, q.OutboundListId, q.Number, q.AllowSharedNumber, q.Priority, q.EnqueueingTime
FROM CallCondition AS q
WHERE q.ForScript AND q.Due = 1 AND q.Predistributed = 0 AND q.ListRuns AND q.IsScheduled AND q.IsQueued AND q.InWindow
    AND q.ScheduleHasCome AND q.BatchIsActive AND q.InsideBarrier AND q.ProjectDistributes AND q.NumberIsFree;
COMMENT ON VIEW ScriptedCall IS
'Calls of lists of mode Ivr for which every condition of being distributable holds, but for the one that keeps them from
agents.';

CREATE OR REPLACE FUNCTION match_scripts() RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM OutboundList AS l WHERE l.DialingMode = 'Ivr' AND l.Activity = 'Running') THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT array_agg(f.OutboundCallId ORDER BY f.OutboundCallId)
        FROM (
            -- One for each number that is not shared.
            SELECT min(t.OutboundCallId) AS OutboundCallId
            FROM OutboundList AS l
            CROSS JOIN LATERAL (
                SELECT l.MaxChannels - count(*) AS Room
                FROM OutboundCall AS c
                WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.OutboundListId = l.OutboundListId
                    AND (c.SharedNumber = 0 OR c.SharedNumber = 1)
            ) AS r
            CROSS JOIN LATERAL (
                SELECT s.*
                FROM CallGroup AS g
                CROSS JOIN LATERAL (
                    SELECT d.*
                    FROM ScriptedCall AS d
                    WHERE d.CallGroupId = g.CallGroupId
                    ORDER BY d.Priority DESC, d.EnqueueingTime, d.OutboundCallId
                    LIMIT greatest(r.Room, 0)
                ) AS s
                WHERE g.OutboundListId = l.OutboundListId
                ORDER BY s.Priority DESC, s.EnqueueingTime, s.OutboundCallId
                LIMIT greatest(r.Room, 0)
            ) AS t
            WHERE l.DialingMode = 'Ivr' AND l.Activity = 'Running'
            GROUP BY t.Number, CASE WHEN t.AllowSharedNumber = 1 THEN t.OutboundCallId END
        ) AS f
    );
END
$$;
COMMENT ON FUNCTION match_scripts() IS
'The calls that are to be dialled for a script now: of each running list of mode Ivr the first ones, while it has less
than MaxChannels in progress. NULL = none.';

CREATE OR REPLACE FUNCTION dial_scripts(call_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    dialled integer;
BEGIN
    IF call_ids IS NULL THEN
        RETURN 0;
    END IF;
    WITH Taken AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (call_ids) AND c.Due = 1 AND c.CallResult = 'Scheduled'
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET CallPhase = 'AutoDial'
    FROM Taken AS t
    WHERE c.OutboundCallId = t.OutboundCallId;
    GET DIAGNOSTICS dialled = ROW_COUNT;
    RETURN dialled;
EXCEPTION WHEN unique_violation THEN
    -- A number that somebody has begun to dial this moment: the next cycle leaves it out.
    RETURN 0;
END
$$;
COMMENT ON FUNCTION dial_scripts(bigint[]) IS
'Dials the calls that match_scripts has found, for a script. Returns how many. Locks: calls by id, skipping those
held.';
