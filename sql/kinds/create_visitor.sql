CREATE OR REPLACE FUNCTION create_visitor(
    agent_id uuid,
    number text DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    outbound_list_id uuid DEFAULT NULL,
    language_id uuid DEFAULT NULL,
    issue_id uuid DEFAULT NULL,
    contact_id uuid DEFAULT NULL,
    call_key text DEFAULT NULL,
    request_key uuid DEFAULT NULL
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
    INSERT INTO OutboundCall
    (CallType, Number, AgentId, ProjectId, OutboundListId, LanguageId, IssueId, ContactId, CallKey)
    VALUES ('Visitor', number, agent_id, project_id, outbound_list_id, language_id, issue_id, contact_id, call_key)
    RETURNING OutboundCallId INTO call_id;
    RETURN keep_answer(request_key, call_id);
END
$$;
COMMENT ON FUNCTION create_visitor(uuid, text, uuid, uuid, uuid, uuid, uuid, text, uuid) IS
'Writes down a customer at the counter of an agent (CALL-5): phase AgentTalk, status Prepared, at the agent''s
workplace. It has no telephony and takes neither the agent''s line nor the offers; a result ends it. A plain INSERT with
CallType Visitor and an AgentId does the same. number: of the customer, if there is one; request_key as in private_call.
Returns OutboundCallId. Errors: PD004 list, PD010 number, PD015 CallKey too long, PD022 not logged in, PD042 not
permitted.';
