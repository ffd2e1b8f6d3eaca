CREATE OR REPLACE FUNCTION call_actions(call_id bigint) RETURNS TABLE (Cmd text, ForMe boolean)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    acting CONSTANT uuid := acting_agent();
    called OutboundCall;
    steps text[];
BEGIN
    PERFORM demand_call(call_id, 'Read');
    SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = call_actions.call_id;
    steps := ARRAY(
        SELECT t.EventType
        FROM PhaseTransition AS t
        WHERE t.FromPhase = called.CallPhase AND t.FromResult = called.CallResult);
    RETURN QUERY
    SELECT a.Cmd, a.ForMe
    FROM (VALUES
        (1, 'SetCallResult', FALSE, called.AgentId, called.AgentId IS NOT NULL AND called.CallPhase = ANY (result_phases())),
        (2, 'HangUp', FALSE, called.AgentId, called.CallType = 'Visitor' AND 'ended' = ANY (steps)
            AND called.CallPhase = 'AgentTalk'),
        (3, 'EnqueueCall', FALSE, NULL, 'released' = ANY (steps)),
        (4, 'EnqueueCall', TRUE, acting, 'released' = ANY (steps)),
        (5, 'ScheduleCall', FALSE, NULL, called.CallType = 'DialOut'
            AND (called.CallResult = 'Scheduled' OR steps && '{enqueued,resumed,released}')),
        (6, 'ScheduleCall', TRUE, acting, called.CallType = 'DialOut'
            AND (called.CallResult = 'Scheduled' OR steps && '{enqueued,resumed,released}')
            AND (called.Predistributed = 0 OR called.AgentId <> acting)),
        (7, 'PauseCall', FALSE, NULL, 'paused' = ANY (steps)),
        (8, 'CancelCall', FALSE, NULL, 'cancelled' = ANY (steps)),
        (9, 'NeglectCall', FALSE, NULL, 'neglected' = ANY (steps))
    ) AS a (Position, Cmd, ForMe, Whose, IsPossible)
    WHERE a.IsPossible AND (a.Whose IS NOT NULL OR NOT a.ForMe)
        AND (may('OutboundCall', 'Full') OR (may('OutboundCall', 'Write')
            -- What is done to the call of an agent is that agent's; the rest is as demand_call has it.
            AND CASE
                WHEN a.Cmd IN ('SetCallResult', 'HangUp') THEN a.Whose = acting
                ELSE is_own_call(called, 'Write', a.Whose)
            END))
    ORDER BY a.Position;
END
$$;
COMMENT ON FUNCTION call_actions(bigint) IS
'What whoever acts could do with a call now, by PhaseTransition and by the permissions: the commands of the call bar''s
URL. ForMe: once for anybody, once for the acting agent alone. What a command finds wrong besides, it says itself. No
row: nothing, or there is no such call. Errors: PD042 not permitted. Locks nothing.';
