-- The first calls of each group, read off the claim index in its order. The planner, which cannot know that nearly
-- every due call is distributable, would fetch whole groups and sort them: hence the settings. Up to PostgreSQL 17 what
-- is turned off counts as so dear that the plan would be compiled each time, for a second: hence no jit, here and
-- wherever else there are such settings.
CREATE OR REPLACE FUNCTION first_calls(group_ids bigint[], depths integer[], are_vetted boolean)
RETURNS TABLE (
    OutboundCallId bigint, Number text, IsShared boolean, IsChoosy boolean, Priority integer, WaitsSince timestamptz,
    Place integer
)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_sort TO off
SET enable_incremental_sort TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET enable_bitmapscan TO off
SET jit TO off
AS $$
BEGIN
    RETURN QUERY
    SELECT t.OutboundCallId, t.Number, t.AllowSharedNumber = 1, t.PreferredAgentId IS NOT NULL OR t.MissedBy IS NOT NULL,
        t.Priority, t.WaitsSince, g.Place::integer
    FROM unnest(group_ids, depths) WITH ORDINALITY AS g (CallGroupId, Depth, Place)
    CROSS JOIN LATERAL (
        SELECT d.*
        FROM CandidateCall AS d
        WHERE d.CallGroupId = g.CallGroupId AND d.Due = 1 AND d.Predistributed = 0 AND (NOT are_vetted OR d.IsAllowed)
        ORDER BY d.Priority DESC, d.EnqueueingTime, d.OutboundCallId
        LIMIT g.Depth
    ) AS t;
END
$$;
COMMENT ON FUNCTION first_calls(bigint[], integer[], boolean) IS
'Of each group of calls the first distributable ones in the order of DIST-4, up to the depth in the same place; unless
are_vetted, those that a rule forbids among them.
IsChoosy: it matters to the call which agent gets it (PreferredAgentId, MissedBy). Place is the group''s place in
group_ids.';

CREATE OR REPLACE FUNCTION all_allowed(call_ids bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET enable_bitmapscan TO off
SET jit TO off
AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT
        FROM unnest(all_allowed.call_ids) AS m (OutboundCallId)
        CROSS JOIN LATERAL (
            SELECT FROM CallCondition AS q WHERE q.OutboundCallId = m.OutboundCallId AND NOT q.IsAllowed OFFSET 0) AS q);
END
$$;
COMMENT ON FUNCTION all_allowed(bigint[]) IS
'Whether no rule forbids to dial any of these calls now. Locks nothing.';

CREATE OR REPLACE FUNCTION first_own_calls(agents uuid[], depth integer)
RETURNS TABLE (
    OutboundCallId bigint, Number text, IsShared boolean, Priority integer, WaitsSince timestamptz, Owner integer
)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
BEGIN
    -- Mostly there are none.
    IF (SELECT c.OutboundCallId FROM OutboundCall AS c WHERE c.Due = 1 AND c.Predistributed = 1
            ORDER BY c.AgentId LIMIT 1) IS NULL
    THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT t.OutboundCallId, t.Number, t.AllowSharedNumber = 1, t.Priority, t.WaitsSince, a.Place::integer
    FROM unnest(agents) WITH ORDINALITY AS a (AgentId, Place)
    CROSS JOIN LATERAL (
        SELECT d.*
        FROM DistributableCall AS d
        WHERE d.AgentId = a.AgentId AND d.Due = 1 AND d.Predistributed = 1
            AND EXISTS (SELECT FROM EligibleAgent AS e WHERE e.AgentId = a.AgentId AND e.CallGroupId = d.CallGroupId)
        ORDER BY d.Priority DESC, d.WaitsSince, d.OutboundCallId
        LIMIT first_own_calls.depth
    ) AS t;
END
$$;
COMMENT ON FUNCTION first_own_calls(uuid[], integer) IS
'Of the calls pre-distributed to each agent the first ones, up to depth, that the agent can get now; Owner is the
agent''s place in agents.';
