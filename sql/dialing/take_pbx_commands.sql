CREATE OR REPLACE FUNCTION take_pbx_commands(runner_name text, "limit" integer DEFAULT 100)
RETURNS TABLE (
    pbx_command_id bigint, command PbxCommandKind, pbx_call_id text, outbound_call_id bigint,
    number text, caller_id text, extension text, ring_time integer, pbx_id uuid, script text,
    trunk text, recording text, line text, keys text, ahead boolean, detect boolean, message text
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
    now_is timestamptz;
    own_pbx uuid;
    others uuid[];
    by_trunk boolean;
    command_ids bigint[];
    trunk_ids uuid[];
    counts interval;
BEGIN
    IF NOT EXISTS (SELECT FROM PbxCommand AS k WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL) THEN
        RETURN;
    END IF;
    own_pbx := runner_pbx(runner_name);
    others := other_pbxs(own_pbx);
    by_trunk := EXISTS (SELECT FROM Trunk);
    IF by_trunk THEN
        counts := trunk_window();
        SELECT array_agg(h.pbx_command_id), array_agg(h.trunk_id) INTO command_ids, trunk_ids
        FROM choose_trunks(take_pbx_commands."limit", others) AS h;
    END IF;
    -- Only now: it may have waited for another runner that handed out calls.
    now_is := clock();
    RETURN QUERY
    WITH Open AS MATERIALIZED (
        SELECT k.PbxCommandId, k.PbxCallId, k.OutboundCallId, k.WorkplaceId, k.Command
        FROM PbxCommand AS k
        LEFT JOIN PbxCommand AS o ON o.PbxCallId = k.PbxCallId AND o.PbxCommandId <> k.PbxCommandId
            AND o.Command IN ('originate', 'open_line')
        LEFT JOIN Runner AS r ON r.RunnerName = o.TakenBy
        WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL
            AND (coalesce(o.PbxId, k.PbxId) = ANY (others)) IS NOT TRUE
            AND (NOT by_trunk OR k.Command <> 'originate' OR k.PbxCommandId = ANY (command_ids))
            -- What follows the dialling is for the runner that dialled, unless that one is dead.
            AND (k.Command IN ('originate', 'open_line') OR o.TakenBy = take_pbx_commands.runner_name OR o.TakenBy IS NULL
                OR coalesce(r.HeartbeatTime < now_is - configuration('RunnerSilence')::integer * interval '1 second', TRUE))
        ORDER BY k.PbxCommandId
        LIMIT take_pbx_commands."limit"
        FOR NO KEY UPDATE OF k SKIP LOCKED
    ),
    Called AS MATERIALIZED (
        -- Under the call's lock, so that a call that ends at this moment is not dialled; once for all that it
        -- is told, so
        -- that nothing overtakes.
        SELECT c.OutboundCallId, c.PbxCallId, c.IsDialled, c.IsTalking, c.RingsAt
        FROM (
            SELECT DISTINCT k.OutboundCallId
            FROM Open AS k
            WHERE k.OutboundCallId IS NOT NULL AND k.Command NOT IN ('hangup', 'message', 'transfer')
        ) AS u
        CROSS JOIN LATERAL (
            SELECT d.OutboundCallId, d.PbxCallId,
                d.CallResult = 'Active' AND d.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AS IsDialled,
                d.CallResult = 'Active' AND d.CallPhase = 'AgentTalk' AS IsTalking,
                CASE WHEN d.CallResult = 'Active' AND d.CallPhase = 'AgentRing' THEN d.WorkplaceId END AS RingsAt
            FROM OutboundCall AS d
            WHERE d.OutboundCallId = u.OutboundCallId
            FOR SHARE SKIP LOCKED
        ) AS c
    ),
    Waiting AS MATERIALIZED (
        SELECT k.PbxCommandId,
            CASE
                WHEN k.Command IN ('hangup', 'message', 'close_line') THEN TRUE
                WHEN k.Command = 'connect' THEN coalesce(c.RingsAt = k.WorkplaceId AND c.PbxCallId = k.PbxCallId, FALSE)
                WHEN k.Command = 'open_line' THEN
                    EXISTS (SELECT FROM Workplace AS w WHERE w.WorkplaceId = k.WorkplaceId AND w.LineId = k.PbxCallId)
                -- The call is over with it, and so it goes out all the same, where there is somebody to hand over.
                WHEN k.Command = 'transfer' THEN NOT EXISTS (
                    SELECT FROM PbxEvent AS e
                    WHERE e.PbxCallId = k.PbxCallId AND ends_channel(e.Event))
                WHEN k.Command = 'originate' THEN coalesce(c.IsDialled AND c.PbxCallId = k.PbxCallId, FALSE)
                ELSE coalesce(c.IsTalking AND c.PbxCallId = k.PbxCallId, FALSE)
            END AS IsLive
        FROM Open AS k
        LEFT JOIN Called AS c ON c.OutboundCallId = k.OutboundCallId
        -- A call that is not there was private, and is over.
        WHERE k.Command IN ('hangup', 'message', 'transfer', 'open_line', 'close_line') OR c.OutboundCallId IS NOT NULL
            OR NOT EXISTS (SELECT FROM OutboundCall AS g WHERE g.OutboundCallId = k.OutboundCallId)
    ),
    Taken AS (
        UPDATE PbxCommand AS k
        SET TakenTime = CASE WHEN w.IsLive THEN now_is END,
            TakenBy = CASE WHEN w.IsLive THEN take_pbx_commands.runner_name END,
            VoidTime = CASE WHEN NOT w.IsLive THEN now_is END,
            PbxId = coalesce(k.PbxId, own_pbx),
            TrunkId = CASE WHEN w.IsLive THEN trunk_ids[array_position(command_ids, k.PbxCommandId)] END
        FROM Waiting AS w
        WHERE k.PbxCommandId = w.PbxCommandId
        RETURNING k.PbxCommandId, k.Command, k.PbxCallId, k.OutboundCallId, k.WorkplaceId, k.Number, k.CreatedTime, k.TakenTime,
            k.TrunkId, k.PbxId, k.Message
    ),
    Pressed AS (
        DELETE FROM PbxKeys AS s
        USING Taken AS t
        WHERE s.PbxCommandId = t.PbxCommandId AND t.Command = 'send_keys'
        RETURNING s.PbxCommandId, s.Keys
    ),
    Started AS (
        UPDATE Trunk AS t
        SET Starts = ARRAY(SELECT u.Start FROM unnest(t.Starts) AS u (Start) WHERE u.Start > now_is - counts)
            || array_fill(now_is, ARRAY[n.Calls])
        FROM (
            SELECT k.TrunkId, count(*)::integer AS Calls FROM Taken AS k WHERE k.TrunkId IS NOT NULL GROUP BY k.TrunkId
        ) AS n
        WHERE t.TrunkId = n.TrunkId
    ),
    Prolonged AS (
        -- One that waited for a trunk may ring as long as any other.
        UPDATE OutboundCall AS c
        SET Deadline = c.Deadline + (now_is - t.CreatedTime)
        FROM Taken AS t
        WHERE c.OutboundCallId = t.OutboundCallId AND t.TrunkId IS NOT NULL
            AND t.CreatedTime < now_is - interval '1 second'
    )
    SELECT t.PbxCommandId, t.Command, t.PbxCallId, t.OutboundCallId,
        coalesce(t.Number, c.Number), coalesce(c.CallerId, l.CallerId, p.CallerId), w.Number,
        CASE t.Command WHEN 'connect' THEN configuration('AgentRingTime')::integer ELSE greatest(coalesce(l.RingTime, 30), n.MinRing) END,
        t.PbxId, CASE WHEN c.CallPhase = 'AutoDial' THEN l.IvrScript END, r.Endpoint,
        CASE
            WHEN t.Command = 'originate' AND c.CallType = 'DialOut' AND l.Recording = 1
                THEN concat_ws('-', c.OutboundCallId, c.Trial)
        END,
        CASE WHEN t.Command IN ('originate', 'connect') AND w.LineTime IS NOT NULL THEN w.LineId END,
        s.Keys, t.Command = 'originate' AND c.CallPhase = 'PredictiveDial',
        t.Command = 'originate' AND coalesce(l.DetectMachines = 1, FALSE),
        t.Message
    FROM Taken AS t
    LEFT JOIN OutboundCall AS c ON c.OutboundCallId = t.OutboundCallId
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    LEFT JOIN RulePack AS n ON n.RulePackId = l.RulePackId
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = coalesce(t.WorkplaceId, c.WorkplaceId)
    LEFT JOIN Trunk AS r ON r.TrunkId = t.TrunkId
    LEFT JOIN Pressed AS s ON s.PbxCommandId = t.PbxCommandId
    WHERE t.TakenTime IS NOT NULL
    ORDER BY t.PbxCommandId;
END
$$;
COMMENT ON FUNCTION take_pbx_commands(text, integer) IS
'Hands a runner up to limit commands for its PBX (other_pbxs), each once and to nobody else. originate: with number,
caller id (the call''s, else the list''s, the project''s, else NULL for the PBX''s own, DIAL-4), the agent''s
extension and, where it is up, open line; the ring time in seconds, raised to what the rule pack has for the least;
for a call without an agent the script that talks to whoever answers; the trunk by which to dial (NULL where there are
none, and the PBX chooses); the name under which both legs are recorded (NULL = they are not, REC-1); ahead, where
there is no agent yet; detect, where the PBX is to listen whether a person answers. connect: the extension, line and
ring time of the agent for a call dialled ahead (PRED-3). message: what to play before hanging up. open_line: the
extension to ring. What follows is for the runner that dialled, or for any of the same PBX if that one is dead:
hangup; hold, resume, mute, unmute, send_keys (with keys, which are forgotten here), consult, take_back and transfer,
those of one attempt in their order, the number of consult and transfer being whom; close_line. Dropped is an
originate whose call is over, what was meant for a conversation that is, a transfer of a channel that is gone, a line
that nobody wants any more. An originate for which no trunk has room stays (COMP-4, choose_trunks) and holds up
nothing else. Commit before sending. Locks: the trunks by id, if there are any; the commands and their calls, skipping
those held.';
