CREATE OR REPLACE FUNCTION note_attempt() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE NumberAttempt AS a
    SET TalkTime = CASE WHEN NEW.CallPhase = 'AgentTalk' THEN coalesce(a.TalkTime, NEW.ChangedTime) ELSE a.TalkTime END,
        AbandonedTime = CASE
            WHEN NEW.Cause = 'abandoned' AND OLD.CallPhase IN ('Answered', 'AgentRing') THEN NEW.ChangedTime
            ELSE a.AbandonedTime
        END,
        RefusedTime = CASE
            WHEN NEW.CallResultDetailId IS NOT DISTINCT FROM OLD.CallResultDetailId THEN a.RefusedTime
            WHEN (SELECT d.Refusal FROM CallResultDetail AS d WHERE d.CallResultDetailId = NEW.CallResultDetailId) = 1
                THEN coalesce(a.RefusedTime, clock())
        END
    WHERE a.OutboundCallId = NEW.OutboundCallId AND a.DialTime = NEW.DialTime;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_attempt() IS
'Trigger on OutboundCall: notes in NumberAttempt that a conversation began, that the call was abandoned (it ended
so before its agent was there), that who was called does not wish to be called again, or that this was a
mistake.';

CREATE OR REPLACE TRIGGER call_9_noted AFTER UPDATE ON OutboundCall
FOR EACH ROW
WHEN (
    NEW.DialTime IS NOT NULL AND NEW.OutboundListId IS NOT NULL AND (
        (NEW.CallPhase = 'AgentTalk' AND OLD.CallPhase <> 'AgentTalk')
        OR (OLD.CallPhase IN ('Answered', 'AgentRing') AND NEW.CallResult <> 'Active' AND NEW.Cause = 'abandoned')
        -- What is set when a call goes back to the queue is no change of mind.
        OR (NEW.CallResultDetailId IS DISTINCT FROM OLD.CallResultDetailId AND NEW.CallResult <> 'Scheduled'
            AND NEW.CallPhase NOT IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall'))
    )
)
EXECUTE FUNCTION note_attempt();
