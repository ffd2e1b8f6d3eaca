CREATE OR REPLACE FUNCTION ivr_call_back(
    number text,
    schedule_time timestamptz DEFAULT NULL,
    inbound_call_id bigint DEFAULT NULL,
    outbound_list_id uuid DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    language_id uuid DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    inbound InboundCall;
    transition QueueTransition;
    plain text;
    call_id bigint;
BEGIN
    IF inbound_call_id IS NOT NULL THEN
        inbound := find_inbound_call(inbound_call_id);
    END IF;
    plain := normalise_number(coalesce(number, inbound.Number), coalesce(
        (SELECT l.Country FROM OutboundList AS l WHERE l.OutboundListId = ivr_call_back.outbound_list_id),
        configuration('DefaultCountry')));
    IF outbound_list_id IS NULL THEN
        transition := queue_transition(coalesce(project_id, inbound.ProjectId), clock());
        IF transition.OutboundListId IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD035',
                MESSAGE = format('No list takes a call back for project %s.',
                    coalesce(project_id, inbound.ProjectId)::text),
                HINT = 'Give outbound_list_id, or add a row to QueueTransition.';
        END IF;
        outbound_list_id := transition.OutboundListId;
    ELSE
        transition.TargetProjectId := project_id;
    END IF;
    IF inbound_call_id IS NULL THEN
        INSERT INTO InboundCall AS i (Number, ProjectId, LanguageId, Outcome)
        VALUES (plain, project_id, language_id, 'CallBack')
        RETURNING i.* INTO inbound;
    ELSIF inbound.Outcome = 'CallBack' THEN
        call_id := inbound.OutboundCallId;
    END IF;

    call_id := coalesce(waiting_call_back(plain), call_id);
    IF call_id IS NULL THEN
        INSERT INTO OutboundCall
        (OutboundListId, ProjectId, Number, DisplayName, ScheduleTime, LanguageId, ContactId, IssueId, InboundCallId)
        VALUES
        (outbound_list_id, transition.TargetProjectId, plain,
            format('Call back asked for by %s', coalesce(inbound.DisplayName, plain)), schedule_time,
            coalesce(language_id, inbound.LanguageId), inbound.ContactId, inbound.IssueId, inbound.InboundCallId)
        RETURNING OutboundCallId INTO call_id;
    ELSE
        -- Asked again: for the time that was asked for last, and not only for a while.
        UPDATE OutboundCall AS c
        SET ScheduleTime = ivr_call_back.schedule_time, ValidUntil = NULL
        WHERE c.OutboundCallId = call_id AND c.CallResult IN ('Prepared', 'Scheduled');
    END IF;
    UPDATE InboundCall AS i
    SET Outcome = 'CallBack', OutboundCallId = call_id
    WHERE i.InboundCallId = inbound.InboundCallId AND i.Outcome <> 'Served';
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION ivr_call_back(text, timestamptz, bigint, uuid, uuid, uuid) IS
'A caller asks, in the IVR or the waiting queue, to be called back (CB-2): now, or not before schedule_time. number:
NULL takes that of inbound_call_id, which ends then without being lost; the list is the one given, else that of the
queue transition that fits the project. A call back that waits for the number already is moved to the new time
instead. Returns its OutboundCallId. Errors: PD004 list, PD010 number, PD034 no such inbound call, PD035 no list takes
it. Locks: the inbound call, the number (CallBackNumber), the call.';
