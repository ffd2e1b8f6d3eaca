CREATE OR REPLACE FUNCTION offered_details(call_id bigint) RETURNS SETOF CallResultDetail
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Read');
    RETURN QUERY
    SELECT d.*
    FROM CallResultDetail AS d
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = offered_details.call_id
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    WHERE d.Deleted = 0
        AND d.Channels & CASE WHEN c.CallType = 'Visitor' THEN 1024 ELSE 512 END <> 0
        AND (d.ProjectGroupMask IS NULL OR p.ProjectGroupName LIKE d.ProjectGroupMask)
    ORDER BY d.DefaultCode DESC, d.Rank, d.DisplayName;
END
$$;
COMMENT ON FUNCTION offered_details(bigint) IS
'The result details an agent may choose for a call: not deleted, for its kind of call (bit 512 of Channels, 1024 for a
visitor), for its project''s group; the default one first, then by Rank (RES-1).';

CREATE OR REPLACE FUNCTION result_phases() RETURNS CallPhase[]
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN '{AgentPreCall,AgentDialing,AgentTalk,WaitForResult,HangupAgent,HangupCalled}'::CallPhase[];
END
$$;
COMMENT ON FUNCTION result_phases() IS 'The phases of a call in which its agent may set its result (RES-1).';

CREATE OR REPLACE FUNCTION set_call_result(call_id bigint, agent_id uuid, call_result_detail_id uuid) RETURNS CallResult
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
    detail record;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    called := find_own_call(call_id, agent_id, result_phases(), 'set the result of');
    SELECT d.CallResult INTO detail
    FROM offered_details(call_id) AS d
    WHERE d.CallResultDetailId = set_call_result.call_result_detail_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD013',
            MESSAGE = format('Call %s is not offered the result detail %s.',
                call_id, coalesce(call_result_detail_id::text, 'NULL')),
            HINT = format('SELECT CallResultDetailId, DisplayName FROM offered_details(%s) lists those it is.', call_id);
    END IF;
    UPDATE OutboundCall AS c
    SET CallResultDetailId = set_call_result.call_result_detail_id,
        CallPhase = CASE WHEN o.EndsIt THEN 'HangupAgent' ELSE c.CallPhase END,
        CallResult = CASE WHEN o.EndsIt THEN detail.CallResult ELSE c.CallResult END
    FROM (
        SELECT called.CallPhase = 'AgentPreCall' OR (called.CallType = 'Visitor' AND called.CallPhase = 'AgentTalk') AS EndsIt
    ) AS o
    WHERE c.OutboundCallId = set_call_result.call_id
    RETURNING c.CallResult INTO called.CallResult;
    RETURN called.CallResult;
END
$$;
COMMENT ON FUNCTION set_call_result(bigint, uuid, uuid) IS
'The agent chooses a result detail: during the call it is kept for its end, after it the call gets the detail''s
general status; in preview the call ends undialled, and a visitor''s ends with it. May be chosen anew. Returns the status. Errors: PD012 no such
call, PD013 detail not offered, PD020 not the agent''s. Locks: the call, the agent.';

CREATE OR REPLACE FUNCTION reschedule_call(
    call_id bigint, agent_id uuid, schedule_time timestamptz, personal boolean DEFAULT FALSE
) RETURNS CallPhase
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand('OutboundCall', 'Write', agent_id);
    called := find_call(call_id);
    IF schedule_time IS NULL OR schedule_time <= clock() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD014',
            MESSAGE = format('Call %s cannot be rescheduled to %s, which is not in the future.',
                call_id, coalesce(schedule_time::text, 'NULL')),
            HINT = 'Give a later time.';
    END IF;
    -- Done already, and the answer was lost.
    IF called.CallResult = 'Scheduled' AND called.ScheduleTime = reschedule_call.schedule_time
        AND called.Predistributed = reschedule_call.personal::integer
    THEN
        RETURN called.CallPhase;
    END IF;
    called := find_own_call(call_id, agent_id, '{AgentPreCall,AgentDialing,WaitForResult,HangupAgent,HangupCalled}', 'reschedule');
    IF called.CallPhase = 'WaitForResult' THEN
        UPDATE OutboundCall AS c
        SET CallResult = 'ToContinue'
        WHERE c.OutboundCallId = reschedule_call.call_id;
    END IF;
    UPDATE OutboundCall AS c
    SET CallPhase = 'Enqueue',
        ScheduleTime = reschedule_call.schedule_time,
        Predistributed = reschedule_call.personal::integer,
        ValidUntil = NULL,
        RetryTime = NULL
    WHERE c.OutboundCallId = reschedule_call.call_id
    RETURNING c.CallPhase INTO called.CallPhase;
    RETURN called.CallPhase;
END
$$;
COMMENT ON FUNCTION reschedule_call(bigint, uuid, timestamptz, boolean) IS
'The agent has the call, in preview or over, made again at schedule_time: by the same agent (personal) or by anybody
(RES-4), and without an end (ValidUntil). One that waits for its result ends as ToContinue first. Returns the phase. Errors: PD012 no such call, PD014
not in the future, PD020 not the agent''s or in progress. Locks: the call, the agent.';
