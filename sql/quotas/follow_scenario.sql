CREATE OR REPLACE FUNCTION follow_list_scenario() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    wrong record;
BEGIN
    SELECT q.DisplayName, r.problem, r.remedy INTO wrong
    FROM Quota AS q
    CROSS JOIN LATERAL read_conditions(q.Conditions, scenario_form(NEW.ScenarioId)) AS r
    WHERE q.OutboundListId = NEW.OutboundListId AND r.problem IS NOT NULL
    ORDER BY q.DisplayName
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_quota(wrong.DisplayName, 'ScenarioId', format('with this scenario of its list %s', wrong.problem),
            'Change the Conditions of the quota first.');
    END IF;
    UPDATE Quota AS q
    SET Conditions = q.Conditions, Counted = 0
    WHERE q.OutboundListId = NEW.OutboundListId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_list_scenario() IS
'Trigger on OutboundList, when its scenario changes: its quotas must be able to count by the new one, and are counted anew.
Errors: PD084. Locks: the quotas.';

CREATE OR REPLACE TRIGGER list_2_scenario AFTER UPDATE OF ScenarioId ON OutboundList
FOR EACH ROW WHEN (OLD.ScenarioId IS DISTINCT FROM NEW.ScenarioId)
EXECUTE FUNCTION follow_list_scenario();
