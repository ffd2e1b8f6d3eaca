CREATE OR REPLACE FUNCTION work_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    person record;
    seat uuid;
    status uuid := (
        SELECT s.AgentStatusId FROM AgentStatus AS s
        WHERE s.Activity = 'Ready' AND s.Deleted = 0 AND s.UserBlocked = 0
        ORDER BY s.IsDefault DESC, s.DisplayName LIMIT 1);
    -- Found by the order of the index of claims: nothing is counted, and no call read that is not due.
    due_id bigint := coalesce(
        (SELECT c.OutboundCallId FROM OutboundCall AS c
            WHERE c.Due = 1 AND c.Predistributed = 0 ORDER BY c.CallGroupId LIMIT 1),
        (SELECT c.OutboundCallId FROM OutboundCall AS c
            WHERE c.Due = 1 AND c.Predistributed = 1 ORDER BY c.AgentId LIMIT 1));
BEGIN
    -- Who sits already comes first.
    SELECT a.AgentId, a.WorkplaceId INTO person
    FROM placeable_agents() AS p
    INNER JOIN Agent AS a ON a.AgentId = p.AgentId
    ORDER BY a.WorkplaceId IS NULL, a.Login LIMIT 1;
    SELECT w.WorkplaceId INTO seat
    FROM Workplace AS w
    WHERE w.Deleted = 0 AND w.Number <> ''
        AND NOT EXISTS (SELECT FROM Agent AS a WHERE a.WorkplaceId = w.WorkplaceId)
        AND (NOT EXISTS (SELECT FROM Seating AS s WHERE s.AgentId = person.AgentId)
            OR EXISTS (SELECT FROM Seating AS s WHERE s.AgentId = person.AgentId AND s.WorkplaceId = w.WorkplaceId))
    ORDER BY w.DisplayName, w.WorkplaceId LIMIT 1;

    RETURN QUERY
    SELECT 12, 'optional: an agent is logged in and Ready', nullif(count(*) > 0, FALSE), count(*)::text,
        CASE
            WHEN person.AgentId IS NULL OR status IS NULL OR coalesce(person.WorkplaceId, seat) IS NULL
                THEN 'First make a free workplace, an agent and a ready status.'
            ELSE concat(
                CASE WHEN person.WorkplaceId IS NULL THEN format('SELECT log_in(%L, %L); ', person.AgentId, seat) END,
                format('SELECT set_agent_status(%L, %L);', person.AgentId, status))
        END
    FROM Agent AS a
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId AND s.Activity = 'Ready'
    WHERE a.Deleted = 0 AND a.WorkplaceId IS NOT NULL
    UNION ALL
    SELECT 13, 'optional: a call waits to be dialled now', nullif(due_id IS NOT NULL, FALSE),
        coalesce('call ' || due_id, 'none'),
        coalesce((
            SELECT format('pgdialer import FILE.csv --list %s', l.OutboundListId)
            FROM OutboundList AS l
            WHERE l.Deleted = 0 AND l.Activity = 'Running'
            ORDER BY l.DisplayName, l.OutboundListId
            LIMIT 1
        ), 'First start a list.');
END
$$;
COMMENT ON FUNCTION work_setup() IS 'Part of check_setup: somebody who is there, and something to do.';
