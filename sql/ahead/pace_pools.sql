-- What the pacing is told. A pool is a list and what its calls ask of an agent: the agents of one are of no use to
-- another.
CREATE OR REPLACE FUNCTION pace_pools()
RETURNS TABLE (
    outbound_list_id uuid, call_group_id bigint, group_ids bigint[], has_calls boolean,
    was_agent_first boolean, inputs jsonb
)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    this_minute CONSTANT timestamptz := date_trunc('minute', now_is);
    tenths CONSTANT float8[] := '{0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1}'::float8[];
    -- Of fewer times deciles say nothing.
    enough CONSTANT integer := 20;
    lists uuid[];
    samples bigint[];
    groups bigint[];
    of_pool integer[];
BEGIN
    -- Mostly there is no such list.
    IF NOT EXISTS (
        SELECT FROM OutboundList AS l WHERE l.Activity = 'Running' AND l.DialingMode IN ('Power', 'Predictive'))
    THEN
        RETURN;
    END IF;
    WITH Numbered AS (
        SELECT l.OutboundListId, g.CallGroupId,
            min(g.CallGroupId) OVER (
                PARTITION BY l.OutboundListId, g.ProjectId, g.LanguageId, g.Skill, g.Proficiency) AS Sample
        FROM OutboundList AS l
        INNER JOIN CallGroup AS g ON g.OutboundListId = l.OutboundListId
        WHERE l.Activity = 'Running' AND l.DialingMode IN ('Power', 'Predictive')
    ),
    Placed AS (
        SELECT n.*, dense_rank() OVER (ORDER BY n.Sample)::integer AS Pool FROM Numbered AS n
    )
    SELECT array_agg(p.OutboundListId ORDER BY p.Pool) FILTER (WHERE p.CallGroupId = p.Sample),
        array_agg(p.Sample ORDER BY p.Pool) FILTER (WHERE p.CallGroupId = p.Sample),
        array_agg(p.CallGroupId), array_agg(p.Pool)
    INTO lists, samples, groups, of_pool
    FROM Placed AS p;
    IF lists IS NULL THEN
        RETURN;
    END IF;

    RETURN QUERY
    WITH Pool AS MATERIALIZED (
        SELECT u.Place::integer AS Pool, u.ListId, u.Sample
        FROM unnest(lists, samples) WITH ORDINALITY AS u (ListId, Sample, Place)
    ),
    Member AS MATERIALIZED (
        SELECT u.GroupId, u.Pool FROM unnest(groups, of_pool) AS u (GroupId, Pool)
    ),
    First AS MATERIALIZED (
        SELECT f.pool AS Pool, c.Priority, c.EnqueueingTime - p.WaitingOffset * interval '1 second' AS WaitsSince,
            c.OutboundCallId
        FROM unattended_calls(groups, of_pool, array_fill(1, ARRAY[cardinality(lists)])) AS f
        -- Looked up one by one: how few there are the planner cannot know.
        CROSS JOIN LATERAL (SELECT o.* FROM OutboundCall AS o WHERE o.OutboundCallId = f.call_id OFFSET 0) AS c
        INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
    ),
    -- Who could serve several has the pool whose calls come first (DIST-4): nobody is counted twice.
    Free AS MATERIALIZED (
        SELECT e.AgentId FROM AheadAgent AS e WHERE EXISTS (SELECT FROM First)
    ),
    Ready AS (
        SELECT DISTINCT ON (e.AgentId) e.AgentId, p.Pool
        FROM Free AS e
        CROSS JOIN First AS f
        INNER JOIN Pool AS p ON p.Pool = f.Pool
        CROSS JOIN LATERAL (
            SELECT FROM SkilledAgent AS k WHERE k.AgentId = e.AgentId AND k.CallGroupId = p.Sample OFFSET 0
        ) AS k
        ORDER BY e.AgentId, f.Priority DESC, f.WaitsSince, f.OutboundCallId
    ),
    Busy AS (
        SELECT DISTINCT ON (a.AgentId) a.AgentId, p.Pool, extract(epoch FROM now_is - a.BusySince)::float8 AS Age
        FROM Pool AS p
        INNER JOIN Agent AS a ON a.BusyListId = p.ListId AND a.BusySince IS NOT NULL AND a.WorkplaceId IS NOT NULL
        INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId AND s.Activity IN ('Ready', 'PostCall')
        INNER JOIN SkilledAgent AS k ON k.AgentId = a.AgentId AND k.CallGroupId = p.Sample
        ORDER BY a.AgentId, p.Pool
    ),
    Progress AS (
        SELECT m.Pool,
            coalesce(
                array_agg(extract(epoch FROM now_is - c.DialTime)::float8 ORDER BY c.DialTime)
                    FILTER (WHERE c.CallPhase = 'PredictiveDial'), '{}'::float8[]) AS Ringing,
            count(*) FILTER (WHERE c.CallPhase = 'Answered') AS Waiting
        FROM OutboundCall AS c
        INNER JOIN Member AS m ON m.GroupId = c.CallGroupId
        WHERE c.OutboundListId = ANY (lists) AND c.CallResult = 'Active'
            AND c.CallPhase IN ('PredictiveDial', 'Answered')
        GROUP BY m.Pool
    )
    SELECT p.ListId, p.Sample, (SELECT array_agg(m.GroupId) FROM Member AS m WHERE m.Pool = p.Pool),
        EXISTS (SELECT FROM First AS f WHERE f.Pool = p.Pool), l.AgentFirst = 1,
        jsonb_build_object(
            'mode', l.DialingMode,
            'lines_per_agent', CASE l.DialingMode WHEN 'Power' THEN l.LinesPerAgent ELSE l.MostLinesPerAgent END,
            'min_agents', l.MinAgents,
            'ready', (SELECT count(*) FROM Ready AS r WHERE r.Pool = p.Pool),
            'busy_ages', coalesce((SELECT jsonb_agg(b.Age ORDER BY b.Age) FROM Busy AS b WHERE b.Pool = p.Pool), '[]'),
            'ringing_ages', to_jsonb(coalesce(g.Ringing, '{}'::float8[])),
            'waiting', coalesce(g.Waiting, 0),
            'ended', t.Ended,
            'answered', t.Answered,
            'answer_times', (SELECT to_jsonb(percentile_cont(tenths) WITHIN GROUP (ORDER BY u.Seconds))
                FROM unnest(e.AnswerAfters) AS u (Seconds) HAVING count(*) >= enough),
            'handle_times', (SELECT to_jsonb(percentile_cont(tenths) WITHIN GROUP (ORDER BY u.Seconds))
                FROM unnest(e.HandleTimes) AS u (Seconds) HAVING count(*) >= enough),
            'ring_time', l.RingTime,
            'abandon_limit', l.AbandonLimit,
            'answered_day', coalesce(e.AnsweredDay, 0) + t.NewAnswered,
            'abandoned_day', coalesce(e.AbandonedDay, 0) + t.NewAbandoned,
            'answered_month', coalesce(e.AnsweredMonth, 0) + t.NewAnswered,
            'abandoned_month', coalesce(e.AbandonedMonth, 0) + t.NewAbandoned,
            'was_agent_first', l.AgentFirst = 1
        )
    FROM Pool AS p
    INNER JOIN OutboundList AS l ON l.OutboundListId = p.ListId
    LEFT JOIN ListPace AS e ON e.OutboundListId = p.ListId
    LEFT JOIN Progress AS g ON g.Pool = p.Pool
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(coalesce(m.Ended, 0) ORDER BY s.Minute) AS Ended,
            jsonb_agg(coalesce(m.Answered, 0) ORDER BY s.Minute) AS Answered,
            coalesce(sum(m.Answered) FILTER (WHERE s.Minute >= e.CountedTo), 0)::bigint AS NewAnswered,
            coalesce(sum(m.Abandoned) FILTER (WHERE s.Minute >= e.CountedTo), 0)::bigint AS NewAbandoned
        FROM generate_series(this_minute - interval '29 minutes', this_minute, '1 minute') AS s (Minute)
        LEFT JOIN PaceMinute AS m ON m.OutboundListId = p.ListId AND m.Minute = s.Minute
    ) AS t
    ORDER BY p.Pool;
