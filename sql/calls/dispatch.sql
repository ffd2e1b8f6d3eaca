-- What a person does with a call that waits. Each is an UPDATE that anybody may also write.
CREATE OR REPLACE FUNCTION schedule_call(
    call_id bigint, schedule_time timestamptz DEFAULT NULL, agent_id uuid DEFAULT NULL
) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    phase_now CallPhase;
BEGIN
    PERFORM demand_call(call_id, 'Write', agent_id);
    IF agent_id IS NOT NULL THEN
        PERFORM find_call(call_id);
        PERFORM find_agent(agent_id);
    END IF;
    UPDATE OutboundCall AS c
    SET CallPhase = CASE
            WHEN c.CallResult = 'Paused' OR (c.CallResult = 'Scheduled' AND c.CallPhase <> 'AgentOfferMissed') THEN c.CallPhase
            ELSE 'Enqueue'
        END,
        CallResult = 'Scheduled',
        ScheduleTime = schedule_call.schedule_time,
        ValidUntil = CASE WHEN c.ValidUntil > greatest(clock(), schedule_call.schedule_time) THEN c.ValidUntil END,
        AgentId = coalesce(schedule_call.agent_id, c.AgentId),
        Predistributed = CASE WHEN schedule_call.agent_id IS NOT NULL THEN 1 ELSE c.Predistributed END
    WHERE c.OutboundCallId = schedule_call.call_id
    RETURNING c.CallPhase INTO phase_now;
    IF NOT FOUND THEN
        PERFORM find_call(call_id);
    END IF;
    RETURN phase_now;
END
$$;
COMMENT ON FUNCTION schedule_call(bigint, timestamptz, uuid) IS
'Has a call distributed, again if it is paused, neglected or over: not before schedule_time (NULL = at once), to
agent_id alone if given. A ValidUntil that would be over by then is taken off. Returns the phase. Errors: PD001 it is in
progress, PD007 agent, PD012 no such call. Locks: the call.';

CREATE OR REPLACE FUNCTION enqueue_call(call_id bigint, agent_id uuid DEFAULT NULL) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand_call(call_id, 'Write', agent_id);
    called := find_call(call_id);
    IF called.CallPhase <> 'Manual' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD016',
            MESSAGE = format('Call %s does not wait for its release: it is in phase %s (%s).',
                call_id, called.CallPhase, called.CallResult),
            DETAIL = format('OutboundCallId %s', call_id),
            HINT = 'Somebody else was quicker, or it was released before.';
    END IF;
    IF agent_id IS NOT NULL THEN
        PERFORM find_agent(agent_id);
    END IF;
    UPDATE OutboundCall AS c
    SET CallPhase = 'Enqueue',
        CallResult = 'Scheduled',
        AgentId = coalesce(enqueue_call.agent_id, c.AgentId),
        Predistributed = CASE WHEN enqueue_call.agent_id IS NOT NULL THEN 1 ELSE c.Predistributed END
    WHERE c.OutboundCallId = enqueue_call.call_id
    RETURNING c.CallPhase INTO called.CallPhase;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION enqueue_call(bigint, uuid) IS
'Releases a call from phase Manual for distribution, to agent_id alone if given (MAN-2). Returns the phase. Errors:
PD007 agent, PD012 no such call, PD016 it is not in phase Manual, for example because somebody else was quicker.
Locks: the call.';

CREATE OR REPLACE FUNCTION pause_call(call_id bigint) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_call(call_id, 'Write');
    RETURN put_call(call_id, 'Paused');
END
$$;
COMMENT ON FUNCTION pause_call(bigint) IS
'Holds a waiting call back until it is scheduled again. Returns the phase. Errors: PD001 it does not wait, PD012 no
such call. Locks: the call.';

CREATE OR REPLACE FUNCTION cancel_call(call_id bigint) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_call(call_id, 'Write');
    RETURN put_call(call_id, 'Cancelled');
END
$$;
COMMENT ON FUNCTION cancel_call(bigint) IS
'Calls a waiting or offered call off. Returns the phase. Errors: PD001 it is dialled or over, PD012 no such call.
Locks: the call, the agent.';

CREATE OR REPLACE FUNCTION neglect_call(call_id bigint) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_call(call_id, 'Write');
    RETURN put_call(call_id, 'Neglected');
END
$$;
COMMENT ON FUNCTION neglect_call(bigint) IS
'Gives a waiting or offered call up; only a person schedules it anew. Returns the phase. Errors: PD001 it is dialled
or over, PD012 no such call. Locks: the call, the agent.';

CREATE OR REPLACE FUNCTION put_call(call_id bigint, call_result CallResult) RETURNS CallPhase
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    phase_now CallPhase;
BEGIN
    UPDATE OutboundCall AS c
    SET CallResult = put_call.call_result
    WHERE c.OutboundCallId = put_call.call_id
    RETURNING c.CallPhase INTO phase_now;
    IF NOT FOUND THEN
        PERFORM find_call(call_id);
    END IF;
    RETURN phase_now;
END
$$;
COMMENT ON FUNCTION put_call(bigint, CallResult) IS
'Sets a call''s status alone; the phase follows. Returns the phase. Errors: PD001, PD012. Locks: the call, the agent.';
