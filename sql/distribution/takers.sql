-- Who can take which demand, the best first. Few agents are looked up one by one; for many the tables are joined whole:
-- 200 agents take a third of the time by it, one alone would take twice as long.
CREATE OR REPLACE FUNCTION takers(
    agents uuid[], offsets integer[], idle_since timestamptz[], are_ready boolean[], samples bigint[],
    OUT takers integer[], OUT starts integer[], OUT ends integer[]
) RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    few CONSTANT integer := 32;
    numbers integer[];
    asked integer[];
    knowledge integer[];
    proficiency integer[];
BEGIN
    IF cardinality(agents) <= few THEN
        SELECT k.* INTO numbers, asked, knowledge, proficiency FROM skills_of_few(agents, samples) AS k;
    ELSE
        SELECT k.* INTO numbers, asked, knowledge, proficiency FROM skills_of_many(agents, samples) AS k;
    END IF;
    WITH Placed AS MATERIALIZED (
        SELECT s.Number, s.Demand,
            row_number() OVER (
                ORDER BY s.Demand, s.Knowledge + a.KnowledgeOffset DESC, s.Proficiency DESC, a.IdleSince NULLS FIRST, s.Number
            )::integer AS Place
        FROM unnest(numbers, asked, knowledge, proficiency) AS s (Number, Demand, Knowledge, Proficiency)
        INNER JOIN unnest(offsets, idle_since, are_ready) WITH ORDINALITY AS a (KnowledgeOffset, IdleSince, IsReady, Number)
            ON a.Number = s.Number AND a.IsReady
    )
    SELECT (SELECT array_agg(p.Number ORDER BY p.Place) FROM Placed AS p),
        array_agg(d.Starts ORDER BY d.Demand), array_agg(d.Ends ORDER BY d.Demand)
    INTO takers.takers, starts, ends
    FROM (
        SELECT n.Demand, g.Starts, g.Ends
        FROM generate_series(1, cardinality(samples)) AS n (Demand)
        LEFT JOIN (
            SELECT p.Demand, min(p.Place) AS Starts, max(p.Place) AS Ends FROM Placed AS p GROUP BY p.Demand
        ) AS g ON g.Demand = n.Demand
    ) AS d;
END
$$;
COMMENT ON FUNCTION takers(uuid[], integer[], timestamptz[], boolean[], bigint[]) IS
'For each demand those of the agents who can take it, in the order of DIST-5. agents, with what goes with the one in the
same place: offsets, added to the knowledge; idle_since; are_ready, FALSE = only pre-distributed calls. samples: a
group of each demand. Returns takers, the places of agents, demand after demand; starts and ends, for each demand the
places in takers from which to which its own are, NULL = nobody. Locks nothing.';
