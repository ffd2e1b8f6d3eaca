CREATE OR REPLACE FUNCTION create_call(
    outbound_list_id uuid,
    number text,
    display_name text DEFAULT NULL,
    schedule_time timestamptz DEFAULT NULL,
    agent_id uuid DEFAULT NULL,
    predistributed boolean DEFAULT FALSE,
    priority integer DEFAULT 0,
    language_id uuid DEFAULT NULL,
    contact_id uuid DEFAULT NULL,
    call_key text DEFAULT NULL,
    extended_fields jsonb DEFAULT NULL,
    request_key uuid DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    phone_number_id uuid DEFAULT NULL,
    issue_id uuid DEFAULT NULL,
    message_id uuid DEFAULT NULL,
    chat_id uuid DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    call_id := first_answer(request_key);
    IF call_id IS NOT NULL THEN
        RETURN call_id;
    END IF;
    PERFORM check_call_key(call_key);
    IF outbound_list_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD004',
            MESSAGE = format('A project call to %s needs an outbound list.', number),
            HINT = 'Give outbound_list_id.';
    END IF;
    IF agent_id IS NOT NULL THEN
        PERFORM 1 FROM Agent AS a WHERE a.AgentId = create_call.agent_id AND a.Deleted = 0;
        IF NOT FOUND THEN
            PERFORM find_agent(agent_id);
        END IF;
    END IF;
    INSERT INTO OutboundCall
    (OutboundListId, Number, DisplayName, ScheduleTime, AgentId, Predistributed, PreferredAgentId, Priority, LanguageId,
        ContactId, CallKey, ExtendedFields, ProjectId, PhoneNumberId, IssueId, MessageId, ChatId)
    VALUES
    (outbound_list_id, number, display_name, schedule_time,
        CASE WHEN predistributed THEN agent_id END, predistributed::integer,
        CASE WHEN NOT predistributed THEN agent_id END,
        priority, language_id, contact_id, call_key, extended_fields, project_id, phone_number_id, issue_id, message_id,
        chat_id)
    RETURNING OutboundCallId INTO call_id;
    RETURN keep_answer(request_key, call_id);
END
$$;
COMMENT ON FUNCTION create_call(
uuid, text, text, timestamptz, uuid, boolean, integer, uuid, uuid, text, jsonb, uuid, uuid, uuid,
uuid, uuid, uuid) IS
'Puts a call into a list; the rest follows from the list. schedule_time: not before; agent_id: the agent who alone
gets it (predistributed), else who is preferred; request_key: a key of the caller''s making, with which a repeated
request gets the first answer. Returns OutboundCallId. Errors: PD004 list, PD005, PD007 agent, PD010 number, PD015
CallKey too long, PD042 not permitted.';
