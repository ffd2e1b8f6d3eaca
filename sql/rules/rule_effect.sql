-- What a rule makes of a call (COND-3). One definition: the cycle executes it, the dry run shows it.
CREATE OR REPLACE VIEW RuleEffect AS
SELECT
    c.OutboundCallId, r.SchedulePostConditionId, r.DisplayName, c.CallPhase AS FromPhase, c.CallResult AS FromResult,
    c.EnqueueingTime, m.Moment,
    n.ProjectId, n.LanguageId, n.OutboundListId, n.Priority, n.Skill, n.Proficiency, n.Predistributed, n.AgentId,
    n.PreferredAgentId, n.ScheduleTime, n.CallResult, n.ConditionLevel,
    CASE WHEN r.Marker IS NULL THEN c.ExtendedFields
        ELSE coalesce(c.ExtendedFields, '{}') || jsonb_build_object('marker', r.Marker) END AS ExtendedFields,
    -- Piece by piece, because most are empty: one object with all of them would take three times as long.
    jsonb_build_object('ConditionLevel', c.ConditionLevel)
    || CASE WHEN c.ProjectId IS DISTINCT FROM n.ProjectId AND c.ProjectId IS NOT NULL
        THEN jsonb_build_object('ProjectId', c.ProjectId) ELSE '{}' END
    || CASE WHEN c.LanguageId IS DISTINCT FROM n.LanguageId AND c.LanguageId IS NOT NULL
        THEN jsonb_build_object('LanguageId', c.LanguageId) ELSE '{}' END
    || CASE WHEN c.OutboundListId IS DISTINCT FROM n.OutboundListId AND c.OutboundListId IS NOT NULL
        THEN jsonb_build_object('OutboundListId', c.OutboundListId) ELSE '{}' END
    || CASE WHEN c.Priority <> n.Priority THEN jsonb_build_object('Priority', c.Priority) ELSE '{}' END
    || CASE WHEN c.Skill <> n.Skill THEN jsonb_build_object('Skill', c.Skill) ELSE '{}' END
    || CASE WHEN c.Proficiency <> n.Proficiency THEN jsonb_build_object('Proficiency', c.Proficiency) ELSE '{}' END
    || CASE WHEN c.Predistributed <> n.Predistributed THEN jsonb_build_object('Predistributed', c.Predistributed) ELSE '{}' END
    || CASE WHEN c.AgentId IS DISTINCT FROM n.AgentId AND c.AgentId IS NOT NULL
        THEN jsonb_build_object('AgentId', c.AgentId) ELSE '{}' END
    || CASE WHEN c.PreferredAgentId IS DISTINCT FROM n.PreferredAgentId AND c.PreferredAgentId IS NOT NULL
        THEN jsonb_build_object('PreferredAgentId', c.PreferredAgentId) ELSE '{}' END
    || CASE WHEN c.ScheduleTime IS DISTINCT FROM n.ScheduleTime AND c.ScheduleTime IS NOT NULL
        THEN jsonb_build_object('ScheduleTime', c.ScheduleTime) ELSE '{}' END
    || CASE WHEN c.CallResult <> n.CallResult THEN jsonb_build_object('CallResult', c.CallResult) ELSE '{}' END
    || CASE WHEN r.Marker IS NOT NULL AND c.ExtendedFields ->> 'marker' IS NOT NULL
        THEN jsonb_build_object('Marker', c.ExtendedFields ->> 'marker') ELSE '{}' END AS Before,
    jsonb_build_object('ConditionLevel', n.ConditionLevel)
    || CASE WHEN n.ProjectId IS DISTINCT FROM c.ProjectId AND n.ProjectId IS NOT NULL
        THEN jsonb_build_object('ProjectId', n.ProjectId) ELSE '{}' END
    || CASE WHEN n.LanguageId IS DISTINCT FROM c.LanguageId AND n.LanguageId IS NOT NULL
        THEN jsonb_build_object('LanguageId', n.LanguageId) ELSE '{}' END
    || CASE WHEN n.OutboundListId IS DISTINCT FROM c.OutboundListId AND n.OutboundListId IS NOT NULL
        THEN jsonb_build_object('OutboundListId', n.OutboundListId) ELSE '{}' END
    || CASE WHEN c.Priority <> n.Priority THEN jsonb_build_object('Priority', n.Priority) ELSE '{}' END
    || CASE WHEN c.Skill <> n.Skill THEN jsonb_build_object('Skill', n.Skill) ELSE '{}' END
    || CASE WHEN c.Proficiency <> n.Proficiency THEN jsonb_build_object('Proficiency', n.Proficiency) ELSE '{}' END
    || CASE WHEN c.Predistributed <> n.Predistributed THEN jsonb_build_object('Predistributed', n.Predistributed) ELSE '{}' END
    || CASE WHEN n.AgentId IS DISTINCT FROM c.AgentId AND n.AgentId IS NOT NULL
        THEN jsonb_build_object('AgentId', n.AgentId) ELSE '{}' END
    || CASE WHEN n.PreferredAgentId IS DISTINCT FROM c.PreferredAgentId AND n.PreferredAgentId IS NOT NULL
        THEN jsonb_build_object('PreferredAgentId', n.PreferredAgentId) ELSE '{}' END
    || CASE WHEN n.ScheduleTime IS DISTINCT FROM c.ScheduleTime AND n.ScheduleTime IS NOT NULL
        THEN jsonb_build_object('ScheduleTime', n.ScheduleTime) ELSE '{}' END
    || CASE WHEN c.CallResult <> n.CallResult THEN jsonb_build_object('CallResult', n.CallResult) ELSE '{}' END
    || CASE WHEN r.Marker IS NOT NULL THEN jsonb_build_object('Marker', r.Marker) ELSE '{}' END AS After
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
