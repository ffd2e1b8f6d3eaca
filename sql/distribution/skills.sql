-- The skills of a few agents, looked up one by one, and those of many, by joining the tables whole: one statement each,
-- because a plan is made once.
CREATE OR REPLACE FUNCTION skills_of_few(
    agents uuid[], samples bigint[],
    OUT numbers integer[], OUT demands integer[], OUT knowledge integer[], OUT proficiency integer[]
) RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    SELECT array_agg(a.Number), array_agg(d.Demand), array_agg(k.Knowledge), array_agg(k.Proficiency)
    INTO numbers, skills_of_few.demands, skills_of_few.knowledge, skills_of_few.proficiency
    FROM unnest(agents) WITH ORDINALITY AS a (AgentId, Number)
    CROSS JOIN LATERAL (
        SELECT s.*
        FROM SkilledAgent AS s
        WHERE s.AgentId = a.AgentId
            -- IS TRUE has them looked up in a hash table; = ANY would go through all of them each time.
            AND (s.CallGroupId IN (SELECT u.Id FROM unnest(samples) AS u (Id))) IS TRUE
        OFFSET 0
    ) AS k
    INNER JOIN unnest(samples) WITH ORDINALITY AS d (Sample, Demand) ON d.Sample = k.CallGroupId;
END
$$;
COMMENT ON FUNCTION skills_of_few(uuid[], bigint[]) IS
'Which of the agents has what for which of the groups (SkilledAgent), as arrays with a place for each such pair: the
agent''s place in agents, the group''s in samples, the knowledge, the proficiency. Locks nothing.';

CREATE OR REPLACE FUNCTION skills_of_many(
    agents uuid[], samples bigint[],
    OUT numbers integer[], OUT demands integer[], OUT knowledge integer[], OUT proficiency integer[]
) RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_nestloop TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
BEGIN
    SELECT array_agg(a.Number), array_agg(d.Demand), array_agg(k.Knowledge), array_agg(k.Proficiency)
    INTO numbers, skills_of_many.demands, skills_of_many.knowledge, skills_of_many.proficiency
    FROM unnest(agents) WITH ORDINALITY AS a (AgentId, Number)
    INNER JOIN SkilledAgent AS k ON k.AgentId = a.AgentId
    INNER JOIN unnest(samples) WITH ORDINALITY AS d (Sample, Demand) ON d.Sample = k.CallGroupId;
END
$$;
COMMENT ON FUNCTION skills_of_many(uuid[], bigint[]) IS
'The same as skills_of_few, in a time that hardly depends on how many agents there are.';
