-- The step of the cycle that tries the rules. Calls come by the ladder ConditionTime, and after a change of the rules by
-- id, as far as the change concerns them.
CREATE OR REPLACE FUNCTION next_rule_calls(batch integer) RETURNS bigint[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    refresh RuleRefresh;
    call_ids bigint[];
    last_id bigint;
    looked integer;
    matched bigint[];
    rule_ids uuid[];
    looks timestamptz[];
BEGIN
    SELECT r.* INTO refresh
    FROM RuleRefresh AS r
    WHERE r.FromCallId IS NOT NULL OR r.NextPass <= clock()
    FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN '{}';
    END IF;
    SELECT coalesce(array_agg(p.OutboundCallId) FILTER (WHERE p.IsWaiting), '{}'), max(p.OutboundCallId), count(*)
    INTO call_ids, last_id, looked
    FROM (
        SELECT c.OutboundCallId, c.CallResult = 'Scheduled' AS IsWaiting
        FROM OutboundCall AS c
        WHERE c.OutboundCallId >= coalesce(refresh.FromCallId, (SELECT min(o.OutboundCallId) FROM OutboundCall AS o))
        ORDER BY c.OutboundCallId
        LIMIT batch
    ) AS p;
    UPDATE RuleRefresh AS r
    SET FromCallId = CASE WHEN looked = batch THEN last_id + 1 END,
        NextPass = CASE WHEN refresh.FromCallId IS NOT NULL THEN r.NextPass END
    WHERE r.RuleRefreshId = refresh.RuleRefreshId;
    SELECT coalesce(array_agg(m.OutboundCallId), '{}'), array_agg(m.RuleId), array_agg(m.NextLook)
    INTO matched, rule_ids, looks
    FROM match_rules(call_ids) AS m;
    RETURN ARRAY(
        SELECT m.OutboundCallId
        FROM unnest(matched, rule_ids, looks) AS m (OutboundCallId, RuleId, NextLook)
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = m.OutboundCallId
        WHERE m.RuleId IS NOT NULL OR m.NextLook IS DISTINCT FROM c.ConditionTime
        UNION ALL
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (call_ids) AND c.OutboundCallId <> ALL (matched) AND c.ConditionTime IS NOT NULL
    );
END
$$;
COMMENT ON FUNCTION next_rule_calls(integer) IS
'After a change of the rules, the next calls by id to which the change matters; at most batch calls are looked at, and
the next time those behind them. Locks: RuleRefresh, unless somebody holds it.';

CREATE OR REPLACE FUNCTION apply_post_conditions() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
-- As in open_windows.
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    batch integer;
    changed bigint[];
    call_ids bigint[];
    matched bigint[];
    rule_ids uuid[];
    looks timestamptz[];
    applied integer;
BEGIN
    IF (SELECT min(c.ConditionTime) FROM OutboundCall AS c
        WHERE c.CallResult = 'Scheduled' AND c.ConditionTime >= ladder_mark('condition_time')) <= now_is IS NOT TRUE
        AND NOT EXISTS (SELECT FROM RuleRefresh AS r WHERE r.FromCallId IS NOT NULL OR r.NextPass <= now_is)
    THEN
        RETURN 0;
    END IF;
    batch := configuration('CycleBatch')::integer;
    changed := next_rule_calls(batch);
    WITH Come AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.CallResult = 'Scheduled' AND c.OutboundCallId = ANY (changed || ARRAY(
            SELECT d.OutboundCallId
            FROM OutboundCall AS d
            WHERE d.CallResult = 'Scheduled' AND d.ConditionTime <= now_is
                AND d.ConditionTime >= ladder_mark('condition_time')
            ORDER BY d.ConditionTime
            LIMIT batch))
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(o.OutboundCallId) INTO call_ids FROM Come AS o;
    IF cardinality(changed) > 0 AND EXISTS (
        SELECT FROM unnest(changed) AS i (Id) WHERE i.Id <> ALL (coalesce(call_ids, '{}')))
    THEN
        -- Somebody has it in hand.
        UPDATE RuleRefresh AS r
        SET NextPass = coalesce(r.NextPass, now_is + interval '1 minute')
        WHERE r.RuleRefreshId = 1;
    END IF;

    -- As the calls are under their locks.
    SELECT coalesce(array_agg(m.OutboundCallId), '{}'), array_agg(m.RuleId), array_agg(m.NextLook)
    INTO matched, rule_ids, looks
    FROM match_rules(call_ids) AS m;
    WITH Executed AS (
        UPDATE OutboundCall AS c
        SET ProjectId = e.ProjectId,
            LanguageId = e.LanguageId,
            OutboundListId = e.OutboundListId,
            Priority = e.Priority,
            Skill = e.Skill,
            Proficiency = e.Proficiency,
            Predistributed = e.Predistributed,
            AgentId = e.AgentId,
            PreferredAgentId = e.PreferredAgentId,
            ScheduleTime = e.ScheduleTime,
            CallResult = e.CallResult,
            ExtendedFields = e.ExtendedFields,
            ConditionLevel = e.ConditionLevel,
            ConditionTime = greatest(e.EnqueueingTime + n.ShortestWait * interval '1 second', n.Moment),
            ChangedTime = e.Moment
        FROM unnest(matched, rule_ids) AS m (OutboundCallId, RuleId)
        INNER JOIN RuleEffect AS e ON e.OutboundCallId = m.OutboundCallId AND e.SchedulePostConditionId = m.RuleId
        LEFT JOIN (SELECT l.ConditionLevel, l.ShortestWait, now_is AS Moment FROM RuleLevel AS l) AS n
            ON n.ConditionLevel = e.ConditionLevel
        WHERE c.OutboundCallId = m.OutboundCallId
        RETURNING c.OutboundCallId, c.Step, c.ChangedTime, e.FromPhase, c.CallPhase, e.FromResult, c.CallResult,
            c.AgentId, e.SchedulePostConditionId, e.DisplayName, e.Before, e.After
    )
    INSERT INTO CallEvent
    (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, Data)
    SELECT x.OutboundCallId, x.Step, x.ChangedTime, 'rule', x.FromPhase, x.CallPhase, x.FromResult, x.CallResult,
        x.AgentId, 'rule',
        jsonb_build_object(
            'rule', x.SchedulePostConditionId, 'name', x.DisplayName, 'before', x.Before, 'after', x.After)
    FROM Executed AS x;
    GET DIAGNOSTICS applied = ROW_COUNT;

    UPDATE OutboundCall AS c
    SET ConditionTime = m.NextLook
    FROM unnest(matched, rule_ids, looks) AS m (OutboundCallId, RuleId, NextLook)
    WHERE c.OutboundCallId = m.OutboundCallId AND m.RuleId IS NULL AND c.ConditionTime IS DISTINCT FROM m.NextLook;
    UPDATE OutboundCall AS c
    SET ConditionTime = NULL
    WHERE c.OutboundCallId = ANY (call_ids) AND c.OutboundCallId <> ALL (matched) AND c.ConditionTime IS NOT NULL;
    RETURN applied;
END
$$;
COMMENT ON FUNCTION apply_post_conditions() IS
'Tries the schedule post conditions for waiting calls whose ConditionTime has come, and for the next ones after a change
of the rules: executes at most one rule for each call, and works out when to look again (COND-1). What it did is in the
history with the values before and after (COND-4). Returns how many rules were executed. Locks: RuleRefresh, then calls
by id, skipping what is held.';
