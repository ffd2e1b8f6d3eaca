CREATE OR REPLACE FUNCTION find_rule(rule uuid) RETURNS SchedulePostCondition
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    found_rule SchedulePostCondition;
BEGIN
    SELECT r.* INTO found_rule FROM SchedulePostCondition AS r WHERE r.SchedulePostConditionId = find_rule.rule;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD039',
            MESSAGE = format('There is no schedule post condition %s.', coalesce(rule::text, 'NULL')),
            HINT = 'SELECT SchedulePostConditionId, DisplayName FROM SchedulePostCondition lists them.',
            COLUMN = 'SchedulePostConditionId';
    END IF;
    RETURN found_rule;
END
$$;
COMMENT ON FUNCTION find_rule(uuid) IS 'A rule by its key. Errors: PD039 there is none.';

CREATE OR REPLACE FUNCTION try_post_condition(rule uuid, "limit" integer DEFAULT 1000)
RETURNS TABLE (OutboundCallId bigint, ColumnName text, OldValue text, NewValue text, EarlierRuleId uuid)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    call_ids bigint[];
BEGIN
    PERFORM demand('Rule', 'Read');
    PERFORM find_rule(rule);
    call_ids := ARRAY(
        SELECT f.OutboundCallId
        FROM FittingRule AS f
        INNER JOIN rules_to_try(try_post_condition.rule) AS t
            ON t.SchedulePostConditionId = f.SchedulePostConditionId
            AND f.CallLevel >= t.FromLevel AND t.Opens IS NOT NULL
        WHERE f.SchedulePostConditionId = try_post_condition.rule AND greatest(f.WaitedAt, t.Opens) <= clock()
        ORDER BY f.OutboundCallId
        LIMIT try_post_condition."limit"
    );
    RETURN QUERY
    SELECT m.OutboundCallId, k.Name, e.Before ->> k.Name, e.After ->> k.Name, nullif(m.RuleId, try_post_condition.rule)
    FROM match_rules(call_ids, try_post_condition.rule) AS m
    LEFT JOIN RuleEffect AS e
        ON e.OutboundCallId = m.OutboundCallId AND e.SchedulePostConditionId = m.RuleId
        AND m.RuleId = try_post_condition.rule
    LEFT JOIN LATERAL (
        SELECT u.Name FROM jsonb_object_keys(e.Before || e.After) AS u (Name)
    ) AS k ON TRUE
    ORDER BY m.OutboundCallId, k.Name COLLATE "C";
END
$$;
COMMENT ON FUNCTION try_post_condition(uuid, integer) IS
'What a rule, active or not, would do now; changes nothing (COND-4). limit: the most calls, the lowest ids first; NULL =
all. Returns for each waiting call of its level that it fits a row per column that would change, with the value now and
the value after; or, where a rule that is tried earlier fits, one row that names it. Errors: PD039 no such rule.';

