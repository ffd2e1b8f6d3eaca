CREATE OR REPLACE FUNCTION agent_versions(agent_ids uuid[]) RETURNS TABLE (AgentId uuid, Version text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    -- Besides ChangedTime what pages show of a call: a plain UPDATE of that alone does not move it.
    RETURN QUERY
    SELECT a.AgentId, concat_ws('.', hashtextextended(a::text, 0), hashtextextended(w::text, 0),
        c.OutboundCallId, c.RowVersion, e.OutboundCallId, e.RowVersion, b.Calls)
    FROM unnest(agent_ids) AS i (AgentId)
    INNER JOIN Agent AS a ON a.AgentId = i.AgentId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    LEFT JOIN LATERAL (
        SELECT o.OutboundCallId, concat_ws(':', o.ChangedTime, o.DisplayName, o.ContactId, o.IssueId, o.Deadline,
            o.TalkState, o.ConsultNumber, o.TransferredTo, o.TalkProblem, o.Muted, o.KeysSent, o.CallResultDetailId,
            o.ExtendedFields,
            (SELECT r.ChangedTime FROM ScenarioResult AS r WHERE r.OutboundCallId = o.OutboundCallId))
            AS RowVersion
        FROM OutboundCall AS o
        WHERE o.AgentId = a.AgentId AND o.CallResult = 'Active' AND o.CallPhase
            IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
        ORDER BY o.OutboundCallId
        LIMIT 1
    ) AS c ON TRUE
    LEFT JOIN LATERAL (
        SELECT o.OutboundCallId, concat_ws(':', o.ChangedTime, o.CallResultDetailId, o.Deadline,
            (SELECT r.ChangedTime FROM ScenarioResult AS r WHERE r.OutboundCallId = o.OutboundCallId)) AS RowVersion
        FROM OutboundCall AS o
        WHERE o.AgentId = a.AgentId AND o.EndTime IS NOT NULL
        ORDER BY o.EndTime DESC
        LIMIT 1
    ) AS e ON TRUE
    CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(':', o.OutboundCallId, o.RowVersion), ',' ORDER BY o.OutboundCallId) AS Calls
        FROM (
            SELECT r.OutboundCallId,
                concat_ws(':', r.ChangedTime, r.ScheduleTime, r.Number, r.DisplayName) AS RowVersion
            FROM OutboundCall AS r
            WHERE r.AgentId = a.AgentId AND r.Predistributed = 1 AND r.CallResult = 'Scheduled'
            ORDER BY r.ScheduleTime
            LIMIT 20
        ) AS o
    ) AS b;
END
$$;
COMMENT ON FUNCTION agent_versions(uuid[]) IS
'A text for each of these agents that is another one as soon as something of what the agent''s page shows has changed:
the agent''s row, the workplace, the call in progress, the call that ended last, the next 20 calls reserved for the agent.
For the web''s event streams, which ask for all their agents at once. Locks nothing.';

CREATE OR REPLACE FUNCTION floor_version() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    RETURN concat_ws('.',
        (SELECT sum(hashtextextended(a::text, 0)) FROM Agent AS a),
        (SELECT sum(hashtextextended(w::text, 0)) FROM Workplace AS w),
        -- Three statements, each with the partial index that fits.
        (SELECT sum(hashtextextended(concat_ws(':', c.OutboundCallId, c.ChangedTime), 0))
        FROM (
            SELECT o.OutboundCallId, o.ChangedTime FROM OutboundCall AS o
            WHERE o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult' AND o.SharedNumber = 0
            UNION ALL
            SELECT o.OutboundCallId, o.ChangedTime FROM OutboundCall AS o
            WHERE o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult' AND o.SharedNumber = 1
            UNION ALL
            SELECT o.OutboundCallId, o.ChangedTime FROM OutboundCall AS o
            WHERE o.CallPhase = 'WaitForResult'
        ) AS c));
END
$$;
COMMENT ON FUNCTION floor_version() IS
'A text that is another one as soon as an agent, a workplace, or a call in progress or without its result has changed:
for pages that show all of them. Reads each of these rows. Locks nothing.';

CREATE OR REPLACE FUNCTION skills_version() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    -- Of agents only what is shown there: their statuses change all day.
    RETURN concat_ws('.',
        (SELECT sum(hashtextextended(s::text, 0)) FROM Skill AS s),
        (SELECT sum(hashtextextended(f::text, 0)) FROM Proficiency AS f),
        (SELECT sum(hashtextextended(concat_ws(':', a.AgentId, a.DisplayName, a.TeamName, a.Deleted), 0))
        FROM Agent AS a),
        (SELECT sum(hashtextextended(p::text, 0)) FROM Project AS p),
        (SELECT sum(hashtextextended(l::text, 0)) FROM Language AS l));
END
$$;
COMMENT ON FUNCTION skills_version() IS
'A text that is another one as soon as a skill, a proficiency, or what there is of agents, projects and languages has
changed: for the page with all of them. Reads each of these rows. Locks nothing.';

CREATE OR REPLACE FUNCTION live_versions(topic text, keys text[]) RETURNS TABLE (Key text, Version text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    CASE topic
    WHEN 'agent' THEN
        RETURN QUERY SELECT v.AgentId::text, v.Version FROM agent_versions(keys::uuid[]) AS v;
    WHEN 'call' THEN
        RETURN QUERY
        SELECT c.OutboundCallId::text, concat_ws('.', c.ChangedTime, hashtextextended(c::text, 0), r.ChangedTime)
        FROM OutboundCall AS c
        LEFT JOIN ScenarioResult AS r ON r.OutboundCallId = c.OutboundCallId
        WHERE c.OutboundCallId = ANY (keys::bigint[]);
    WHEN 'import' THEN
        RETURN QUERY
        SELECT i.OutboundListImportId::text, hashtextextended(i::text, 0)::text
        FROM OutboundListImport AS i
        WHERE i.OutboundListImportId = ANY (keys::bigint[]);
    WHEN 'floor' THEN
        RETURN QUERY SELECT '', floor_version();
    WHEN 'skills' THEN
        RETURN QUERY SELECT '', skills_version();
    WHEN 'lists' THEN
        RETURN QUERY
        SELECT '', concat_ws('.', sum(hashtextextended(concat(l::text, n::text), 0)),
            (SELECT sum(hashtextextended(q::text, 0)) FROM Quota AS q))
        FROM OutboundList AS l
        LEFT JOIN ListCensus AS n ON n.OutboundListId = l.OutboundListId;
    WHEN 'calls' THEN
        RETURN QUERY SELECT '', max(e.CallEventId)::text FROM CallEvent AS e;
    ELSE
        RAISE EXCEPTION USING
            ERRCODE = 'PD033',
            MESSAGE = format('"%s" is no topic.', topic),
            HINT = 'Topics are agent, call, import, floor, skills, lists and calls.',
            COLUMN = 'topics';
    END CASE;
END
$$;
COMMENT ON FUNCTION live_versions(text, text[]) IS
'What pages that are open compare to know that something has changed, whoever changed it: a row for each key that there
is, with a text that is another one after every change. topic: agent (keys: ids of agents), call and import (ids), floor,
skills, lists and calls (no keys; all agents and calls in progress, all skills, all lists, whatever happens to calls).
The web''s reader asks several times a second for all pages together; nothing of the rows is told, so no rights are
asked. Errors: PD033 no such topic. Locks nothing.';
