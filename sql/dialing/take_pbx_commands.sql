CREATE OR REPLACE FUNCTION take_pbx_commands(runner_name text, "limit" integer DEFAULT 100)
RETURNS TABLE (
    pbx_command_id bigint, command PbxCommandKind, pbx_call_id text, outbound_call_id bigint,
    number text, caller_id text, extension text, ring_time integer, pbx_id uuid, script text
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
-- Few commands wait among many that were taken: looked up one by one. A plan made while the outbox was empty would go
-- through all of it.
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
BEGIN
    IF NOT EXISTS (SELECT FROM PbxCommand AS k WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH Open AS MATERIALIZED (
        SELECT k.PbxCommandId, k.PbxCallId, k.OutboundCallId, k.Command
        FROM PbxCommand AS k
        LEFT JOIN PbxCommand AS o ON o.PbxCallId = k.PbxCallId AND o.Command = 'originate' AND k.Command <> 'originate'
        LEFT JOIN Runner AS r ON r.RunnerName = o.TakenBy
        WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.OutboundCallId IS NOT NULL
            -- What follows the dialling is for the runner that dialled, unless that one is dead.
            AND (k.Command = 'originate' OR o.TakenBy = take_pbx_commands.runner_name OR o.TakenBy IS NULL
                OR coalesce(r.HeartbeatTime < now_is - configuration('RunnerSilence')::integer * interval '1 second', TRUE))
        ORDER BY k.PbxCommandId
        LIMIT take_pbx_commands."limit"
        FOR NO KEY UPDATE OF k SKIP LOCKED
    ),
    Called AS MATERIALIZED (
        -- Under the call's lock, so that a call that ends at this moment is not dialled; once for all that it is told, so
        -- that nothing overtakes.
        SELECT c.OutboundCallId, c.PbxCallId, c.IsDialled, c.IsTalking
        FROM (SELECT DISTINCT k.OutboundCallId FROM Open AS k WHERE k.Command NOT IN ('hangup', 'transfer')) AS u
        CROSS JOIN LATERAL (
            SELECT d.OutboundCallId, d.PbxCallId,
                d.CallResult = 'Active' AND d.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AS IsDialled,
                d.CallResult = 'Active' AND d.CallPhase = 'AgentTalk' AS IsTalking
            FROM OutboundCall AS d
            WHERE d.OutboundCallId = u.OutboundCallId
            FOR SHARE SKIP LOCKED
        ) AS c
    ),
    Waiting AS MATERIALIZED (
        SELECT k.PbxCommandId,
            CASE
                WHEN k.Command = 'hangup' THEN TRUE
                -- The call is over with it, and so it goes out all the same, where there is somebody to hand over.
                WHEN k.Command = 'transfer' THEN NOT EXISTS (
                    SELECT FROM PbxEvent AS e
                    WHERE e.PbxCallId = k.PbxCallId AND e.Event NOT IN ('ringing', 'answered'))
                WHEN k.Command = 'originate' THEN coalesce(c.IsDialled AND c.PbxCallId = k.PbxCallId, FALSE)
                ELSE coalesce(c.IsTalking AND c.PbxCallId = k.PbxCallId, FALSE)
            END AS IsLive
        FROM Open AS k
        LEFT JOIN Called AS c ON c.OutboundCallId = k.OutboundCallId
        -- A call that is not there was private, and is over.
        WHERE k.Command IN ('hangup', 'transfer') OR c.OutboundCallId IS NOT NULL
            OR NOT EXISTS (SELECT FROM OutboundCall AS g WHERE g.OutboundCallId = k.OutboundCallId)
    ),
    Taken AS (
        UPDATE PbxCommand AS k
        SET TakenTime = CASE WHEN w.IsLive THEN now_is END,
            TakenBy = CASE WHEN w.IsLive THEN take_pbx_commands.runner_name END,
            VoidTime = CASE WHEN NOT w.IsLive THEN now_is END
        FROM Waiting AS w
        WHERE k.PbxCommandId = w.PbxCommandId
        RETURNING k.PbxCommandId, k.Command, k.PbxCallId, k.OutboundCallId, k.Number, k.TakenTime
    )
    SELECT t.PbxCommandId, t.Command, t.PbxCallId, t.OutboundCallId,
        coalesce(t.Number, c.Number), coalesce(c.CallerId, l.CallerId, p.CallerId), w.Number, coalesce(l.RingTime, 30), w.PbxId,
        CASE WHEN c.CallPhase = 'AutoDial' THEN l.IvrScript END
    FROM Taken AS t
    LEFT JOIN OutboundCall AS c ON c.OutboundCallId = t.OutboundCallId
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = c.WorkplaceId
    WHERE t.TakenTime IS NOT NULL
    ORDER BY t.PbxCommandId;
END
$$;
COMMENT ON FUNCTION take_pbx_commands(text, integer) IS
'Hands a runner up to limit commands for the PBX, each once and to nobody else: originate with number, caller id (the
call''s, else the list''s, the project''s, else NULL for the PBX''s own, DIAL-4), the agent''s extension, the ring time
in seconds, and for a call without an agent the script that talks to whoever answers. What follows is for the runner that
dialled, or for any if that one is dead: hangup; hold, resume, consult and take_back; transfer. The number of consult and
transfer is whom. Dropped is an originate whose call is over, what was meant for a conversation that is, and a transfer
of a channel that is gone. Those of one attempt come in their order.
Commit before sending. Locks: the commands and their calls, skipping those held.';
