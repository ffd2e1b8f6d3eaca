-- The plain loop of DIST-7, over few calls: the calls in order, each taking its best agent who is still free. What
-- makes it quick is what it does not look at. Groups that differ only in list or batch ask the same of an agent, which
-- is called a demand here: the agents of a demand are put in order once, and a pointer moves on through them and never
-- back. Of each group a few calls are read. A group that runs out of them while it still has agents is noted, and the
-- loop is gone through again with more calls of such groups, until there are none.
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
    samples bigint[];      -- of each demand: one of its groups
    takers integer[];      -- numbers of agents, demand after demand, the best of each first
    starts integer[];      -- of each demand: its first in takers
    ends integer[];        -- of each demand: its last in takers
    pointers integer[];    -- of each demand: the first in takers who may still be free
    depths integer[];      -- of each group: how many of its calls are read
    to_read integer[];     -- of each group: the same where it is to be read now, else 0
    own_depth integer := 1;
    ids bigint[];          -- the calls read, in order, and what the loop wants to know of them
    their_numbers text[];
    are_shared boolean[];
    are_choosy boolean[];
    priorities integer[];
    waits timestamptz[];
    places integer[];      -- their group, 0 for an agent's own
    owners integer[];
    unseen integer[];      -- of each group: how many of its calls are still to come
    own_unseen integer[];  -- of each agent's own calls likewise, and how many were read
    own_read integer[];
    matched integer;
    call_ids bigint[];
    call_agents integer[];
    numbers text[];        -- of the calls matched so far, where two attempts to one number are not allowed
    runs_out boolean;
    is_wary boolean := FALSE;  -- two calls to one number are looked for
    are_vetted boolean := FALSE;  -- what a rule forbids is not read
    chosen integer;
    place integer;
    demand integer;
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
    -- Often there is nothing for anybody, which is found out agent by agent.
    IF NOT EXISTS (
        SELECT FROM unnest(agents) AS a (AgentId)
        CROSS JOIN LATERAL (SELECT FROM SkilledAgent AS s WHERE s.AgentId = a.AgentId LIMIT 1) AS s)
    THEN
        RETURN;
    END IF;
    SELECT d.* INTO group_ids, demands, samples FROM demands() AS d;
    SELECT t.* INTO takers, starts, ends FROM takers(agents, offsets, idle_since, are_ready, samples) AS t;
    -- Groups for which there is nobody are not read.
    SELECT coalesce(array_agg(g.Id ORDER BY g.Place), '{}'), coalesce(array_agg(g.Demand ORDER BY g.Place), '{}')
    INTO group_ids, demands
    FROM unnest(group_ids, demands) WITH ORDINALITY AS g (Id, Demand, Place)
    WHERE starts[g.Demand] IS NOT NULL;

    depths := array_fill(2 + 2 * free / greatest(cardinality(group_ids), 1), ARRAY[cardinality(group_ids)]);
    to_read := depths;
    LOOP
        SELECT array_agg(c.Id ORDER BY c.Serial), array_agg(c.Number ORDER BY c.Serial),
            array_agg(c.IsShared ORDER BY c.Serial), array_agg(c.IsChoosy ORDER BY c.Serial),
            array_agg(c.Priority ORDER BY c.Serial), array_agg(c.WaitsSince ORDER BY c.Serial),
            array_agg(c.Place ORDER BY c.Serial), array_agg(c.Owner ORDER BY c.Serial)
        INTO ids, their_numbers, are_shared, are_choosy, priorities, waits, places, owners
        FROM (
            SELECT u.*, row_number() OVER (ORDER BY u.Owner IS NULL, u.Priority DESC, u.WaitsSince, u.Id) AS Serial
            FROM (
                SELECT k.*, NULL::integer AS Owner
                FROM unnest(ids, their_numbers, are_shared, are_choosy, priorities, waits, places)
                    AS k (Id, Number, IsShared, IsChoosy, Priority, WaitsSince, Place)
                WHERE k.Place > 0 AND to_read[k.Place] = 0
                UNION ALL
                SELECT f.*, NULL
                FROM first_calls(group_ids, to_read, are_vetted) AS f
                UNION ALL
                SELECT f.OutboundCallId, f.Number, f.IsShared, FALSE, f.Priority, f.WaitsSince, 0, f.Owner
                FROM first_own_calls(agents, own_depth) AS f
            ) AS u
        ) AS c;
        unseen := array_fill(0, ARRAY[cardinality(group_ids)]);
        own_unseen := array_fill(0, ARRAY[free]);
        FOR n IN 1..coalesce(cardinality(ids), 0) LOOP
            IF places[n] > 0 THEN
                unseen[places[n]] := unseen[places[n]] + 1;
            ELSE
                own_unseen[owners[n]] := own_unseen[owners[n]] + 1;
            END IF;
        END LOOP;
        -- Whoever gave fewer than were asked for has no more.
        to_read := ARRAY(
            SELECT CASE WHEN u.Read < u.Depth THEN -1 ELSE 0 END
            FROM unnest(unseen, depths) WITH ORDINALITY AS u (Read, Depth, Ordinal)
            ORDER BY u.Ordinal
        );

        own_read := own_unseen;

        pointers := starts;
        is_taken := array_fill(FALSE, ARRAY[free]);
        call_ids := ARRAY[]::bigint[];
        call_agents := ARRAY[]::integer[];
        numbers := ARRAY[]::text[];
        matched := 0;
        runs_out := FALSE;
        FOR n IN 1..coalesce(cardinality(ids), 0) LOOP
            place := places[n];
            IF place = 0 THEN
                chosen := owners[n];
                own_unseen[chosen] := own_unseen[chosen] - 1;
                CONTINUE WHEN is_taken[chosen];
            ELSE
                unseen[place] := unseen[place] - 1;
                demand := demands[place];
                i := pointers[demand];
                WHILE i <= ends[demand] AND is_taken[takers[i]] LOOP
                    i := i + 1;
                END LOOP;
                pointers[demand] := i;
                CONTINUE WHEN i > ends[demand];
                chosen := takers[i];
                IF are_choosy[n] THEN
                    -- The preferred agent first, those who missed the call last.
                    SELECT t.Number INTO chosen
                    FROM OutboundCall AS c
                    CROSS JOIN unnest(takers[i:ends[demand]]) WITH ORDINALITY AS t (Number, Place)
                    WHERE c.OutboundCallId = ids[n] AND NOT is_taken[t.Number]
                    ORDER BY coalesce(agents[t.Number] = ANY (c.MissedBy), FALSE),
                        agents[t.Number] IS NOT DISTINCT FROM c.PreferredAgentId DESC, t.Place
                    LIMIT 1;
                END IF;
            END IF;
            IF are_shared[n] OR NOT is_wary OR NOT their_numbers[n] = ANY (numbers) THEN
                is_taken[chosen] := TRUE;
                call_ids := call_ids || ids[n];
                call_agents := call_agents || chosen;
                matched := matched + 1;
                IF NOT are_shared[n] THEN
                    numbers := numbers || their_numbers[n];
                END IF;
                EXIT WHEN matched = free;
            ELSIF place = 0 AND own_unseen[chosen] = 0 AND own_read[chosen] = own_depth THEN
                -- The agent's next own call was not read, and goes before all that are nobody's.
                own_depth := 4 * own_depth;
                runs_out := TRUE;
                EXIT;
            END IF;
            IF place > 0 AND unseen[place] = 0 AND to_read[place] = 0 THEN
                -- Its next call was not read, and may come before the next one that was.
                depths[place] := 8 * depths[place];
                to_read[place] := depths[place];
                runs_out := TRUE;
            END IF;
        END LOOP;
        IF NOT runs_out THEN
            -- Five times as many calls are read as are matched, and mostly no rule forbids any: those matched are asked
            -- for, and only if one is forbidden all are.
            IF NOT are_vetted AND NOT all_allowed(call_ids) THEN
                are_vetted := TRUE;
                to_read := depths;
                CONTINUE;
            END IF;
            -- That two calls to one number come up at once is rare, and to look for it with each call dear.
            EXIT WHEN is_wary OR NOT (SELECT count(*) > count(DISTINCT u.Number) FROM unnest(numbers) AS u (Number));
            is_wary := TRUE;
        END IF;
        to_read := ARRAY(
            SELECT greatest(u.Depth, 0) FROM unnest(to_read) WITH ORDINALITY AS u (Depth, Ordinal) ORDER BY u.Ordinal
        );
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
