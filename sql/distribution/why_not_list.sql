CREATE OR REPLACE FUNCTION why_not_list(outbound_list_id uuid) RETURNS TABLE (Condition text, Calls bigint, Remedy text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT r.Condition, r.Calls, r.Remedy FROM count_reasons(outbound_list_id, FALSE) AS r;
END
$$;
COMMENT ON FUNCTION why_not_list(uuid) IS
'Why the calls of a list that are not over are not dialled: how many for each reason, each call counted under the first
condition that does not hold. Errors: PD004 no such list.';

CREATE OR REPLACE FUNCTION dry_run_list(outbound_list_id uuid) RETURNS TABLE (Condition text, Calls bigint, Remedy text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT r.Condition, r.Calls, r.Remedy FROM count_reasons(outbound_list_id, TRUE) AS r;
END
$$;
COMMENT ON FUNCTION dry_run_list(uuid) IS
'What would happen if the list were started now: how many calls could be offered, how many would be skipped, and why.
Changes nothing. Errors: PD004 no such list.';

CREATE OR REPLACE FUNCTION count_reasons(outbound_list_id uuid, suppose_running boolean)
RETURNS TABLE (Condition text, Calls bigint, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH Skilled AS MATERIALIZED (
        SELECT DISTINCT k.CallGroupId
        FROM SkillCondition AS k
        INNER JOIN CallGroup AS g ON g.CallGroupId = k.CallGroupId AND g.OutboundListId = count_reasons.outbound_list_id
        WHERE k.HasSkill AND k.SkillIsEnabled AND k.SkillIsEngaged AND k.KnowsEnough AND k.SpeaksEnough
    ),
    Served AS MATERIALIZED (
        SELECT DISTINCT e.CallGroupId
        FROM EligibleAgent AS e
        INNER JOIN CallGroup AS g ON g.CallGroupId = e.CallGroupId AND g.OutboundListId = count_reasons.outbound_list_id
        WHERE e.IsReady
    ),
    Reason AS (
        SELECT array_position(CASE WHEN suppose_running THEN ARRAY[TRUE] || k.Holds[2:] ELSE k.Holds END, FALSE) AS Position,
            k.CallGroupId
        FROM CallCheck AS k
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = k.OutboundCallId
        WHERE k.OutboundListId = count_reasons.outbound_list_id
            AND c.CallResult IN ('Scheduled', 'Prepared', 'Paused', 'Neglected')
    ),
    Counted AS (
        SELECT coalesce(
                r.Position, CASE WHEN s.CallGroupId IS NULL THEN 101 WHEN v.CallGroupId IS NULL THEN 102 ELSE 103 END
            ) AS Position,
            count(*) AS Calls
        FROM Reason AS r
        LEFT JOIN Skilled AS s ON s.CallGroupId = r.CallGroupId
        LEFT JOIN Served AS v ON v.CallGroupId = r.CallGroupId
        GROUP BY 1
    )
    SELECT coalesce('not: ' || t.Condition, CASE c.Position
            WHEN 101 THEN 'not: an agent has the skill and the language'
            WHEN 102 THEN 'not: such an agent is ready'
            ELSE 'can be offered'
        END),
        c.Calls,
        coalesce(t.Remedy, CASE c.Position
            WHEN 101 THEN 'Give agents a row in Skill and in Proficiency.'
            WHEN 102 THEN 'Wait until an agent is Ready.'
        END)
    FROM Counted AS c
    LEFT JOIN ConditionText AS t ON t.Position = c.Position
    ORDER BY c.Position;
END
$$;
COMMENT ON FUNCTION count_reasons(uuid, boolean) IS
'The calls of a list that are not over, counted by the first condition that does not hold; suppose_running takes the
list for Running.';
