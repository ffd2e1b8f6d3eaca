CREATE OR REPLACE FUNCTION complete_inbound_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    -- What the statement itself says.
    said InboundOutcome := CASE WHEN TG_OP = 'INSERT' THEN NEW.Outcome ELSE nullif(NEW.Outcome, OLD.Outcome) END;
BEGIN
    NEW.StartTime := coalesce(NEW.StartTime, OLD.StartTime, now_is);
    NEW.QueueTime := coalesce(NEW.QueueTime, NEW.StartTime);
    IF TG_OP = 'INSERT' OR NEW.Number IS DISTINCT FROM OLD.Number THEN
        NEW.NumberGiven := CASE
            WHEN TG_OP = 'INSERT' THEN coalesce(NEW.NumberGiven, NEW.Number)
            ELSE NEW.Number
        END;
        NEW.Number := (parse_number(NEW.Number, configuration('DefaultCountry'))).e164;
    END IF;

    IF said IS NULL THEN
        NEW.Outcome := CASE
            WHEN NEW.AnswerTime IS NOT NULL THEN 'Served'
            WHEN OLD.Outcome <> 'Waiting' THEN OLD.Outcome
            WHEN NEW.EndTime IS NOT NULL THEN 'Lost'
            ELSE 'Waiting'
        END;
    ELSIF said <> 'Served' AND NEW.AnswerTime IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD037',
            MESSAGE = format('Inbound call %s was answered at %s and cannot be %s.',
                NEW.InboundCallId, NEW.AnswerTime, said),
            HINT = 'If it was not answered, set AnswerTime to NULL with it.',
            COLUMN = 'Outcome';
    ELSIF said = 'Lost' AND OLD.Outcome = 'CallBack' THEN
        -- Who asked to be called back is not lost.
        NEW.Outcome := 'CallBack';
        NEW.EndTime := coalesce(NEW.EndTime, now_is);
    END IF;
    IF NEW.Outcome = 'Served' THEN
        NEW.AnswerTime := coalesce(NEW.AnswerTime, NEW.EndTime, now_is);
    ELSIF NEW.Outcome = 'Lost' THEN
        NEW.EndTime := coalesce(NEW.EndTime, now_is);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION complete_inbound_call() IS
'Trigger on InboundCall: normalises the number (one that cannot be dialled is kept as it was given), and works out the
outcome and the times that the statement does not say. Errors: PD037 a call that was answered becomes lost.';

CREATE OR REPLACE TRIGGER inbound_1_complete BEFORE INSERT OR UPDATE ON InboundCall
FOR EACH ROW EXECUTE FUNCTION complete_inbound_call();

CREATE OR REPLACE FUNCTION follow_inbound_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    held CallBackNumber;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.Outcome = OLD.Outcome AND NEW.Number IS NOT DISTINCT FROM OLD.Number THEN
        RETURN NEW;
    END IF;
    IF NEW.Outcome IN ('Lost', 'CallBack') AND NEW.OutboundCallId IS NULL THEN
        SELECT s.call_id, s.problem INTO NEW.OutboundCallId, NEW.Problem FROM shift_call(NEW) AS s;
    ELSIF NEW.Outcome = 'Served' THEN
        NEW.Problem := NULL;
        IF NEW.Number IS NOT NULL THEN
            held := hold_callback_number(NEW.Number, NULL, NEW.AnswerTime);
        END IF;
        -- Its own: of a loss that was none, or asked for by a caller who was answered after all.
        PERFORM end_callback(c.Id)
        FROM (
            SELECT NEW.OutboundCallId AS Id
            UNION
            SELECT held.OutboundCallId WHERE NEW.AnswerTime >= held.LostTime
            ORDER BY Id
        ) AS c;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION follow_inbound_call() IS
'Trigger on InboundCall (CB-1): a call that is lost, or whose caller asked for it, gets a callback or the reason why
there is none; one that is answered makes the callback that waits for its number obsolete. Locks: the number, the
callback, its agent.';

CREATE OR REPLACE TRIGGER inbound_2_follow BEFORE INSERT OR UPDATE ON InboundCall
FOR EACH ROW EXECUTE FUNCTION follow_inbound_call();

CREATE OR REPLACE FUNCTION find_inbound_call(inbound_call_id bigint) RETURNS InboundCall
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    inbound InboundCall;
BEGIN
    SELECT i.* INTO inbound
    FROM InboundCall AS i
    WHERE i.InboundCallId = find_inbound_call.inbound_call_id
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD034',
            MESSAGE = format('There is no inbound call %s.', coalesce(inbound_call_id::text, 'NULL')),
            HINT = 'Write it into InboundCall when it comes.',
            COLUMN = 'InboundCallId';
    END IF;
    RETURN inbound;
END
$$;
COMMENT ON FUNCTION find_inbound_call(bigint) IS 'The inbound call, locked for change. Errors: PD034 there is none.';

CREATE OR REPLACE FUNCTION lost_shift(inbound_call_id bigint) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    UPDATE InboundCall AS i
    SET Outcome = 'Lost'
    WHERE i.InboundCallId = lost_shift.inbound_call_id
    RETURNING i.OutboundCallId INTO call_id;
    IF NOT FOUND THEN
        PERFORM find_inbound_call(inbound_call_id);
    END IF;
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION lost_shift(bigint) IS
'An inbound call has ended unserved (CB-1): sets its outcome to Lost, as any UPDATE may; the callback follows by
QueueTransition. Returns the callback''s OutboundCallId, that of an earlier one if one waits for the number; NULL if
there is none, and InboundCall.Problem says why. May be repeated. Errors: PD034 no such inbound call, PD037 it was
answered. Locks: the inbound call, the number, the callback.';
