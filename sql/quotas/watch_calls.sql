-- Whatever changes about a call that its quotas ask for is noted, and the cycle looks at it: nobody who ends a call waits
-- for a counter that all others want, too.
CREATE OR REPLACE FUNCTION watch_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    list_id uuid;
    is_reached boolean;
BEGIN
    IF NEW.CallResult = 'Active'
        OR ((OLD.CallResult = NEW.CallResult OR (OLD.CallResult = 'Scheduled' AND NEW.CallResult = 'Prepared'))
            AND (OLD.OutboundListId, OLD.CallResultDetailId, OLD.Number, OLD.DisplayName, OLD.CallKey, OLD.LanguageId,
                OLD.CallType, OLD.Priority, OLD.Skill, OLD.Proficiency, OLD.Trial, OLD.TimeZone, OLD.ExtendedFields)
            IS NOT DISTINCT FROM
            (NEW.OutboundListId, NEW.CallResultDetailId, NEW.Number, NEW.DisplayName, NEW.CallKey, NEW.LanguageId,
                NEW.CallType, NEW.Priority, NEW.Skill, NEW.Proficiency, NEW.Trial, NEW.TimeZone, NEW.ExtendedFields))
    THEN
        RETURN NULL;
    END IF;
    FOR list_id, is_reached IN
    SELECT q.OutboundListId, bool_or(q.ReachedTime IS NOT NULL)
    FROM Quota AS q
    WHERE q.OutboundListId IN (OLD.OutboundListId, NEW.OutboundListId)
    GROUP BY q.OutboundListId
    LOOP
        -- One that waits counts nowhere, and did not before: it matters only whether it is wanted.
        CONTINUE WHEN NOT is_reached AND list_id = NEW.OutboundListId
            AND NEW.CallResult IN ('Scheduled', 'Prepared', 'Paused')
            AND OLD.CallResult IN ('Scheduled', 'Prepared', 'Paused', 'Active');
        INSERT INTO QuotaCheck (OutboundListId, FromCallId, ToCallId, Holds)
        VALUES (list_id, NEW.OutboundCallId, NEW.OutboundCallId,
            CASE WHEN is_reached AND NEW.CallResult IN ('Scheduled', 'Prepared', 'Paused') THEN 1 ELSE 0 END);
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION watch_call() IS
'Trigger on OutboundCall: notes for the cycle a call of a list with quotas that is over, waits again, or of which something
has changed that quotas ask for.';

CREATE OR REPLACE TRIGGER call_9_watched AFTER UPDATE ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION watch_call();

CREATE OR REPLACE FUNCTION watch_new_calls() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM Quota AS q WHERE q.ReachedTime IS NOT NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO QuotaCheck (OutboundListId, FromCallId, ToCallId, Holds)
    SELECT n.OutboundListId, min(n.OutboundCallId), max(n.OutboundCallId), 1
    FROM NewCall AS n
    WHERE n.OutboundListId IN (SELECT q.OutboundListId FROM Quota AS q WHERE q.ReachedTime IS NOT NULL)
    GROUP BY n.OutboundListId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION watch_new_calls() IS
'Trigger on OutboundCall: new calls of a list of which a quota is reached are looked at before they are distributed.';

CREATE OR REPLACE TRIGGER calls_2_watched AFTER INSERT ON OutboundCall
REFERENCING NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION watch_new_calls();

CREATE OR REPLACE FUNCTION watch_answers() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id CONSTANT bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.OutboundCallId ELSE NEW.OutboundCallId END;
BEGIN
    -- In progress or not: whoever ends the call at this moment does not see these answers yet.
    INSERT INTO QuotaCheck (OutboundListId, FromCallId, ToCallId)
    SELECT c.OutboundListId, c.OutboundCallId, c.OutboundCallId
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = call_id
        AND EXISTS (SELECT FROM Quota AS q WHERE q.OutboundListId = c.OutboundListId);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION watch_answers() IS
'Trigger on ScenarioResult: notes for the cycle a call of a list with quotas of which answers have changed.';

CREATE OR REPLACE TRIGGER result_9_watched AFTER INSERT OR UPDATE OR DELETE ON ScenarioResult
FOR EACH ROW EXECUTE FUNCTION watch_answers();
