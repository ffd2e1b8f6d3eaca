CREATE OR REPLACE FUNCTION distribute(call_ids bigint[], agent_ids uuid[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET lock_timeout TO '1s'
AS $$
DECLARE
    locked_agents uuid[];
BEGIN
    IF call_ids IS NULL THEN
        RETURN 0;
    END IF;
    -- What somebody else works on at this moment is left for the next cycle. Calls by id, then agents by id.
    WITH Locked AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (call_ids)
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(m.OutboundCallId), array_agg(m.AgentId) INTO call_ids, agent_ids
    FROM unnest(call_ids, agent_ids) AS m (OutboundCallId, AgentId)
    INNER JOIN Locked AS l ON l.OutboundCallId = m.OutboundCallId;

    WITH Locked AS MATERIALIZED (
        SELECT a.AgentId
        FROM Agent AS a
        WHERE a.AgentId = ANY (agent_ids)
        ORDER BY a.AgentId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(l.AgentId) INTO locked_agents FROM Locked AS l;

    -- Under the locks, in a new look at the data: both still as they were?
    SELECT array_agg(m.call_id ORDER BY m.call_id), array_agg(m.agent_id ORDER BY m.call_id) INTO call_ids, agent_ids
    FROM still_possible(call_ids, agent_ids) AS m
    WHERE m.agent_id = ANY (locked_agents);
    IF call_ids IS NULL THEN
        RETURN 0;
    END IF;
    RETURN offer_calls(call_ids, agent_ids);
END
$$;
COMMENT ON FUNCTION distribute(bigint[], uuid[]) IS
'Offers each call to the agent in the same place, as match_calls has it. Returns how many were offered. Raises nothing
and waits for nobody: what another session holds, or has changed meanwhile, is left for the next time. Locks: calls by
id, agents by id.';

CREATE OR REPLACE FUNCTION still_possible(call_ids bigint[], agent_ids uuid[])
RETURNS TABLE (call_id bigint, agent_id uuid)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET enable_bitmapscan TO off
SET jit TO off
AS $$
BEGIN
    -- Few pairs among many calls: looked up one by one.
    RETURN QUERY
    SELECT m.OutboundCallId, m.AgentId
    FROM unnest(still_possible.call_ids, still_possible.agent_ids) AS m (OutboundCallId, AgentId)
    CROSS JOIN LATERAL (SELECT FROM DistributableCall AS d WHERE d.OutboundCallId = m.OutboundCallId OFFSET 0) AS d
    CROSS JOIN LATERAL (SELECT FROM FreeAgent AS f WHERE f.AgentId = m.AgentId OFFSET 0) AS f;
END
$$;
COMMENT ON FUNCTION still_possible(bigint[], uuid[]) IS
'Of the pairs of a call and the agent in the same place, those whose call is distributable and whose agent is free
now.';
