-- Keys may be the number of a card: no error, no history and no log has them, and the outbox only until they are taken.
CREATE OR REPLACE FUNCTION refuse_keys(call_id bigint, reason text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD070',
        MESSAGE = format('The keys for call %s cannot be sent: %s.', call_id, reason),
        DETAIL = format('OutboundCallId %s', call_id),
        HINT = 'Give 1 to 32 of the keys 0 to 9, *, #, A to D, without spaces.';
END
$$;
COMMENT ON FUNCTION refuse_keys(bigint, text) IS
'Raises PD070: why these are no keys to be sent, and what would be.';

CREATE OR REPLACE FUNCTION send_keys(call_id bigint, agent_id uuid, keys text, request_key uuid DEFAULT NULL)
RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    pressed CONSTANT text := upper(coalesce(keys, ''));
    wrong CONSTANT text := substring(keys FROM '[^0-9*#A-Da-d]');
    sent bigint;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    sent := first_answer(request_key);
    IF sent IS NOT NULL THEN
        RETURN sent;
    END IF;
    PERFORM find_own_call(call_id, agent_id, '{AgentTalk}', 'send keys in');
    IF pressed = '' THEN
        PERFORM refuse_keys(call_id, 'there are none');
    ELSIF wrong IS NOT NULL THEN
        PERFORM refuse_keys(call_id, format('"%s" is no key of a telephone', wrong));
    ELSIF length(pressed) > 32 THEN
        PERFORM refuse_keys(call_id, format('there are %s at once', length(pressed)));
    END IF;
    UPDATE OutboundCall AS c
    SET KeysSent = coalesce(c.KeysSent, 0) + length(pressed)
    WHERE c.OutboundCallId = send_keys.call_id
    RETURNING c.KeysSent INTO sent;
    INSERT INTO PbxKeys (PbxCommandId, Keys)
    SELECT tell_talk(c.PbxCallId, c.OutboundCallId, 'send_keys', NULL), pressed
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = send_keys.call_id;
    RETURN keep_answer(request_key, sent);
END
$$;
COMMENT ON FUNCTION send_keys(bigint, uuid, text, uuid) IS
'Keys are pressed in the agent''s conversation, once and in their order, for a machine at the customer''s end. keys: 1
to 32 of 0 to 9, *, #, A to D. request_key: a key of the caller''s making with which a repeated request gets the first
answer and sends nothing (NULL = none). What they were is kept only until a runner has taken them; the history says how
many. Returns how many the conversation has had with these (KeysSent). Errors: PD012 no such call, PD020 not the
agent''s conversation, PD069 a visitor, or the customer is on hold or waits, PD070 no keys, too many, or something else.
Locks: the request key, the call.';
