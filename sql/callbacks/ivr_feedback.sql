CREATE OR REPLACE FUNCTION ivr_feedback(
    outbound_list_id uuid,
    outbound_call_id bigint DEFAULT NULL,
    inbound_call_id bigint DEFAULT NULL,
    delay integer DEFAULT 0
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    asked OutboundCall;
    inbound InboundCall;
    list record;
    call_id bigint;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    IF num_nonnulls(outbound_call_id, inbound_call_id) <> 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD036',
            MESSAGE = 'A feedback call follows one call, outbound or inbound.',
            HINT = 'Give either outbound_call_id or inbound_call_id.',
            COLUMN = 'OutboundCallId';
    ELSIF delay < 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD014',
            MESSAGE = format('A feedback call cannot be made %s seconds before now.', -delay),
            HINT = 'Give the delay in seconds, 0 for at once.',
            COLUMN = 'Delay';
    END IF;
    IF inbound_call_id IS NOT NULL THEN
        inbound := find_inbound_call(inbound_call_id);
        call_id := inbound.FeedbackCallId;
        asked.Number := inbound.Number;
        asked.NumberGiven := inbound.NumberGiven;
        asked.DisplayName := inbound.DisplayName;
        asked.LanguageId := inbound.LanguageId;
        asked.ContactId := inbound.ContactId;
        asked.IssueId := inbound.IssueId;
    ELSE
        asked := find_call(outbound_call_id);
        SELECT c.OutboundCallId INTO call_id
        FROM OutboundCall AS c
        INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId AND l.DialingMode = 'Ivr'
        WHERE c.ChainingId = ivr_feedback.outbound_call_id
        ORDER BY c.OutboundCallId
        LIMIT 1;
    END IF;
    -- Asked for once is enough.
    IF call_id IS NOT NULL THEN
        RETURN call_id;
    END IF;
    SELECT l.DisplayName, l.DialingMode, l.IvrScript INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = ivr_feedback.outbound_list_id;
    IF NOT FOUND THEN
        PERFORM find_list(outbound_list_id);
    ELSIF list.DialingMode <> 'Ivr' OR list.IvrScript IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD036',
            MESSAGE = format('The list %s does not dial by a script: its DialingMode is %s, its IvrScript %s.',
                list.DisplayName, list.DialingMode, coalesce(list.IvrScript, 'NULL')),
            HINT = 'UPDATE OutboundList SET DialingMode = ''Ivr'', IvrScript = …, or give another list.',
            COLUMN = 'OutboundListId';
    ELSIF asked.Number IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD010',
            MESSAGE = format('Inbound call %s has no feedback: %s.',
                inbound_call_id, caller_problem(asked.NumberGiven)),
            HINT = 'UPDATE InboundCall SET Number, if it is known after all.',
            COLUMN = 'InboundCallId';
    END IF;
    INSERT INTO OutboundCall
    (OutboundListId, Number, NumberGiven, DisplayName, LanguageId, ContactId, IssueId, ChainingId, ScheduleTime)
    VALUES
    (outbound_list_id, asked.Number, asked.NumberGiven, asked.DisplayName, asked.LanguageId, asked.ContactId,
        asked.IssueId, outbound_call_id, clock() + nullif(delay, 0) * interval '1 second')
    RETURNING OutboundCallId INTO call_id;
    UPDATE InboundCall AS i
    SET FeedbackCallId = call_id
    WHERE i.InboundCallId = ivr_feedback.inbound_call_id;
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION ivr_feedback(uuid, bigint, bigint, integer) IS
'After a call, outbound or inbound, has a script ask the customer how it was (CB-3). outbound_list_id: a list of
DialingMode Ivr with an IvrScript; delay: seconds from now. The call is chained to the outbound one (ChainingId), or
named by the inbound one (FeedbackCallId), and made once, however often it is asked for. Returns its OutboundCallId.
Errors: PD004 no such list, PD010 hidden number, PD012 no such call, PD014 delay below 0, PD034 no such inbound call,
PD036 both calls or none, or a list without a script. Locks: the call that it follows.';
