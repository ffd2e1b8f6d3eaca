CREATE OR REPLACE FUNCTION guard_agent() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    NEW.StatusSince := clock();
    -- A pause that was to end by itself does not end a status chosen meanwhile.
    IF NEW.StatusUntil IS NOT DISTINCT FROM OLD.StatusUntil THEN
        NEW.StatusUntil := NULL;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_agent() IS 'Trigger on Agent: dates a change of status.';

CREATE OR REPLACE TRIGGER agent_1_guard BEFORE UPDATE OF AgentStatusId ON Agent
FOR EACH ROW WHEN (OLD.AgentStatusId IS DISTINCT FROM NEW.AgentStatusId) EXECUTE FUNCTION guard_agent();

CREATE OR REPLACE FUNCTION record_agent_move() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO AgentEvent (AgentId, EventTime, FromStatusId, ToStatusId, WorkplaceId, Actor)
    SELECT NEW.AgentId, NEW.StatusSince, OLD.AgentStatusId, NEW.AgentStatusId, NEW.WorkplaceId, actor();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_agent_move() IS 'Trigger on Agent: writes AgentEvent.';

CREATE OR REPLACE TRIGGER agent_9_moved AFTER UPDATE OF AgentStatusId ON Agent
FOR EACH ROW WHEN (OLD.AgentStatusId <> NEW.AgentStatusId) EXECUTE FUNCTION record_agent_move();
