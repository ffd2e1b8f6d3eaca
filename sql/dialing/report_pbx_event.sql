CREATE OR REPLACE FUNCTION report_pbx_event(
    pbx_call_id text, event text, cause text DEFAULT NULL, happened_at timestamptz DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    kind PbxEventKind;
    now_is timestamptz := clock();
    moment timestamptz := least(coalesce(happened_at, now_is), now_is);
    called record;
BEGIN
    IF event IS NULL OR NOT event = ANY (enum_range(NULL::PbxEventKind)::text[]) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD009',
            MESSAGE = format('"%s" is no event of a PBX.', event),
            HINT = format('The events are: %s.', array_to_string(enum_range(NULL::PbxEventKind), ', '));
    END IF;
    kind := event::PbxEventKind;
    SELECT c.OutboundCallId, c.CallPhase, c.CallResult, c.AgentId,
        c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AS IsLive
    INTO called
    FROM OutboundCall AS c
    WHERE c.PbxCallId = report_pbx_event.pbx_call_id
    FOR NO KEY UPDATE;
    IF NOT FOUND AND NOT EXISTS (SELECT FROM PbxCommand AS k WHERE k.PbxCallId = report_pbx_event.pbx_call_id) THEN
        RETURN 'unknown';
    END IF;
    INSERT INTO PbxEvent (PbxCallId, Event, Cause, HappenedAt, ReportedTime)
    VALUES (pbx_call_id, kind, cause, moment, now_is)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'repeated';
    END IF;

    IF called.IsLive IS NOT TRUE THEN
        IF kind = 'answered' THEN
            UPDATE OutboundCall AS c
            SET AnswerTime = least(moment, c.EndTime)
            WHERE c.PbxCallId = report_pbx_event.pbx_call_id AND c.AnswerTime IS NULL AND c.EndPhase IS NOT NULL;
        END IF;
        -- It rings, or somebody has answered, for a call that is over here.
        IF kind IN ('ringing', 'answered') AND NOT EXISTS (
            SELECT FROM PbxEvent AS e
            WHERE e.PbxCallId = report_pbx_event.pbx_call_id AND e.Event NOT IN ('ringing', 'answered'))
        THEN
            INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
            SELECT k.PbxCallId, k.OutboundCallId, 'hangup', now_is
            FROM PbxCommand AS k
            WHERE k.PbxCallId = report_pbx_event.pbx_call_id AND k.Command = 'originate'
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN 'late';
    END IF;

    IF kind = 'ringing' THEN
        UPDATE OutboundCall AS c
        SET RingingTime = moment
        WHERE c.OutboundCallId = called.OutboundCallId;
        UPDATE Agent AS a SET LastCallUtc = now_is WHERE a.AgentId = called.AgentId;
    ELSIF kind = 'answered' THEN
        IF called.CallPhase NOT IN ('AgentDialing', 'PredictiveDial', 'AutoDial') THEN
            RETURN 'late';
        END IF;
        UPDATE OutboundCall AS c
        SET CallPhase = CASE c.CallPhase
                WHEN 'AgentDialing' THEN 'AgentTalk'::CallPhase
                WHEN 'PredictiveDial' THEN 'Answered'
                ELSE 'IvrScript'
            END,
            AnswerTime = moment
        WHERE c.OutboundCallId = called.OutboundCallId;
    ELSIF kind IN ('busy', 'no_answer', 'failed') AND called.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') THEN
        UPDATE OutboundCall AS c
        SET CallResult = CASE kind WHEN 'busy' THEN 'Busy'::CallResult WHEN 'no_answer' THEN 'NoAnswer' ELSE 'Failed' END,
            Cause = coalesce(report_pbx_event.cause, replace(kind::text, '_', ' ')),
            EndTime = moment
        WHERE c.OutboundCallId = called.OutboundCallId;
    ELSIF kind = 'hangup_agent' AND called.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') THEN
        UPDATE OutboundCall AS c
        SET CallResult = 'NoAnswer', Cause = coalesce(report_pbx_event.cause, 'agent hung up'), EndTime = moment
        WHERE c.OutboundCallId = called.OutboundCallId;
    ELSE
        -- The far end can only hang up what it has answered: an answer that is still on its way does no harm later.
        UPDATE OutboundCall AS c
        SET CallPhase = CASE
                WHEN kind = 'hangup_agent' THEN 'HangupAgent'::CallPhase
                WHEN c.CallPhase = 'IvrScript' THEN 'IvrEnded'
                ELSE 'HangupCalled'
            END,
            CallResult = CASE
                WHEN kind = 'failed' THEN 'Failed'::CallResult
                WHEN c.CallPhase IN ('PredictiveDial', 'AutoDial', 'Answered', 'IvrScript') THEN 'NoResult'
                ELSE c.CallResult
            END,
            Cause = coalesce(report_pbx_event.cause, c.Cause),
            EndTime = moment
        WHERE c.OutboundCallId = called.OutboundCallId;
    END IF;
    RETURN 'applied';
END
$$;
COMMENT ON FUNCTION report_pbx_event(text, text, text, timestamptz) IS
'Takes what the PBX says of an attempt: event is ringing, answered, hangup_called, hangup_agent, busy, no_answer or
failed; cause the PBX''s word for it; happened_at when it happened there (NULL = now). Returns applied; repeated for
an event that was reported before; late for one of an attempt that is over (what still rings is hung up); unknown for
a channel that is none of ours, which changes nothing (CALL-1). Errors: PD009 no such event. Locks: the call, the
agent.';
