-- Which call is distributable (DIST-2). One definition: the cycle, why_not, the dry run and the tests all read this
-- view.
CREATE OR REPLACE VIEW CallCondition AS
SELECT
    c.OutboundCallId,
    c.CallGroupId,
    c.OutboundListId,
    c.Due,
    c.Predistributed,
    c.AgentId,
    c.PreferredAgentId,
    c.MissedBy,
    c.Number,
    l.AllowSharedNumber,
    c.Priority,
    c.EnqueueingTime,
    -- DIST-4: the longer it waits the earlier it comes, a project's offset counted in.
    c.EnqueueingTime - p.WaitingOffset * interval '1 second' AS WaitsSince,
    l.Activity = 'Running' AS ListRuns,
    c.CallResult = 'Scheduled' AS IsScheduled,
    c.CallPhase IN ('Enqueue', 'AgentOfferMissed') AS IsQueued,
    c.CallResult <> 'Scheduled' OR (
        coalesce(c.DueUntil > m.Moment, TRUE)
        AND coalesce(c.DueTime <= m.Moment OR c.ScheduleTime > m.Moment OR c.Rank > i.RankBarrier, FALSE)
    ) AS InWindow,
    coalesce(c.ScheduleTime <= m.Moment, TRUE) AS ScheduleHasCome,
    coalesce(i.Active = 1, TRUE) AS BatchIsActive,
    coalesce(c.Rank <= i.RankBarrier, TRUE) AS InsideBarrier,
    p.PbxOutDistribute = 1 AS ProjectDistributes,
    l.DialingMode IN ('Preview', 'Progressive') OR l.AgentFirst = 1 OR c.Predistributed = 1 AS NotForDialer,
    c.SharedNumber = 1 OR l.AllowSharedNumber = 1 OR NOT EXISTS (
        SELECT FROM OutboundCall AS o
        WHERE o.Number = c.Number AND o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult' AND o.SharedNumber = 0
            AND o.OutboundCallId <> c.OutboundCallId
    ) AS NumberIsFree,
    -- No call of a list that is called off waits for its turn: until the cycle has looked at it, it is held (LIST-4).
    (
        SELECT max(k.QuotaCheckId)
        FROM QuotaCheck AS k
        WHERE k.OutboundListId = c.OutboundListId AND k.Holds = 1
            AND c.OutboundCallId BETWEEN k.FromCallId AND k.ToCallId
    ) IS NULL AS QuotaIsOpen
FROM OutboundCall AS c
INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
LEFT JOIN OutboundListImport AS i ON i.OutboundListImportId = c.OutboundListImportId
-- Asked once, not for each row.
CROSS JOIN (SELECT (SELECT clock()) AS Moment) AS m;
COMMENT ON VIEW CallCondition IS
'For each project call, each condition of being distributable, and whether it holds now.';

CREATE OR REPLACE VIEW DistributableCall AS
SELECT
    q.OutboundCallId, q.CallGroupId, q.OutboundListId, q.Due, q.Predistributed, q.AgentId, q.PreferredAgentId,
    q.MissedBy, q.Number, q.AllowSharedNumber, q.Priority, q.EnqueueingTime, q.WaitsSince
FROM CallCondition AS q
WHERE q.ListRuns AND q.IsScheduled AND q.IsQueued AND q.InWindow AND q.ScheduleHasCome AND q.BatchIsActive
    AND q.InsideBarrier AND q.ProjectDistributes AND q.NotForDialer AND q.NumberIsFree
    AND q.QuotaIsOpen;
COMMENT ON VIEW DistributableCall IS
'Calls for which every condition holds. Their order: Predistributed first, highest Priority, lowest WaitsSince, lowest
id.';
