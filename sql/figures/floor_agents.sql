CREATE OR REPLACE FUNCTION floor_agents(project_ids uuid[] DEFAULT NULL, everybody boolean DEFAULT FALSE)
RETURNS TABLE (
    AgentId uuid, DisplayName text, TeamName text, AgentStatusId uuid, AgentStatus text, Activity AgentActivity,
    Color text, StatusSince timestamptz, WorkplaceId uuid, Workplace text, LineState WorkplaceState,
    OutboundCallId bigint, CallPhase CallPhase, CallSince timestamptz, Number text, OutboundListId uuid, ListName text,
    Problem text
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    sees_calls boolean;
BEGIN
    PERFORM demand('Agent', 'Read');
    sees_calls := may('OutboundCall', 'Full');
    RETURN QUERY
    WITH InHand AS MATERIALIZED (
        SELECT c.OutboundCallId, c.AgentId, c.CallPhase, c.Number, c.OutboundListId,
            CASE c.CallPhase WHEN 'AgentTalk' THEN c.AnswerTime ELSE c.ChangedTime END AS Since
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (attempts_in_progress()) AND c.CallPhase
            IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
    )
    SELECT a.AgentId, a.DisplayName, a.TeamName, s.AgentStatusId, s.DisplayName, s.Activity,
        s.Color, a.StatusSince, w.WorkplaceId, w.DisplayName, w.State,
        c.OutboundCallId, c.CallPhase, c.Since,
        CASE WHEN sees_calls THEN c.Number END, c.OutboundListId, l.DisplayName,
        CASE
            WHEN w.State = 'OutOfOrder' THEN 'OutOfOrder'
            WHEN w.LineMode <> 'OnDemand' AND w.LineTime IS NULL THEN 'NoLine'
            WHEN w.BlockedUntil > now_is THEN 'Blocked'
            WHEN s.Activity = 'PostCall' AND a.StatusSince < now_is - interval '3 minutes' THEN 'LongWrapUp'
        END
    FROM Agent AS a
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    LEFT JOIN InHand AS c ON c.AgentId = a.AgentId
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    WHERE a.Deleted = 0 AND (everybody OR a.WorkplaceId IS NOT NULL)
        AND (project_ids IS NULL OR EXISTS (
            SELECT FROM Skill AS k
            WHERE k.AgentId = a.AgentId AND k.ProjectId = ANY (project_ids) AND k.PbxOutEnabled = 1));
END
$$;
COMMENT ON FUNCTION floor_agents(uuid[], boolean) IS
'Who sits at a workplace, in which status since when, with which call in which phase; with the outbound skill in one of
these projects (NULL: whoever). everybody: also those who are not logged in. Number: for whoever may do everything with
calls. Problem: OutOfOrder, NoLine (the line that is to be up is not), Blocked (after missed offers), LongWrapUp (more
than three minutes), or NULL. Locks nothing.';
