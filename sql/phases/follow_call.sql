-- What whoever has answered hears last, where nobody talks to them.
CREATE OR REPLACE FUNCTION last_message(called OutboundCall) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF called.Cause = 'abandoned' THEN
        RETURN (
            SELECT coalesce(l.AbandonMessage, nullif(configuration('AbandonMessage'), ''))
            FROM OutboundList AS l
            WHERE l.OutboundListId = called.OutboundListId);
    ELSIF called.AnsweredBy = 'Machine' AND called.Cause LIKE 'machine%' THEN
        RETURN (
            SELECT l.MachineMessage
            FROM OutboundList AS l
            WHERE l.OutboundListId = called.OutboundListId AND l.MachineAction = 'Message');
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION last_message(OutboundCall) IS
'The message that the PBX plays before it hangs up: to the called party of an abandoned call, to an answering machine,
as the list says; NULL = none.';

-- After the row: what a change of phase means to the PBX, the agent and the seat. By row, because mostly one call
-- changes at a time, and for one call the joins of transition tables cost more than all that they are for.
CREATE OR REPLACE FUNCTION follow_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    was_live CONSTANT boolean := (OLD.CallResult = 'Active' AND OLD.CallPhase <> 'WaitForResult')
        -- A visitor.
        OR (OLD.CallResult = 'Prepared' AND OLD.CallPhase = 'AgentTalk');
    is_live CONSTANT boolean := NEW.CallResult = 'Active' AND NEW.CallPhase <> 'WaitForResult';
BEGIN
    -- Not by the step: a conversation that is put on hold takes one, and stays where it is.
    IF (NEW.CallPhase = OLD.CallPhase AND NEW.CallResult = OLD.CallResult)
        OR NOT (was_live OR is_live OR NEW.Stored = 0)
    THEN
        RETURN NULL;
    END IF;
    -- DIAL-2: dialled or hung up, whoever changed the phase.
    IF is_live AND NEW.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial')
        AND NEW.PbxCallId IS DISTINCT FROM OLD.PbxCallId
    THEN
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime, PbxId)
        SELECT NEW.PbxCallId, NEW.OutboundCallId, 'originate', NEW.DialTime,
            (SELECT w.PbxId FROM Workplace AS w WHERE w.WorkplaceId = NEW.WorkplaceId);
    ELSIF was_live AND NOT is_live AND OLD.CallPhase IN (
        'AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
        AND (NEW.TransferredTo IS NULL OR OLD.TransferredTo IS NOT NULL)
    THEN
        -- Over here, but not on the PBX; unless it was transferred, where it goes on.
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime, Message)
        SELECT OLD.PbxCallId, OLD.OutboundCallId, CASE WHEN m.Name IS NULL THEN 'hangup' ELSE 'message' END::PbxCommandKind,
            NEW.ChangedTime, m.Name
        FROM (SELECT last_message(NEW) AS Name) AS m
        WHERE OLD.PbxCallId IS NOT NULL AND NOT EXISTS (
            SELECT FROM PbxEvent AS e
            WHERE e.PbxCallId = OLD.PbxCallId AND ends_channel(e.Event))
        ON CONFLICT DO NOTHING;
    ELSIF is_live AND NEW.CallPhase = 'AgentRing' THEN
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime, WorkplaceId, Turn)
        SELECT NEW.PbxCallId, NEW.OutboundCallId, 'connect', NEW.ChangedTime, NEW.WorkplaceId, count(*)
        FROM PbxCommand AS k
        WHERE k.PbxCallId = NEW.PbxCallId AND k.Command = 'connect';
    END IF;
    IF was_live AND OLD.CallPhase IN ('PredictiveDial', 'Answered', 'AgentRing', 'AgentDialing') THEN
        PERFORM note_pace(OLD.CallPhase, NEW);
    END IF;
    IF NEW.Cause = 'abandoned' AND was_live AND NOT is_live AND OLD.CallPhase IN ('Answered', 'AgentRing') THEN
        PERFORM call_back_abandoned(NEW);
    END IF;
    IF was_live OR NEW.CallPhase IN ('AgentPreCall', 'AgentDialing') THEN
        PERFORM follow_agent(
            CASE WHEN OLD.CallPhase = 'AgentRing' THEN OLD.AgentId ELSE coalesce(NEW.AgentId, OLD.AgentId) END, OLD.WorkplaceId,
            NEW.ProjectId, OLD.CallPhase, NEW.CallPhase, is_live, was_live AND NEW.Offers > OLD.Offers, NEW.OutboundListId);
    END IF;
    IF NEW.Stored = 0 AND NEW.CallResult NOT IN ('Active', 'Prepared', 'Paused') THEN
        -- CALL-2: of this private call nothing is kept.
        DELETE FROM CallEvent AS e WHERE e.OutboundCallId = NEW.OutboundCallId;
        DELETE FROM OutboundCall AS c WHERE c.OutboundCallId = NEW.OutboundCallId;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_call() IS
'Trigger on OutboundCall: for a call that changed its phase or status, puts an originate into the outbox if it is to
be dialled, a connect if it gets an agent after the answer, and a hangup or a message if it is over before the PBX
said so and was not transferred (DIAL-2), and keeps its agent and seat (follow_agent). A private call that is not kept
is deleted when it ends (CALL-2). Locks: the agent, then the workplace; in a statement for many calls, call by call.';

CREATE OR REPLACE TRIGGER call_9_followed AFTER UPDATE ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION follow_call();
