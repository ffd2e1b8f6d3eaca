-- What an agent does with a call, from the offer to the hang-up. Each may be repeated: a lost answer does no harm.
CREATE OR REPLACE FUNCTION accept_offer(call_id bigint, agent_id uuid) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    UPDATE OutboundCall AS c
    SET CallPhase = CASE WHEN l.PreviewTime = 0 THEN 'AgentDialing'::CallPhase ELSE 'AgentPreCall' END
    FROM OutboundList AS l
    WHERE c.OutboundCallId = accept_offer.call_id AND c.AgentId = accept_offer.agent_id
        AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext')
        AND l.OutboundListId = c.OutboundListId
    RETURNING c.CallPhase INTO called.CallPhase;
    IF NOT FOUND THEN
        called := find_own_call(call_id, agent_id,
            '{AgentOfferFirst,AgentOfferNext,AgentPreCall,AgentDialing,AgentTalk}', 'accept');
        IF called.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext') THEN
            -- Offered this very moment.
            RETURN accept_offer(call_id, agent_id);
        END IF;
    END IF;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION accept_offer(bigint, uuid) IS
'The agent accepts an offer: the preview begins, or where the list has none (PreviewTime 0) the call is dialled.
Accepted already: nothing changes. Returns the phase. Errors: PD012 no such call, PD020 not offered to the agent,
PD021 window closed. Locks: the call, the agent.';

CREATE OR REPLACE FUNCTION reject_offer(call_id bigint, agent_id uuid) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    UPDATE OutboundCall AS c
    SET CallPhase = 'AgentOfferMissed'
    WHERE c.OutboundCallId = reject_offer.call_id AND c.AgentId = reject_offer.agent_id
        AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext')
    RETURNING c.CallPhase INTO called.CallPhase;
    IF NOT FOUND THEN
        called := find_call(call_id);
        -- Rejected already, and the answer was lost.
        IF called.CallPhase = 'AgentOfferMissed' AND agent_id = called.MissedBy[cardinality(called.MissedBy)] THEN
            RETURN called.CallPhase;
        END IF;
        PERFORM find_own_call(call_id, agent_id, '{AgentOfferFirst,AgentOfferNext}', 'reject');
        -- Offered this very moment.
        RETURN reject_offer(call_id, agent_id);
    END IF;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION reject_offer(bigint, uuid) IS
'The agent rejects an offer: the call is offered to others, and to the agent again only if nobody else can take it.
Counts as a missed offer. Returns the phase. Errors: PD012 no such call, PD020 not offered to the agent. Locks: the
call, the agent, the workplace.';

CREATE OR REPLACE FUNCTION dial_call(call_id bigint, agent_id uuid) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    UPDATE OutboundCall AS c
    SET CallPhase = 'AgentDialing'
    WHERE c.OutboundCallId = dial_call.call_id AND c.AgentId = dial_call.agent_id
        AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')
    RETURNING c.CallPhase INTO called.CallPhase;
    IF NOT FOUND THEN
        called := find_own_call(
            call_id, agent_id, '{AgentOfferFirst,AgentOfferNext,AgentPreCall,AgentDialing,AgentTalk}', 'dial');
        IF called.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall') THEN
            -- Offered this very moment.
            RETURN dial_call(call_id, agent_id);
        ELSIF called.CallResult <> 'Active' THEN
            PERFORM find_own_call(call_id, agent_id, '{AgentOfferFirst,AgentOfferNext,AgentPreCall}', 'dial');
        END IF;
    END IF;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION dial_call(bigint, uuid) IS
'Dials the call the agent previews (an offer is accepted by it). Dialled already: nothing changes. Returns the phase.
Errors: PD012 no such call, PD020 not the agent''s, PD021 window closed. Locks: the call, the agent.';

CREATE OR REPLACE FUNCTION hang_up(call_id bigint, agent_id uuid) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    UPDATE OutboundCall AS c
    SET CallPhase = CASE c.CallPhase
            WHEN 'AgentPreCall' THEN CASE
                WHEN c.OutboundListId IS NULL THEN 'Obsolete'::CallPhase
                ELSE 'AgentOfferMissed'
            END
            WHEN 'AgentTalk' THEN 'HangupAgent'
            WHEN 'AgentRing' THEN 'Answered'
            ELSE c.CallPhase
        END,
        CallResult = CASE c.CallPhase WHEN 'AgentDialing' THEN 'NoAnswer'::CallResult ELSE c.CallResult END,
        Cause = CASE c.CallPhase WHEN 'AgentDialing' THEN 'agent hung up' ELSE c.Cause END
    WHERE c.OutboundCallId = hang_up.call_id AND c.AgentId = hang_up.agent_id
        AND (c.CallResult = 'Active' OR c.CallType = 'Visitor')
        AND c.CallPhase IN ('AgentPreCall', 'AgentDialing', 'AgentRing', 'AgentTalk')
    RETURNING c.CallPhase INTO called.CallPhase;
    IF NOT FOUND THEN
        called := find_own_call(call_id, agent_id,
            '{AgentPreCall,AgentDialing,AgentRing,AgentTalk,WaitForResult,HangupAgent,HangupCalled}', 'hang up');
        IF called.CallResult = 'Active' AND called.CallPhase <> 'WaitForResult' THEN
            -- Begun this very moment.
            RETURN hang_up(call_id, agent_id);
        END IF;
    ELSIF called.CallPhase = 'Answered' THEN
        PERFORM connect_answered(ARRAY[call_id]);
    END IF;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION hang_up(bigint, uuid) IS
'The agent hangs up: a conversation ends (and waits for its result, if one is wanted), an attempt that rings is given
up as NoAnswer, a call in preview goes back to the queue (a private one is off), a visitor goes, one
that was dialled ahead and rings at the agent is missed and goes to the next. Hung up already: nothing changes. Returns the phase. Errors:
PD012 no such call, PD020 not the agent''s. Locks: the call, the agent.';
