CREATE OR REPLACE FUNCTION private_call(
    number text,
    agent_id uuid,
    outbound_list_id uuid DEFAULT NULL,
    project_id uuid DEFAULT NULL,
    language_id uuid DEFAULT NULL,
    issue_id uuid DEFAULT NULL,
    contact_id uuid DEFAULT NULL,
    call_key text DEFAULT NULL,
    from_bar boolean DEFAULT FALSE,
    request_key uuid DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
    broken text;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    call_id := first_answer(request_key);
    IF call_id IS NOT NULL THEN
        RETURN call_id;
    END IF;
    PERFORM check_call_key(call_key);
    PERFORM 1 FROM Agent AS a WHERE a.AgentId = private_call.agent_id AND a.Deleted = 0;
    IF NOT FOUND THEN
        PERFORM find_agent(agent_id);
    END IF;
    INSERT INTO OutboundCall
    (CallPhase, CallResult, Number, AgentId, OutboundListId, ProjectId, LanguageId, IssueId, ContactId, CallKey, Stored)
    VALUES
    ('AgentDialing', 'Active', number, agent_id, outbound_list_id, project_id, language_id, issue_id, contact_id, call_key,
        CASE WHEN outbound_list_id IS NOT NULL OR configuration(
            CASE WHEN from_bar THEN 'PrivateCallsOnBarAction' ELSE 'PrivateCallsOnWebAction' END) = 'true' THEN 1 ELSE 0 END)
    RETURNING OutboundCallId INTO call_id;
    RETURN keep_answer(request_key, call_id);
EXCEPTION WHEN unique_violation THEN
    GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
    PERFORM refuse_second_attempt(broken, agent_id, number);
    RAISE;
END
$$;
COMMENT ON FUNCTION private_call(text, uuid, uuid, uuid, uuid, uuid, uuid, text, boolean, uuid) IS
'Dials a number for an agent at once, whatever the conditions of distribution (CALL-2). With outbound_list_id it is a
project call, kept with all its metadata. Without it is private: kept only if PrivateCallsOnWebAction is true, or
PrivateCallsOnBarAction for one from the call bar (from_bar); otherwise its row goes when it ends. request_key: a key of
the caller''s making, with which a repeated request gets the first answer and dials nothing. Returns OutboundCallId.
Errors: PD004 list, PD007 agent, PD010 number, PD015 CallKey too long, PD022 not logged in, PD031 the agent has a call,
PD032 the number has one, PD042 not permitted. Locks: the agent.';

CREATE OR REPLACE FUNCTION refuse_second_attempt(constraint_name text, agent_id uuid, number text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF constraint_name IN ('oneattemptperagent', 'oneattemptperworkplace') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD031',
            MESSAGE = format('Agent %s has an offer or a call already.', agent_id),
            DETAIL = format('AgentId %s', agent_id),
            HINT = 'End it first.',
            COLUMN = 'AgentId';
    ELSIF constraint_name = 'oneattemptpernumber' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD032',
            MESSAGE = format('The number %s is being dialled or talked to already.', number),
            HINT = 'Wait until that call is over.',
            COLUMN = 'Number';
    END IF;
END
$$;
COMMENT ON FUNCTION refuse_second_attempt(text, uuid, text) IS
'Raises PD031 or PD032 for the constraint that a second attempt has met (DIST-9); returns for any other constraint.';

CREATE OR REPLACE FUNCTION check_call_key(call_key text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF length(call_key) > 48 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD015',
            MESSAGE = format('The CallKey "%s" has %s characters.', call_key, length(call_key)),
            HINT = 'At most 48 are allowed.',
            COLUMN = 'CallKey';
    END IF;
END
$$;
COMMENT ON FUNCTION check_call_key(text) IS 'Raises PD015 for a CallKey of more than 48 characters (URL-2).';
