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

CREATE OR REPLACE TRIGGER agent_1_guard BEFORE UPDATE ON Agent
FOR EACH ROW WHEN (OLD.AgentStatusId IS DISTINCT FROM NEW.AgentStatusId) EXECUTE FUNCTION guard_agent();

CREATE OR REPLACE FUNCTION record_agent_moves() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO AgentEvent (AgentId, EventTime, FromStatusId, ToStatusId, WorkplaceId, Actor)
    SELECT n.AgentId, n.StatusSince, o.AgentStatusId, n.AgentStatusId, n.WorkplaceId, (SELECT actor())
    FROM OldAgent AS o
    FULL JOIN NewAgent AS n ON n.AgentId = o.AgentId
    -- Not an inner join: see follow_calls.
    WHERE coalesce(n.AgentStatusId <> o.AgentStatusId, FALSE);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_agent_moves() IS 'Trigger on Agent: writes AgentEvent.';

CREATE OR REPLACE TRIGGER agents_1_moved AFTER UPDATE ON Agent
REFERENCING OLD TABLE AS OldAgent NEW TABLE AS NewAgent
FOR EACH STATEMENT EXECUTE FUNCTION record_agent_moves();
