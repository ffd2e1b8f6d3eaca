CREATE OR REPLACE FUNCTION set_agent_status(agent_id uuid, status text) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    agent Agent;
    chosen record;
BEGIN
    PERFORM demand('AgentStatus', 'Write', agent_id);
    SELECT s.AgentStatusId, s.DisplayName, s.Activity, s.UserBlocked INTO chosen
    FROM AgentStatus AS s
    WHERE s.AgentStatusId = find_status(set_agent_status.status);
    IF chosen.Activity = 'LogOff' THEN
        -- Calls are locked before agents.
        RETURN log_off(agent_id);
    END IF;
    agent := find_agent(agent_id);
    IF agent.WorkplaceId IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD022',
            MESSAGE = format('%s is not logged in and cannot be %s.', agent.DisplayName, chosen.DisplayName),
            HINT = 'Log in first: SELECT log_in(agent_id, workplace_id).';
    END IF;
    IF chosen.UserBlocked = 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD006',
            MESSAGE = format('The status "%s" cannot be chosen by an agent.', chosen.DisplayName),
            HINT = 'Choose another status; this one is set by the system or by UPDATE Agent SET AgentStatusId.';
    END IF;
    UPDATE Agent AS a
    SET AgentStatusId = chosen.AgentStatusId, StatusUntil = NULL, MissedCalls = 0
    WHERE a.AgentId = set_agent_status.agent_id AND a.AgentStatusId <> chosen.AgentStatusId;
    RETURN chosen.DisplayName;
END
$$;
COMMENT ON FUNCTION set_agent_status(uuid, text) IS
'Sets the status, by its name or id, that an agent has chosen; one of activity LogOff logs off. Returns the status''s
name. Errors: PD006 no such status or not to be chosen, PD007 agent, PD022 not logged in, PD023 logging off in a call.
Locks: the agent.';
