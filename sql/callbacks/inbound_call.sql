-- A call that came in. Whoever runs the queue inserts it and says how it ended; what follows is here, whether a
-- procedure says it or a statement.
CREATE OR REPLACE FUNCTION complete_inbound_call() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    country CONSTANT text := configuration('DefaultCountry');
BEGIN
    NEW.StartTime := coalesce(NEW.StartTime, clock());
    IF TG_OP = 'INSERT' OR NEW.Number IS DISTINCT FROM OLD.Number THEN
        NEW.NumberGiven := NEW.Number;
        -- A caller who hides the number is a caller all the same.
        NEW.Number := CASE WHEN number_problem(NEW.Number, country) IS NULL THEN normalise_number(NEW.Number, country) END;
    END IF;
    IF NEW.Outcome IS NULL OR (NEW.Outcome = 'Waiting' AND TG_OP = 'UPDATE') THEN
        NEW.Outcome := CASE
            WHEN NEW.AnswerTime IS NOT NULL THEN 'Served'
            WHEN NEW.EndTime IS NOT NULL THEN 'Lost'
            ELSE 'Waiting'
        END;
    END IF;
    IF NEW.Outcome = 'Served' THEN
        NEW.AnswerTime := coalesce(NEW.AnswerTime, clock());
    ELSIF NEW.Outcome = 'Lost' THEN
        NEW.EndTime := coalesce(NEW.EndTime, clock());
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION complete_inbound_call() IS
'Trigger on InboundCall: normalises the number (one that cannot be dialled is left out, NumberGiven has it), and works
out the outcome of a call that is only said to be answered, or over.';

CREATE OR REPLACE TRIGGER inbound_1_complete BEFORE INSERT OR UPDATE ON InboundCall
FOR EACH ROW EXECUTE FUNCTION complete_inbound_call();

CREATE OR REPLACE FUNCTION follow_inbound_call() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
    trouble text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.Outcome = OLD.Outcome THEN
        RETURN NULL;
    END IF;
    IF NEW.Outcome = 'Served' AND NEW.Number IS NOT NULL THEN
        PERFORM withdraw_call_backs(NEW.Number, NEW.AnswerTime);
    ELSIF NEW.Outcome = 'Lost' THEN
        SELECT b.call_id, b.problem INTO call_id, trouble FROM call_back_lost(NEW) AS b;
        UPDATE InboundCall AS i
        SET OutboundCallId = call_id, Problem = trouble
        WHERE i.InboundCallId = NEW.InboundCallId;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_inbound_call() IS
'Trigger on InboundCall: a lost call is called back, or Problem says why not; a caller who was served is not called back
any more (CB-1). Locks: the number (CallBackNumber), then calls by id.';

CREATE OR REPLACE TRIGGER inbound_9_followed AFTER INSERT OR UPDATE ON InboundCall
FOR EACH ROW EXECUTE FUNCTION follow_inbound_call();
