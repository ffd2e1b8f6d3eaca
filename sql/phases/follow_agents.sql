-- After the statement: what a call's phase means to its agent and the agent's seat. Agents are locked by id, after
-- calls.
CREATE OR REPLACE FUNCTION follow_agents() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
BEGIN
    WITH Happened AS MATERIALIZED (
        SELECT
            coalesce(n.AgentId, o.AgentId) AS AgentId,
            count(*) FILTER (WHERE n.Offers > o.Offers) AS Missed,
            count(*) FILTER (WHERE n.CallPhase IN ('AgentPreCall', 'AgentDialing', 'AgentTalk') AND n.CallResult = 'Active')
                AS Taken,
            max(p.PostCallPause) FILTER (WHERE e.HasEnded) AS PostCallPause,
            min(p.AutomaticPcpStatus::text) FILTER (WHERE e.HasEnded)::uuid AS PcpStatus
        FROM OldCall AS o
        INNER JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
        LEFT JOIN Project AS p ON p.ProjectId = n.ProjectId
        CROSS JOIN LATERAL (
            SELECT (n.CallResult <> 'Active' OR n.CallPhase = 'WaitForResult')
                AND (o.CallPhase = 'AgentTalk' OR (o.CallPhase = 'AgentDialing' AND p.PcpUnanswered = 1)) AS HasEnded
        ) AS e
        WHERE n.Step <> o.Step AND o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult'
            AND coalesce(n.AgentId, o.AgentId) IS NOT NULL
        GROUP BY coalesce(n.AgentId, o.AgentId)
    ),
    Locked AS MATERIALIZED (
        SELECT a.AgentId, a.AgentStatusId, a.StatusUntil, a.MissedCalls, a.MaxMissedCalls, s.Activity, s.CallPreDistribute
        FROM Agent AS a
        INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
        WHERE a.AgentId IN (SELECT h.AgentId FROM Happened AS h)
        ORDER BY a.AgentId
        FOR NO KEY UPDATE OF a
    ),
    After AS (
        SELECT l.AgentId, h.PostCallPause, h.Taken,
            l.MissedCalls + h.Missed AS MissedCalls,
            h.Missed > 0 AND l.MissedCalls + h.Missed >= l.MaxMissedCalls AS HasMissedTooMany,
            -- A status that the agent chose during the call stays.
            h.PostCallPause IS NOT NULL AND (l.Activity = 'Ready' OR l.CallPreDistribute = 1) AS Pauses,
            coalesce(h.PcpStatus, default_status('PostCall')) AS PcpStatus
        FROM Locked AS l
        INNER JOIN Happened AS h ON h.AgentId = l.AgentId
    )
    UPDATE Agent AS a
    SET LastCallUtc = now_is,
        MissedCalls = CASE WHEN w.Taken > 0 OR w.HasMissedTooMany THEN 0 ELSE w.MissedCalls END,
        AgentStatusId = CASE
            WHEN w.HasMissedTooMany THEN find_status(configuration('MissedCallsStatus'))
            WHEN w.Pauses THEN w.PcpStatus
            ELSE a.AgentStatusId
        END,
        StatusUntil = CASE
            WHEN w.Pauses AND w.PostCallPause > 0 THEN now_is + w.PostCallPause * interval '1 second'
            WHEN w.Pauses OR w.HasMissedTooMany THEN NULL
            ELSE a.StatusUntil
        END
    FROM After AS w
    WHERE a.AgentId = w.AgentId;

    -- Agent blocked [s]: a seat whose offer was missed rests.
    WITH Missed AS MATERIALIZED (
        SELECT w.WorkplaceId
        FROM Workplace AS w
        WHERE w.Blocking > 0 AND w.WorkplaceId IN (
            SELECT o.WorkplaceId
            FROM OldCall AS o
            INNER JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
            WHERE n.Step <> o.Step AND n.Offers > o.Offers
        )
        ORDER BY w.WorkplaceId
        FOR NO KEY UPDATE
    )
    UPDATE Workplace AS w
    SET BlockedUntil = now_is + w.Blocking * interval '1 second'
    FROM Missed AS m
    WHERE w.WorkplaceId = m.WorkplaceId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_agents() IS
'Trigger on OutboundCall: LastCallUtc, missed offers in a row, the status after too many of them, the blocked seat, the
post-call pause (DIST-5, DIST-10, PCP-1, PCP-2). Locks: agents by id, then workplaces by id.';

CREATE OR REPLACE TRIGGER calls_2_agents AFTER UPDATE ON OutboundCall
REFERENCING OLD TABLE AS OldCall NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION follow_agents();
