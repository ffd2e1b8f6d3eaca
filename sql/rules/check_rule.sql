-- A rule with a mistake is refused when it is written, not when it is executed.
CREATE OR REPLACE FUNCTION check_rule() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    mistake record;
BEGIN
    PERFORM check_window(NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, coalesce(NEW.TimeZone, 'UTC'));
    SELECT m.ColumnName, m.Problem, m.Remedy INTO mistake
    FROM (VALUES
        (1, 'PriorityTo', NEW.PriorityFrom > NEW.PriorityTo,
            format('PriorityFrom %s is above PriorityTo %s', NEW.PriorityFrom, NEW.PriorityTo), 'Exchange the two.'),
        (2, 'SkillTo', NEW.SkillFrom > NEW.SkillTo,
            format('SkillFrom %s is above SkillTo %s', NEW.SkillFrom, NEW.SkillTo), 'Exchange the two.'),
        (3, 'ProficiencyTo', NEW.ProficiencyFrom > NEW.ProficiencyTo,
            format('ProficiencyFrom %s is above ProficiencyTo %s', NEW.ProficiencyFrom, NEW.ProficiencyTo),
            'Exchange the two.'),
        (4, 'TrialTo', NEW.TrialFrom > NEW.TrialTo,
            format('TrialFrom %s is above TrialTo %s', NEW.TrialFrom, NEW.TrialTo), 'Exchange the two.'),
        (5, 'CallType', NEW.CallType <> 'DialOut',
            format('calls of kind %s are not distributed, so that no rule is tried for them', NEW.CallType),
            'Leave CallType out, or set it to DialOut.'),
        (7, 'SetPriority', NEW.SetPriority IS NOT NULL AND NEW.AddPriority IS NOT NULL,
            'it sets the priority and adds to it', 'Give SetPriority or AddPriority.'),
        (8, 'SetAgentId', NEW.SetAgentId IS NOT NULL AND NEW.CancelPredistribution = 1,
            'it cancels the pre-distribution and pre-distributes', 'Give SetAgentId or CancelPredistribution.'),
        (9, 'Pause', NEW.Pause = 1 AND NEW.EndAs IS NOT NULL,
            format('it pauses the call and ends it as %s', NEW.EndAs), 'Give Pause or EndAs.'),
        (10, 'Postpone', NEW.Postpone IS NOT NULL AND (NEW.Pause = 1 OR NEW.EndAs IS NOT NULL),
            'it postpones a call that does not wait any more', 'Give Postpone without Pause and EndAs.'),
        (11, 'SetOutboundListId', EXISTS (
            SELECT FROM OutboundList AS l WHERE l.OutboundListId = NEW.SetOutboundListId AND l.Deleted = 1),
            format('the list %s is deleted', NEW.SetOutboundListId), 'Choose a list that is not deleted.'),
        (12, 'SetAgentId', EXISTS (
            SELECT FROM Agent AS a
            WHERE a.AgentId IN (NEW.SetAgentId, NEW.SetPreferredAgentId) AND a.Deleted = 1),
            'the agent whom it gives calls to has left', 'Choose an agent who is not deleted.'),
        (13, 'Marker', NEW.Marker = '', 'the marker is empty', 'Give a text, or NULL.'),
        (14, 'SetPriority', num_nonnulls(NEW.SetProjectId, NEW.SetLanguageId, NEW.SetOutboundListId, NEW.SetPriority,
            NEW.AddPriority, NEW.SetSkill, NEW.SetProficiency, NEW.SetAgentId, NEW.SetPreferredAgentId, NEW.Postpone,
            NEW.EndAs, NEW.Marker) = 0 AND NEW.CancelPredistribution = 0 AND NEW.Pause = 0,
            'it does nothing', 'Give at least one action, such as AddPriority.')
    ) AS m (Position, ColumnName, IsMistake, Problem, Remedy)
    WHERE m.IsMistake
    ORDER BY m.Position
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD038',
            MESSAGE = format('The rule "%s" has a mistake: %s.', NEW.DisplayName, mistake.Problem),
            HINT = mistake.Remedy,
            COLUMN = mistake.ColumnName;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_rule() IS
'Trigger on SchedulePostCondition: refuses a rule that contradicts itself, does nothing, or names what is deleted.
Errors: PD011 window, PD038 with the column.';

CREATE OR REPLACE TRIGGER rule_1_checked BEFORE INSERT OR UPDATE ON SchedulePostCondition
FOR EACH ROW EXECUTE FUNCTION check_rule();

CREATE OR REPLACE FUNCTION follow_rules() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundList AS l
    SET RuleWait = w.Wait
    FROM (
        SELECT o.OutboundListId, min(coalesce(r.WaitingLonger, 0)) FILTER (WHERE r.Active = 1) AS Wait
        FROM OutboundList AS o
        LEFT JOIN SchedulePostCondition AS r
            ON r.Active = 1 AND (r.OutboundListId IS NULL OR r.OutboundListId = o.OutboundListId)
        GROUP BY o.OutboundListId
    ) AS w
    WHERE l.OutboundListId = w.OutboundListId AND l.RuleWait IS DISTINCT FROM w.Wait;
    -- The calls that wait already look at the rules anew, a piece in each cycle.
    UPDATE RuleRefresh AS f SET NextCallId = 0;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_rules() IS
'Trigger on SchedulePostCondition: tells the lists from which wait on rules apply to their calls, and has the cycle go
through the calls that wait. Locks: the lists, RuleRefresh.';

CREATE OR REPLACE TRIGGER rules_9_followed AFTER INSERT OR UPDATE OR DELETE ON SchedulePostCondition
FOR EACH STATEMENT EXECUTE FUNCTION follow_rules();

CREATE OR REPLACE FUNCTION begin_list() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    NEW.RuleWait := (
        SELECT min(coalesce(r.WaitingLonger, 0))
        FROM SchedulePostCondition AS r
        WHERE r.Active = 1 AND (r.OutboundListId IS NULL OR r.OutboundListId = NEW.OutboundListId));
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION begin_list() IS
'Trigger on OutboundList: tells a new list from which wait on rules apply to its calls.';

CREATE OR REPLACE TRIGGER list_2_rules BEFORE INSERT ON OutboundList
FOR EACH ROW EXECUTE FUNCTION begin_list();
