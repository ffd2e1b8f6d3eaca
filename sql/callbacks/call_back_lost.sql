CREATE OR REPLACE FUNCTION queue_transition(project_id uuid, moment timestamptz) RETURNS QueueTransition
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    fitting QueueTransition;
BEGIN
    SELECT t.* INTO fitting
    FROM QueueTransition AS t
    INNER JOIN OutboundList AS l ON l.OutboundListId = t.OutboundListId AND l.Deleted = 0 AND l.Activity <> 'Completed'
    WHERE t.Deleted = 0
        AND (t.SourceProjectId IS NULL OR t.SourceProjectId = queue_transition.project_id)
        AND (t.CalendarId IS NULL OR window_open(
            'None', NULL, NULL, coalesce(l.TimeZone, configuration('DefaultTimeZone')), t.CalendarId,
            queue_transition.moment))
    ORDER BY t.SourceProjectId IS NULL, t.Rank, t.QueueTransitionId
    LIMIT 1;
    RETURN fitting;
END
$$;
COMMENT ON FUNCTION queue_transition(uuid, timestamptz) IS
'Which QueueTransition takes a call to the project that is lost at moment: of the project before those of any, open by
its calendar, the lowest Rank. NULL where none does.';

CREATE OR REPLACE FUNCTION waiting_call_back(number text) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO CallBackNumber AS n (Number, LastTime) VALUES (waiting_call_back.number, clock())
    ON CONFLICT ON CONSTRAINT CallBackNumber_pkey DO UPDATE SET LastTime = clock();
    RETURN (
        SELECT min(c.OutboundCallId)
        FROM OutboundCall AS c
        WHERE c.Number = waiting_call_back.number AND c.InboundCallId IS NOT NULL
            AND (c.CallResult IN ('Prepared', 'Scheduled', 'Paused', 'Active') OR c.RetryTime IS NOT NULL)
    );
END
$$;
COMMENT ON FUNCTION waiting_call_back(text) IS
'The call back that waits for this number or is in progress; NULL = none. Locks: the number (CallBackNumber) until the
transaction ends, so that two who ask at once do not both find none.';

CREATE OR REPLACE FUNCTION call_back_lost(lost InboundCall, OUT call_id bigint, OUT problem text) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    transition QueueTransition;
    valid_until timestamptz := lost.EndTime + configuration('LostShiftWindow')::integer * interval '1 second';
BEGIN
    IF lost.Number IS NULL THEN
        problem := 'no number that can be dialled';
        RETURN;
    END IF;
    IF valid_until <= clock() THEN
        problem := 'LostShiftWindow over';
        RETURN;
    END IF;
    call_id := waiting_call_back(lost.Number);
    IF call_id IS NOT NULL THEN
        RETURN;
    END IF;
    IF EXISTS (
        SELECT FROM InboundCall AS i
        WHERE i.Number = lost.Number AND i.Outcome = 'Served' AND i.AnswerTime >= lost.EndTime)
    THEN
        problem := 'got through meanwhile';
        RETURN;
    END IF;
    transition := queue_transition(lost.ProjectId, lost.EndTime);
    IF transition.OutboundListId IS NULL THEN
        problem := 'no queue transition fits';
        RETURN;
    END IF;
    INSERT INTO OutboundCall
    (OutboundListId, ProjectId, Number, DisplayName, LanguageId, ContactId, IssueId, InboundCallId, ValidUntil)
    VALUES
    (transition.OutboundListId, transition.TargetProjectId, lost.Number,
        format('Lost call %s of %s from %s', lost.InboundCallId,
            to_char(lost.StartTime AT TIME ZONE configuration('DefaultTimeZone'), 'YYYY-MM-DD HH24:MI'),
            coalesce(lost.DisplayName, lost.Number)),
        lost.LanguageId, lost.ContactId, lost.IssueId, lost.InboundCallId, valid_until)
    RETURNING OutboundCallId INTO call_id;
END
$$;
COMMENT ON FUNCTION call_back_lost(InboundCall) IS
'Calls a lost call back (CB-1): in the list that its queue transition names, until LostShiftWindow seconds after it
ended; a call back that waits for the number already answers for it. Returns the call, or the problem for which there is
none. Locks: the number (CallBackNumber).';

CREATE OR REPLACE FUNCTION withdraw_call_backs(number text, served timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    withdrawn integer;
BEGIN
    PERFORM 1 FROM CallBackNumber AS n WHERE n.Number = withdraw_call_backs.number FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    WITH Needless AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        INNER JOIN InboundCall AS i ON i.InboundCallId = c.InboundCallId AND coalesce(i.EndTime, i.StartTime) <= served
        WHERE c.Number = withdraw_call_backs.number AND c.InboundCallId IS NOT NULL
            AND (c.CallResult IN ('Prepared', 'Scheduled')
                OR (c.CallResult = 'Active' AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')))
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE OF c
    )
    UPDATE OutboundCall AS c
    SET CallPhase = 'Obsolete', CallResult = 'Cancelled', Cause = 'got through'
    FROM Needless AS n
    WHERE c.OutboundCallId = n.OutboundCallId;
    GET DIAGNOSTICS withdrawn = ROW_COUNT;
    UPDATE OutboundCall AS c
    SET RetryTime = NULL
    WHERE c.Number = withdraw_call_backs.number AND c.InboundCallId IS NOT NULL AND c.RetryTime IS NOT NULL;
    RETURN withdrawn;
END
$$;
COMMENT ON FUNCTION withdraw_call_backs(text, timestamptz) IS
'Call backs to a caller who was served at a time after the call was lost become Obsolete, unless they are dialled
already (CB-1); those that are over are not repeated. Returns how many. Locks: the number (CallBackNumber), calls by id.';
