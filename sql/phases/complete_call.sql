-- First, when a call changes: the checks of a new one for what is changed (CALL-4).
CREATE OR REPLACE FUNCTION complete_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    list record;
    country text;
BEGIN
    IF (NEW.Predistributed = 0 OR NEW.AgentId IS NOT NULL)
        AND (OLD.Number, OLD.OutboundListId, OLD.ProjectId, OLD.CallType, OLD.Predistributed, OLD.TimeMode,
            OLD.TimeFrom, OLD.TimeTo, OLD.TimeZone)
        IS NOT DISTINCT FROM
        (NEW.Number, NEW.OutboundListId, NEW.ProjectId, NEW.CallType, NEW.Predistributed, NEW.TimeMode,
            NEW.TimeFrom, NEW.TimeTo, NEW.TimeZone)
    THEN
        RETURN NEW;
    END IF;
    IF NEW.OutboundListId IS NOT NULL THEN
        SELECT l.ProjectId, l.Country INTO list
        FROM OutboundList AS l
        WHERE l.OutboundListId = NEW.OutboundListId;
        IF NOT FOUND THEN
            PERFORM refuse_list(NEW.OutboundListId, NEW.Number);
        END IF;
        country := list.Country;
        -- A private call that is given a list becomes a project call (CALL-2).
        NEW.CallType := coalesce(nullif(NEW.CallType, 'Private'), 'DialOut');
        NEW.ProjectId := coalesce(NEW.ProjectId, list.ProjectId);
    ELSE
        NEW.CallType := coalesce(NEW.CallType, 'Private');
        IF NEW.CallType = 'DialOut' THEN
            PERFORM refuse_list(NULL, NEW.Number);
        END IF;
    END IF;

    IF NEW.Number IS DISTINCT FROM OLD.Number THEN
        NEW.NumberGiven := NEW.Number;
        NEW.Number := normalise_number(NEW.Number, coalesce(country, configuration('DefaultCountry')));
    END IF;

    NEW.TimeMode := coalesce(NEW.TimeMode, 'None');
    IF NEW.TimeMode <> 'None' OR NEW.TimeZone IS NOT NULL THEN
        PERFORM check_window(NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, coalesce(NEW.TimeZone, 'UTC'));
    END IF;

    NEW.Predistributed := coalesce(NEW.Predistributed, 0);
    IF NEW.Predistributed = 1 AND NEW.AgentId IS NULL THEN
        PERFORM refuse_nobody(NEW.Number);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION complete_call() IS
'Trigger on OutboundCall, when what the list prescribes, the number or the window changes: fills in, normalises and
checks it as for a new call.
Errors: PD004 no such list, or none; PD005 pre-distributed to nobody; PD010 number; PD011 window or zone.';

-- Columns instead of a condition: a trigger's WHEN is parsed anew in each statement.
CREATE OR REPLACE TRIGGER call_1_complete_changed
BEFORE UPDATE OF
Number, OutboundListId, ProjectId, CallType, TimeMode, TimeFrom, TimeTo, TimeZone, Predistributed, AgentId
ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION complete_call();
