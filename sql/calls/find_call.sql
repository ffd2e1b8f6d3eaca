CREATE OR REPLACE FUNCTION find_call(call_id bigint) RETURNS OutboundCall
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    SELECT c.* INTO called
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = find_call.call_id
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD012',
            MESSAGE = format('There is no call %s.', coalesce(call_id::text, 'NULL')),
            HINT = 'It may have been undone with its import; look it up by CallKey or Number.';
    END IF;
    RETURN called;
END
$$;
COMMENT ON FUNCTION find_call(bigint) IS 'The call, locked for change. Errors: PD012 there is none.';

CREATE OR REPLACE FUNCTION find_own_call(call_id bigint, agent_id uuid, phases CallPhase[], what text)
RETURNS OutboundCall
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall := find_call(call_id);
BEGIN
    IF called.AgentId IS DISTINCT FROM agent_id OR NOT called.CallPhase = ANY (phases) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD020',
            MESSAGE = format('Agent %s cannot %s call %s: it is in phase %s (%s)%s.',
                coalesce(agent_id::text, 'NULL'), what, call_id, called.CallPhase, called.CallResult,
                CASE
                    WHEN called.AgentId IS NULL THEN ' with no agent'
                    WHEN called.AgentId IS DISTINCT FROM agent_id THEN ' with another agent'
                    ELSE ''
                END),
            DETAIL = format('OutboundCallId %s, AgentId %s', call_id, coalesce(agent_id::text, 'NULL')),
            HINT = format('That is possible in: %s.', array_to_string(phases, ', '));
    END IF;
    RETURN called;
END
$$;
COMMENT ON FUNCTION find_own_call(bigint, uuid, CallPhase[], text) IS
'The agent''s call in one of the phases, locked for change; what says in words what is to be done with it. Errors:
PD012 no such call, PD020 it is not the agent''s or in another phase.';
