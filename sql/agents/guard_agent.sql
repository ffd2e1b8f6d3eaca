CREATE OR REPLACE FUNCTION guard_agent() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.AgentStatusId = OLD.AgentStatusId THEN
        RETURN NEW;
    END IF;
    NEW.StatusSince := clock();
    -- Ready again, or away: done with the call of a list that dials by itself.
    IF NEW.BusySince IS NOT NULL AND NEW.BusySince = OLD.BusySince AND EXISTS (
        SELECT FROM AgentStatus AS s WHERE s.AgentStatusId = OLD.AgentStatusId AND s.Activity = 'PostCall')
        AND NOT EXISTS (SELECT FROM AgentStatus AS s WHERE s.AgentStatusId = NEW.AgentStatusId AND s.Activity = 'PostCall')
    THEN
        PERFORM note_handle_time(OLD.BusyListId, OLD.BusySince);
        NEW.BusySince := NULL;
        NEW.BusyListId := NULL;
    END IF;
    -- A pause that was to end by itself does not end a status chosen meanwhile.
    IF NEW.StatusUntil IS NOT DISTINCT FROM OLD.StatusUntil THEN
        NEW.StatusUntil := NULL;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_agent() IS
'Trigger on Agent: dates a change of status, and ends with the post-call pause what BusySince began.';

-- No column and no condition, here and below: a trigger of the DBA's own may change the status, too.
CREATE OR REPLACE TRIGGER agent_1_guard BEFORE UPDATE ON Agent
FOR EACH ROW EXECUTE FUNCTION guard_agent();

CREATE OR REPLACE FUNCTION record_agent_move() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.AgentStatusId = OLD.AgentStatusId THEN
        RETURN NULL;
    END IF;
    INSERT INTO AgentEvent (AgentId, EventTime, FromStatusId, ToStatusId, WorkplaceId, Actor)
    SELECT NEW.AgentId, NEW.StatusSince, OLD.AgentStatusId, NEW.AgentStatusId, NEW.WorkplaceId, actor();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_agent_move() IS 'Trigger on Agent: writes AgentEvent.';

CREATE OR REPLACE TRIGGER agent_9_moved AFTER UPDATE ON Agent
FOR EACH ROW EXECUTE FUNCTION record_agent_move();
