CREATE OR REPLACE FUNCTION caller_problem(given text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF coalesce(given, '') ~* '^\W*(anonymous|hidden|private|restricted|unavailable|unknown|withheld)?\W*$' THEN
        RETURN 'its number is hidden';
    END IF;
    RETURN format('its number "%s" can''t be dialled: %s', given,
        (explain_number_problem(number_problem(given, configuration('DefaultCountry')))).reason);
END
$$;
COMMENT ON FUNCTION caller_problem(text) IS
'Why a caller''s number, as it was given, cannot be called back, in words.';

CREATE OR REPLACE FUNCTION callback_title(inbound InboundCall) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN concat_ws(' ',
        CASE WHEN inbound.Outcome = 'Lost' THEN 'Lost call of' ELSE 'Callback asked for at' END,
        clock_face(inbound.StartTime), 'from', inbound.Number, '(' || inbound.DisplayName || ')');
END
$$;
COMMENT ON FUNCTION callback_title(InboundCall) IS
'What a callback is called: when and from where the call came.';

CREATE OR REPLACE FUNCTION clock_face(moment timestamptz) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN to_char(moment AT TIME ZONE configuration('DefaultTimeZone'), 'HH24:MI');
END
$$;
COMMENT ON FUNCTION clock_face(timestamptz) IS 'The time of day in DefaultTimeZone, as 14:05.';

CREATE OR REPLACE FUNCTION make_callback(
    inbound InboundCall, way QueueTransition, schedule_time timestamptz, valid_until timestamptz
) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
BEGIN
    INSERT INTO OutboundCall
    (OutboundListId, Number, NumberGiven, DisplayName, LanguageId, ContactId, IssueId, Priority, Skill, InboundCallId,
        ScheduleTime, ValidUntil)
    VALUES
    (way.OutboundListId, inbound.Number, inbound.NumberGiven, callback_title(inbound), inbound.LanguageId,
        inbound.ContactId, inbound.IssueId, coalesce(way.Priority, 0), coalesce(way.Skill, 0), inbound.InboundCallId,
        schedule_time, valid_until)
    RETURNING OutboundCallId INTO call_id;
    UPDATE CallBackNumber AS n SET OutboundCallId = call_id WHERE n.Number = inbound.Number;
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION make_callback(InboundCall, QueueTransition, timestamptz, timestamptz) IS
'Puts a callback into the list of the transition. The number''s row is held by whoever calls. Returns its id.';

CREATE OR REPLACE FUNCTION shift_call(inbound InboundCall, OUT call_id bigint, OUT problem text) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    is_lost boolean := inbound.Outcome = 'Lost';
    moment timestamptz := CASE WHEN is_lost THEN inbound.EndTime ELSE now_is END;
    valid_until timestamptz;
    held CallBackNumber;
    way QueueTransition;
BEGIN
    IF inbound.Number IS NULL THEN
        problem := caller_problem(inbound.NumberGiven);
        RETURN;
    END IF;
    IF is_lost THEN
        valid_until := moment + configuration('LostShiftWindow')::integer * interval '1 second';
        IF valid_until <= now_is THEN
            problem := format('LostShiftWindow was over at %s', valid_until);
            RETURN;
        END IF;
    END IF;
    held := hold_callback_number(inbound.Number, moment, NULL);
    IF held.ServedTime > moment THEN
        problem := format('the caller got through at %s', held.ServedTime);
        RETURN;
    END IF;
    call_id := (waiting_callback(held.OutboundCallId)).OutboundCallId;
    IF call_id IS NOT NULL THEN
        UPDATE OutboundCall AS c
        SET ValidUntil = CASE WHEN c.ValidUntil IS NOT NULL THEN greatest(c.ValidUntil, valid_until) END,
            DisplayName = regexp_replace(c.DisplayName, ', again at \d\d:\d\d$', '')
                || ', again at ' || clock_face(inbound.StartTime)
        WHERE c.OutboundCallId = call_id;
        RETURN;
    END IF;
    way := queue_transition(inbound.ProjectId, moment);
    IF way.QueueTransitionId IS NULL THEN
        problem := 'no queue transition fits';
        RETURN;
    END IF;
    call_id := make_callback(inbound, way, NULL, valid_until);
END
$$;
COMMENT ON FUNCTION shift_call(InboundCall) IS
'The callback for a call that was lost or asked for one: call_id, a new one or one that waits for the same number
already, whose ValidUntil it puts off and whose title says so; or the problem that keeps it from being made. Locks:
the number, the callback.';

CREATE OR REPLACE FUNCTION end_callback(call_id bigint) RETURNS boolean
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    waiting OutboundCall := waiting_callback(call_id);
BEGIN
    IF waiting.OutboundCallId IS NULL
        OR (waiting.CallResult = 'Active' AND waiting.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial'))
    THEN
        RETURN FALSE;
    ELSIF waiting.RetryTime IS NOT NULL THEN
        -- An attempt that failed stays what it is, and is the last one.
        UPDATE OutboundCall AS c
        SET RetryTime = NULL, Cause = 'got through'
        WHERE c.OutboundCallId = end_callback.call_id;
        RETURN TRUE;
    ELSIF waiting.CallResult = 'Paused' THEN
        -- From Paused there is no other way on (PHASE-4).
        UPDATE OutboundCall AS c SET CallResult = 'Scheduled' WHERE c.OutboundCallId = end_callback.call_id;
    END IF;
    UPDATE OutboundCall AS c
    SET CallPhase = 'Obsolete', CallResult = 'Cancelled', Cause = 'got through'
    WHERE c.OutboundCallId = end_callback.call_id;
    RETURN TRUE;
END
$$;
COMMENT ON FUNCTION end_callback(bigint) IS
'Makes a callback Obsolete (Cancelled, cause got through) if it still waits, an offer of it is withdrawn; one that is
dialled already or over stays. Returns whether it did so. Locks: the call, the agent.';
