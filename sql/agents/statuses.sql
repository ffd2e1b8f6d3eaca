CREATE OR REPLACE FUNCTION find_status(status text) RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    found_id uuid;
BEGIN
    SELECT s.AgentStatusId INTO found_id
    FROM AgentStatus AS s
    WHERE s.Deleted = 0 AND (s.AgentStatusId::text = lower(find_status.status) OR s.DisplayName = find_status.status);
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD006',
            MESSAGE = format('There is no agent status "%s".', status),
            HINT = 'Give the name or the id of one: SELECT AgentStatusId, DisplayName FROM AgentStatus WHERE Deleted = 0.';
    END IF;
    RETURN found_id;
END
$$;
COMMENT ON FUNCTION find_status(text) IS 'The agent status with this name or id. Errors: PD006 there is none.';

CREATE OR REPLACE FUNCTION default_status(activity AgentActivity) RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    found_id uuid;
BEGIN
    SELECT s.AgentStatusId INTO found_id
    FROM AgentStatus AS s
    WHERE s.Deleted = 0 AND s.Activity = default_status.activity
    ORDER BY s.IsDefault DESC, s.DisplayName
    LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD006',
            MESSAGE = format('There is no agent status of activity %s.', activity),
            HINT = format('INSERT INTO AgentStatus (DisplayName, Activity, IsDefault) VALUES (…, ''%s'', 1).', activity);
    END IF;
    RETURN found_id;
END
$$;
COMMENT ON FUNCTION default_status(AgentActivity) IS
'The status of an activity that is taken when none is named. Errors: PD006 there is none.';
