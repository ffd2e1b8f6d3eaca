CREATE OR REPLACE FUNCTION try_post_condition(schedule_post_condition_id uuid, "limit" integer DEFAULT 1000)
RETURNS TABLE (OutboundCallId bigint, ColumnName text, OldValue text, NewValue text, FirstRuleId uuid)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    rule SchedulePostCondition;
BEGIN
    PERFORM demand('Rule', 'Read');
    SELECT r.* INTO rule
    FROM SchedulePostCondition AS r
    WHERE r.SchedulePostConditionId = try_post_condition.schedule_post_condition_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD039',
            MESSAGE = format('There is no rule %s.', coalesce(schedule_post_condition_id::text, 'NULL')),
            HINT = 'SELECT SchedulePostConditionId, DisplayName FROM SchedulePostCondition lists them.';
    END IF;
    RETURN QUERY
    WITH RuleNow AS MATERIALIZED (SELECT w.* FROM RuleWindow AS w),
    Matching AS MATERIALIZED (
        SELECT f.OutboundCallId
        FROM RuleFit AS f
        INNER JOIN RuleNow AS w ON w.SchedulePostConditionId = f.SchedulePostConditionId AND w.IsOpen
        WHERE f.SchedulePostConditionId = rule.SchedulePostConditionId AND f.WaitedEnough <= clock()
            AND f.CallLevel <= rule.ConditionLevel
            -- No level between that has active rules.
            AND NOT EXISTS (
                SELECT FROM SchedulePostCondition AS r
                WHERE r.Active = 1 AND r.ConditionLevel >= f.CallLevel AND r.ConditionLevel < rule.ConditionLevel)
        ORDER BY f.OutboundCallId
        LIMIT "limit"
    )
    SELECT m.OutboundCallId, k.Name, to_jsonb(c) ->> lower(k.Name), to_jsonb(o) ->> lower(k.Name), first.Id
    FROM Matching AS m
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = m.OutboundCallId
    INNER JOIN RuleOutcome AS o
        ON o.OutboundCallId = m.OutboundCallId AND o.SchedulePostConditionId = rule.SchedulePostConditionId
    CROSS JOIN unnest(rule_columns()) WITH ORDINALITY AS k (Name, Place)
    LEFT JOIN LATERAL (
        SELECT f.SchedulePostConditionId AS Id
        FROM RuleFit AS f
        INNER JOIN RuleNow AS w ON w.SchedulePostConditionId = f.SchedulePostConditionId AND w.IsOpen
        WHERE f.OutboundCallId = m.OutboundCallId AND f.Active = 1 AND f.ConditionLevel = rule.ConditionLevel
            AND f.WaitedEnough <= clock()
            AND (f.Rank, f.SchedulePostConditionId) < (rule.Rank, rule.SchedulePostConditionId)
        ORDER BY f.Rank, f.SchedulePostConditionId
        LIMIT 1
    ) AS first ON TRUE
    WHERE to_jsonb(c) -> lower(k.Name) IS DISTINCT FROM to_jsonb(o) -> lower(k.Name)
    ORDER BY m.OutboundCallId, k.Place;
END
$$;
COMMENT ON FUNCTION try_post_condition(uuid, integer) IS
'What a rule would do now, without doing it (COND-4), whether it is active or not: for each waiting call of its level
that it matches, up to limit calls, the columns that would change with the value now and the value after. FirstRuleId:
the active rule that would be executed in its place, because its Rank is lower; NULL = none. Errors: PD039 no such
rule, PD042 not permitted. Locks: none; reads all waiting calls.';

CREATE OR REPLACE FUNCTION rule_columns() RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN '{ProjectId,LanguageId,OutboundListId,Priority,Skill,Proficiency,Predistributed,AgentId,PreferredAgentId,'
        'ScheduleTime,CallResult,Cause,ExtendedFields,ConditionLevel}';
END
$$;
COMMENT ON FUNCTION rule_columns() IS 'The columns of a call that rules change, in the order in which they are told.';

CREATE OR REPLACE FUNCTION rule_change(before jsonb, after jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'rule', after -> 'schedulepostconditionid',
            'before', jsonb_object_agg(k.Name, before -> lower(k.Name)),
            'after', jsonb_object_agg(k.Name, after -> lower(k.Name)))
        FROM unnest(rule_columns()) AS k (Name)
        WHERE before -> lower(k.Name) IS DISTINCT FROM after -> lower(k.Name)
    );
END
$$;
COMMENT ON FUNCTION rule_change(jsonb, jsonb) IS
'What the history says of a rule''s execution (COND-4): its id, and the values before and after of what it changed.';
