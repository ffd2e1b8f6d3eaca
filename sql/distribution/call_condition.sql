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
        AND coalesce(c.DueTime <= m.Moment OR c.ScheduleTime > m.Moment OR c.Rank > i.RankBarrier
            -- Kept out by a rule, which is a condition of its own.
            OR c.HeldBy IS NOT NULL, FALSE)
    ) AS InWindow,
    coalesce(c.ScheduleTime <= m.Moment, TRUE) AS ScheduleHasCome,
    coalesce(i.Active = 1, TRUE) AS BatchIsActive,
    coalesce(c.Rank <= i.RankBarrier, TRUE) AS InsideBarrier,
    p.PbxOutDistribute = 1 AS ProjectDistributes,
    reserves_agent(l.DialingMode, l.AgentFirst, c.Predistributed) AS NotForDialer,
    c.SharedNumber = 1 OR l.AllowSharedNumber = 1 OR NOT EXISTS (
        SELECT FROM OutboundCall AS o
        WHERE o.Number = c.Number AND o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult' AND o.SharedNumber = 0
            AND o.OutboundCallId <> c.OutboundCallId
    ) AS NumberIsFree,
    -- No call of a list that is called off waits for its turn: until the cycle has looked at it, it is held (LIST-4).
    (
        SELECT max(h.QuotaCheckId)
        FROM QuotaCheck AS h
        WHERE h.OutboundListId = c.OutboundListId AND h.Holds = 1
            AND c.OutboundCallId BETWEEN h.FromCallId AND h.ToCallId
    ) IS NULL AS QuotaIsOpen,
    r.NotListed,
    r.ListsAreFresh,
    coalesce(c.HeldBy <> 'Hours', TRUE) AS HoursAreKnown,
    r.HasConsent,
    r.ShowsNumber,
    r.Resting,
    -- COMP: no rule forbids it now. What hours the law allows is in DueTime, as every window is.
    r.NotListed AND r.ListsAreFresh AND r.HasConsent AND r.ShowsNumber AND r.Resting = '{}'::RuleKind[] AS IsAllowed
FROM OutboundCall AS c
INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
LEFT JOIN OutboundListImport AS i ON i.OutboundListImportId = c.OutboundListImportId
LEFT JOIN RulePack AS k ON k.RulePackId = l.RulePackId
-- Asked once, not for each row.
CROSS JOIN (SELECT (SELECT clock()) AS Moment) AS m
CROSS JOIN LATERAL (
    SELECT
        l.DoNotCallLists IS NULL OR NOT EXISTS (
            SELECT FROM DoNotCallNumber AS n
            WHERE n.DoNotCallListId = ANY(l.DoNotCallLists) AND n.Number = c.Number) AS NotListed,
        coalesce(l.DoNotCallUntil > m.Moment, TRUE) AS ListsAreFresh,
        -- No EXISTS: it could be answered by reading all contacts first.
        coalesce(k.ConsentFrom > m.Moment, TRUE) OR l.HasConsent = 1 OR c.ConsentTime IS NOT NULL
            OR (SELECT o.ConsentTime FROM Contact AS o WHERE o.ContactId = c.ContactId) IS NOT NULL AS HasConsent,
        coalesce(k.NeedsCallerId = 0, TRUE) OR num_nonnulls(c.CallerId, l.CallerId, p.CallerId) > 0 AS ShowsNumber,
        CASE
            -- Mostly no rule can forbid it, of whatever region it is: then they are not looked at one by one.
            WHEN ((k.RulePackId IS NOT NULL
                    OR NOT reserves_agent(l.DialingMode, l.AgentFirst, c.Predistributed))
                AND (
                    EXISTS (
                        WITH Attempt AS MATERIALIZED (
                            SELECT ARRAY(
                                SELECT a.DialTime
                                FROM NumberAttempt AS a
                                WHERE a.Number = c.Number
                                ORDER BY a.DialTime DESC
                            ) AS Newest
                        )

                        SELECT
                        FROM Attempt AS t
                        CROSS JOIN LATERAL unnest(k.Counts, k.Windows) AS w (Many, Hours)
                        WHERE t.Newest[w.Many] > m.Moment - w.Hours
                            AND t.Newest[k.Counts[1]] > m.Moment - k.Windows[cardinality(k.Windows)])
                    OR (num_nonnulls(k.LongestTalk, k.LongestRefusal) > 0
                        OR NOT reserves_agent(l.DialingMode, l.AgentFirst, 0))
                    AND (
                        SELECT bool_or(a.AbandonedTime IS NOT NULL OR a.TalkTime > m.Moment - k.LongestTalk
                            OR a.RefusedTime > m.Moment - k.LongestRefusal)
                        FROM NumberAttempt AS a
                        WHERE a.Number = c.Number AND num_nonnulls(a.TalkTime, a.RefusedTime, a.AbandonedTime) > 0)
                    OR EXISTS (
                        SELECT FROM NumberAttempt AS a
                        WHERE a.ContactId = c.ContactId AND a.Number <> c.Number AND k.RulePackId IS NOT NULL)
                )) IS NOT TRUE THEN '{}'::RuleKind[]
            ELSE resting_kinds(
                k.RulePackId, c.Number, c.ContactId,
                CASE WHEN NOT reserves_agent(l.DialingMode, l.AgentFirst, c.Predistributed) THEN l.AbandonHold END,
                m.Moment)
        END AS Resting
) AS r;
COMMENT ON VIEW CallCondition IS
'For each project call, each condition of being distributable, and whether it holds now.';

CREATE OR REPLACE VIEW CandidateCall AS
SELECT
    q.OutboundCallId, q.CallGroupId, q.OutboundListId, q.Due, q.Predistributed, q.AgentId, q.PreferredAgentId,
    q.MissedBy, q.Number, q.AllowSharedNumber, q.Priority, q.EnqueueingTime, q.WaitsSince, q.IsAllowed
FROM CallCondition AS q
WHERE q.ListRuns AND q.IsScheduled AND q.IsQueued AND q.InWindow AND q.ScheduleHasCome AND q.BatchIsActive
    AND q.InsideBarrier AND q.ProjectDistributes AND q.NotForDialer AND q.NumberIsFree AND q.QuotaIsOpen;
COMMENT ON VIEW CandidateCall IS
'Calls for which every condition holds but perhaps that no rule forbids it, IsAllowed: the dearest to ask.';

CREATE OR REPLACE VIEW DistributableCall AS
SELECT
    d.OutboundCallId, d.CallGroupId, d.OutboundListId, d.Due, d.Predistributed, d.AgentId, d.PreferredAgentId,
    d.MissedBy, d.Number, d.AllowSharedNumber, d.Priority, d.EnqueueingTime, d.WaitsSince
FROM CandidateCall AS d
WHERE d.IsAllowed;
COMMENT ON VIEW DistributableCall IS
'Calls for which every condition holds. Their order: Predistributed first, highest Priority, lowest WaitsSince, lowest
id.';
