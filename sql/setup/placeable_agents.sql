CREATE OR REPLACE FUNCTION placeable_agents() RETURNS TABLE (AgentId uuid, Login text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT a.AgentId, a.Login
    FROM Agent AS a
    WHERE a.Deleted = 0 AND CASE
        WHEN EXISTS (SELECT FROM Seating AS s WHERE s.AgentId = a.AgentId) THEN EXISTS (
            SELECT FROM Seating AS s
            INNER JOIN Workplace AS w ON w.WorkplaceId = s.WorkplaceId
            WHERE s.AgentId = a.AgentId AND w.Deleted = 0 AND w.Number <> '')
        ELSE EXISTS (SELECT FROM Workplace AS w WHERE w.Deleted = 0 AND w.Number <> '')
    END;
END
$$;
COMMENT ON FUNCTION placeable_agents() IS
'Part of check_setup: the agents for whom there is a workplace with an extension, by Seating or because they have no
row in it.';
