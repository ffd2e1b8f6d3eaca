-- What an agent does in the middle of a conversation. Each may be repeated: a lost answer does no harm. A plain UPDATE
-- of TalkState, ConsultNumber or TransferredTo does the same.
CREATE OR REPLACE FUNCTION change_talk(call_id bigint, agent_id uuid, talk_state TalkState, target text, what text)
RETURNS TalkState
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM find_own_call(call_id, agent_id, '{AgentTalk}', what);
    UPDATE OutboundCall AS c
    SET TalkState = change_talk.talk_state, ConsultNumber = change_talk.target
    WHERE c.OutboundCallId = change_talk.call_id
        AND (c.CallType = 'Visitor' OR change_talk.talk_state = 'Consulting'
            OR change_talk.talk_state <> coalesce(c.TalkState, 'Talking'));
    RETURN talk_state;
END
$$;
COMMENT ON FUNCTION change_talk(bigint, uuid, TalkState, text, text) IS
'What hold_call, resume_call, consult and take_back have in common: an agent''s conversation gets this state, where it
has not got it; target is who is consulted. Errors: those of guard_talk, PD012, PD020 (what: in words). Locks: the call.';

CREATE OR REPLACE FUNCTION hold_call(call_id bigint, agent_id uuid) RETURNS TalkState
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    RETURN change_talk(call_id, agent_id, 'OnHold', NULL, 'hold');
END
$$;
COMMENT ON FUNCTION hold_call(bigint, uuid) IS
'The agent puts the customer on hold. On hold already: nothing changes. Returns the state of the conversation. Errors:
PD012 no such call, PD020 not the agent''s conversation, PD069 a visitor, or somebody is being consulted. Locks: the
call.';

CREATE OR REPLACE FUNCTION resume_call(call_id bigint, agent_id uuid) RETURNS TalkState
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    called := find_own_call(call_id, agent_id, '{AgentTalk}', 'resume');
    IF called.TalkState = 'Consulting' THEN
        PERFORM refuse_talk(call_id, format('is not on hold: %s is being consulted', called.ConsultNumber),
            'To end the consultation: SELECT take_back(call_id, agent_id).');
    END IF;
    RETURN change_talk(call_id, agent_id, 'Talking', NULL, 'resume');
END
$$;
COMMENT ON FUNCTION resume_call(bigint, uuid) IS
'The agent talks with the customer again, who was on hold. Not on hold: nothing changes. Returns the state of the
conversation. Errors: PD012 no such call, PD020 not the agent''s conversation, PD069 a visitor, or somebody is being
consulted. Locks: the call.';

CREATE OR REPLACE FUNCTION consult(call_id bigint, agent_id uuid, target text) RETURNS TalkState
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    -- NULL would end a consultation; the empty text names nobody and is refused so.
    RETURN change_talk(call_id, agent_id, 'Consulting', coalesce(target, ''), 'consult in');
END
$$;
COMMENT ON FUNCTION consult(bigint, uuid, text) IS
'The agent calls somebody else while the customer waits: target is a telephone number, the login of an agent who is
logged in, or the extension of a workplace. Consulted already: nothing changes. Returns the state of the conversation.
Errors: PD012 no such call, PD020 not the agent''s conversation, PD068 whom it names cannot be called, PD069 a visitor, or
somebody else is being consulted. Locks: the call.';

CREATE OR REPLACE FUNCTION take_back(call_id bigint, agent_id uuid) RETURNS TalkState
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    called := find_own_call(call_id, agent_id, '{AgentTalk}', 'take back');
    IF called.TalkState = 'OnHold' THEN
        PERFORM refuse_talk(call_id, 'is on hold, and nobody is being consulted',
            'To talk with the customer again: SELECT resume_call(call_id, agent_id).');
    END IF;
    RETURN change_talk(call_id, agent_id, 'Talking', NULL, 'take back');
END
$$;
COMMENT ON FUNCTION take_back(bigint, uuid) IS
'The agent ends the consultation and talks with the customer again. Talking already: nothing changes. Returns the state
of the conversation. Errors: PD012 no such call, PD020 not the agent''s conversation, PD069 a visitor, or the call is on
hold. Locks: the call.';
