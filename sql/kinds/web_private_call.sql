CREATE OR REPLACE FUNCTION web_private_call(parameters jsonb, request_key uuid DEFAULT NULL)
RETURNS TABLE (outbound_call_id bigint, call_phase CallPhase, call_result CallResult, number text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    given jsonb := url_parameters(parameters);
    list_id uuid;
    agent_id uuid;
BEGIN
    PERFORM check_url_ids(given);
    list_id := url_id(given, 'OutboundListId');
    agent_id := coalesce(url_id(given, 'AgentId'), acting_agent());
    IF agent_id IS NULL THEN
        PERFORM refuse_parameter('AgentId', NULL, 'is missing', 'Give the agent whom the call is for, or log in.');
    END IF;
    IF NOT given ? 'par' THEN
        PERFORM refuse_parameter('Par', NULL, 'is missing', 'Give the number to be dialled.');
    END IF;
    number := url_number(given, 'Par', list_id);
    outbound_call_id := private_call(
        number, agent_id, list_id, url_id(given, 'ProjectId'), url_id(given, 'LanguageId'), url_id(given, 'IssueId'),
        url_id(given, 'ContactId'), given ->> 'callkey', FALSE, request_key);
    SELECT c.CallPhase, c.CallResult INTO call_phase, call_result
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = web_private_call.outbound_call_id;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION web_private_call(jsonb, uuid) IS
'Dials what the parameters of the URL Cmd=PrivateCall say, each a text under its name (URL-1): Par, the number (needed);
OutboundListId (or OutboundList), without which the call is private; AgentId, by default the agent who is logged in;
ProjectId, LanguageId, IssueId, ContactId, CallKey. request_key as in private_call. Returns the call, its phase and status
(NULL when a repeated request finds that nothing is kept of it). Errors: as private_call, and PD033 a parameter is
missing, malformed or unknown; the error''s COLUMN is the parameter.';
