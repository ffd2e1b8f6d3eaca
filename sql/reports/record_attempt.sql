CREATE OR REPLACE FUNCTION record_attempt() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF OLD.CallResult = 'Active' THEN
        INSERT INTO CallAttempt
        (OutboundCallId, DialTime, OutboundListId, ProjectId, AgentId, AnswerTime, EndTime, ResultTime, CallResult,
            CallResultDetailId, LastResultTime)
        VALUES
        (NEW.OutboundCallId, NEW.DialTime, NEW.OutboundListId, NEW.ProjectId, NEW.AgentId, NEW.AnswerTime, NEW.EndTime,
            NEW.PostCallEndTime, NEW.CallResult, NEW.CallResultDetailId, NEW.PostCallEndTime)
        ON CONFLICT DO NOTHING;
    ELSE
        -- A result chosen anew, or an answer told late. Not of a call that ended in preview since: nobody dialled it.
        UPDATE CallAttempt AS a
        SET AnswerTime = NEW.AnswerTime,
            CallResult = NEW.CallResult,
            CallResultDetailId = NEW.CallResultDetailId,
            LastResultTime = NEW.PostCallEndTime
        WHERE a.OutboundCallId = NEW.OutboundCallId AND a.DialTime = NEW.DialTime
            AND a.LastResultTime = OLD.PostCallEndTime;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_attempt() IS
'Trigger on OutboundCall: writes down an attempt that is over (CallAttempt), and what becomes known of it later.';

CREATE OR REPLACE TRIGGER call_9_attempted AFTER UPDATE ON OutboundCall
FOR EACH ROW
WHEN (
    NEW.DialTime IS NOT NULL AND NEW.Stored = 1
    AND NEW.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial', 'HangupAgent', 'HangupCalled', 'IvrEnded')
    AND NEW.CallResult <> 'Active'
    AND OLD.CallPhase NOT IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')
    AND (OLD.CallResult, OLD.CallResultDetailId, OLD.AnswerTime)
    IS DISTINCT FROM (NEW.CallResult, NEW.CallResultDetailId, NEW.AnswerTime)
)
EXECUTE FUNCTION record_attempt();
