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
    request_key uuid DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
BEGIN
    PERFORM demand('OutboundCall', CASE WHEN agent_id IS NULL THEN 'Full' ELSE 'Write' END, agent_id);
    IF request_key IS NOT NULL THEN
        SELECT r.Answer INTO call_id FROM Request AS r WHERE r.RequestKey = create_call.request_key;
        IF FOUND THEN
            RETURN call_id;
        END IF;
    END IF;
    IF length(call_key) > 48 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD015',
            MESSAGE = format('The CallKey "%s" has %s characters.', call_key, length(call_key)),
            HINT = 'At most 48 are allowed.';
    END IF;
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
        ContactId, CallKey, ExtendedFields)
    VALUES
    (outbound_list_id, number, display_name, schedule_time,
        CASE WHEN predistributed THEN agent_id END, predistributed::integer,
        CASE WHEN NOT predistributed THEN agent_id END,
        priority, language_id, contact_id, call_key, extended_fields)
    RETURNING OutboundCallId INTO call_id;
    IF request_key IS NOT NULL THEN
        INSERT INTO Request (RequestKey, Answer, CreatedTime) VALUES (request_key, call_id, clock());
    END IF;
    RETURN call_id;
EXCEPTION WHEN unique_violation THEN
    -- The same request, a moment earlier: its call is the one.
    SELECT r.Answer INTO call_id FROM Request AS r WHERE r.RequestKey = create_call.request_key;
    IF NOT FOUND THEN
        RAISE;
    END IF;
    RETURN call_id;
END
$$;
COMMENT ON FUNCTION create_call(uuid, text, text, timestamptz, uuid, boolean, integer, uuid, uuid, text, jsonb, uuid) IS
'Puts a call into a list; the rest follows from the list. schedule_time: not before; agent_id: the agent who alone
gets it (predistributed), else who is preferred; request_key: a key of the caller''s making, with which a repeated
request gets the first answer. Returns OutboundCallId. Errors: PD004 list, PD005, PD007 agent, PD010 number, PD015
CallKey too long.';
