-- Groups that differ only in list or batch ask the same of an agent: that is a demand.
CREATE OR REPLACE FUNCTION demands(OUT group_ids bigint[], OUT demands integer[], OUT samples bigint[]) RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    WITH Asking AS (
        SELECT g.CallGroupId,
            min(g.CallGroupId) OVER (PARTITION BY g.ProjectId, g.LanguageId, g.Skill, g.Proficiency) AS Sample
        FROM CallGroup AS g
        INNER JOIN OutboundList AS l
            ON l.OutboundListId = g.OutboundListId AND l.Activity = 'Running'
            -- What a do-not-call list that is too old closes is not gone through call by call.
            AND coalesce(l.DoNotCallUntil > clock(), TRUE)
            -- Lists that dial by themselves have nothing for agents but what is pre-distributed.
            AND reserves_agent(l.DialingMode, l.AgentFirst, 0)
            -- Fallen back: first those who answer what still rings get their agents.
            AND (l.AgentFirst = 0 OR NOT EXISTS (
                SELECT FROM OutboundCall AS c
                WHERE c.OutboundListId = l.OutboundListId AND c.CallResult = 'Active'
                    AND c.CallPhase IN ('PredictiveDial', 'Answered')))
    ),
    Numbered AS (
        SELECT a.CallGroupId, a.Sample, dense_rank() OVER (ORDER BY a.Sample)::integer AS Demand FROM Asking AS a
    )
    SELECT array_agg(n.CallGroupId ORDER BY n.CallGroupId), array_agg(n.Demand ORDER BY n.CallGroupId),
        array_agg(n.Sample ORDER BY n.Demand) FILTER (WHERE n.CallGroupId = n.Sample)
    INTO group_ids, demands.demands, samples
    FROM Numbered AS n;
END
$$;
COMMENT ON FUNCTION demands() IS
'What the calls of running lists that agents dial ask of an agent: group_ids, their groups; demands, for each of them
the number of what it asks; samples, for each demand, by its number, one of the groups that ask it. Locks nothing.';
