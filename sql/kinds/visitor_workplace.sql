CREATE OR REPLACE FUNCTION visitor_workplace(agent_id uuid) RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    agent record;
BEGIN
    SELECT a.WorkplaceId, a.DisplayName INTO agent FROM Agent AS a WHERE a.AgentId = visitor_workplace.agent_id;
    IF agent.WorkplaceId IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD022',
            MESSAGE = format('A visitor cannot be with agent %s, who is not logged in.',
                coalesce(agent.DisplayName, agent_id::text, 'NULL')),
            HINT = 'Set AgentId to an agent who is logged in.';
    END IF;
    RETURN agent.WorkplaceId;
END
$$;
COMMENT ON FUNCTION visitor_workplace(uuid) IS
'The workplace at which a visitor is with an agent (CALL-5): where the agent sits. Errors: PD022 not logged in.';
