-- First: whatever way a call comes in, it gets the same defaults and passes the same checks (CALL-4).
CREATE OR REPLACE FUNCTION complete_call() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    list record;
    project_language uuid;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.Predistributed = 0 OR NEW.AgentId IS NOT NULL)
        AND (OLD.Number, OLD.OutboundListId, OLD.ProjectId, OLD.CallType, OLD.Predistributed, OLD.TimeMode,
            OLD.TimeFrom, OLD.TimeTo, OLD.TimeZone)
        IS NOT DISTINCT FROM
        (NEW.Number, NEW.OutboundListId, NEW.ProjectId, NEW.CallType, NEW.Predistributed, NEW.TimeMode,
            NEW.TimeFrom, NEW.TimeTo, NEW.TimeZone)
    THEN
        RETURN NEW;
    END IF;
    IF NEW.OutboundListId IS NOT NULL THEN
        SELECT l.ProjectId, l.LanguageId, l.Country INTO list
        FROM OutboundList AS l
        WHERE l.OutboundListId = NEW.OutboundListId;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD004',
                MESSAGE = format('There is no outbound list %s.', NEW.OutboundListId),
                HINT = 'SELECT OutboundListId, DisplayName FROM OutboundList lists them.';
        END IF;
        -- A private call that is given a list becomes a project call (CALL-2).
        NEW.CallType := coalesce(nullif(NEW.CallType, 'Private'), 'DialOut');
        IF NEW.ProjectId IS NULL THEN
            NEW.ProjectId := list.ProjectId;
        END IF;
        IF TG_OP = 'INSERT' AND NEW.LanguageId IS NULL THEN
            SELECT p.LanguageId INTO project_language FROM Project AS p WHERE p.ProjectId = NEW.ProjectId;
            NEW.LanguageId := coalesce(list.LanguageId, project_language);
        END IF;
    ELSE
        NEW.CallType := coalesce(NEW.CallType, 'Private');
        IF NEW.CallType = 'DialOut' THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD004',
                MESSAGE = format('A project call to %s needs an outbound list.', NEW.Number),
                HINT = 'Set OutboundListId, or CallType to Private.';
        END IF;
    END IF;

    IF TG_OP = 'INSERT' OR NEW.Number IS DISTINCT FROM OLD.Number THEN
        NEW.NumberGiven := CASE WHEN TG_OP = 'INSERT' THEN coalesce(NEW.NumberGiven, NEW.Number) ELSE NEW.Number END;
        NEW.Number := normalise_number(NEW.Number, coalesce(list.Country, configuration('DefaultCountry')));
    END IF;

    NEW.TimeMode := coalesce(NEW.TimeMode, 'None');
    IF NEW.TimeMode <> 'None' OR NEW.TimeZone IS NOT NULL THEN
        PERFORM check_window(NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, coalesce(NEW.TimeZone, 'UTC'));
    END IF;

    NEW.Predistributed := coalesce(NEW.Predistributed, 0);
    IF NEW.Predistributed = 1 AND NEW.AgentId IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD005',
            MESSAGE = format('The call to %s is pre-distributed to nobody.', NEW.Number),
            HINT = 'Set AgentId together with Predistributed, or Predistributed to 0.';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION complete_call() IS
'Trigger on OutboundCall: fills in what the list and the project prescribe, normalises the number, checks the window.
Errors: PD004 no such list, or none; PD005 pre-distributed to nobody; PD010 number; PD011 window or zone.';

CREATE OR REPLACE TRIGGER call_1_complete_new BEFORE INSERT ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION complete_call();

-- Columns instead of a condition: a trigger's WHEN is parsed anew in each statement.
CREATE OR REPLACE TRIGGER call_1_complete_changed
BEFORE UPDATE OF
Number, OutboundListId, ProjectId, CallType, TimeMode, TimeFrom, TimeTo, TimeZone, Predistributed, AgentId
ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION complete_call();
