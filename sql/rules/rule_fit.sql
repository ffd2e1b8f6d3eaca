-- Which rules fit which calls, and what they come to (COND-1 to COND-3). One definition: the cycle and the dry try read
-- these views.
CREATE OR REPLACE VIEW RuleFit AS
SELECT
    c.OutboundCallId,
    c.EnqueueingTime,
    c.ConditionLevel AS CallLevel,
    r.SchedulePostConditionId,
    r.ConditionLevel,
    r.Rank,
    r.Active,
    c.EnqueueingTime + coalesce(r.WaitingLonger, 0) * interval '1 second' AS WaitedEnough
FROM OutboundCall AS c
INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
LEFT JOIN Agent AS a ON a.AgentId = coalesce(CASE WHEN c.Predistributed = 1 THEN c.AgentId END, c.PreferredAgentId)
INNER JOIN SchedulePostCondition AS r
    ON (r.PriorityFrom IS NULL OR c.Priority >= r.PriorityFrom)
    AND (r.PriorityTo IS NULL OR c.Priority <= r.PriorityTo)
    AND (r.ProjectId IS NULL OR c.ProjectId = r.ProjectId)
    AND (r.LanguageId IS NULL OR c.LanguageId = r.LanguageId)
    AND (r.OutboundListId IS NULL OR c.OutboundListId = r.OutboundListId)
    AND (r.SkillFrom IS NULL OR c.Skill >= r.SkillFrom)
    AND (r.SkillTo IS NULL OR c.Skill <= r.SkillTo)
    AND (r.ProficiencyFrom IS NULL OR c.Proficiency >= r.ProficiencyFrom)
    AND (r.ProficiencyTo IS NULL OR c.Proficiency <= r.ProficiencyTo)
    AND (r.TrialFrom IS NULL OR c.Trial >= r.TrialFrom)
    AND (r.TrialTo IS NULL OR c.Trial <= r.TrialTo)
    AND (r.CallType IS NULL OR c.CallType = r.CallType)
    AND (r.Predistributed IS NULL OR c.Predistributed = r.Predistributed)
    AND (r.AgentId IS NULL OR a.AgentId = r.AgentId)
    AND (r.ProjectGroupMask IS NULL OR p.ProjectGroupName LIKE r.ProjectGroupMask)
    AND (r.TeamMask IS NULL OR a.TeamName LIKE r.TeamMask)
WHERE c.CallResult = 'Scheduled' AND c.CallPhase IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed');
COMMENT ON VIEW RuleFit IS
'For each waiting call the rules of whatever level whose limits hold, but for those of time: WaitedEnough is the moment
from which on the wait is long enough, RuleWindow has the rule''s window.';

CREATE OR REPLACE VIEW RuleWindow AS
SELECT
    r.SchedulePostConditionId,
    CASE WHEN r.TimeMode = 'None' THEN m.Moment ELSE w.Opens END AS Opens,
    coalesce(r.TimeMode = 'None' OR w.Opens <= m.Moment, FALSE) AS IsOpen
FROM SchedulePostCondition AS r
CROSS JOIN (SELECT (SELECT clock()) AS Moment) AS m
CROSS JOIN LATERAL next_window(
    r.TimeMode, r.TimeFrom, r.TimeTo, coalesce(r.TimeZone, configuration('DefaultTimeZone')), NULL, m.Moment) AS w;
COMMENT ON VIEW RuleWindow IS
'For each rule whether its window is open now, and when it opens next (NULL: never again).';

CREATE OR REPLACE VIEW RuleOutcome AS
SELECT
    c.OutboundCallId,
    r.SchedulePostConditionId,
    coalesce(r.SetProjectId, c.ProjectId) AS ProjectId,
    coalesce(r.SetLanguageId, c.LanguageId) AS LanguageId,
    coalesce(r.SetOutboundListId, c.OutboundListId) AS OutboundListId,
    coalesce(r.SetPriority, c.Priority + coalesce(r.AddPriority, 0)) AS Priority,
    coalesce(r.SetSkill, c.Skill) AS Skill,
    coalesce(r.SetProficiency, c.Proficiency) AS Proficiency,
    CASE WHEN r.SetAgentId IS NOT NULL THEN 1 WHEN r.CancelPredistribution = 1 THEN 0 ELSE c.Predistributed END
        AS Predistributed,
    CASE WHEN r.CancelPredistribution = 0 THEN coalesce(r.SetAgentId, c.AgentId) END AS AgentId,
    coalesce(r.SetPreferredAgentId, c.PreferredAgentId) AS PreferredAgentId,
    CASE WHEN r.Postpone IS NULL THEN c.ScheduleTime ELSE m.Moment + r.Postpone * interval '1 second' END
        AS ScheduleTime,
    CASE WHEN r.Pause = 1 THEN 'Paused' ELSE coalesce(r.EndAs::text::CallResult, c.CallResult) END AS CallResult,
    CASE WHEN r.EndAs IS NULL THEN c.Cause ELSE 'rule ' || r.DisplayName END AS Cause,
    CASE
        WHEN r.Marker IS NULL THEN c.ExtendedFields
        ELSE coalesce(c.ExtendedFields, '{}') || jsonb_build_object('marker', r.Marker)
    END AS ExtendedFields,
    r.ConditionLevel + 1 AS ConditionLevel
FROM OutboundCall AS c
CROSS JOIN SchedulePostCondition AS r
CROSS JOIN (SELECT (SELECT clock()) AS Moment) AS m;
COMMENT ON VIEW RuleOutcome IS 'What each call would have after each rule; to be asked for certain calls and rules.';
