CREATE OR REPLACE FUNCTION line_state(seat Workplace) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN CASE
        WHEN seat.State <> 'Free' OR seat.LineMode = 'OnDemand' OR seat.LineTime IS NOT NULL THEN seat.State::text
        WHEN seat.LineId IS NULL THEN 'closed'
        ELSE 'not picked up yet'
    END;
END
$$;
COMMENT ON FUNCTION line_state(Workplace) IS
'What the telephone of a workplace is in, in a word: its State, or for a free one of LineMode OpenLine whose line is not
up, closed or not picked up yet.';

-- An open line is wanted where an agent is logged in at a workplace of LineMode OpenLine.
CREATE OR REPLACE FUNCTION open_line(workplace_id uuid) RETURNS boolean
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    line_id text := 'line-' || gen_random_uuid()::text;
    pbx_id uuid;
BEGIN
    UPDATE Workplace AS w
    SET LineId = line_id, LineTime = NULL
    WHERE w.WorkplaceId = open_line.workplace_id AND w.LineMode = 'OpenLine' AND w.LineId IS NULL
    RETURNING w.PbxId INTO pbx_id;
    IF FOUND THEN
        INSERT INTO PbxCommand (PbxCallId, WorkplaceId, Command, CreatedTime, PbxId)
        VALUES (line_id, open_line.workplace_id, 'open_line', clock(), pbx_id);
    END IF;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION open_line(uuid) IS
'Has the PBX ring the telephone of a workplace for an open line, unless there is one or one is being rung. Returns
whether it is rung now. Locks: the workplace.';

CREATE OR REPLACE FUNCTION close_line(workplace_id uuid) RETURNS boolean
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    line_id text;
BEGIN
    SELECT w.LineId INTO line_id
    FROM Workplace AS w
    WHERE w.WorkplaceId = close_line.workplace_id AND w.LineId IS NOT NULL
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;
    INSERT INTO PbxCommand (PbxCallId, WorkplaceId, Command, CreatedTime)
    VALUES (line_id, close_line.workplace_id, 'close_line', clock())
    ON CONFLICT DO NOTHING;
    UPDATE Workplace AS w SET LineId = NULL, LineTime = NULL WHERE w.WorkplaceId = close_line.workplace_id;
    RETURN TRUE;
END
$$;
COMMENT ON FUNCTION close_line(uuid) IS
'Has the PBX take down the open line of a workplace. Returns whether there was one. Locks: the workplace.';

CREATE OR REPLACE FUNCTION follow_seat() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.WorkplaceId IS DISTINCT FROM OLD.WorkplaceId THEN
        PERFORM close_line(OLD.WorkplaceId);
    ELSIF NEW.AgentStatusId = OLD.AgentStatusId THEN
        RETURN NULL;
    END IF;
    -- At the log-in; and who becomes Ready after having hung up the telephone is rung again.
    PERFORM open_line(NEW.WorkplaceId);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_seat() IS
'Trigger on Agent: the open line of a workplace is rung when an agent sits down there or takes another status while it
is down, and is taken down when the agent leaves. Locks: the workplaces.';

CREATE OR REPLACE TRIGGER agent_9_seated AFTER UPDATE ON Agent
FOR EACH ROW WHEN (NEW.WorkplaceId IS NOT NULL OR OLD.WorkplaceId IS NOT NULL)
EXECUTE FUNCTION follow_seat();

CREATE OR REPLACE TRIGGER agent_9_seated_new AFTER INSERT ON Agent
FOR EACH ROW WHEN (NEW.WorkplaceId IS NOT NULL)
EXECUTE FUNCTION follow_seat();

CREATE OR REPLACE FUNCTION follow_line_mode() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.LineMode = OLD.LineMode THEN
        RETURN NULL;
    END IF;
    IF NEW.LineMode = 'OnDemand' THEN
        PERFORM close_line(NEW.WorkplaceId);
    ELSE
        PERFORM open_line(a.WorkplaceId) FROM Agent AS a WHERE a.WorkplaceId = NEW.WorkplaceId;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_line_mode() IS
'Trigger on Workplace: opens or closes its line when its LineMode changes under an agent who sits there.';

CREATE OR REPLACE TRIGGER workplace_9_line AFTER UPDATE ON Workplace
FOR EACH ROW EXECUTE FUNCTION follow_line_mode();
