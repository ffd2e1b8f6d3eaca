-- After the row: what the PBX is told of a conversation. The hang-up that a transfer spares the call is in follow_call.
CREATE OR REPLACE FUNCTION follow_talk() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    was CONSTANT TalkState := coalesce(OLD.TalkState, 'Talking');
    told PbxCommandKind;
    whom text;
BEGIN
    IF NEW.TransferredTo IS NOT NULL AND OLD.TransferredTo IS NULL THEN
        told := 'transfer';
        IF was = 'Consulting' THEN
            whom := OLD.ConsultNumber;
        ELSE
            SELECT t.Dialled INTO whom
            FROM talk_target(NEW.TransferredTo, OLD.AgentId, OLD.Number, OLD.OutboundListId) AS t;
        END IF;
    ELSIF NEW.TalkState <> was THEN
        told := CASE
            WHEN NEW.TalkState = 'OnHold' THEN 'hold'::PbxCommandKind
            WHEN NEW.TalkState = 'Consulting' THEN 'consult'
            WHEN was = 'OnHold' THEN 'resume'
            ELSE 'take_back'
        END;
        whom := NEW.ConsultNumber;
    ELSE
        -- Nothing new, or the conversation is over.
        RETURN NULL;
    END IF;
    INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, Turn, Number, CreatedTime)
    SELECT OLD.PbxCallId, OLD.OutboundCallId, told, coalesce(max(k.Turn) + 1, 0), whom, NEW.ChangedTime
    FROM PbxCommand AS k
    WHERE k.PbxCallId = OLD.PbxCallId AND k.Command = told;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_talk() IS
'Trigger on OutboundCall, when TalkState, ConsultNumber or TransferredTo was set: puts hold, resume, consult, take_back
or transfer into the outbox (DIAL-2).';

CREATE OR REPLACE TRIGGER call_9_talk_followed AFTER UPDATE OF TalkState, ConsultNumber, TransferredTo ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION follow_talk();
