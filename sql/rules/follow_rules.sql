-- What follows when rules change, or what they are compared with: the calls that wait are looked at again, by the cycle
-- and a bounded number at a time, not in the statement of who changed it.
CREATE OR REPLACE FUNCTION reconsider_calls() RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    -- Once more after a minute: for calls that transactions bring in or hold meanwhile.
    UPDATE RuleRefresh AS r
    SET FromCallId = (SELECT min(c.OutboundCallId) FROM OutboundCall AS c),
        NextPass = clock() + interval '1 minute'
    WHERE EXISTS (SELECT FROM RuleLevel);
END
$$;
COMMENT ON FUNCTION reconsider_calls() IS
'Has the cycle try the rules for all calls that wait, now and again after a minute. Locks: RuleRefresh.';

CREATE OR REPLACE FUNCTION follow_rules() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    -- Who changes rules beside another waits here, and then sees what the other has changed.
    PERFORM FROM RuleRefresh AS r FOR NO KEY UPDATE;
    DELETE FROM RuleLevel AS n WHERE n.ConditionLevel >= 0;
    INSERT INTO RuleLevel (ConditionLevel, TriedLevel, ShortestWait)
    SELECT DISTINCT ON (n) n, r.ConditionLevel, r.WaitingLonger
    FROM generate_series(0, 9) AS n
    INNER JOIN SchedulePostCondition AS r ON r.ConditionLevel >= n AND r.Active = 1
    ORDER BY n, r.ConditionLevel, r.WaitingLonger NULLS FIRST;
    PERFORM reconsider_calls();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_rules() IS
'Trigger on SchedulePostCondition: keeps RuleLevel, and has the calls that wait reconsidered. Locks: RuleRefresh.';

CREATE OR REPLACE TRIGGER rules_1_followed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON SchedulePostCondition
FOR EACH STATEMENT EXECUTE FUNCTION follow_rules();

CREATE OR REPLACE FUNCTION follow_masked() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM SchedulePostCondition AS r
        WHERE r.Active = 1 AND num_nonnulls(r.ProjectGroupMask, r.TeamMask, r.TimeMode) > 0)
    THEN
        PERFORM reconsider_calls();
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_masked() IS
'Trigger on what masks and windows of rules are compared with (project groups, teams, the default zone): has the calls
that wait reconsidered, if there are such rules. Locks: RuleRefresh.';

CREATE OR REPLACE TRIGGER project_9_masked AFTER UPDATE OF ProjectGroupName ON Project
FOR EACH STATEMENT EXECUTE FUNCTION follow_masked();
CREATE OR REPLACE TRIGGER agent_9_masked AFTER UPDATE OF TeamName ON Agent
FOR EACH STATEMENT EXECUTE FUNCTION follow_masked();
CREATE OR REPLACE TRIGGER configuration_9_zone AFTER UPDATE ON Configuration
FOR EACH ROW WHEN (NEW.ConfigurationName = 'DefaultTimeZone') EXECUTE FUNCTION follow_masked();
