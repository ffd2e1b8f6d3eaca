-- Which agent can be given a call (DIST-3). One definition: the cycle, why_not, the dry run and the tests all read
-- these views.
CREATE OR REPLACE VIEW AgentCondition AS
SELECT
    a.AgentId,
    a.WorkplaceId,
    a.LastCallUtc,
    a.Deleted = 0 AND a.WorkplaceId IS NOT NULL AS IsLoggedIn,
    s.Activity = 'Ready' AS IsReady,
    s.Activity = 'Ready' OR (s.Activity = 'Pause' AND s.CallPreDistribute = 1) AS TakesOwnCalls,
    coalesce(w.State = 'Free' AND (w.LineMode = 'OnDemand' OR w.LineTime IS NOT NULL), FALSE) AS LineIsFree,
    h.OutboundCallId IS NULL AS HasNoCall,
    coalesce(w.BlockedUntil <= m.Moment, TRUE) AS NotBlocked,
    NOT m.UnifiedQueue OR coalesce(f.Percent < 100, TRUE) AS HasRoom,
    coalesce(f.Percent, 0) AS FullPercent,
    coalesce(t.KnowledgeOffset, 0) AS KnowledgeOffset
FROM Agent AS a
INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
LEFT JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
LEFT JOIN Seating AS t ON t.AgentId = a.AgentId AND t.WorkplaceId = a.WorkplaceId
-- Asked once, not for each row.
CROSS JOIN (
    SELECT (SELECT clock()) AS Moment, (SELECT configuration('UseUnifiedQueue') = 'true') AS UnifiedQueue
) AS m
-- How full the work in hand makes the agent for a call (DIST-8). Calls exclude each other, whatever the matrix says.
LEFT JOIN LATERAL (
    SELECT sum(CASE WHEN k.Channel = 'Call' THEN 100 ELSE coalesce(r.Percent, 0) END) AS Percent
    FROM AgentWork AS k
    LEFT JOIN BusyConditionRule AS r
        ON r.HandledChannel = k.Channel AND r.OfferedChannel = 'Call'
        AND r.BusyConditionId = coalesce(
            a.BusyConditionId, (SELECT b.BusyConditionId FROM BusyCondition AS b WHERE b.IsDefault = 1))
    WHERE k.AgentId = a.AgentId
) AS f ON m.UnifiedQueue
-- The agent's own and not all there are: beside an old snapshot the index keeps every attempt of the day.
LEFT JOIN LATERAL (
    SELECT c.OutboundCallId
    FROM OutboundCall AS c
    WHERE c.AgentId = a.AgentId AND c.CallResult = 'Active'
        AND c.CallPhase IN (
            'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
    ORDER BY c.AgentId
    LIMIT 1
) AS h ON TRUE;
COMMENT ON VIEW AgentCondition IS
'For each agent, each condition of being given a call of whatever project, and whether it holds now.';

CREATE OR REPLACE VIEW FreeAgent AS
SELECT q.AgentId, q.WorkplaceId, q.LastCallUtc, q.KnowledgeOffset, q.IsReady
FROM AgentCondition AS q
WHERE q.IsLoggedIn AND q.TakesOwnCalls AND q.LineIsFree AND q.HasNoCall AND q.NotBlocked AND q.HasRoom;
COMMENT ON VIEW FreeAgent IS
'Agents who can be offered a call now; those who are not IsReady only their own (pre-distributed) ones.';

CREATE OR REPLACE VIEW SkillCondition AS
SELECT
    a.AgentId,
    g.CallGroupId,
    k.AgentId IS NOT NULL AS HasSkill,
    coalesce(k.PbxOutEnabled = 1, FALSE) AS SkillIsEnabled,
    coalesce(k.PbxOutChannel = 1, FALSE) AS SkillIsEngaged,
    coalesce(k.PbxOutKnowledge >= g.Skill, FALSE) AS KnowsEnough,
    g.LanguageId IS NULL OR coalesce(
        f.VoiceEnabled = 1 AND f.VoiceChannel = 1 AND f.VoiceKnowledge >= g.Proficiency, FALSE
    ) AS SpeaksEnough,
    k.PbxOutKnowledge AS Knowledge,
    g.Skill AS KnowledgeAsked,
    f.VoiceKnowledge AS Proficiency,
    g.Proficiency AS ProficiencyAsked
FROM CallGroup AS g
CROSS JOIN Agent AS a
LEFT JOIN Skill AS k ON k.AgentId = a.AgentId AND k.ProjectId = g.ProjectId
LEFT JOIN Proficiency AS f ON f.AgentId = a.AgentId AND f.LanguageId = g.LanguageId;
COMMENT ON VIEW SkillCondition IS
'For each group of calls and each agent, whether the agent has what the calls ask for.';

CREATE OR REPLACE VIEW SkilledAgent AS
SELECT q.CallGroupId, q.AgentId, q.Knowledge, coalesce(q.Proficiency, 0) AS Proficiency
FROM SkillCondition AS q
WHERE q.HasSkill AND q.SkillIsEnabled AND q.SkillIsEngaged AND q.KnowsEnough AND q.SpeaksEnough;
COMMENT ON VIEW SkilledAgent IS
'Who has what the calls of which group ask for, whether free or not. Groups that ask the same have the same agents.';

-- DIST-5 as one row order: the best agent of a group comes first.
CREATE OR REPLACE VIEW EligibleAgent AS
SELECT
    q.CallGroupId,
    q.AgentId,
    a.WorkplaceId,
    a.IsReady,
    q.Knowledge + a.KnowledgeOffset AS Knowledge,
    q.Proficiency,
    a.LastCallUtc AS IdleSince
FROM SkilledAgent AS q
INNER JOIN FreeAgent AS a ON a.AgentId = q.AgentId;
COMMENT ON VIEW EligibleAgent IS
'Who can be offered a call of which group now. The best: highest Knowledge, highest Proficiency, lowest IdleSince
(NULL: no call yet, comes first), lowest AgentId.';
