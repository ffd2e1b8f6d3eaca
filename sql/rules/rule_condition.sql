-- Which rule fits which call (COND-2), without the time. One definition: the cycle, the dry run and why_rule read it. What
-- only masks ask for is looked up for them, not joined: a plan for few calls would go through all agents for each.
CREATE OR REPLACE VIEW RuleCondition AS
SELECT
    c.OutboundCallId,
    c.ConditionLevel AS CallLevel,
    r.SchedulePostConditionId,
    r.ConditionLevel AS RuleLevel,
    CASE WHEN r.WaitingLonger IS NULL THEN '-infinity'
        ELSE c.EnqueueingTime + r.WaitingLonger * interval '1 second' END AS WaitedAt,
    c.CallResult = 'Scheduled' AS IsWaiting,
    coalesce(c.Priority >= r.PriorityFrom, TRUE) AND coalesce(c.Priority <= r.PriorityTo, TRUE) AS PriorityFits,
    (r.ProjectId IS NULL OR c.ProjectId = r.ProjectId) IS TRUE AS ProjectFits,
    (r.ProjectGroupMask IS NULL OR (
        SELECT p.ProjectGroupName FROM Project AS p WHERE p.ProjectId = c.ProjectId
    ) LIKE r.ProjectGroupMask) IS TRUE AS ProjectGroupFits,
    (r.LanguageId IS NULL OR c.LanguageId = r.LanguageId) IS TRUE AS LanguageFits,
    (r.OutboundListId IS NULL OR c.OutboundListId = r.OutboundListId) IS TRUE AS ListFits,
    coalesce(c.Skill >= r.SkillFrom, TRUE) AND coalesce(c.Skill <= r.SkillTo, TRUE) AS SkillFits,
    coalesce(c.Proficiency >= r.ProficiencyFrom, TRUE)
    AND coalesce(c.Proficiency <= r.ProficiencyTo, TRUE) AS ProficiencyFits,
    coalesce(c.Trial >= r.TrialFrom, TRUE) AND coalesce(c.Trial <= r.TrialTo, TRUE) AS TrialFits,
    coalesce(c.CallType = r.CallType, TRUE) AS CallTypeFits,
    coalesce(c.Predistributed = r.Predistributed, TRUE) AS PredistributedFits,
    (r.AgentId IS NULL OR coalesce(c.AgentId, c.PreferredAgentId) = r.AgentId) IS TRUE AS AgentFits,
    (r.TeamMask IS NULL OR (
        SELECT a.TeamName FROM Agent AS a WHERE a.AgentId = coalesce(c.AgentId, c.PreferredAgentId)
    ) LIKE r.TeamMask) IS TRUE AS TeamFits
FROM OutboundCall AS c
CROSS JOIN SchedulePostCondition AS r;
COMMENT ON VIEW RuleCondition IS
'For each call and each rule, each limit and whether the call fits it; WaitedAt is when it has waited long enough
(-infinity: any time). When the rule''s own window is open, rules_to_try says.';

CREATE OR REPLACE VIEW FittingRule AS
SELECT q.OutboundCallId, q.CallLevel, q.SchedulePostConditionId, q.RuleLevel, q.WaitedAt
FROM RuleCondition AS q
-- What keeps most rules from a call comes first.
WHERE q.IsWaiting AND q.RuleLevel >= q.CallLevel AND q.ProjectFits AND q.ListFits AND q.LanguageFits AND q.AgentFits
    AND q.PriorityFits AND q.SkillFits AND q.ProficiencyFits AND q.TrialFits AND q.CallTypeFits AND q.PredistributedFits
    AND q.ProjectGroupFits AND q.TeamFits AND q.WaitedAt IS NOT NULL;
COMMENT ON VIEW FittingRule IS
'Calls that wait and rules, of their level or a higher one, of which every limit besides the time holds for them.';