CREATE OR REPLACE FUNCTION why_rule(rule uuid, call_id bigint)
RETURNS TABLE (Condition text, Holds boolean, Value text, LimitValue text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    asked SchedulePostCondition;
    called OutboundCall;
    fits record;
    tried record;
    first record;
BEGIN
    PERFORM demand('Rule', 'Read');
    PERFORM demand_call(call_id, 'Read');
    asked := find_rule(rule);
    SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = why_rule.call_id;
    IF NOT FOUND THEN
        PERFORM find_call(call_id);
    END IF;
    SELECT q.*, p.ProjectGroupName, a.TeamName, coalesce(called.AgentId, called.PreferredAgentId) AS AgentId INTO fits
    FROM RuleCondition AS q
    LEFT JOIN Project AS p ON p.ProjectId = called.ProjectId
    LEFT JOIN Agent AS a ON a.AgentId = coalesce(called.AgentId, called.PreferredAgentId)
    WHERE q.OutboundCallId = called.OutboundCallId AND q.SchedulePostConditionId = asked.SchedulePostConditionId;
    SELECT t.* INTO tried FROM rules_to_try(rule) AS t WHERE t.SchedulePostConditionId = asked.SchedulePostConditionId;
    SELECT r.SchedulePostConditionId, r.DisplayName INTO first
    FROM match_rules(ARRAY[call_id], rule) AS m
    INNER JOIN SchedulePostCondition AS r ON r.SchedulePostConditionId = m.RuleId;
    RETURN QUERY
    SELECT v.Condition, v.Holds, v.Value, v.LimitValue
    FROM (VALUES
        (1, 'the rule is active', asked.Active = 1, asked.Active::text, '1'),
        (2, 'the call waits', fits.IsWaiting, called.CallResult::text, 'Scheduled'),
        (3, 'the call is at its level', called.ConditionLevel BETWEEN tried.FromLevel AND asked.ConditionLevel,
            called.ConditionLevel::text, rule_range(tried.FromLevel, asked.ConditionLevel)),
        (4, 'WaitingLonger', coalesce(fits.WaitedAt <= clock(), FALSE),
            floor(EXTRACT(EPOCH FROM clock() - called.EnqueueingTime))::bigint::text, asked.WaitingLonger::text),
        (5, 'Priority', fits.PriorityFits, called.Priority::text, rule_range(asked.PriorityFrom, asked.PriorityTo)),
        (6, 'ProjectId', fits.ProjectFits, called.ProjectId::text, asked.ProjectId::text),
        (7, 'ProjectGroupMask', fits.ProjectGroupFits, fits.ProjectGroupName, asked.ProjectGroupMask),
        (8, 'LanguageId', fits.LanguageFits, called.LanguageId::text, asked.LanguageId::text),
        (9, 'OutboundListId', fits.ListFits, called.OutboundListId::text, asked.OutboundListId::text),
        (10, 'Skill', fits.SkillFits, called.Skill::text, rule_range(asked.SkillFrom, asked.SkillTo)),
        (11, 'Proficiency', fits.ProficiencyFits, called.Proficiency::text,
            rule_range(asked.ProficiencyFrom, asked.ProficiencyTo)),
        (12, 'Trial', fits.TrialFits, called.Trial::text, rule_range(asked.TrialFrom, asked.TrialTo)),
        (13, 'CallType', fits.CallTypeFits, called.CallType::text, asked.CallType::text),
        (14, 'Predistributed', fits.PredistributedFits, called.Predistributed::text, asked.Predistributed::text),
        (15, 'AgentId', fits.AgentFits, fits.AgentId::text, asked.AgentId::text),
        (16, 'TeamMask', fits.TeamFits, fits.TeamName, asked.TeamMask),
        (17, 'TimeMode', coalesce(tried.Opens <= clock(), FALSE), clock()::text,
            CASE WHEN coalesce(asked.TimeMode, 'None') <> 'None' THEN describe_window(
                asked.TimeMode, asked.TimeFrom, asked.TimeTo,
                coalesce(asked.TimeZone, configuration('DefaultTimeZone')), NULL) END),
        (18, 'no earlier rule fits', coalesce(first.SchedulePostConditionId = asked.SchedulePostConditionId, TRUE),
            first.DisplayName, asked.DisplayName)
    ) AS v (Place, Condition, Holds, Value, LimitValue)
    WHERE v.Place <= 3 OR v.LimitValue IS NOT NULL
    ORDER BY v.Place;
END
$$;
COMMENT ON FUNCTION why_rule(uuid, bigint) IS
'Why a rule is not executed for a call: a row for each of its limits, whether it holds, the call''s value and the
limit. Errors: PD012 no such call, PD039 no such rule, PD042 not permitted. Locks nothing.';

CREATE OR REPLACE FUNCTION rule_range(low integer, high integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN CASE
        WHEN high IS NULL THEN low || ' or more'
        WHEN low IS NULL THEN high || ' or less'
        WHEN low = high THEN low::text
        ELSE low || ' to ' || high
    END;
END
$$;
COMMENT ON FUNCTION rule_range(integer, integer) IS 'A limit from low to high in words; NULL for none.';
