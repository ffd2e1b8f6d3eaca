-- The plain loop of DIST-7, over few calls: the calls in order, each taking its best agent who is still free. What
-- makes it quick is what it does not look at: of each group only as many calls as agents could take, and agents of a
-- group in an order made once, through which a pointer moves on and never back.
CREATE OR REPLACE FUNCTION match_calls(OUT call_id bigint, OUT agent_id uuid) RETURNS SETOF record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    agents uuid[] := ARRAY(SELECT f.AgentId FROM FreeAgent AS f ORDER BY f.AgentId);
    free integer := cardinality(agents);
    is_taken boolean[] := array_fill(FALSE, ARRAY[free]);
    group_ids bigint[];
    group_sizes integer[];
    takers integer[];      -- numbers of agents, group after group, the best of each first
    pointers integer[];    -- of each group: the first in takers who may still be free
    ends integer[];        -- of each group: its last in takers
    candidate record;
    call_ids bigint[] := ARRAY[]::bigint[];
    call_agents integer[] := ARRAY[]::integer[];
    numbers text[] := ARRAY[]::text[];
    chosen integer;
    skipped integer;
    more integer := 0;
    i integer;
BEGIN
    IF free = 0 THEN
        RETURN;
    END IF;
    WITH Numbered AS (
        SELECT e.CallGroupId, a.Ordinal::integer AS Ordinal,
            row_number() OVER (
                PARTITION BY e.CallGroupId
                ORDER BY e.Knowledge DESC, e.Proficiency DESC, e.IdleSince NULLS FIRST, e.AgentId
            ) AS Place
        FROM EligibleAgent AS e
        INNER JOIN unnest(agents) WITH ORDINALITY AS a (AgentId, Ordinal) ON a.AgentId = e.AgentId
        INNER JOIN CallGroup AS g ON g.CallGroupId = e.CallGroupId
        INNER JOIN OutboundList AS l ON l.OutboundListId = g.OutboundListId AND l.Activity = 'Running'
        WHERE e.IsReady
    ),
    Counted AS (
        SELECT n.CallGroupId, count(*)::integer AS Size
        FROM Numbered AS n
        GROUP BY n.CallGroupId
    )
    SELECT
        array_agg(c.CallGroupId ORDER BY c.CallGroupId),
        array_agg(c.Size ORDER BY c.CallGroupId),
        array_agg(c.Upto ORDER BY c.CallGroupId),
        (SELECT array_agg(n.Ordinal ORDER BY n.CallGroupId, n.Place) FROM Numbered AS n)
    INTO group_ids, group_sizes, ends, takers
    FROM (SELECT d.*, sum(d.Size) OVER (ORDER BY d.CallGroupId)::integer AS Upto FROM Counted AS d) AS c;

    <<attempt>>
    LOOP
        pointers := ARRAY(
            SELECT u.Upto - u.Size + 1
            FROM unnest(ends, group_sizes) WITH ORDINALITY AS u (Upto, Size, Ordinal)
            ORDER BY u.Ordinal
        );
        skipped := 0;
        FOR candidate IN
            SELECT c.OutboundCallId, c.Number, c.PreferredAgentId, c.MissedBy, c.Place, c.Owner,
                c.AllowSharedNumber = 0 AND count(*) OVER (PARTITION BY c.Number) > 1 AS IsTwice
            FROM (
                SELECT f.*, NULL::bigint AS Owner
                FROM first_calls(group_ids, group_sizes, more) AS f
                UNION ALL
                SELECT f.* FROM first_own_calls(agents, 1 + more) AS f
            ) AS c
            ORDER BY c.Owner IS NULL, c.Priority DESC, c.WaitsSince, c.OutboundCallId
        LOOP
            IF candidate.IsTwice AND candidate.Number = ANY (numbers) THEN
                skipped := skipped + 1;
                CONTINUE;
            END IF;
            chosen := NULL;
            IF candidate.Owner IS NOT NULL THEN
                IF NOT is_taken[candidate.Owner] THEN
                    chosen := candidate.Owner;
                END IF;
            ELSE
                i := pointers[candidate.Place];
                WHILE i <= ends[candidate.Place] AND is_taken[takers[i]] LOOP
                    i := i + 1;
                END LOOP;
                pointers[candidate.Place] := i;
                IF i <= ends[candidate.Place] THEN
                    chosen := takers[i];
                    IF candidate.PreferredAgentId IS NOT NULL OR candidate.MissedBy IS NOT NULL THEN
                        -- The preferred agent first, those who missed the call last.
                        SELECT t.Number INTO chosen
                        FROM unnest(takers[i:ends[candidate.Place]]) WITH ORDINALITY AS t (Number, Place)
                        WHERE NOT is_taken[t.Number]
                        ORDER BY coalesce(agents[t.Number] = ANY (candidate.MissedBy), FALSE),
                            agents[t.Number] IS NOT DISTINCT FROM candidate.PreferredAgentId DESC, t.Place
                        LIMIT 1;
                    END IF;
                END IF;
            END IF;
            CONTINUE WHEN chosen IS NULL;
            is_taken[chosen] := TRUE;
            call_ids := call_ids || candidate.OutboundCallId;
            call_agents := call_agents || chosen;
            IF candidate.IsTwice THEN
                numbers := numbers || candidate.Number;
            END IF;
            EXIT WHEN cardinality(call_ids) = free;
        END LOOP;
        -- Calls passed over for their number took places of others: look at as many more.
        EXIT attempt WHEN skipped <= more OR cardinality(call_ids) = free;
        more := 2 * skipped;
        is_taken := array_fill(FALSE, ARRAY[free]);
        call_ids := ARRAY[]::bigint[];
        call_agents := ARRAY[]::integer[];
        numbers := ARRAY[]::text[];
    END LOOP;

    FOR i IN 1..cardinality(call_ids) LOOP
        call_id := call_ids[i];
        agent_id := agents[call_agents[i]];
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION match_calls() IS
'Which call would be offered to which agent now: what a plain loop over the calls in the order of DIST-4 gives, each
taking its best agent by DIST-5. Changes and locks nothing.';
