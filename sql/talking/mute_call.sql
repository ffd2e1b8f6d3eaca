-- Whether the agent is heard. A plain UPDATE of Muted does the same.
CREATE OR REPLACE FUNCTION change_mute(call_id bigint, agent_id uuid, muted boolean, what text) RETURNS boolean
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM find_own_call(call_id, agent_id, '{AgentTalk}', what);
    UPDATE OutboundCall AS c
    SET Muted = change_mute.muted::integer
    WHERE c.OutboundCallId = change_mute.call_id
        AND (c.CallType = 'Visitor' OR change_mute.muted::integer <> coalesce(c.Muted, 0));
    RETURN muted;
END
$$;
COMMENT ON FUNCTION change_mute(bigint, uuid, boolean, text) IS
'What mute_call and unmute_call have in common: the agent of a conversation is heard or not. Errors: those of
guard_talk, PD012, PD020 (what: in words). Locks: the call.';

CREATE OR REPLACE FUNCTION mute_call(call_id bigint, agent_id uuid) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    RETURN change_mute(call_id, agent_id, TRUE, 'mute');
END
$$;
COMMENT ON FUNCTION mute_call(bigint, uuid) IS
'Nobody hears the agent any more, who hears on: until unmute_call, the beginning of a consultation or the end of the
conversation; a hold does not end it. Muted already: nothing changes. Returns whether the agent is muted. Errors: PD012
no such call, PD020 not the agent''s conversation, PD069 a visitor. Locks: the call.';

CREATE OR REPLACE FUNCTION unmute_call(call_id bigint, agent_id uuid) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    RETURN change_mute(call_id, agent_id, FALSE, 'unmute');
END
$$;
COMMENT ON FUNCTION unmute_call(bigint, uuid) IS
'The agent is heard again. Not muted: nothing changes. Returns whether the agent is muted. Errors: PD012 no such call,
PD020 not the agent''s conversation, PD069 a visitor. Locks: the call.';
