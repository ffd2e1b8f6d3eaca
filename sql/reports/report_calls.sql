CREATE OR REPLACE FUNCTION report_calls(
    since timestamptz,
    until timestamptz,
    dimension text,
    time_zone text DEFAULT NULL,
    outbound_list_id uuid DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    agent_id uuid DEFAULT NULL,
    team_name text DEFAULT NULL
) RETURNS TABLE (
    Key text,
    Name text,
    Attempts bigint,
    Answered bigint,
    Completed bigint,
    TalkSeconds double precision,
    WrapUpSeconds double precision
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
    expression := report_dimension(
        dimension, '{list,project,agent,team,hour,day,weekday,result,detail}', since, until, zone);
    RETURN QUERY EXECUTE format($query$
        WITH Counted AS (
            SELECT k.Key::text, grouping(k.Key) AS IsTotal, count(*) AS Attempts, count(k.AnswerTime) AS Answered,
                count(*) FILTER (WHERE k.CallResult = 'Completed') AS Completed,
                sum(extract(epoch FROM k.EndTime - k.AnswerTime))::float8 AS TalkSeconds,
                sum(extract(epoch FROM k.ResultTime - k.EndTime))
                    FILTER (WHERE k.AnswerTime IS NOT NULL)::float8 AS WrapUpSeconds
            FROM (
                SELECT %s AS Key, r.AnswerTime, r.EndTime, r.ResultTime, r.CallResult
                FROM (SELECT a.*, a.DialTime AS Moment FROM CallAttempt AS a) AS r
                LEFT JOIN Agent AS g ON g.AgentId = r.AgentId
                WHERE r.Moment >= $1 AND r.Moment < $2
                    AND ($4 IS NULL OR r.OutboundListId = $4)
                    AND ($5 IS NULL OR r.ProjectId = $5)
                    AND ($6 IS NULL OR r.AgentId = $6)
                    AND ($7 IS NULL OR g.TeamName = $7)
            ) AS k
            GROUP BY GROUPING SETS ((k.Key), ())
        )
        SELECT coalesce(c.Key, n.Key), coalesce(n.Name, c.Key, n.Key), coalesce(c.Attempts, 0), coalesce(c.Answered, 0),
            coalesce(c.Completed, 0), coalesce(c.TalkSeconds, 0), coalesce(c.WrapUpSeconds, 0)
        FROM (
            SELECT CASE o.IsTotal WHEN 0 THEN coalesce(o.Key, '') END AS Key, o.IsTotal, o.Attempts, o.Answered,
                o.Completed, o.TalkSeconds, o.WrapUpSeconds
            FROM Counted AS o
        ) AS c
        FULL JOIN report_names($8, $1, $2, $3) AS n ON n.Key = c.Key
        WHERE c.Attempts IS NOT NULL OR n.Place IS NOT NULL
        ORDER BY c.IsTotal IS NOT DISTINCT FROM 1 DESC, n.Place, CASE $8 WHEN 'hour' THEN lpad(c.Key, 2) END,
            c.Attempts DESC, 2, 1
    $query$, expression)
    USING since, until, zone, outbound_list_id, project_id, agent_id, team_name, dimension;
END
$$;
COMMENT ON FUNCTION report_calls(timestamptz, timestamptz, text, text, uuid, uuid, uuid, text) IS
'Figures of the attempts that were dialled from one moment to before another and are over. dimension: list, project,
agent, team, hour, day, weekday (1 is Monday), result or detail; time_zone: whose hours and days, NULL = DefaultTimeZone;
the rest: only those of a list, a project, an agent, a team as it is now.
Returns first the total (Key NULL), then a row for each key: what it is called; attempts; answered ones; those that ended
Completed; the sums of talk, from answer to end, and of wrap-up, from the end of an answered one until its result was
known. Key is an id, or what it is by, and empty for none; days and weekdays are all there.
Agents who lack Report get their own figures (agent_id). Errors: PD033 no such dimension or period, PD011 no such time
zone. Locks nothing.';

CREATE OR REPLACE FUNCTION report_results(
    since timestamptz,
    until timestamptz,
    dimension text,
    time_zone text DEFAULT NULL,
    outbound_list_id uuid DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    agent_id uuid DEFAULT NULL,
    team_name text DEFAULT NULL
) RETURNS TABLE (Key text, CallResult CallResult, CallResultDetailId uuid, Detail text, Attempts bigint)
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
    expression := report_dimension(dimension, '{list,project,agent,team,hour,day,weekday}', since, until, zone);
    RETURN QUERY EXECUTE format($query$
        SELECT coalesce(c.Key::text, ''), c.CallResult, c.CallResultDetailId, d.DisplayName, c.Attempts
        FROM (
            SELECT k.Key, k.CallResult, k.CallResultDetailId, count(*) AS Attempts
            FROM (
                SELECT %s AS Key, r.CallResult, r.CallResultDetailId
                FROM (SELECT a.*, a.DialTime AS Moment FROM CallAttempt AS a) AS r
                LEFT JOIN Agent AS g ON g.AgentId = r.AgentId
                WHERE r.Moment >= $1 AND r.Moment < $2
                    AND ($4 IS NULL OR r.OutboundListId = $4)
                    AND ($5 IS NULL OR r.ProjectId = $5)
                    AND ($6 IS NULL OR r.AgentId = $6)
                    AND ($7 IS NULL OR g.TeamName = $7)
            ) AS k
            GROUP BY k.Key, k.CallResult, k.CallResultDetailId
        ) AS c
        LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
        ORDER BY 1, c.Attempts DESC, c.CallResult, d.DisplayName, c.CallResultDetailId
    $query$, expression)
    USING since, until, zone, outbound_list_id, project_id, agent_id, team_name;
END
$$;
COMMENT ON FUNCTION report_results(timestamptz, timestamptz, text, text, uuid, uuid, uuid, text) IS
'How the attempts that report_calls counts ended: for each key, with the same parameters, how many by result and detail.
dimension: list, project, agent, team, hour, day or weekday. Errors: those of report_calls. Locks nothing.';
