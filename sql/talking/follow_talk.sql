CREATE OR REPLACE FUNCTION tell_talk(pbx_call_id text, call_id bigint, kind PbxCommandKind, whom text) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    command_id bigint;
BEGIN
    INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, Turn, Number, CreatedTime)
    SELECT tell_talk.pbx_call_id, tell_talk.call_id, tell_talk.kind, coalesce(max(k.Turn) + 1, 0), tell_talk.whom,
        clock()
    FROM PbxCommand AS k
    WHERE k.PbxCallId = tell_talk.pbx_call_id AND k.Command = tell_talk.kind
    RETURNING PbxCommandId INTO command_id;
    RETURN command_id;
END
$$;
COMMENT ON FUNCTION tell_talk(text, bigint, PbxCommandKind, text) IS
'Puts something of this kind, in its next turn, into the outbox for the attempt; whom: to consult or to transfer to.
Returns the id of the command. The call is locked by whoever calls.';

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
    IF NEW.Muted <> coalesce(OLD.Muted, 0) THEN
        PERFORM tell_talk(OLD.PbxCallId, OLD.OutboundCallId,
            CASE NEW.Muted WHEN 1 THEN 'mute'::PbxCommandKind ELSE 'unmute' END, NULL);
    END IF;
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
    PERFORM tell_talk(OLD.PbxCallId, OLD.OutboundCallId, told, whom);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_talk() IS
'Trigger on OutboundCall, when TalkState, ConsultNumber, TransferredTo or Muted was set: puts mute, unmute, hold,
resume, consult, take_back or transfer into the outbox (DIAL-2).';

CREATE OR REPLACE TRIGGER call_9_talk_followed AFTER UPDATE OF TalkState, ConsultNumber, TransferredTo, Muted
ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION follow_talk();
