CREATE OR REPLACE FUNCTION ivr_call_back(
    number text,
    schedule_time timestamptz DEFAULT NULL,
    inbound_call_id bigint DEFAULT NULL,
    outbound_list_id uuid DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    language_id uuid DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    inbound InboundCall;
    way QueueTransition;
    held CallBackNumber;
    list record;
    call_id bigint;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    IF inbound_call_id IS NOT NULL THEN
        inbound := find_inbound_call(inbound_call_id);
    END IF;
    IF outbound_list_id IS NULL THEN
        way := queue_transition(coalesce(project_id, inbound.ProjectId), now_is);
        IF way.QueueTransitionId IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD036',
                MESSAGE = format('No queue transition says into which list a callback of project %s goes now.',
                    coalesce(project_id, inbound.ProjectId)::text),
                HINT = 'Give outbound_list_id, or INSERT INTO QueueTransition (SourceProjectId, OutboundListId).',
                COLUMN = 'OutboundListId';
        END IF;
    ELSE
        way.OutboundListId := outbound_list_id;
    END IF;
    SELECT l.DisplayName, l.ProjectId, l.Country INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = way.OutboundListId;
    IF NOT FOUND THEN
        PERFORM find_list(outbound_list_id);
    ELSIF outbound_list_id IS NOT NULL AND list.ProjectId <> project_id THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD036',
            MESSAGE = format('The list %s does not belong to project %s.', list.DisplayName, project_id),
            HINT = 'Give one of the two.',
            COLUMN = 'ProjectId';
    END IF;
    inbound.NumberGiven := coalesce(ivr_call_back.number, inbound.NumberGiven);
    inbound.Number := normalise_number(
        coalesce(ivr_call_back.number, inbound.Number), coalesce(list.Country, configuration('DefaultCountry')));
    inbound.LanguageId := coalesce(language_id, inbound.LanguageId);
    inbound.StartTime := coalesce(inbound.StartTime, now_is);
    inbound.Outcome := 'CallBack';

    held := hold_callback_number(inbound.Number, now_is, NULL);
    call_id := (waiting_callback(held.OutboundCallId)).OutboundCallId;
    IF call_id IS NULL THEN
        call_id := make_callback(inbound, way, schedule_time, NULL);
    ELSE
        PERFORM move_callback(call_id, schedule_time);
    END IF;
    UPDATE InboundCall AS i
    SET Outcome = CASE WHEN i.AnswerTime IS NULL THEN 'CallBack' ELSE i.Outcome END,
        OutboundCallId = call_id,
        Problem = NULL
    WHERE i.InboundCallId = ivr_call_back.inbound_call_id;
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION ivr_call_back(text, timestamptz, bigint, uuid, uuid, uuid) IS
'A caller asks to be called back (CB-2). number: where, NULL = where the inbound call came from; schedule_time: not
before, NULL = now; inbound_call_id: the call in which it is asked, whose outcome becomes CallBack, so that its end is
no loss; outbound_list_id: the list, NULL = by QueueTransition for project_id, else for the inbound call''s project;
language_id: the language, NULL = the inbound call''s, else the list''s. A callback that waits for the number already
is moved to schedule_time, unless it is being dialled. Returns its OutboundCallId. Errors: PD004 no such list, PD010
number, PD034 no such inbound call, PD036 no list, or one of another project. Locks: the inbound call, the number,
the callback.';

CREATE OR REPLACE FUNCTION move_callback(call_id bigint, schedule_time timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET ScheduleTime = move_callback.schedule_time,
        ValidUntil = NULL,
        -- An offer is withdrawn only for a later time; an attempt that failed is repeated then and not by the rule.
        CallPhase = CASE
            WHEN c.RetryTime IS NOT NULL OR (c.CallResult = 'Active' AND move_callback.schedule_time > clock())
                THEN 'Enqueue'
            ELSE c.CallPhase
        END
    WHERE c.OutboundCallId = move_callback.call_id
        AND NOT (c.CallResult = 'Active' AND c.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial'));
END
$$;
COMMENT ON FUNCTION move_callback(bigint, timestamptz) IS
'Puts a callback that waits off to another time, NULL = now, without limit (ValidUntil); one that is dialled at this
moment stays. Locks: the call, the agent.';
