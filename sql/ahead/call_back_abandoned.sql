CREATE OR REPLACE FUNCTION call_back_abandoned(called OutboundCall) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    way QueueTransition;
    call_id bigint;
BEGIN
    way := queue_transition(called.ProjectId, clock(), 'Abandon');
    IF way.QueueTransitionId IS NULL OR EXISTS (
        SELECT
        FROM OutboundCall AS c
        WHERE c.OutboundListId = way.OutboundListId AND c.Number = called.Number
            AND c.CallResult IN ('Scheduled', 'Prepared', 'Paused') AND c.OutboundCallId <> called.OutboundCallId)
    THEN
        RETURN NULL;
    END IF;
    INSERT INTO OutboundCall
    (OutboundListId, Number, NumberGiven, DisplayName, LanguageId, ContactId, PhoneNumberId, IssueId, Priority, Skill,
        ChainingId, ExtendedFields)
    VALUES
    (way.OutboundListId, called.Number, called.NumberGiven,
        concat_ws(' ', 'Abandoned at', clock_face(called.AnswerTime), '(' || called.DisplayName || ')'),
        called.LanguageId, called.ContactId, called.PhoneNumberId, called.IssueId, way.Priority, way.Skill,
        called.OutboundCallId, called.ExtendedFields)
    RETURNING OutboundCallId INTO call_id;
    -- The callback takes the place of what the retry rules would do.
    UPDATE OutboundCall AS c
    SET RetryTime = NULL
    WHERE c.OutboundCallId = called.OutboundCallId AND c.RetryTime IS NOT NULL;
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION call_back_abandoned(OutboundCall) IS
'Makes a callback of a call that was abandoned, into the list of the queue transition of type Abandon that fits its
project: chained to it (ChainingId). Returns its OutboundCallId; NULL: there is no such transition, or a call to the
number waits in that list. Locks: the call.';
