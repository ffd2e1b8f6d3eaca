CREATE OR REPLACE FUNCTION beat(
    runner_name text, cycle_seconds double precision DEFAULT NULL, pbx_ready boolean DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO Runner AS r (RunnerName, StartedTime, HeartbeatTime, CycleTime, CycleSeconds, PbxReady)
    VALUES (runner_name, clock(), clock(), CASE WHEN cycle_seconds IS NOT NULL THEN clock() END, cycle_seconds,
        pbx_ready::integer)
    ON CONFLICT (RunnerName) DO UPDATE
    SET HeartbeatTime = excluded.HeartbeatTime,
        CycleTime = coalesce(excluded.CycleTime, r.CycleTime),
        CycleSeconds = coalesce(excluded.CycleSeconds, r.CycleSeconds),
        PbxReady = coalesce(excluded.PbxReady, r.PbxReady);
END
$$;
COMMENT ON FUNCTION beat(text, double precision, boolean) IS
'A runner''s sign of life, every few seconds. cycle_seconds: what its longest cycle took since the last one, NULL = it
ran none; pbx_ready: whether it drives its PBX, NULL = it does not say.';

CREATE OR REPLACE FUNCTION reconcile_pbx(runner_name text, live_ids text[], is_new boolean DEFAULT FALSE)
RETURNS TABLE (pbx_call_id text, action text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    silence interval := configuration('RunnerSilence')::integer * interval '1 second';
    others uuid[];
BEGIN
    PERFORM beat(runner_name);
    others := other_pbxs(runner_pbx(runner_name));
    RETURN QUERY
    -- Few attempts among many calls: looked up one by one.
    WITH Attempt AS MATERIALIZED (
        SELECT c.OutboundCallId, c.PbxCallId, c.CallPhase
        FROM OutboundCall AS c
        WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.SharedNumber = 0
        UNION ALL
        SELECT c.OutboundCallId, c.PbxCallId, c.CallPhase
        FROM OutboundCall AS c
        WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.SharedNumber = 1
    ),
    Mine AS MATERIALIZED (
        SELECT c.OutboundCallId, k.PbxCallId, k.PbxCommandId, k.TakenBy, k.PbxCallId = ANY (live_ids) AS IsThere
        FROM Attempt AS c
        CROSS JOIN LATERAL (
            SELECT o.* FROM PbxCommand AS o WHERE o.PbxCallId = c.PbxCallId AND o.Command = 'originate' OFFSET 0
        ) AS k
        LEFT JOIN Runner AS r ON r.RunnerName = k.TakenBy
        WHERE c.CallPhase IN ('AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
            AND k.TakenTime IS NOT NULL AND (k.PbxId = ANY (others)) IS NOT TRUE
            AND (k.TakenBy = reconcile_pbx.runner_name OR coalesce(r.HeartbeatTime < now_is - silence, TRUE))
    ),
    Gone AS MATERIALIZED (
        SELECT c.OutboundCallId, c.PbxCallId
        FROM Mine AS m
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = m.OutboundCallId
        WHERE NOT m.IsThere AND c.PbxCallId = m.PbxCallId AND c.CallResult = 'Active'
            AND c.CallPhase IN ('AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE OF c SKIP LOCKED
    ),
    Foreign_one AS MATERIALIZED (
        SELECT k.PbxCommandId
        FROM Mine AS m
        INNER JOIN PbxCommand AS k ON k.PbxCommandId = m.PbxCommandId
        WHERE m.IsThere AND k.TakenBy = m.TakenBy AND (k.TakenBy <> reconcile_pbx.runner_name OR is_new)
        ORDER BY k.PbxCommandId
        FOR NO KEY UPDATE OF k SKIP LOCKED
    ),
    -- What was transferred is no call in progress any more; but who is left there alone is to be let go.
    Transferred AS MATERIALIZED (
        SELECT k.PbxCommandId
        FROM unnest(live_ids) AS u (Id)
        CROSS JOIN LATERAL (
            SELECT o.* FROM PbxCommand AS o WHERE o.PbxCallId = u.Id AND o.Command = 'originate' OFFSET 0
        ) AS t
        INNER JOIN PbxCommand AS k ON k.PbxCommandId = t.PbxCommandId
        LEFT JOIN Runner AS r ON r.RunnerName = k.TakenBy
        WHERE (CASE
                WHEN k.TakenBy = reconcile_pbx.runner_name THEN is_new
                ELSE coalesce(r.HeartbeatTime < now_is - silence, TRUE)
            END)
            AND EXISTS (
                SELECT FROM PbxCommand AS x
                WHERE x.PbxCallId = u.Id AND x.Command = 'transfer' AND x.VoidTime IS NULL)
        ORDER BY k.PbxCommandId
        FOR NO KEY UPDATE OF k SKIP LOCKED
    ),
    Adopted AS (
        UPDATE PbxCommand AS k
        SET TakenBy = reconcile_pbx.runner_name
        FROM (SELECT m.PbxCommandId FROM Foreign_one AS m UNION SELECT t.PbxCommandId FROM Transferred AS t) AS f
        WHERE k.PbxCommandId = f.PbxCommandId
        RETURNING k.PbxCallId
    ),
    Lost AS (
        UPDATE OutboundCall AS c
        SET CallPhase = CASE
                WHEN c.CallPhase IN ('AgentTalk', 'Answered', 'AgentRing', 'IvrScript') THEN 'HangupCalled'
                ELSE c.CallPhase
            END,
            CallResult = 'Failed',
            Cause = 'unknown'
        FROM Gone AS g
        WHERE c.OutboundCallId = g.OutboundCallId
        RETURNING g.PbxCallId
    )
    SELECT a.PbxCallId, 'adopted' FROM Adopted AS a
    UNION ALL
    SELECT l.PbxCallId, 'lost' FROM Lost AS l
    UNION ALL
    -- Alive there, over here.
    SELECT u.Id, 'hang up'
    FROM unnest(live_ids) AS u (Id)
    LEFT JOIN OutboundCall AS c ON c.PbxCallId = u.Id
    WHERE (c.OutboundCallId IS NOT NULL
            OR EXISTS (SELECT FROM PbxCommand AS k WHERE k.PbxCallId = u.Id AND k.Command = 'originate'))
        AND (c.CallResult IS DISTINCT FROM 'Active' OR c.CallPhase = 'WaitForResult')
        AND NOT EXISTS (SELECT FROM PbxCommand AS x WHERE x.PbxCallId = u.Id AND x.Command = 'transfer' AND x.VoidTime IS NULL)
        -- A message is heard to its end, which the PBX sees to.
        AND NOT EXISTS (
            SELECT FROM PbxCommand AS x
            WHERE x.PbxCallId = u.Id AND x.Command = 'message' AND x.CreatedTime > now_is - interval '1 minute');
    RETURN QUERY SELECT r.pbx_call_id, r.action FROM reconcile_lines(runner_name, live_ids, is_new) AS r;
    PERFORM reconcile_inbound(runner_name, live_ids);

    -- Gone there, whatever became of the call here: the place on the trunk is free.
    IF EXISTS (SELECT FROM Trunk) THEN
        PERFORM end_trunk_calls(x.PbxCallIds, array_fill('unknown'::text, ARRAY[cardinality(x.PbxCallIds)]))
        FROM (
            SELECT array_agg(k.PbxCallId ORDER BY k.PbxCommandId) AS PbxCallIds
            FROM PbxCommand AS k
            LEFT JOIN Runner AS r ON r.RunnerName = k.TakenBy
            WHERE k.TrunkId IS NOT NULL AND k.EndedTime IS NULL AND NOT k.PbxCallId = ANY (live_ids)
                AND (k.PbxId = ANY (others)) IS NOT TRUE
                AND (k.TakenBy = reconcile_pbx.runner_name OR coalesce(r.HeartbeatTime < now_is - silence, TRUE))
        ) AS x
        WHERE x.PbxCallIds IS NOT NULL;
    END IF;
END
$$;
COMMENT ON FUNCTION reconcile_pbx(text, text[], boolean) IS
'To be called by a runner when it has (re)connected to its PBX, with is_new, and from time to time: live_ids are the
channels there. Calls in progress that this runner dialled, or one of the same PBX that is silent for RunnerSilence
seconds, and that are not among them become Failed with cause unknown, never to be dialled again by themselves (lost);
those of a silent runner that are there are taken over, and so is what it had transferred (adopted; with is_new this
runner''s own as well, of which it has not heard for a while); channels whose call is over and was not transferred are to
be hung up (hang up). The same for open lines (reconcile_lines); calls that came in and are gone have ended. What is gone
takes no place on a trunk any more. Locks: the lost calls by id and the commands taken over, the workplaces, skipping
those held; then the commands that are gone and the trunks, by id.';
