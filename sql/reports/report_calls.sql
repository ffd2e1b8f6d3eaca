CREATE OR REPLACE FUNCTION report_attempts(
    since timestamptz,
    until timestamptz,
    dimension text,
    time_zone text,
    outbound_list_id uuid,
    project_id uuid,
    agent_id uuid,
    team_name text
) RETURNS TABLE (
    Key text,
    CallResult CallResult,
    CallResultDetailId uuid,
    Attempts bigint,
    Answered bigint,
    TalkSeconds double precision,
    WrapUpSeconds double precision
)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
-- A plan for this dimension and these filters: asked of each row what they are, a million take twice as long.
SET plan_cache_mode TO force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    SELECT
        coalesce(
            c.Id::text, c.Word,
            CASE dimension WHEN 'day' THEN (date '2000-01-01' + c.Place)::text ELSE c.Place::text END,
            ''),
        c.CallResult, c.CallResultDetailId, c.Attempts, c.Answered, coalesce(c.TalkSeconds, 0),
        coalesce(c.WrapUpSeconds, 0)
    FROM (
        SELECT k.Id, k.Word, k.Place, k.CallResult, k.CallResultDetailId, count(*) AS Attempts,
            count(k.AnswerTime) AS Answered,
            sum(extract(epoch FROM k.EndTime - k.AnswerTime)::float8) AS TalkSeconds,
            sum(extract(epoch FROM k.ResultTime - k.EndTime)::float8)
                FILTER (WHERE k.AnswerTime IS NOT NULL) AS WrapUpSeconds
        FROM (
            -- What it is by, in its own type: to make a text of each row would take longer than all the rest.
            SELECT a.*,
                CASE dimension
                    WHEN 'list' THEN a.OutboundListId WHEN 'project' THEN a.ProjectId WHEN 'agent' THEN a.AgentId
                    WHEN 'detail' THEN a.CallResultDetailId
                END AS Id,
                CASE dimension WHEN 'team' THEN g.TeamName WHEN 'result' THEN a.CallResult::text END AS Word,
                CASE dimension
                    WHEN 'hour' THEN extract(hour FROM a.DialTime AT TIME ZONE time_zone)::integer
                    WHEN 'weekday' THEN extract(isodow FROM a.DialTime AT TIME ZONE time_zone)::integer
                    WHEN 'day' THEN (a.DialTime AT TIME ZONE time_zone)::date - date '2000-01-01'
                END AS Place
            FROM CallAttempt AS a
            LEFT JOIN Agent AS g ON g.AgentId = a.AgentId
            WHERE a.DialTime >= since AND a.DialTime < until
                AND (report_attempts.outbound_list_id IS NULL OR a.OutboundListId = report_attempts.outbound_list_id)
                AND (report_attempts.project_id IS NULL OR a.ProjectId = report_attempts.project_id)
                AND (report_attempts.agent_id IS NULL OR a.AgentId = report_attempts.agent_id)
                AND (report_attempts.team_name IS NULL OR g.TeamName = report_attempts.team_name)
        ) AS k
        GROUP BY k.Id, k.Word, k.Place, k.CallResult, k.CallResultDetailId
    ) AS c;
END
$$;
COMMENT ON FUNCTION report_attempts(timestamptz, timestamptz, text, text, uuid, uuid, uuid, text) IS
'Internal part of report_calls and report_results: figures of attempts by key, result and detail. Asks for no rights.';

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
AS $$
DECLARE
    zone text;
BEGIN
    PERFORM demand(CASE WHEN agent_id = acting_agent() THEN 'OutboundCall' ELSE 'Report' END, 'Read');
    zone := coalesce(time_zone, configuration('DefaultTimeZone'));
    PERFORM check_report(dimension, '{list,project,agent,team,hour,day,weekday,result,detail}', since, until, zone);
    RETURN QUERY
    SELECT coalesce(c.Key, n.Key), coalesce(n.Name, c.Key, n.Key), coalesce(c.Attempts, 0)::bigint,
        coalesce(c.Answered, 0)::bigint, coalesce(c.Completed, 0)::bigint, coalesce(c.TalkSeconds, 0),
        coalesce(c.WrapUpSeconds, 0)
    FROM (
        SELECT r.Key, grouping(r.Key) AS IsTotal, sum(r.Attempts) AS Attempts, sum(r.Answered) AS Answered,
            sum(r.Attempts) FILTER (WHERE r.CallResult = 'Completed') AS Completed,
            sum(r.TalkSeconds) AS TalkSeconds, sum(r.WrapUpSeconds) AS WrapUpSeconds
        FROM report_attempts(since, until, dimension, zone, outbound_list_id, project_id, agent_id, team_name) AS r
        GROUP BY GROUPING SETS ((r.Key), ())
    ) AS c
    FULL JOIN report_names(dimension, since, until, zone) AS n ON n.Key = c.Key
    WHERE c.IsTotal IS NOT NULL OR n.Place IS NOT NULL
    ORDER BY c.IsTotal IS NOT DISTINCT FROM 1 DESC, n.Place, CASE dimension WHEN 'hour' THEN lpad(c.Key, 2) END,
        c.Attempts DESC, 2, 1;
END
$$;
COMMENT ON FUNCTION report_calls(timestamptz, timestamptz, text, text, uuid, uuid, uuid, text) IS
'Figures of the attempts that were dialled from one moment to before another and are over. dimension: list, project,
agent, team, hour, day, weekday (1 is Monday), result or detail; time_zone: whose hours and days, NULL =
DefaultTimeZone; the rest: only those of a list, a project, an agent, a team as it is now.
Returns first the total (Key NULL), then a row for each key: what it is called; attempts; answered ones; those that
ended Completed; the sums of talk, from answer to end, and of wrap-up, from the end of an answered one until its result was
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
) RETURNS TABLE (Key text, CallResult CallResult, CallResultDetailId uuid, DetailName text, Attempts bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    zone text;
BEGIN
    PERFORM demand(CASE WHEN agent_id = acting_agent() THEN 'OutboundCall' ELSE 'Report' END, 'Read');
    zone := coalesce(time_zone, configuration('DefaultTimeZone'));
    PERFORM check_report(dimension, '{list,project,agent,team,hour,day,weekday}', since, until, zone);
    RETURN QUERY
    SELECT r.Key, r.CallResult, r.CallResultDetailId, d.DisplayName, r.Attempts
    FROM report_attempts(since, until, dimension, zone, outbound_list_id, project_id, agent_id, team_name) AS r
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = r.CallResultDetailId
    ORDER BY r.Key, r.Attempts DESC, r.CallResult, d.DisplayName, r.CallResultDetailId;
END
$$;
COMMENT ON FUNCTION report_results(timestamptz, timestamptz, text, text, uuid, uuid, uuid, text) IS
'How the attempts that report_calls counts ended: for each key, with the same parameters, how many by result and detail.
dimension: list, project, agent, team, hour, day or weekday. Errors: those of report_calls. Locks nothing.';
