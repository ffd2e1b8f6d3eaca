-- The plain loop of DIST-7, over few calls: the calls in order, each taking its best agent who is still free. What
-- makes it quick is what it does not look at. Groups that differ only in list or batch ask the same of an agent, which
-- is called a demand here: the agents of a demand are put in order once, and a pointer moves on through them and never
-- back. Of each group a few calls are read; where a group with agents left runs out of them, more are.
CREATE OR REPLACE FUNCTION match_calls(OUT call_id bigint, OUT agent_id uuid) RETURNS SETOF record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    agents uuid[];
    offsets integer[];
    idle_since timestamptz[];
    are_ready boolean[];
    free integer;
    is_taken boolean[];
    group_ids bigint[];
    demands integer[];     -- of each group: what it asks for
    takers integer[];      -- numbers of agents, demand after demand, the best of each first
    starts integer[];      -- of each demand: its first in takers
    ends integer[];        -- of each demand: its last in takers
    pointers integer[];    -- of each demand: the first in takers who may still be free
    candidate record;
    matched integer;
    call_ids bigint[];
    call_agents integer[];
    numbers text[];        -- of the calls matched so far, where two attempts to one number are not allowed
    chosen integer;
    demand integer;
    depth integer;         -- calls read of each group, and of each agent's own
    own_depth integer := 1;
    runs_out boolean;
    i integer;