END
$$;
COMMENT ON FUNCTION pace_pools() IS
'For each pool of calls of the lists that dial ahead what pace() is given, as inputs: who is ready, busy for how long,
what rings for how long, the last half hour, times, abandon rates. call_group_id: one of its groups, group_ids: all of
them; has_calls: whether there is one that can be dialled; was_agent_first: what the list is in now. Locks nothing.';

CREATE OR REPLACE FUNCTION pace_from(inputs jsonb, OUT starts integer, OUT agent_first boolean,
    OUT expected_abandons double precision, OUT reason text) RETURNS record
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    SELECT p.starts, p.agent_first, p.expected_abandons, p.reason
    INTO pace_from.starts, pace_from.agent_first, pace_from.expected_abandons, pace_from.reason
    FROM pace(
        (inputs ->> 'mode')::DialingMode, (inputs ->> 'lines_per_agent')::float8, (inputs ->> 'min_agents')::integer,
        (inputs ->> 'ready')::integer, floats_of(inputs -> 'busy_ages'), floats_of(inputs -> 'ringing_ages'),
        (inputs ->> 'waiting')::integer,
        floats_of(inputs -> 'ended')::integer[], floats_of(inputs -> 'answered')::integer[],
        floats_of(inputs -> 'answer_times'), floats_of(inputs -> 'handle_times'), (inputs ->> 'ring_time')::float8,
        (inputs ->> 'abandon_limit')::float8, (inputs ->> 'answered_day')::bigint, (inputs ->> 'abandoned_day')::bigint,
        (inputs ->> 'answered_month')::bigint, (inputs ->> 'abandoned_month')::bigint) AS p;
END
$$;
COMMENT ON FUNCTION pace_from(jsonb) IS
'pace() with its parameters by name in an object: as a decision is made, and as one that was made is made again.';

CREATE OR REPLACE FUNCTION floats_of(list jsonb) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN CASE jsonb_typeof(list)
        WHEN 'array' THEN ARRAY(
            SELECT e.Element::float8 FROM jsonb_array_elements_text(list) WITH ORDINALITY AS e (Element, Place)
            ORDER BY e.Place)
    END;
END
$$;
COMMENT ON FUNCTION floats_of(jsonb) IS 'An array of numbers from one of JSON; NULL for anything else.';
