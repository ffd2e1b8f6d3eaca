CREATE OR REPLACE FUNCTION agent_state(agent_id uuid)
RETURNS TABLE (
    Login text, DisplayName text, AgentStatusId uuid, AgentStatus text, Activity AgentActivity, StatusSince timestamptz,
    WorkplaceId uuid, Workplace text, LineState WorkplaceState,
    OutboundCallId bigint, CallType CallType, CallPhase CallPhase, CallResult CallResult, Number text, CallName text,
    OutboundListId uuid, Deadline timestamptz, TalkState TalkState, ConsultNumber text, TransferredTo text,
    TalkProblem text, Muted Flag, KeysSent integer
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Read', agent_id);
    PERFORM 1 FROM Agent AS a WHERE a.AgentId = agent_state.agent_id AND a.Deleted = 0;
    IF NOT FOUND THEN
        PERFORM find_agent(agent_id);
    END IF;
    RETURN QUERY
    SELECT a.Login, a.DisplayName, s.AgentStatusId, s.DisplayName, s.Activity, a.StatusSince,
        w.WorkplaceId, w.DisplayName, w.State,
        c.OutboundCallId, c.CallType, c.CallPhase, c.CallResult, c.Number, c.DisplayName, c.OutboundListId, c.Deadline,
        c.TalkState, c.ConsultNumber, c.TransferredTo, c.TalkProblem, c.Muted, c.KeysSent
    FROM Agent AS a
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    LEFT JOIN LATERAL (
        -- Two statements, each with the partial index that fits; the attempt goes before an ended call.
        (SELECT o.* FROM OutboundCall AS o
        WHERE o.AgentId = a.AgentId AND o.CallResult = 'Active' AND o.CallPhase
            IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing'))
        UNION ALL
        (SELECT o.* FROM OutboundCall AS o
        WHERE o.AgentId = a.AgentId AND o.CallPhase = 'WaitForResult'
        ORDER BY o.EndTime DESC, o.OutboundCallId DESC
        LIMIT 1)
        LIMIT 1
    ) AS c ON TRUE
    WHERE a.AgentId = agent_state.agent_id;
END
$$;
COMMENT ON FUNCTION agent_state(uuid) IS
'What an agent''s call bar shows: one row with the status, the workplace and its line, and the offer or call in
progress, else the last one that waits for its result (NULLs: none). Deadline: when its phase ends by itself. TalkProblem: what the
PBX could not do of what the agent wanted last. Of another
agent only for whoever may do everything with calls. Errors: PD007 no such agent, PD042 not permitted. Locks nothing.';
