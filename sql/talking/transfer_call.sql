CREATE OR REPLACE FUNCTION was_transferred_to(called OutboundCall, target text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    named CONSTANT text := btrim(was_transferred_to.target);
BEGIN
    -- As it was then: whoever took the call over may have left meanwhile.
    RETURN target IS NULL OR named = called.TransferredTo
        OR EXISTS (
            SELECT FROM PbxCommand AS k
            WHERE k.PbxCallId = called.PbxCallId AND k.Command = 'transfer' AND k.Number = named)
        OR coalesce((parse_number(named, coalesce(
            (SELECT l.Country FROM OutboundList AS l WHERE l.OutboundListId = called.OutboundListId),
            configuration('DefaultCountry')))).e164 = called.TransferredTo, FALSE);
END
$$;
COMMENT ON FUNCTION was_transferred_to(OutboundCall, text) IS
'Whether the target names whom a call was transferred to: the login, the extension, or the number in any spelling. NULL
names whomever it was.';

CREATE OR REPLACE FUNCTION transfer_call(call_id bigint, agent_id uuid, target text DEFAULT NULL) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    called := find_call(call_id);
    IF called.AgentId = agent_id AND called.TransferredTo IS NOT NULL
        AND called.CallPhase IN ('WaitForResult', 'HangupAgent')
    THEN
        IF NOT was_transferred_to(called, target) THEN
            PERFORM refuse_talk(call_id,
                format('was transferred to %s already', called.TransferredTo), 'It stays there.');
        END IF;
        -- Transferred already, and the answer was lost.
        RETURN called.CallPhase;
    END IF;
    called := find_own_call(call_id, agent_id, '{AgentTalk}', 'transfer');
    UPDATE OutboundCall AS c
    -- The empty text names nobody and is refused so.
    SET TransferredTo = coalesce(transfer_call.target, called.ConsultNumber, '')
    WHERE c.OutboundCallId = transfer_call.call_id
    RETURNING c.CallPhase INTO called.CallPhase;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION transfer_call(bigint, uuid, text) IS
'The agent hands the customer over to target (a telephone number, the login of an agent who is logged in, or the
extension of a workplace) or, with NULL, to whom the agent consults. For the agent the call is over, and waits for its result if
one is wanted; the channel goes on. Transferred already: nothing changes. Returns the phase. Errors: PD012 no such call,
PD020 not the agent''s conversation, PD068 whom it names cannot be called, PD069 a visitor, somebody else is being
consulted, or the call was transferred to somebody else. Locks: the call, the agent.';
