-- A rule with a mistake is refused when it is written, because it would do its harm, or nothing, when nobody looks.
CREATE OR REPLACE FUNCTION rule_problems(rule SchedulePostCondition)
RETURNS TABLE (Place integer, ColumnName text, Problem text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT p.Place, p.ColumnName, p.Problem, p.Remedy
    FROM (VALUES
        (1, coalesce(btrim(rule.DisplayName), '') = '', 'DisplayName', 'it has no name', 'Give it a DisplayName.'),
        (2, rule.ConditionLevel NOT BETWEEN 0 AND 9, 'ConditionLevel',
            format('there is no level %s', rule.ConditionLevel), 'Levels are 0 to 9.'),
        (3, rule.WaitingLonger < 0, 'WaitingLonger',
            format('no call waits for %s s', rule.WaitingLonger), 'Give seconds, or NULL for no limit.'),
        (8, rule.TimeMode IS NULL AND coalesce(rule.TimeFrom, rule.TimeTo, rule.TimeZone) IS NOT NULL, 'TimeMode',
            'it has a window or a zone without a TimeMode', 'Set TimeMode to Range, Daily, Weekly or Yearly.'),
        (20, rule.SetPriority IS NOT NULL AND rule.AddPriority IS NOT NULL, 'AddPriority',
            format('it sets Priority to %s and adds %s to it', rule.SetPriority, rule.AddPriority),
            'Give SetPriority or AddPriority.'),
        (21, rule.AddPriority = 0, 'AddPriority', 'it adds 0 to Priority',
            'Give the number that is added, or NULL for none.'),
        (23, rule.SetAgentId IS NOT NULL AND rule.CancelPredistribution = 1, 'CancelPredistribution',
            'it pre-distributes the call and cancels that', 'Give SetAgentId or CancelPredistribution.'),
        (24, rule.Postpone <= 0, 'Postpone', format('it postpones by %s s', rule.Postpone),
            'Give seconds above 0, or NULL for none.'),
        (25, rule.Pause = 1 AND rule.EndAs IS NOT NULL, 'Pause', 'it pauses the call and ends it',
            'Give Pause or EndAs.'),
        (26, rule.Postpone IS NOT NULL AND (rule.Pause = 1 OR rule.EndAs IS NOT NULL), 'Postpone',
            'it postpones a call that it pauses or ends', 'Leave Postpone out.'),
        (27, rule.EndAs NOT IN ('Neglected', 'Cancelled'), 'EndAs',
            format('no call that waits ends as %s', rule.EndAs), 'It may be Neglected or Cancelled.'),
        (28, btrim(rule.Marker) = '', 'Marker', 'its marker is empty', 'Give a text, or NULL for none.'),
        (29, rule.CancelPredistribution = 0 AND rule.Pause = 0
            AND num_nonnulls(rule.SetProjectId, rule.SetLanguageId, rule.SetOutboundListId, rule.SetPriority,
                rule.AddPriority, rule.SetSkill, rule.SetProficiency, rule.SetAgentId, rule.SetPreferredAgentId,
                rule.Postpone, rule.EndAs, rule.Marker) = 0,
            'SetProjectId', 'it does nothing', 'Give an action, such as AddPriority, Postpone or Pause.')
    ) AS p (Place, IsThere, ColumnName, Problem, Remedy)
    WHERE p.IsThere
    UNION ALL
    SELECT 4, r.Name || 'From', format('%sFrom %s is above %sTo %s', r.Name, r.Low, r.Name, r.High),
        'Give a lower value and a higher one, or the same one twice.'
    FROM (VALUES
        ('Priority', rule.PriorityFrom, rule.PriorityTo), ('Skill', rule.SkillFrom, rule.SkillTo),
        ('Proficiency', rule.ProficiencyFrom, rule.ProficiencyTo), ('Trial', rule.TrialFrom, rule.TrialTo)
    ) AS r (Name, Low, High)
    WHERE r.Low > r.High
    UNION ALL
    SELECT 5, r.Name, format('%s %s is out of its range', r.Name, r.Value),
        CASE WHEN r.Most IS NULL THEN 'It is 0 or more.' ELSE format('It is 0 to %s.', r.Most) END
    FROM (VALUES
        ('SkillFrom', rule.SkillFrom, 100), ('SkillTo', rule.SkillTo, 100), ('SetSkill', rule.SetSkill, 100),
        ('ProficiencyFrom', rule.ProficiencyFrom, 100), ('ProficiencyTo', rule.ProficiencyTo, 100),
        ('SetProficiency', rule.SetProficiency, 100), ('TrialFrom', rule.TrialFrom, NULL),
        ('TrialTo', rule.TrialTo, NULL)
    ) AS r (Name, Value, Most)
    WHERE r.Value < 0 OR r.Value > r.Most
    UNION ALL
    -- LIKE itself would find fault with a mask only when a call is compared with it.
    SELECT 6, r.Name, format('nothing fits the mask "%s"', r.Mask),
        'Give a mask as LIKE takes it, such as Sales%; a backslash stands before the character that it protects.'
    FROM (VALUES ('ProjectGroupMask', rule.ProjectGroupMask), ('TeamMask', rule.TeamMask)) AS r (Name, Mask)
    WHERE r.Mask = '' OR r.Mask ~ '(^|[^\\])(\\\\)*\\$';
END
$$;
COMMENT ON FUNCTION rule_problems(SchedulePostCondition) IS
'What is wrong with a rule as far as its own row shows, a row each with the column at fault and what to do.';

CREATE OR REPLACE FUNCTION rule_references(rule SchedulePostCondition)
RETURNS TABLE (Place integer, ColumnName text, Problem text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- A rule that is switched off may name what has been deleted since.
    RETURN QUERY
    SELECT r.Place,
        r.ColumnName,
        format(CASE WHEN r.Deleted IS NULL THEN 'there is no %s %s' ELSE '%s %s is deleted' END, r.Noun, r.Id),
        format('SELECT %sId, DisplayName FROM %s WHERE Deleted = 0 lists them.', r.TableName, r.TableName)
    FROM (
        SELECT u.Place, u.ColumnName, 'project' AS Noun, 'Project' AS TableName, u.Id, p.Deleted
        FROM (VALUES (1, 'ProjectId', rule.ProjectId), (5, 'SetProjectId', rule.SetProjectId))
            AS u (Place, ColumnName, Id)
        LEFT JOIN Project AS p ON p.ProjectId = u.Id
        UNION ALL
        SELECT u.Place, u.ColumnName, 'language', 'Language', u.Id, l.Deleted
        FROM (VALUES (2, 'LanguageId', rule.LanguageId), (6, 'SetLanguageId', rule.SetLanguageId))
            AS u (Place, ColumnName, Id)
        LEFT JOIN Language AS l ON l.LanguageId = u.Id
        UNION ALL
        SELECT u.Place, u.ColumnName, 'outbound list', 'OutboundList', u.Id, l.Deleted
        FROM (VALUES (3, 'OutboundListId', rule.OutboundListId), (7, 'SetOutboundListId', rule.SetOutboundListId))
            AS u (Place, ColumnName, Id)
        LEFT JOIN OutboundList AS l ON l.OutboundListId = u.Id
        UNION ALL
        SELECT u.Place, u.ColumnName, 'agent', 'Agent', u.Id, a.Deleted
        FROM (VALUES
            (4, 'AgentId', rule.AgentId), (8, 'SetAgentId', rule.SetAgentId),
            (9, 'SetPreferredAgentId', rule.SetPreferredAgentId)
        ) AS u (Place, ColumnName, Id)
        LEFT JOIN Agent AS a ON a.AgentId = u.Id
    ) AS r
    WHERE r.Id IS NOT NULL AND (r.Deleted IS NULL OR (r.Deleted = 1 AND rule.Active = 1))
    UNION ALL
    SELECT 10, 'SetOutboundListId', format('list "%s" belongs to another project than SetProjectId', l.DisplayName),
        'Leave SetProjectId out: the project becomes that of the list.'
    FROM OutboundList AS l
    WHERE l.OutboundListId = rule.SetOutboundListId AND l.ProjectId <> rule.SetProjectId;
END
$$;
COMMENT ON FUNCTION rule_references(SchedulePostCondition) IS
'What is wrong with the projects, languages, lists and agents that a rule names, a row each as rule_problems has them.';

CREATE OR REPLACE FUNCTION refuse_rule(rule_name text, column_name text, problem text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD038',
        MESSAGE = format('Rule "%s" cannot be: %s.', rule_name, problem),
        HINT = remedy,
        COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION refuse_rule(text, text, text, text) IS
'Raises PD038 for a rule with a mistake, with the column that is at fault.';

CREATE OR REPLACE FUNCTION guard_rule() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    wrong record;
    problem text;
    remedy text;
BEGIN
    SELECT p.* INTO wrong FROM rule_problems(NEW) AS p ORDER BY p.Place, p.ColumnName LIMIT 1;
    IF NOT FOUND THEN
        SELECT r.* INTO wrong FROM rule_references(NEW) AS r ORDER BY r.Place LIMIT 1;
    END IF;
    IF FOUND THEN
        PERFORM refuse_rule(NEW.DisplayName, wrong.ColumnName, wrong.Problem, wrong.Remedy);
    END IF;
    PERFORM check_window(NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, NEW.TimeZone);
    RETURN NEW;
EXCEPTION WHEN SQLSTATE 'PD011' THEN
    GET STACKED DIAGNOSTICS problem = MESSAGE_TEXT, remedy = PG_EXCEPTION_HINT;
    PERFORM refuse_rule(NEW.DisplayName, substring(problem FROM '^Time[A-Z][a-z]+'), rtrim(problem, '.'), remedy);
END
$$;
COMMENT ON FUNCTION guard_rule() IS
'Trigger on SchedulePostCondition: refuses a rule with a mistake. Errors: PD038, with the column at fault.';

CREATE OR REPLACE TRIGGER rule_1_guard BEFORE INSERT OR UPDATE ON SchedulePostCondition
FOR EACH ROW EXECUTE FUNCTION guard_rule();
