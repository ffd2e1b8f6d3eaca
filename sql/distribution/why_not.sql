CREATE OR REPLACE FUNCTION why_not(call_id bigint)
RETURNS TABLE (Condition text, Holds boolean, Value text, LimitValue text, Remedy text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand_call(call_id, 'Read');
    SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = why_not.call_id;
    IF NOT FOUND THEN
        PERFORM find_call(call_id);
    END IF;
    IF called.OutboundListId IS NULL THEN
        RETURN QUERY SELECT 'it belongs to a list', FALSE, called.CallType::text, 'DialOut',
            'A private call is dialled by its agent; give it an OutboundListId to have it distributed.';
        RETURN;
    END IF;

    RETURN QUERY
    SELECT t.Condition, v.Holds, v.Value, v.LimitValue, CASE WHEN NOT v.Holds THEN t.Remedy END
    FROM CallCheck AS k
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = k.OutboundCallId
    INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN OutboundListImport AS i ON i.OutboundListImportId = c.OutboundListImportId
    -- The cycle asks the window only of calls for which nothing else is in the way.
    CROSS JOIN LATERAL (SELECT call_time_zone(c.TimeZone, c.Number, l.TimeZone) AS Name) AS z
    CROSS JOIN LATERAL next_window(c.TimeMode, c.TimeFrom, c.TimeTo, z.Name, l.CalendarId, clock()) AS w
    CROSS JOIN LATERAL (SELECT reached_quota(c.OutboundCallId) AS Name) AS u
    CROSS JOIN LATERAL (
        SELECT CASE
                WHEN FALSE = ANY (k.Holds[1:3] || k.Holds[5:]) OR l.RulePackId IS NOT NULL
                    THEN coalesce(w.opens <= clock(), FALSE) AND coalesce(c.ValidUntil > clock(), TRUE)
                ELSE k.Holds[4]
            END AS IsOpen
    ) AS d
    CROSS JOIN LATERAL (VALUES
        (1, k.Holds[1], l.Activity::text, 'Running'),
        (2, k.Holds[2], c.CallResult::text, 'Scheduled'),
        (3, k.Holds[3], c.CallPhase::text, 'Enqueue, AgentOfferMissed'),
        (4, d.IsOpen,
            CASE
                WHEN c.ValidUntil <= clock() THEN 'over since ' || c.ValidUntil::text
                WHEN d.IsOpen
                    THEN coalesce('open until ' || least(nullif(w.closes, 'infinity'), c.ValidUntil)::text, 'open')
                WHEN w.opens >= c.ValidUntil THEN 'not before its end'
                ELSE coalesce('opens at ' || w.opens::text, 'never again')
            END,
            describe_window(c.TimeMode, c.TimeFrom, c.TimeTo, z.Name, l.CalendarId)
                || coalesce(', not after ' || c.ValidUntil::text, '')),
        (5, k.Holds[5], clock()::text, coalesce(c.ScheduleTime::text, 'none')),
        (6, k.Holds[6], coalesce(i.Active::text, 'no batch'), '1'),
        (7, k.Holds[7], coalesce(c.Rank::text, 'no rank'), coalesce(i.RankBarrier::text, 'no barrier')),
        (8, k.Holds[8], p.PbxOutDistribute::text, '1'),
        (9, k.Holds[9],
            concat_ws(' ',
                l.DialingMode, CASE WHEN l.DialingMode = 'Ivr' AND l.IvrScript IS NULL THEN 'without IvrScript' END),
            'Preview, Progressive, or pre-distributed'),
        (10, k.Holds[10], c.Number, coalesce(
            (SELECT 'call ' || o.OutboundCallId::text FROM OutboundCall AS o
                WHERE o.Number = c.Number AND o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult'
                    AND o.SharedNumber = 0 AND o.OutboundCallId <> c.OutboundCallId), 'none')),
        (21, k.Holds[21] AND u.Name IS NULL,
            CASE
                WHEN u.Name IS NOT NULL THEN format('quota "%s" is reached', u.Name)
                WHEN k.Holds[21] THEN 'none'
                ELSE 'being looked at'
            END,
            'none reached')
    ) AS v (Position, Holds, Value, LimitValue)
    INNER JOIN ConditionText AS t ON t.Position = v.Position
    WHERE k.OutboundCallId = why_not.call_id
        -- Most lists have no quotas.
        AND (t.Position <> 21 OR EXISTS (SELECT FROM Quota AS o WHERE o.OutboundListId = c.OutboundListId))
    ORDER BY t.Position;

    -- COMP: a row per kind of rule, of lists that are bound by any.
    RETURN QUERY
    SELECT t.Condition, b.Kinds IS NULL,
        coalesce('not before ' || nullif(b.Until, 'infinity')::text, b.Rules, 'ok'),
        coalesce(b.Sources, pack_source(l.RulePackId, v.Kind), 'none'),
        CASE WHEN b.Kinds IS NOT NULL THEN t.Remedy END
    FROM OutboundList AS l
    CROSS JOIN (VALUES
        (11, 'DoNotCall'::RuleKind), (12, 'DoNotCallAge'), (13, 'Hours'), (14, 'Consent'), (15, 'CallerId'), (16, 'Cap'),
        (17, 'Gap'), (18, 'RestAfterTalk'), (19, 'RefusalHold'), (20, 'AbandonHold')
    ) AS v (Position, Kind)
    INNER JOIN ConditionText AS t ON t.Position = v.Position
    LEFT JOIN LATERAL (
        SELECT count(*) AS Kinds, max(r.Until) AS Until, string_agg(r.Rule, '; ' ORDER BY r.Until DESC, r.Rule) AS Rules,
            string_agg(DISTINCT concat_ws(': ', r.Rule, r.Source), '; ') AS Sources
        FROM broken_rules(called, clock(), TRUE) AS r
        WHERE r.Kind = v.Kind
        HAVING count(*) > 0
    ) AS b ON TRUE
    WHERE l.OutboundListId = called.OutboundListId
        AND (num_nonnulls(l.RulePackId, l.DoNotCallLists) > 0
            OR (v.Kind = 'AbandonHold' AND NOT reserves_agent(l.DialingMode, l.AgentFirst, called.Predistributed)))
    ORDER BY v.Position;

    RETURN QUERY
    SELECT 'agent ' || a.DisplayName, o.Reasons IS NULL, coalesce(o.Reasons, 'can get it'), o.Limits, o.Remedies
    FROM why_not_agents(call_id) AS w
    INNER JOIN Agent AS a ON a.AgentId = w.AgentId
    CROSS JOIN LATERAL (
        SELECT string_agg(r.Value, '; ' ORDER BY r.Position) AS Reasons,
            string_agg(r.LimitValue, '; ' ORDER BY r.Position) AS Limits,
            string_agg(r.Remedy, ' ' ORDER BY r.Position) AS Remedies
        FROM (VALUES
            (1, w.IsLoggedIn, 'not logged in', 'logged in', 'Log in: SELECT log_in(agent_id, workplace_id).'),
            (2, w.HasSkill, 'no outbound skill in the project', 'a skill', 'Add a row to Skill.'),
            (3, w.SkillIsEnabled OR NOT w.HasSkill, 'skill disabled by the supervisor', 'PbxOutEnabled 1',
                'UPDATE Skill SET PbxOutEnabled = 1.'),
            (4, w.SkillIsEngaged OR NOT w.HasSkill, 'skill disengaged by the agent', 'PbxOutChannel 1',
                'UPDATE Skill SET PbxOutChannel = 1.'),
            (5, w.KnowsEnough OR NOT w.HasSkill, 'knowledge ' || coalesce(w.Knowledge::text, 'none'),
                'at least ' || w.KnowledgeAsked, 'Raise PbxOutKnowledge or lower Skill of the call.'),
            (6, w.SpeaksEnough, 'proficiency ' || coalesce(w.Proficiency::text, 'none'),
                format('at least %s, enabled and engaged', w.ProficiencyAsked), 'Add or raise the row in Proficiency.'),
            (7, CASE WHEN called.Predistributed = 1 THEN w.TakesOwnCalls ELSE w.IsReady END OR NOT w.IsLoggedIn,
                'status ' || w.Status, 'Ready', 'Wait until the agent is Ready.'),
            (8, w.LineIsFree OR NOT w.IsLoggedIn, 'line ' || coalesce(w.LineState, 'none'), 'Free',
                CASE w.LineState
                    WHEN 'OutOfOrder' THEN 'The telephone is not registered on the PBX: switch it on, or check its extension.'
                    WHEN 'closed' THEN 'The telephone was hung up: let the agent choose a status, and pick up when it rings.'
                    WHEN 'not picked up yet' THEN 'Pick up the telephone, which rings.'
                    ELSE 'Wait until the other call on this telephone is over.'
                END),
            (9, w.HasNoCall, 'has an offer or a call', 'none', 'Wait.'),
            (10, w.NotBlocked, 'blocked until ' || coalesce(w.BlockedUntil::text, ''), 'Agent blocked [s]',
                'Wait, or UPDATE Workplace SET BlockedUntil = NULL.'),
            (11, w.HasRoom, w.FullPercent || ' % full', 'under 100 %', 'Wait until other work is done, or change BusyConditionRule.')
        ) AS r (Position, Holds, Value, LimitValue, Remedy)
        WHERE NOT r.Holds
    ) AS o
    ORDER BY o.Reasons IS NOT NULL, a.DisplayName, a.AgentId;
END
$$;
COMMENT ON FUNCTION why_not(bigint) IS
'Why a call is not dialled: a row for each condition of being distributable, then one for each agent who has the skill
(for a pre-distributed call: its agent) with what keeps that agent out; whether it holds, its value, its limit, what
to do about it. The conditions are those that the cycle itself reads. Errors: PD012 no such call.';

CREATE OR REPLACE FUNCTION why_not_agents(call_id bigint)
RETURNS TABLE (
    AgentId uuid, IsLoggedIn boolean, IsReady boolean, TakesOwnCalls boolean, LineIsFree boolean, HasNoCall boolean,
    NotBlocked boolean, HasRoom boolean, FullPercent bigint, HasSkill boolean, SkillIsEnabled boolean,
    SkillIsEngaged boolean, KnowsEnough boolean, SpeaksEnough boolean, Knowledge integer, KnowledgeAsked integer,
    Proficiency integer, ProficiencyAsked integer, Status text, LineState text, BlockedUntil timestamptz
)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
    group_id bigint;
BEGIN
    SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = why_not_agents.call_id;
    group_id := coalesce(called.CallGroupId, call_group(
        called.OutboundListId, called.OutboundListImportId, called.ProjectId, called.LanguageId,
        called.Skill, called.Proficiency));
    RETURN QUERY
    SELECT q.AgentId, q.IsLoggedIn, q.IsReady, q.TakesOwnCalls, q.LineIsFree, q.HasNoCall, q.NotBlocked, q.HasRoom,
        q.FullPercent, k.HasSkill, k.SkillIsEnabled, k.SkillIsEngaged, k.KnowsEnough, k.SpeaksEnough, k.Knowledge,
        k.KnowledgeAsked, k.Proficiency, k.ProficiencyAsked, s.DisplayName, line_state(w), w.BlockedUntil
    FROM SkillCondition AS k
    INNER JOIN AgentCondition AS q ON q.AgentId = k.AgentId
    INNER JOIN Agent AS a ON a.AgentId = k.AgentId AND a.Deleted = 0
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    WHERE k.CallGroupId = group_id
        AND CASE WHEN called.Predistributed = 1 THEN k.AgentId = called.AgentId ELSE k.HasSkill END;
END
$$;
COMMENT ON FUNCTION why_not_agents(bigint) IS
'The agents who come into question for a call, each with the conditions that EligibleAgent is made of.';
