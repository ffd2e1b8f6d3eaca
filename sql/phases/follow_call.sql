-- After the row: what a change of phase or status brings with it: a line of history, and what it means to the PBX, the
-- agent and the seat. By row and not by statement: one call is the usual case, and for one call the joins of transition
-- tables cost four times as much as all that they are for; for a thousand at once a tenth more (docs: performance).
CREATE OR REPLACE FUNCTION follow_call() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    who text;
    added jsonb;
    event_agent uuid;
    was_live boolean;
    is_live boolean;
BEGIN
    IF NEW.Step = OLD.Step THEN
        RETURN NULL;
    END IF;
    -- Not within the INSERT, whose text would lie on the stack that is searched.
    who := actor();
    -- Mostly there is nothing to add.
    IF NEW.Cause IS DISTINCT FROM OLD.Cause OR NEW.PbxCallId IS DISTINCT FROM OLD.PbxCallId
        OR NEW.CallResultDetailId IS NOT NULL OR NEW.ScheduleTime IS NOT NULL OR NEW.RetryTime IS NOT NULL
    THEN
        added := nullif(jsonb_strip_nulls(jsonb_build_object(
            'cause', CASE WHEN NEW.Cause IS DISTINCT FROM OLD.Cause THEN NEW.Cause END,
            'detail', NEW.CallResultDetailId,
            'schedule', CASE WHEN NEW.CallResult = 'Scheduled' AND NEW.ScheduleTime > NEW.ChangedTime
                THEN NEW.ScheduleTime END,
            'retry', NEW.RetryTime,
            'pbx_call', CASE WHEN NEW.PbxCallId IS DISTINCT FROM OLD.PbxCallId THEN NEW.PbxCallId END
        )), '{}');
    END IF;
    event_agent := CASE
        WHEN NEW.CallResult = 'Active' OR OLD.CallResult <> 'Active' THEN NEW.AgentId
        ELSE coalesce(NEW.AgentId, OLD.AgentId)
    END;
    INSERT INTO CallEvent
    (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, Data)
    SELECT NEW.OutboundCallId, NEW.Step, NEW.ChangedTime, t.EventType, t.FromPhase, t.ToPhase, t.FromResult, t.ToResult,
        event_agent, who, added
    FROM PhaseTransition AS t
    WHERE t.FromPhase = OLD.CallPhase AND t.FromResult = OLD.CallResult
        AND t.ToPhase = NEW.CallPhase AND t.ToResult = NEW.CallResult;
    IF NOT FOUND THEN
        -- Nothing that the phase machine lets through, but what a trigger of the DBA's own may have made of it.
        INSERT INTO CallEvent
        (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, Data)
        SELECT NEW.OutboundCallId, NEW.Step, NEW.ChangedTime, 'changed', OLD.CallPhase, NEW.CallPhase, OLD.CallResult,
            NEW.CallResult, event_agent, who, added;
    END IF;

    was_live := OLD.CallResult = 'Active' AND OLD.CallPhase <> 'WaitForResult';
    is_live := NEW.CallResult = 'Active' AND NEW.CallPhase <> 'WaitForResult';
    -- DIAL-2: dialled or hung up, whoever changed the phase.
    IF is_live AND NEW.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial')
        AND NEW.PbxCallId IS DISTINCT FROM OLD.PbxCallId
    THEN
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
        SELECT NEW.PbxCallId, NEW.OutboundCallId, 'originate', NEW.DialTime;
    ELSIF was_live AND NOT is_live AND OLD.CallPhase IN (
        'AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
    THEN
        -- Over here, but not on the PBX.
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
        SELECT OLD.PbxCallId, OLD.OutboundCallId, 'hangup', NEW.ChangedTime
        WHERE OLD.PbxCallId IS NOT NULL AND NOT EXISTS (
            SELECT FROM PbxEvent AS e
            WHERE e.PbxCallId = OLD.PbxCallId AND e.Event NOT IN ('ringing', 'answered'))
        ON CONFLICT DO NOTHING;
    END IF;
    IF was_live THEN
        PERFORM follow_agent(
            coalesce(NEW.AgentId, OLD.AgentId), OLD.WorkplaceId, NEW.ProjectId, OLD.CallPhase, NEW.CallPhase, is_live,
            NEW.Offers > OLD.Offers);
    ELSIF is_live AND NEW.CallPhase IN ('AgentPreCall', 'AgentDialing') THEN
        PERFORM follow_agent(NEW.AgentId, NULL, NEW.ProjectId, OLD.CallPhase, NEW.CallPhase, TRUE, FALSE);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_call() IS
'Trigger on OutboundCall: for a call that changed its phase or status, writes a CallEvent (PHASE-5), puts an originate
into the outbox if it is to be dialled and a hangup if it is over before the PBX said so (DIAL-2), and keeps its agent
and seat (follow_agent). Locks: the agent, then the workplace.';

CREATE OR REPLACE TRIGGER call_9_followed AFTER UPDATE ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION follow_call();
