-- A step of the cycle. Few calls among many are looked up one by one: hence the settings.
CREATE OR REPLACE FUNCTION apply_post_conditions() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    batch integer := configuration('CycleBatch')::integer;
    ids bigint[];
    chosen_ids bigint[];
    rule_ids uuid[];
    next_times timestamptz[];
    executed integer := 0;
BEGIN
    PERFORM refresh_rules();
    IF (SELECT min(c.RuleTime) FROM OutboundCall AS c WHERE c.RuleTime >= ladder_mark('rule')) <= now_is IS NOT TRUE THEN
        RETURN 0;
    END IF;
    WITH Locked AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.RuleTime <= now_is AND c.OutboundCallId = ANY (ARRAY(
            SELECT d.OutboundCallId
            FROM OutboundCall AS d
            WHERE d.RuleTime <= now_is AND d.RuleTime >= ladder_mark('rule')
            ORDER BY d.RuleTime
            LIMIT batch))
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(l.OutboundCallId) INTO ids FROM Locked AS l;
    IF ids IS NULL THEN
        RETURN 0;
    END IF;

    -- At the first level with active rules that the call has not passed.
    WITH RuleNow AS MATERIALIZED (SELECT w.* FROM RuleWindow AS w),
    Level AS MATERIALIZED (
        SELECT n.CallLevel, min(r.ConditionLevel) AS ConditionLevel
        FROM generate_series(0, 9) AS n (CallLevel)
        INNER JOIN SchedulePostCondition AS r ON r.Active = 1 AND r.ConditionLevel >= n.CallLevel
        GROUP BY n.CallLevel
    ),
    Fitting AS MATERIALIZED (
        SELECT f.OutboundCallId, f.SchedulePostConditionId, f.Rank, greatest(f.WaitedEnough, w.Opens) AS Moment,
            f.WaitedEnough <= now_is AND w.IsOpen AS IsNow
        FROM RuleFit AS f
        INNER JOIN Level AS v ON v.CallLevel = f.CallLevel AND v.ConditionLevel = f.ConditionLevel
        INNER JOIN RuleNow AS w ON w.SchedulePostConditionId = f.SchedulePostConditionId AND w.Opens IS NOT NULL
        WHERE f.OutboundCallId = ANY (ids) AND f.Active = 1
    )
    SELECT array_agg(t.OutboundCallId), array_agg(n.SchedulePostConditionId),
        array_agg(CASE WHEN n.SchedulePostConditionId IS NOT NULL THEN now_is ELSE n.Moment END)
    INTO chosen_ids, rule_ids, next_times
    FROM unnest(ids) AS t (OutboundCallId)
    LEFT JOIN (
        SELECT f.OutboundCallId,
            (array_agg(f.SchedulePostConditionId ORDER BY f.Rank, f.SchedulePostConditionId) FILTER (WHERE f.IsNow))[1]
                AS SchedulePostConditionId,
            min(f.Moment) FILTER (WHERE NOT f.IsNow AND f.Moment > now_is) AS Moment
        FROM Fitting AS f
        GROUP BY f.OutboundCallId
    ) AS n ON n.OutboundCallId = t.OutboundCallId;

    UPDATE OutboundCall AS c
    SET ProjectId = o.ProjectId, LanguageId = o.LanguageId, OutboundListId = o.OutboundListId, Priority = o.Priority,
        Skill = o.Skill, Proficiency = o.Proficiency, Predistributed = o.Predistributed, AgentId = o.AgentId,
        PreferredAgentId = o.PreferredAgentId, ScheduleTime = o.ScheduleTime, CallResult = o.CallResult,
        Cause = o.Cause, ExtendedFields = o.ExtendedFields, ConditionLevel = o.ConditionLevel,
        SchedulePostConditionId = o.SchedulePostConditionId, RuleTime = now_is
    FROM unnest(chosen_ids, rule_ids) AS n (OutboundCallId, SchedulePostConditionId)
    CROSS JOIN LATERAL (
        SELECT u.* FROM RuleOutcome AS u
        WHERE u.OutboundCallId = n.OutboundCallId AND u.SchedulePostConditionId = n.SchedulePostConditionId
        OFFSET 0
    ) AS o
    WHERE c.OutboundCallId = n.OutboundCallId;
    GET DIAGNOSTICS executed = ROW_COUNT;

    UPDATE OutboundCall AS c
    SET RuleTime = n.Moment
    FROM unnest(chosen_ids, rule_ids, next_times) AS n (OutboundCallId, SchedulePostConditionId, Moment)
    WHERE c.OutboundCallId = n.OutboundCallId AND n.SchedulePostConditionId IS NULL;
    RETURN executed;
END
$$;
COMMENT ON FUNCTION apply_post_conditions() IS
'Tries the rules for the waiting calls whose time for it has come, at most CycleBatch of them: the first rule of the
call''s level, by Rank, whose limits all hold is executed, and the call is at the next level (COND-1). Others are tried
again when a wait is long enough or a window opens, or when the call changes. Returns how many rules were executed. Locks:
calls by id, skipping those held.';

CREATE OR REPLACE FUNCTION refresh_rules() RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    bite CONSTANT integer := 20000;
    reached bigint;
    last bigint;
BEGIN
    IF (SELECT f.NextCallId FROM RuleRefresh AS f) IS NULL THEN
        RETURN;
    END IF;
    SELECT f.NextCallId INTO reached FROM RuleRefresh AS f WHERE f.NextCallId IS NOT NULL FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT max(t.OutboundCallId) INTO last
    FROM (
        SELECT c.OutboundCallId FROM OutboundCall AS c WHERE c.OutboundCallId >= reached ORDER BY c.OutboundCallId
        LIMIT bite
    ) AS t;
    WITH Waiting AS MATERIALIZED (
        -- Not before now: the cycle may have passed what lies below (ladder_mark).
        SELECT c.OutboundCallId,
            CASE
                WHEN l.RuleWait IS NOT NULL AND c.ConditionLevel <= 9
                    THEN greatest(c.EnqueueingTime + l.RuleWait * interval '1 second', clock())
            END AS Moment
        FROM OutboundCall AS c
        INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
        WHERE c.OutboundCallId BETWEEN reached AND last AND c.CallResult = 'Scheduled'
            AND c.CallPhase IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed')
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET RuleTime = w.Moment
    FROM Waiting AS w
    WHERE c.OutboundCallId = w.OutboundCallId AND c.RuleTime IS DISTINCT FROM w.Moment;
    UPDATE RuleRefresh AS f SET NextCallId = last + 1;
END
$$;
COMMENT ON FUNCTION refresh_rules() IS
'After a change of the rules: has the calls that wait look at them, some thousand in each cycle. Locks: RuleRefresh, and
those calls by id.';
