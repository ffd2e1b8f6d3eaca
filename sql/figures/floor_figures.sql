CREATE OR REPLACE FUNCTION floor_figures(project_ids uuid[] DEFAULT NULL, list_ids uuid[] DEFAULT NULL)
RETURNS TABLE (
    Agents jsonb, Calls jsonb, Waiting bigint, Due bigint, Retry bigint, OldestDue timestamptz, CountedTime timestamptz,
    Attempts bigint, Answered bigint, Finished bigint, CallersWaiting bigint, CallersLost bigint
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    lists uuid[];
    projects uuid[];
BEGIN
    PERFORM demand('Agent', 'Read');
    -- NULL: all of them.
    lists := list_ids;
    IF project_ids IS NOT NULL THEN
        lists := ARRAY(
            SELECT l.OutboundListId FROM OutboundList AS l
            WHERE l.ProjectId = ANY (project_ids) AND (list_ids IS NULL OR l.OutboundListId = ANY (list_ids))
            ORDER BY 1);
    END IF;
    projects := coalesce(project_ids,
        CASE WHEN list_ids IS NOT NULL THEN ARRAY(
            SELECT DISTINCT l.ProjectId FROM OutboundList AS l WHERE l.OutboundListId = ANY (list_ids) ORDER BY 1) END);
    RETURN QUERY
    SELECT a.Agents, c.Calls, s.Waiting, s.Due, s.Retry, s.OldestDue, s.CountedTime,
        h.Attempts, h.Answered, h.Finished, i.Waiting, i.Lost
    FROM (
        SELECT coalesce(jsonb_object_agg(g.Activity, g.Agents), '{}') AS Agents
        FROM (
            SELECT f.Activity, count(*) AS Agents FROM floor_agents(projects) AS f GROUP BY f.Activity
        ) AS g
    ) AS a
    CROSS JOIN (
        SELECT coalesce(jsonb_object_agg(g.CallPhase, g.Calls), '{}') AS Calls
        FROM (
            SELECT o.CallPhase, count(*) AS Calls
            FROM OutboundCall AS o
            WHERE o.OutboundCallId = ANY (attempts_in_progress())
                AND (lists IS NULL OR o.OutboundListId = ANY (lists))
            GROUP BY o.CallPhase
        ) AS g
    ) AS c
    CROSS JOIN (
        SELECT coalesce(sum(n.Waiting), 0)::bigint AS Waiting, coalesce(sum(n.Due), 0)::bigint AS Due,
            coalesce(sum(n.Retry), 0)::bigint AS Retry,
            min(n.OldestDue) AS OldestDue, min(n.CountedTime) AS CountedTime
        FROM ListCensus AS n
        INNER JOIN OutboundList AS l
            ON l.OutboundListId = n.OutboundListId AND l.Deleted = 0 AND l.Activity = 'Running'
        WHERE isfinite(n.CountedTime) AND (lists IS NULL OR n.OutboundListId = ANY (lists))
    ) AS s
    CROSS JOIN LATERAL last_hour(lists) AS h
    CROSS JOIN (
        SELECT count(*) FILTER (WHERE b.Outcome = 'Waiting') AS Waiting,
            count(*) FILTER (WHERE b.Outcome = 'Lost') AS Lost
        FROM Project AS p
        INNER JOIN InboundCall AS b
            ON b.ProjectId = p.ProjectId AND b.StartTime > now_is - interval '1 hour'
        WHERE p.Deleted = 0 AND (projects IS NULL OR p.ProjectId = ANY (projects))
    ) AS i;
END
$$;
COMMENT ON FUNCTION floor_figures(uuid[], uuid[]) IS
'One row with what happens now: Agents at workplaces by activity, Calls in progress by phase; of Running lists, by their
census, the calls that wait, of them those due and those dialled before, since when the oldest of the due ones has waited, and
the time of the oldest census; attempts, answers and calls finished in the last hour; callers who wait in a queue and who
were lost, of the last hour. Of these projects and lists alone (NULL: of all). Locks nothing.';