BEGIN
    -- The first of an order and not any: any is looked for through all calls, and those that are over come first.
    IF (SELECT c.OutboundCallId FROM OutboundCall AS c WHERE c.Due = 1 AND c.Predistributed = 0
            ORDER BY c.CallGroupId LIMIT 1) IS NULL
        AND (SELECT c.OutboundCallId FROM OutboundCall AS c WHERE c.Due = 1 AND c.Predistributed = 1
            ORDER BY c.AgentId LIMIT 1) IS NULL
    THEN
        RETURN;
    END IF;
    SELECT array_agg(f.AgentId ORDER BY f.AgentId), array_agg(f.KnowledgeOffset ORDER BY f.AgentId),
        array_agg(f.LastCallUtc ORDER BY f.AgentId), array_agg(f.IsReady ORDER BY f.AgentId), count(*)
    INTO agents, offsets, idle_since, are_ready, free
    FROM FreeAgent AS f;
    IF free = 0 THEN
        RETURN;
    END IF;
    WITH Demand AS MATERIALIZED (
        SELECT min(g.CallGroupId) AS Sample, array_agg(g.CallGroupId) AS Groups
        FROM CallGroup AS g
        INNER JOIN OutboundList AS l ON l.OutboundListId = g.OutboundListId AND l.Activity = 'Running'
        GROUP BY g.ProjectId, g.LanguageId, g.Skill, g.Proficiency
    ),
    Taker AS MATERIALIZED (
        SELECT d.Sample, a.Ordinal,
            row_number() OVER (
                ORDER BY d.Sample, s.Knowledge + a.KnowledgeOffset DESC, s.Proficiency DESC, a.IdleSince NULLS FIRST, s.AgentId
            ) AS Place
        FROM SkilledAgent AS s
        INNER JOIN Demand AS d ON d.Sample = s.CallGroupId
        INNER JOIN unnest(agents, offsets, idle_since, are_ready) WITH ORDINALITY
            AS a (AgentId, KnowledgeOffset, IdleSince, IsReady, Ordinal) ON a.AgentId = s.AgentId
        WHERE s.AgentId = ANY (agents) AND a.IsReady
    ),
    Asked AS (
        SELECT row_number() OVER (ORDER BY t.Sample) AS Demand, t.Sample, min(t.Place) AS First, max(t.Place) AS Last
        FROM Taker AS t
        GROUP BY t.Sample
    )
    SELECT
        (SELECT array_agg(t.Ordinal::integer ORDER BY t.Place) FROM Taker AS t),
        (SELECT array_agg(k.First::integer ORDER BY k.Demand) FROM Asked AS k),
        (SELECT array_agg(k.Last::integer ORDER BY k.Demand) FROM Asked AS k),
        array_agg(u.Id), array_agg(k.Demand::integer)
    INTO takers, starts, ends, group_ids, demands
    FROM Asked AS k
    INNER JOIN Demand AS d ON d.Sample = k.Sample
    CROSS JOIN LATERAL unnest(d.Groups) AS u (Id);

    -- Enough for most rounds when all groups give alike.
    depth := least(free, 3 + 3 * free / greatest(cardinality(group_ids), 1));
    LOOP
        pointers := starts;
        is_taken := array_fill(FALSE, ARRAY[free]);
        call_ids := ARRAY[]::bigint[];
        call_agents := ARRAY[]::integer[];
        numbers := ARRAY[]::text[];
        matched := 0;
        runs_out := FALSE;
        FOR candidate IN
            SELECT c.*
            FROM (
                SELECT f.OutboundCallId, f.Number, f.AllowSharedNumber, f.PreferredAgentId, f.MissedBy, f.Place,
                    NULL::bigint AS Owner, f.Priority, f.WaitsSince,
                    row_number() OVER (PARTITION BY f.Place) = depth AS IsLast
                FROM first_calls(group_ids, depth) AS f
                UNION ALL
                SELECT f.OutboundCallId, f.Number, f.AllowSharedNumber, f.PreferredAgentId, f.MissedBy, NULL::bigint,
                    f.Owner, f.Priority, f.WaitsSince, row_number() OVER (PARTITION BY f.Owner) = own_depth
                FROM first_own_calls(agents, own_depth) AS f
            ) AS c
            ORDER BY c.Owner IS NULL, c.Priority DESC, c.WaitsSince, c.OutboundCallId
        LOOP
            chosen := NULL;
            IF candidate.Owner IS NOT NULL THEN
                CONTINUE WHEN is_taken[candidate.Owner];
                chosen := candidate.Owner;
            ELSE
                demand := demands[candidate.Place];
                i := pointers[demand];
                WHILE i <= ends[demand] AND is_taken[takers[i]] LOOP
                    i := i + 1;
                END LOOP;
                pointers[demand] := i;
                CONTINUE WHEN i > ends[demand];
                chosen := takers[i];
                IF candidate.PreferredAgentId IS NOT NULL OR candidate.MissedBy IS NOT NULL THEN
                    -- The preferred agent first, those who missed the call last.
                    SELECT t.Number INTO chosen
                    FROM unnest(takers[i:ends[demand]]) WITH ORDINALITY AS t (Number, Place)
                    WHERE NOT is_taken[t.Number]
                    ORDER BY coalesce(agents[t.Number] = ANY (candidate.MissedBy), FALSE),
                        agents[t.Number] IS NOT DISTINCT FROM candidate.PreferredAgentId DESC, t.Place
                    LIMIT 1;
                END IF;
            END IF;
            IF candidate.AllowSharedNumber = 1 OR NOT candidate.Number = ANY (numbers) THEN
                is_taken[chosen] := TRUE;
                call_ids := call_ids || candidate.OutboundCallId;
                call_agents := call_agents || chosen;
                matched := matched + 1;
                EXIT WHEN matched = free;
                IF candidate.AllowSharedNumber = 0 THEN
                    numbers := numbers || candidate.Number;
                END IF;
            END IF;
            -- The next one of this group was not read, and may come before the next one that was.
            IF candidate.IsLast AND (candidate.Owner IS NULL OR NOT is_taken[candidate.Owner]) THEN
                runs_out := TRUE;
                EXIT;
            END IF;
        END LOOP;
        EXIT WHEN NOT runs_out;
        depth := 4 * depth;
        own_depth := 4 * own_depth;
    END LOOP;

    FOR i IN 1..matched LOOP
        call_id := call_ids[i];
        agent_id := agents[call_agents[i]];
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION match_calls() IS
'Which call would be offered to which agent now: what a plain loop over the calls in the order of DIST-4 gives, each
taking its best agent by DIST-5 who is still free (DIST-7). Pre-distributed calls come first and go to their own
agent. Changes nothing. Locks nothing.';
