-- What the PBX says of calls that came in and wait.
CREATE OR REPLACE FUNCTION report_inbound(
    runner_name text, pbx_call_id text, event text, caller text DEFAULT NULL, called text DEFAULT NULL,
    key text DEFAULT NULL, happened_at timestamptz DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    moment timestamptz := least(coalesce(report_inbound.happened_at, clock()), clock());
    inbound InboundCall;
BEGIN
    IF event NOT IN ('came', 'pressed', 'ended') OR event IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD009',
            MESSAGE = format('"%s" is no event of a call that comes in.', event),
            HINT = 'The events are: came, pressed, ended.';
    END IF;
    SELECT i.* INTO inbound FROM InboundCall AS i WHERE i.PbxCallId = report_inbound.pbx_call_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        IF event <> 'came' THEN
            RETURN NULL;
        END IF;
        INSERT INTO InboundCall AS i (TakenBy, PbxCallId, Number, ProjectId, LanguageId, StartTime)
        SELECT report_inbound.runner_name, report_inbound.pbx_call_id, nullif(report_inbound.caller, ''), p.ProjectId, p.LanguageId, moment
        FROM (SELECT 1) AS one (Row)
        LEFT JOIN Project AS p ON p.InboundNumber = report_inbound.called AND p.Deleted = 0
        RETURNING i.InboundCallId INTO inbound.InboundCallId;
    ELSIF event = 'pressed' AND inbound.Outcome = 'Waiting' AND key = nullif(configuration('CallBackKey'), '') THEN
        BEGIN
            PERFORM ivr_call_back(NULL, inbound_call_id => inbound.InboundCallId);
            INSERT INTO PbxCommand (PbxCallId, Command, CreatedTime, PbxId)
            VALUES (inbound.PbxCallId, 'hangup', moment, runner_pbx(inbound.TakenBy))
            ON CONFLICT DO NOTHING;
        EXCEPTION WHEN SQLSTATE 'PD036' OR SQLSTATE 'PD010' THEN
            -- The caller goes on waiting; whoever looks at the call sees why.
            UPDATE InboundCall AS i SET Problem = SQLERRM WHERE i.InboundCallId = inbound.InboundCallId;
        END;
    ELSIF event = 'ended' AND inbound.EndTime IS NULL THEN
        UPDATE InboundCall AS i SET EndTime = moment WHERE i.InboundCallId = inbound.InboundCallId;
    END IF;
    RETURN inbound.InboundCallId;
END
$$;
COMMENT ON FUNCTION report_inbound(text, text, text, text, text, text, timestamptz) IS
'Takes what the PBX says of a call that comes in and waits. event: came, with the number of the caller and the one that
was called, which is the InboundNumber of the project in whose queue it waits; pressed, with a key: that of CallBackKey
asks to be called back (CB-2), and the caller is let go; ended: unserved, it is lost and gets a callback (CB-1).
happened_at: when, NULL = now. Each may be told twice. Returns the InboundCallId, NULL for a call that nobody has told
of. Errors: PD009 no such event. Locks: the inbound call, the number, the callback.';

CREATE OR REPLACE FUNCTION reconcile_inbound(runner_name text, live_ids text[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    silence interval := configuration('RunnerSilence')::integer * interval '1 second';
    others uuid[] := other_pbxs(runner_pbx(runner_name));
    ended integer;
BEGIN
    WITH Gone AS MATERIALIZED (
        SELECT i.InboundCallId
        FROM InboundCall AS i
        LEFT JOIN Runner AS r ON r.RunnerName = i.TakenBy
        WHERE i.TakenBy IS NOT NULL AND i.EndTime IS NULL AND NOT i.PbxCallId = ANY (live_ids)
            AND (r.PbxId = ANY (others)) IS NOT TRUE
            AND (i.TakenBy = reconcile_inbound.runner_name OR coalesce(r.HeartbeatTime < now_is - silence, TRUE))
        ORDER BY i.InboundCallId
        FOR NO KEY UPDATE OF i SKIP LOCKED
    )
    UPDATE InboundCall AS i SET EndTime = now_is FROM Gone AS g WHERE i.InboundCallId = g.InboundCallId;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;
COMMENT ON FUNCTION reconcile_inbound(text, text[]) IS
'Part of reconcile_pbx: calls that came in, of this runner or a silent one of the same PBX, and are not there any
more have ended. Returns how many. Locks: the inbound calls, skipping those held.';
