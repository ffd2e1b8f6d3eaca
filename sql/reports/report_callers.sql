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
    expression text;
BEGIN
    PERFORM demand(CASE WHEN agent_id = acting_agent() THEN 'OutboundCall' ELSE 'Report' END, 'Read');
    zone := coalesce(time_zone, configuration('DefaultTimeZone'));
    expression := report_dimension(dimension, '{project,agent,team,hour,day,weekday}', since, until, zone);
    RETURN QUERY EXECUTE format($query$
        WITH Counted AS (
            SELECT k.Key::text, grouping(k.Key) AS IsTotal, count(*) AS Came,
                count(*) FILTER (WHERE k.Outcome = 'Served') AS Served,
                count(*) FILTER (WHERE k.Outcome = 'Lost') AS Lost,
                count(*) FILTER (WHERE k.Outcome = 'CallBack') AS Asked,
                sum(extract(epoch FROM k.AnswerTime - k.QueueTime))::float8 AS WaitSeconds,
                count(DISTINCT k.OutboundCallId) FILTER (WHERE k.Trial > 0) AS Made,
                count(DISTINCT k.OutboundCallId) FILTER (WHERE k.Trial = 0 AND k.CallResult = 'Neglected') AS Missed,
                count(DISTINCT k.OutboundCallId) FILTER (WHERE k.Trial = 0
                    AND k.CallResult IN ('Scheduled', 'Prepared', 'Paused', 'Active')) AS Waiting
            FROM (
                SELECT %s AS Key, r.Outcome, r.QueueTime, r.AnswerTime, b.OutboundCallId, b.Trial, b.CallResult
                FROM (SELECT i.*, i.StartTime AS Moment FROM InboundCall AS i) AS r
                LEFT JOIN Agent AS g ON g.AgentId = r.AgentId
                LEFT JOIN OutboundCall AS b ON b.OutboundCallId = r.OutboundCallId
                WHERE r.Moment >= $1 AND r.Moment < $2
                    AND ($4 IS NULL OR r.ProjectId = $4)
                    AND ($5 IS NULL OR r.AgentId = $5)
                    AND ($6 IS NULL OR g.TeamName = $6)
            ) AS k
            GROUP BY GROUPING SETS ((k.Key), ())
        )
        SELECT coalesce(c.Key, n.Key), coalesce(n.Name, c.Key, n.Key), coalesce(c.Came, 0), coalesce(c.Served, 0),
            coalesce(c.Lost, 0), coalesce(c.Asked, 0), coalesce(c.WaitSeconds, 0), coalesce(c.Made, 0),
            coalesce(c.Missed, 0), coalesce(c.Waiting, 0)
        FROM (
            SELECT CASE o.IsTotal WHEN 0 THEN coalesce(o.Key, '') END AS Key, o.IsTotal, o.Came, o.Served, o.Lost,
                o.Asked, o.WaitSeconds, o.Made, o.Missed, o.Waiting
            FROM Counted AS o
        ) AS c
        FULL JOIN report_names($7, $1, $2, $3) AS n ON n.Key = c.Key
        WHERE c.Came IS NOT NULL OR n.Place IS NOT NULL
        ORDER BY c.IsTotal IS NOT DISTINCT FROM 1 DESC, n.Place, CASE $7 WHEN 'hour' THEN lpad(c.Key, 2) END,
            c.Came DESC, 2, 1
    $query$, expression)
    USING since, until, zone, project_id, agent_id, team_name, dimension;
END
$$;
COMMENT ON FUNCTION report_callers(timestamptz, timestamptz, text, text, uuid, uuid, text) IS
'Figures of the calls that came in from one moment to before another. dimension: project, agent who answered, team,
hour, day or weekday; the other parameters are those of report_calls.
Returns first the total (Key NULL), then a row for each key: how many came, were served, were lost, asked to be called
back; the sum of the waits of those served; of their callbacks how many were dialled, were given up without that, wait.
Agents who lack Report get their own figures (agent_id). Errors: those of report_calls. Locks nothing.';
