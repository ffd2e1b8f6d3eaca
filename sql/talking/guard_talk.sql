-- Hold, mute, consultation and transfer, whoever sets the columns: one of them is enough, the others follow. Before
-- move_call, which then takes the end of the conversation that a transfer is.
CREATE OR REPLACE FUNCTION transfer_failed(called OutboundCall) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN called.TransferredTo IS NOT NULL AND called.CallPhase IN ('WaitForResult', 'HangupAgent')
        AND NOT EXISTS (
            SELECT FROM PbxCommand AS k
            WHERE k.PbxCallId = called.PbxCallId AND k.Command = 'transfer' AND k.VoidTime IS NULL)
        AND NOT EXISTS (
            SELECT FROM PbxEvent AS e
            WHERE e.PbxCallId = called.PbxCallId AND ends_channel(e.Event));
END
$$;
COMMENT ON FUNCTION transfer_failed(OutboundCall) IS
'Whether a call that was transferred, and dialled no more since, was not handed over after all, and the customer is
there.';

CREATE OR REPLACE FUNCTION guard_talk() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    -- A conversation that began before there was this column has none.
    was CONSTANT TalkState := coalesce(OLD.TalkState, 'Talking');
    target record;
BEGIN
    IF (NEW.TalkState, NEW.ConsultNumber, NEW.TransferredTo, NEW.Muted, NEW.KeysSent)
        IS NOT DISTINCT FROM (OLD.TalkState, OLD.ConsultNumber, OLD.TransferredTo, OLD.Muted, OLD.KeysSent)
    THEN
        RETURN NEW;
    ELSIF NEW.TransferredTo IS NULL AND (NEW.CallPhase, NEW.CallResult) = ('AgentTalk', 'Active')
        AND transfer_failed(OLD)
    THEN
        RETURN NEW;
    ELSIF OLD.CallType = 'Visitor' THEN
        PERFORM refuse_talk(OLD.OutboundCallId, 'is a visitor''s, and there is no telephone to it',
            'Only conversations by telephone are held, muted, consulted about and transferred, and have keys.');
    ELSIF OLD.CallPhase <> 'AgentTalk' OR OLD.CallResult <> 'Active' OR OLD.PbxCallId IS NULL THEN
        PERFORM refuse_talk(OLD.OutboundCallId,
            format('is in phase %s (%s), not in a conversation', OLD.CallPhase, OLD.CallResult),
            'TalkState, ConsultNumber, TransferredTo, Muted and KeysSent are set in phase AgentTalk.');
    ELSIF NEW.KeysSent > coalesce(OLD.KeysSent, 0) AND was <> 'Talking' THEN
        PERFORM refuse_talk(OLD.OutboundCallId,
            format('cannot be sent keys: %s', CASE was
                WHEN 'OnHold' THEN 'it is on hold'
                ELSE format('%s is being consulted, and the customer waits', OLD.ConsultNumber)
            END),
            'Talk with the customer again, then send the keys.');
    END IF;
    NEW.Muted := coalesce(NEW.Muted, OLD.Muted, 0);
    NEW.KeysSent := greatest(NEW.KeysSent, OLD.KeysSent, 0);
    IF NEW.TalkProblem IS NOT DISTINCT FROM OLD.TalkProblem THEN
        NEW.TalkProblem := NULL;
    END IF;

    IF NEW.TransferredTo IS NOT NULL THEN
        IF NEW.CallPhase NOT IN ('AgentTalk', 'HangupAgent', 'WaitForResult') THEN
            PERFORM refuse_talk(OLD.OutboundCallId, format('cannot be transferred and go to phase %s', NEW.CallPhase),
                'Set TransferredTo alone.');
        END IF;
        IF was = 'Consulting' AND NEW.TransferredTo = OLD.ConsultNumber THEN
            -- Already on the line, wherever the agent's login is by now.
            NEW.TransferredTo := who_sits_at(OLD.ConsultNumber);
        ELSE
            SELECT t.Dialled, t.Shown INTO target
            FROM talk_target(NEW.TransferredTo, OLD.AgentId, OLD.Number, OLD.OutboundListId) AS t;
            IF was = 'Consulting' AND target.Dialled <> OLD.ConsultNumber THEN
                PERFORM refuse_talk(OLD.OutboundCallId,
                    format('cannot be transferred to %s: %s is being consulted', target.Shown, OLD.ConsultNumber),
                    'Transfer it to whom is consulted, or take it back first.');
            END IF;
            NEW.TransferredTo := target.Shown;
        END IF;
        IF NEW.CallPhase = 'AgentTalk' THEN
            NEW.CallPhase := 'HangupAgent';
        END IF;
        RETURN NEW;
    END IF;

    IF NEW.TalkState IS NOT DISTINCT FROM OLD.TalkState AND NEW.ConsultNumber IS DISTINCT FROM OLD.ConsultNumber
    THEN
        NEW.TalkState := CASE WHEN NEW.ConsultNumber IS NULL THEN 'Talking'::TalkState ELSE 'Consulting' END;
    END IF;
    NEW.TalkState := coalesce(NEW.TalkState, was);
    IF NEW.TalkState <> 'Consulting' THEN
        IF was = 'Consulting' AND NEW.TalkState = 'OnHold' THEN
            PERFORM refuse_talk(OLD.OutboundCallId,
                format('cannot be put on hold: %s is being consulted, and the customer waits', OLD.ConsultNumber),
                'Take it back first.');
        END IF;
        NEW.ConsultNumber := NULL;
    ELSIF NEW.ConsultNumber IS DISTINCT FROM OLD.ConsultNumber OR was <> 'Consulting' THEN
        SELECT t.Dialled, t.Shown INTO target
        FROM talk_target(NEW.ConsultNumber, OLD.AgentId, OLD.Number, OLD.OutboundListId) AS t;
        IF was = 'Consulting' AND target.Dialled <> OLD.ConsultNumber THEN
            PERFORM refuse_talk(OLD.OutboundCallId,
                format('cannot consult %s: %s is being consulted', target.Shown, OLD.ConsultNumber),
                'Take it back first.');
        END IF;
        NEW.ConsultNumber := target.Dialled;
        IF was <> 'Consulting' AND NEW.Muted = OLD.Muted THEN
            -- Who calls somebody means to speak.
            NEW.Muted := 0;
        END IF;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_talk() IS
