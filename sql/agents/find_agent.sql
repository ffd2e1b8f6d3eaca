CREATE OR REPLACE FUNCTION find_agent(agent_id uuid) RETURNS Agent
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    agent Agent;
BEGIN
    SELECT a.* INTO agent
    FROM Agent AS a
    WHERE a.AgentId = find_agent.agent_id AND a.Deleted = 0
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD007',
            MESSAGE = format('There is no agent %s.', coalesce(agent_id::text, 'NULL')),
            HINT = 'SELECT AgentId, DisplayName FROM Agent WHERE Deleted = 0 lists them.';
    END IF;
    RETURN agent;
END
$$;
COMMENT ON FUNCTION find_agent(uuid) IS 'The agent, locked for change. Errors: PD007 there is none.';
