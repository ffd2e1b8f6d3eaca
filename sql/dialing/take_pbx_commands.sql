CREATE OR REPLACE FUNCTION take_pbx_commands(runner_name text, "limit" integer DEFAULT 100)
RETURNS TABLE (
    pbx_command_id bigint, command PbxCommandKind, pbx_call_id text, outbound_call_id bigint,
    number text, caller_id text, extension text, ring_time integer, pbx_id uuid, script text,
    recording text
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
        LEFT JOIN PbxCommand AS o ON o.PbxCallId = k.PbxCallId AND o.Command = 'originate' AND k.Command = 'hangup'
        LEFT JOIN Runner AS r ON r.RunnerName = o.TakenBy
        WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL
            -- A hang-up is for the runner that dialled, unless that one is dead.
            AND (k.Command = 'originate' OR o.TakenBy = take_pbx_commands.runner_name OR o.TakenBy IS NULL
                OR coalesce(r.HeartbeatTime < now_is - configuration('RunnerSilence')::integer * interval '1 second', TRUE))
        ORDER BY k.PbxCommandId
        LIMIT take_pbx_commands."limit"
        FOR NO KEY UPDATE OF k SKIP LOCKED
    ),
    Waiting AS MATERIALIZED (
        -- Under the call's lock, so that a call that ends at this moment is not dialled. One that is not there was
        -- private, and is over.
        SELECT k.PbxCommandId, coalesce(c.IsLive, FALSE) AS IsLive
        FROM Open AS k
        LEFT JOIN LATERAL (
            SELECT d.CallResult = 'Active' AND d.PbxCallId = k.PbxCallId
                AND d.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AS IsLive
            FROM OutboundCall AS d
            WHERE d.OutboundCallId = k.OutboundCallId AND k.Command = 'originate'
            FOR SHARE SKIP LOCKED
        ) AS c ON TRUE
        WHERE k.Command = 'hangup' OR c.IsLive IS NOT NULL
            OR NOT EXISTS (SELECT FROM OutboundCall AS g WHERE g.OutboundCallId = k.OutboundCallId)
    ),
    Taken AS (
        UPDATE PbxCommand AS k
        SET TakenTime = CASE WHEN k.Command = 'hangup' OR w.IsLive THEN now_is END,
            TakenBy = CASE WHEN k.Command = 'hangup' OR w.IsLive THEN take_pbx_commands.runner_name END,
            VoidTime = CASE WHEN k.Command = 'originate' AND NOT w.IsLive THEN now_is END
        FROM Waiting AS w
        WHERE k.PbxCommandId = w.PbxCommandId
        RETURNING k.PbxCommandId, k.Command, k.PbxCallId, k.OutboundCallId, k.TakenTime
    )
    SELECT t.PbxCommandId, t.Command, t.PbxCallId, t.OutboundCallId,
        c.Number, coalesce(c.CallerId, l.CallerId, p.CallerId), w.Number, coalesce(l.RingTime, 30), w.PbxId,
        CASE WHEN c.CallPhase = 'AutoDial' THEN l.IvrScript END,
        CASE
            WHEN t.Command = 'originate' AND c.CallType = 'DialOut' AND l.Recording = 1
                THEN concat_ws('-', c.OutboundCallId, c.Trial)
        END
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
in seconds, for a call without an agent the script that talks to whoever answers, and the name under which both legs are
recorded (NULL = they are not, REC-1); hangup for what the same runner dialled, or a dead one. An originate whose call is over is dropped.
Commit before sending. Locks: the commands and their calls, skipping those held.';
