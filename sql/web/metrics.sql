CREATE OR REPLACE FUNCTION metrics() RETURNS TABLE (Name text, Help text, Labels jsonb, Value double precision)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
BEGIN
    RETURN QUERY
    WITH Census AS MATERIALIZED (
        SELECT s.*, jsonb_build_object('list_id', l.OutboundListId, 'list', l.DisplayName) AS Labels
        FROM ListCensus AS s
        INNER JOIN OutboundList AS l ON l.OutboundListId = s.OutboundListId AND l.Deleted = 0
        WHERE isfinite(s.CountedTime)
    )
    SELECT 'list_waiting_calls', 'Calls of a list that wait to be dialled, by its last census.', c.Labels,
        c.Waiting::float8
    FROM Census AS c
    UNION ALL
    SELECT 'list_due_calls', 'Those of them that may be dialled now, by the last census.', c.Labels, c.Due::float8
    FROM Census AS c
    UNION ALL
    SELECT 'list_calls', 'Calls of a list by phase and status, by its last census.',
        c.Labels || jsonb_build_object('phase', p.Key, 'result', r.Key), r.Content::float8
    FROM Census AS c
    CROSS JOIN LATERAL jsonb_each(c.Counts) AS p (Key, Content)
    CROSS JOIN LATERAL jsonb_each_text(p.Content) AS r (Key, Content)
    UNION ALL
    SELECT 'list_census_age_seconds', 'How long ago the list was counted.', c.Labels,
        extract(epoch FROM now_is - c.CountedTime)::float8
    FROM Census AS c;

    RETURN QUERY
    SELECT 'agents', 'Agents by status.', jsonb_build_object('status', s.DisplayName, 'activity', s.Activity),
        count(a.AgentId)::float8
    FROM AgentStatus AS s
    LEFT JOIN Agent AS a ON a.AgentStatusId = s.AgentStatusId AND a.Deleted = 0
    WHERE s.Deleted = 0
    GROUP BY s.AgentStatusId, s.DisplayName, s.Activity
    UNION ALL
    SELECT 'workplaces', 'Workplaces where an agent sits, by the state of the line.',
        jsonb_build_object('state', w.State), count(*)::float8
    FROM Agent AS a
    INNER JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    WHERE a.Deleted = 0
    GROUP BY w.State
    UNION ALL
    -- Few among many: those that the partial indexes have.
    SELECT 'calls_in_progress', 'Calls with an agent, or in a script, by phase.',
        jsonb_build_object('phase', c.CallPhase), count(*)::float8
    FROM OutboundCall AS c
    WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.SharedNumber IN (0, 1)
        AND c.OutboundCallId = ANY (attempts_in_progress())
    GROUP BY c.CallPhase;

    RETURN QUERY
    SELECT v.Name, v.Help, jsonb_build_object('trunk', t.Endpoint), v.Value
    FROM Trunk AS t
    CROSS JOIN LATERAL (VALUES
        ('trunk_calls', 'Calls that are up on the trunk.',
            (SELECT count(*) FROM PbxCommand AS k WHERE k.TrunkId = t.TrunkId AND k.EndedTime IS NULL)::float8),
        ('trunk_resting', '1: the trunk rests because it failed.', coalesce(t.RestsUntil > now_is, FALSE)::integer::float8)
    ) AS v (Name, Help, Value)
    WHERE t.Deleted = 0;

    RETURN QUERY
    SELECT v.Name, v.Help, '{}'::jsonb, v.Value
    FROM (
        SELECT count(*) AS Waiting, min(k.CreatedTime) AS Oldest
        FROM PbxCommand AS k
        WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL
    ) AS o
    CROSS JOIN LATERAL (VALUES
        ('outbox_commands', 'Commands that wait for a runner to take them to the PBX.', o.Waiting::float8),
        ('outbox_age_seconds', 'For how long the oldest of them has waited; 0 = there is none.',
            coalesce(extract(epoch FROM now_is - o.Oldest), 0)::float8)
    ) AS v (Name, Help, Value)
    UNION ALL
    SELECT 'oldest_transaction_seconds',
        'Age of the oldest transaction on this database, of those that the service''s owner may see.', '{}',
        coalesce(max(extract(epoch FROM greatest(now_is - t.xact_start, interval '0'))), 0)::float8
    FROM pg_stat_activity AS t
    WHERE t.datname = current_database() AND t.pid <> pg_backend_pid();

    RETURN QUERY
    SELECT v.Name, v.Help, jsonb_build_object('runner', r.RunnerName), v.Value
    FROM Runner AS r
    CROSS JOIN LATERAL (VALUES
        ('runner_heartbeat_age_seconds', 'Since when the runner has given no sign of life.',
            extract(epoch FROM now_is - r.HeartbeatTime)::float8),
        ('runner_pbx_ready', '1: the runner drives its PBX.', r.PbxReady::float8),
        ('cycle_seconds', 'The longest cycle between the runner''s last two signs of life.', r.CycleSeconds)
    ) AS v (Name, Help, Value)
    -- Those that were stopped long ago are of no interest.
    WHERE v.Value IS NOT NULL AND r.HeartbeatTime > now_is - interval '1 hour'
    UNION ALL
    SELECT 'cycle_age_seconds', 'How long ago a runner last ran the cycle.', '{}',
        extract(epoch FROM now_is - max(r.CycleTime))::float8
    FROM Runner AS r
    HAVING max(r.CycleTime) IS NOT NULL;
END
$$;
COMMENT ON FUNCTION metrics() IS
'What an operator watches, a row for each figure: its name (without pgdialer_), what it is, its labels and its value.
Reads no call but those in progress: figures of whole lists are those of ListCensus. Locks nothing.';

CREATE OR REPLACE FUNCTION attempts_in_progress() RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET jit TO off
AS $$
BEGIN
    RETURN ARRAY(
        SELECT c.OutboundCallId FROM OutboundCall AS c
        WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AND c.SharedNumber = 0
        ORDER BY 1
    ) || ARRAY(
        SELECT c.OutboundCallId FROM OutboundCall AS c
        WHERE c.CallResult = 'Active' AND c.SharedNumber = 1 AND c.CallPhase
            IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
        ORDER BY 1);
END
$$;
COMMENT ON FUNCTION attempts_in_progress() IS
'The calls with an agent, or in a script, found by partial indexes alone; of those of a shared number only those with an
agent.';
