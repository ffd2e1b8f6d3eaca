-- What a rule makes of a call (COND-3). One definition: the cycle executes it, the dry run shows it.
CREATE OR REPLACE VIEW RuleEffect AS
SELECT
    c.OutboundCallId, r.SchedulePostConditionId, r.DisplayName, c.CallPhase AS FromPhase, c.CallResult AS FromResult,
    c.EnqueueingTime, m.Moment,
    n.ProjectId, n.LanguageId, n.OutboundListId, n.Priority, n.Skill, n.Proficiency, n.Predistributed, n.AgentId,
    n.PreferredAgentId, n.ScheduleTime, n.CallResult, n.ConditionLevel,
    CASE WHEN r.Marker IS NULL THEN c.ExtendedFields
        ELSE coalesce(c.ExtendedFields, '{}') || jsonb_build_object('marker', r.Marker) END AS ExtendedFields,
    jsonb_strip_nulls(jsonb_build_object(
        'ProjectId', CASE WHEN n.ProjectId IS DISTINCT FROM c.ProjectId THEN c.ProjectId END,
        'LanguageId', CASE WHEN n.LanguageId IS DISTINCT FROM c.LanguageId THEN c.LanguageId END,
        'OutboundListId', CASE WHEN n.OutboundListId IS DISTINCT FROM c.OutboundListId THEN c.OutboundListId END,
        'Priority', CASE WHEN n.Priority <> c.Priority THEN c.Priority END,
        'Skill', CASE WHEN n.Skill <> c.Skill THEN c.Skill END,
        'Proficiency', CASE WHEN n.Proficiency <> c.Proficiency THEN c.Proficiency END,
        'Predistributed', CASE WHEN n.Predistributed <> c.Predistributed THEN c.Predistributed END,
        'AgentId', CASE WHEN n.AgentId IS DISTINCT FROM c.AgentId THEN c.AgentId END,
        'PreferredAgentId',
        CASE WHEN n.PreferredAgentId IS DISTINCT FROM c.PreferredAgentId THEN c.PreferredAgentId END,
        'ScheduleTime', CASE WHEN n.ScheduleTime IS DISTINCT FROM c.ScheduleTime THEN c.ScheduleTime END,
        'CallResult', CASE WHEN n.CallResult <> c.CallResult THEN c.CallResult END,
        'Marker', CASE WHEN r.Marker IS NOT NULL THEN c.ExtendedFields ->> 'marker' END,
        'ConditionLevel', c.ConditionLevel
    )) AS Before,
    jsonb_strip_nulls(jsonb_build_object(
        'ProjectId', CASE WHEN n.ProjectId IS DISTINCT FROM c.ProjectId THEN n.ProjectId END,
        'LanguageId', CASE WHEN n.LanguageId IS DISTINCT FROM c.LanguageId THEN n.LanguageId END,
        'OutboundListId', CASE WHEN n.OutboundListId IS DISTINCT FROM c.OutboundListId THEN n.OutboundListId END,
        'Priority', CASE WHEN n.Priority <> c.Priority THEN n.Priority END,
        'Skill', CASE WHEN n.Skill <> c.Skill THEN n.Skill END,
        'Proficiency', CASE WHEN n.Proficiency <> c.Proficiency THEN n.Proficiency END,
        'Predistributed', CASE WHEN n.Predistributed <> c.Predistributed THEN n.Predistributed END,
        'AgentId', CASE WHEN n.AgentId IS DISTINCT FROM c.AgentId THEN n.AgentId END,
        'PreferredAgentId',
        CASE WHEN n.PreferredAgentId IS DISTINCT FROM c.PreferredAgentId THEN n.PreferredAgentId END,
        'ScheduleTime', CASE WHEN n.ScheduleTime IS DISTINCT FROM c.ScheduleTime THEN n.ScheduleTime END,
        'CallResult', CASE WHEN n.CallResult <> c.CallResult THEN n.CallResult END,
        'Marker', r.Marker,
        'ConditionLevel', n.ConditionLevel
    )) AS After
FROM OutboundCall AS c
CROSS JOIN SchedulePostCondition AS r
LEFT JOIN OutboundList AS l ON l.OutboundListId = r.SetOutboundListId
CROSS JOIN (SELECT (SELECT clock()) AS Moment) AS m
CROSS JOIN LATERAL (
    SELECT
        coalesce(l.ProjectId, r.SetProjectId, c.ProjectId) AS ProjectId,
        coalesce(r.SetLanguageId, c.LanguageId) AS LanguageId,
        coalesce(r.SetOutboundListId, c.OutboundListId) AS OutboundListId,
        -- A priority at the end of its range stays there.
        coalesce(
            r.SetPriority,
            least(greatest(c.Priority + coalesce(r.AddPriority, 0)::bigint, -2147483648), 2147483647)::integer
        ) AS Priority,
        coalesce(r.SetSkill, c.Skill) AS Skill,
        coalesce(r.SetProficiency, c.Proficiency) AS Proficiency,
        CASE WHEN r.SetAgentId IS NOT NULL THEN 1 WHEN r.CancelPredistribution = 1 THEN 0
            ELSE c.Predistributed END AS Predistributed,
        CASE WHEN r.CancelPredistribution = 1 THEN NULL ELSE coalesce(r.SetAgentId, c.AgentId) END AS AgentId,
        coalesce(r.SetPreferredAgentId, c.PreferredAgentId) AS PreferredAgentId,
        CASE WHEN r.Postpone IS NULL THEN c.ScheduleTime
            ELSE greatest(c.ScheduleTime, m.Moment + r.Postpone * interval '1 second') END AS ScheduleTime,
        CASE WHEN r.Pause = 1 THEN 'Paused' ELSE coalesce(r.EndAs, c.CallResult) END AS CallResult,
        r.ConditionLevel + 1 AS ConditionLevel
) AS n;
COMMENT ON VIEW RuleEffect IS
'For each call and each rule, the call''s columns as they would be after it, and those that change, before and after
(a value that is NULL is left out).';