'Trigger on OutboundCall, when TalkState, ConsultNumber, TransferredTo, Muted or KeysSent is set: takes it in a
conversation by telephone, resolves whom it names, and ends a conversation that is transferred (HangupAgent).
ConsultNumber alone begins or ends a consultation; where one begins, the agent is heard. A transfer that failed may be taken back (report_not_done). Errors: PD068 whom it names cannot be called; PD069 the conversation does not allow it.';

CREATE OR REPLACE TRIGGER call_1_guard_talk
BEFORE UPDATE OF TalkState, ConsultNumber, TransferredTo, Muted, KeysSent ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION guard_talk();

-- Behind the triggers that count steps of their own.
CREATE OR REPLACE FUNCTION count_talk() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.Step = OLD.Step AND (NEW.TalkState <> coalesce(OLD.TalkState, 'Talking')
        OR NEW.Muted <> coalesce(OLD.Muted, 0) OR NEW.KeysSent > coalesce(OLD.KeysSent, 0))
    THEN
        NEW.Step := OLD.Step + 1;
        NEW.ChangedTime := clock();
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION count_talk() IS
'Trigger on OutboundCall: hold, mute, keys and consultation are steps of the history, though the phase
stays (PHASE-5).';

CREATE OR REPLACE TRIGGER call_5_count_talk
BEFORE UPDATE OF TalkState, ConsultNumber, TransferredTo, Muted, KeysSent ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION count_talk();
