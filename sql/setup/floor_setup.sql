CREATE OR REPLACE FUNCTION floor_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    desk uuid := (
        SELECT w.WorkplaceId FROM Workplace AS w
        WHERE w.Deleted = 0 AND w.Number <> '' ORDER BY w.DisplayName, w.WorkplaceId LIMIT 1);
    person uuid := (SELECT a.AgentId FROM Agent AS a WHERE a.Deleted = 0 ORDER BY a.Login LIMIT 1);
BEGIN
    RETURN QUERY
    SELECT 1, 'there is a workplace with an extension', count(*) > 0, count(*)::text,
        'INSERT INTO Workplace (DisplayName, Number) VALUES (''Desk 1'', ''101'');'
    FROM Workplace AS w
    WHERE w.Deleted = 0 AND w.Number <> ''
    UNION ALL
    SELECT 2, 'there is an agent', count(*) > 0, count(*)::text,
        'INSERT INTO Agent (Login, DisplayName) VALUES (''jana'', ''Jana'');'
    FROM Agent AS a
    WHERE a.Deleted = 0
    UNION ALL
    SELECT 3, 'an agent may sit at a workplace', count(*) > 0, count(*)::text,
        CASE
            WHEN person IS NULL OR desk IS NULL THEN 'First make a workplace and an agent.'
            ELSE format('INSERT INTO Seating (AgentId, WorkplaceId) VALUES (%L, %L);', person, desk)
        END
    FROM placeable_agents() AS p
    UNION ALL
    SELECT 4, 'there is a ready status that agents can choose', count(*) > 0,
        coalesce(string_agg(s.DisplayName, ', ' ORDER BY s.DisplayName), 'none'),
        coalesce((
            SELECT format(
                'UPDATE AgentStatus SET Deleted = 0, UserBlocked = 0 WHERE AgentStatusId = %L;', r.AgentStatusId)
            FROM AgentStatus AS r
            WHERE r.Activity = 'Ready'
            ORDER BY r.Deleted, r.IsDefault DESC, r.DisplayName
            LIMIT 1
        ), 'INSERT INTO AgentStatus (DisplayName, Activity, IsDefault) VALUES (''Ready'', ''Ready'', 1);')
    FROM AgentStatus AS s
    WHERE s.Activity = 'Ready' AND s.Deleted = 0 AND s.UserBlocked = 0
    UNION ALL
    SELECT 5, 'optional: a pause in which pre-distributed calls are offered', nullif(count(*) > 0, FALSE),
        coalesce(string_agg(s.DisplayName, ', ' ORDER BY s.DisplayName), 'none'),
        'INSERT INTO AgentStatus (DisplayName, Activity, CallPreDistribute) VALUES (''Own calls only'', ''Pause'', 1)'
        ' ON CONFLICT (DisplayName) WHERE Deleted = 0 DO UPDATE SET Activity = ''Pause'', CallPreDistribute = 1;'
    FROM AgentStatus AS s
    WHERE s.Activity = 'Pause' AND s.Deleted = 0 AND s.CallPreDistribute = 1;
END
$$;
COMMENT ON FUNCTION floor_setup() IS 'Part of check_setup: workplaces, agents, seating, statuses.';
