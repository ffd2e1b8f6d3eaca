CREATE OR REPLACE FUNCTION report_callers(
    since timestamptz,
    until timestamptz,
    dimension text,
    time_zone text DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    agent_id uuid DEFAULT NULL,
    team_name text DEFAULT NULL
) RETURNS TABLE (
    Key text,
    Name text,
    Came bigint,
    Served bigint,
    Lost bigint,
    Asked bigint,
    WaitSeconds double precision,
    CallBacksMade bigint,
    CallBacksMissed bigint,
    CallBacksWaiting bigint
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    zone text;
BEGIN
    PERFORM demand(CASE WHEN agent_id = acting_agent() THEN 'OutboundCall' ELSE 'Report' END, 'Read');
    zone := coalesce(time_zone, configuration('DefaultTimeZone'));
    PERFORM check_report(dimension, '{project,agent,team,hour,day,weekday}', since, until, zone);
    RETURN QUERY
    SELECT coalesce(c.Key, n.Key), coalesce(n.Name, c.Key, n.Key), coalesce(c.Came, 0), coalesce(c.Served, 0),
        coalesce(c.Lost, 0), coalesce(c.Asked, 0), coalesce(c.WaitSeconds, 0), coalesce(c.Made, 0),
        coalesce(c.Missed, 0), coalesce(c.Waiting, 0)
    FROM (
        SELECT k.Key, grouping(k.Key) AS IsTotal, count(*) AS Came,
            count(*) FILTER (WHERE k.Outcome = 'Served') AS Served,
            count(*) FILTER (WHERE k.Outcome = 'Lost') AS Lost,
            count(*) FILTER (WHERE k.Outcome = 'CallBack') AS Asked,
            sum(extract(epoch FROM k.AnswerTime - k.QueueTime))::float8 AS WaitSeconds,
            count(DISTINCT k.CallBackId) FILTER (WHERE k.Trial > 0) AS Made,
            count(DISTINCT k.CallBackId) FILTER (WHERE k.Trial = 0 AND k.CallResult = 'Neglected') AS Missed,
            count(DISTINCT k.CallBackId) FILTER (WHERE k.Trial = 0
                AND k.CallResult IN ('Scheduled', 'Prepared', 'Paused', 'Active')) AS Waiting
        FROM (
            SELECT i.Outcome, i.QueueTime, i.AnswerTime, b.OutboundCallId AS CallBackId, b.Trial, b.CallResult,
                coalesce(
                    CASE dimension
                        WHEN 'project' THEN i.ProjectId::text
                        WHEN 'agent' THEN i.AgentId::text
                        WHEN 'team' THEN g.TeamName
                        WHEN 'hour' THEN extract(hour FROM i.StartTime AT TIME ZONE zone)::text
                        WHEN 'weekday' THEN extract(isodow FROM i.StartTime AT TIME ZONE zone)::text
                        WHEN 'day' THEN (i.StartTime AT TIME ZONE zone)::date::text
                    END, '') AS Key
            FROM InboundCall AS i
            LEFT JOIN Agent AS g ON g.AgentId = i.AgentId
            LEFT JOIN OutboundCall AS b ON b.OutboundCallId = i.OutboundCallId
            WHERE i.StartTime >= since AND i.StartTime < until
                AND (report_callers.project_id IS NULL OR i.ProjectId = report_callers.project_id)
                AND (report_callers.agent_id IS NULL OR i.AgentId = report_callers.agent_id)
                AND (report_callers.team_name IS NULL OR g.TeamName = report_callers.team_name)
        ) AS k
        GROUP BY GROUPING SETS ((k.Key), ())
    ) AS c
    FULL JOIN report_names(dimension, since, until, zone) AS n ON n.Key = c.Key
    WHERE c.IsTotal IS NOT NULL OR n.Place IS NOT NULL
    ORDER BY c.IsTotal IS NOT DISTINCT FROM 1 DESC, n.Place, CASE dimension WHEN 'hour' THEN lpad(c.Key, 2) END,
        c.Came DESC, 2, 1;
END
$$;
COMMENT ON FUNCTION report_callers(timestamptz, timestamptz, text, text, uuid, uuid, text) IS
'Figures of the calls that came in from one moment to before another. dimension: project, agent who answered, team,
hour, day or weekday; the other parameters are those of report_calls.
Returns first the total (Key NULL), then a row for each key: how many came, were served, were lost, asked to be called
back; the sum of the waits of those served; of their callbacks how many were dialled, were given up without that, wait.
Agents who lack Report get their own figures (agent_id). Errors: those of report_calls. Locks nothing.';
