CREATE OR REPLACE FUNCTION check_setup() RETURNS TABLE (Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    silence CONSTANT interval := configuration('RunnerSilence')::integer * interval '1 second';
BEGIN
    RETURN QUERY
    SELECT s.Requirement, s.Holds, s.Value, CASE WHEN NOT s.Holds THEN s.Remedy END
    FROM (
        SELECT 1 AS Position, 'agent extensions: a workplace with a number on the PBX' AS Requirement,
            count(*) > 0 AS Holds, count(*)::text || ' workplaces' AS Value,
            'INSERT INTO Workplace (DisplayName, Number) VALUES (''Desk 1'', ''101'');' AS Remedy
        FROM Workplace AS w
        WHERE w.Deleted = 0 AND w.Number <> ''
        UNION ALL
        SELECT 2, 'agents', count(*) > 0, count(*)::text || ' agents',
            'INSERT INTO Agent (Login, DisplayName) VALUES (''jana'', ''Jana'');'
        FROM Agent AS a
        WHERE a.Deleted = 0
        UNION ALL
        SELECT 3, 'seating: every agent may sit somewhere', bool_and(x.HasSeat) IS TRUE,
            coalesce(
                string_agg(x.DisplayName || ' nowhere', ', ' ORDER BY x.DisplayName) FILTER (WHERE NOT x.HasSeat),
                CASE WHEN bool_and(x.HasSeat) THEN 'all agents' ELSE 'no agents' END),
            'INSERT INTO Seating (AgentId, WorkplaceId) SELECT s.AgentId, w.WorkplaceId FROM Seating AS s, Workplace AS w'
            ' WHERE w.Deleted = 0 ON CONFLICT DO NOTHING;'
        FROM (
            SELECT a.DisplayName,
                EXISTS (SELECT FROM Workplace AS w WHERE w.Deleted = 0 AND (
                    NOT EXISTS (SELECT FROM Seating AS s WHERE s.AgentId = a.AgentId)
                    OR EXISTS (
                        SELECT FROM Seating AS s WHERE s.AgentId = a.AgentId AND s.WorkplaceId = w.WorkplaceId))) AS HasSeat
            FROM Agent AS a
            WHERE a.Deleted = 0
        ) AS x
        UNION ALL
        SELECT 4, 'agent statuses: one that is Ready, which agents may choose', count(*) > 0,
            count(*)::text || ' statuses, of which '
            || (count(*) FILTER (WHERE t.CallPreDistribute = 1))::text || ' allow pre-distributed calls',
            'INSERT INTO AgentStatus (DisplayName, Activity, CallPreDistribute) VALUES (''Ready'', ''Ready'', 1);'
        FROM AgentStatus AS t
        WHERE t.Deleted = 0 AND t.Activity = 'Ready' AND t.UserBlocked = 0
        UNION ALL
        SELECT 5, 'a project that distributes outbound calls', count(*) > 0, count(*)::text || ' projects',
            CASE WHEN EXISTS (SELECT FROM Project) THEN 'UPDATE Project SET PbxOutDistribute = 1;'
                ELSE 'INSERT INTO Project (DisplayName) VALUES (''Renewals'');' END
        FROM Project AS p
        WHERE p.PbxOutDistribute = 1
        UNION ALL
        SELECT 6, 'an outbound list that is Running', count(*) > 0, count(*)::text || ' lists',
            CASE WHEN EXISTS (SELECT FROM OutboundList AS o WHERE o.Deleted = 0)
                THEN 'UPDATE OutboundList SET Activity = ''Running'' WHERE Activity IN (''Prepared'', ''Paused'') AND Deleted = 0;'
                ELSE 'INSERT INTO OutboundList (DisplayName, ProjectId, Activity)'
                    ' SELECT ''November'', ProjectId, ''Running'' FROM Project ORDER BY DisplayName LIMIT 1;' END
        FROM OutboundList AS l
        WHERE l.Activity = 'Running' AND l.Deleted = 0
        UNION ALL
        SELECT 7, 'project skills: an agent for each running list', count(*) > 0 AND bool_and(x.HasAgent),
            coalesce(
                string_agg(x.DisplayName || ' has none', ', ' ORDER BY x.DisplayName) FILTER (WHERE NOT x.HasAgent),
                count(*)::text || ' lists'),
            'INSERT INTO Skill (AgentId, ProjectId) SELECT AgentId, ProjectId FROM Agent, Project WHERE Agent.Deleted = 0'
            ' ON CONFLICT (AgentId, ProjectId) DO UPDATE SET PbxOutEnabled = 1, PbxOutChannel = 1;'
        FROM (
            SELECT l.DisplayName, EXISTS (
                SELECT FROM Skill AS k
                INNER JOIN Agent AS a ON a.AgentId = k.AgentId AND a.Deleted = 0
                WHERE k.ProjectId = l.ProjectId AND k.PbxOutEnabled = 1 AND k.PbxOutChannel = 1) AS HasAgent
            FROM OutboundList AS l
            WHERE l.Activity = 'Running' AND l.Deleted = 0
        ) AS x
        UNION ALL
        SELECT 8, 'language proficiencies: an agent for each running list that asks for a language',
            coalesce(bool_and(x.HasAgent), TRUE),
            coalesce(
                string_agg(x.DisplayName || ' has none', ', ' ORDER BY x.DisplayName) FILTER (WHERE NOT x.HasAgent),
                count(*)::text || ' lists'),
            'INSERT INTO Proficiency (AgentId, LanguageId) SELECT AgentId, LanguageId FROM Agent, Language'
            ' WHERE Agent.Deleted = 0 AND Language.Deleted = 0'
            ' ON CONFLICT (AgentId, LanguageId) DO UPDATE SET VoiceEnabled = 1, VoiceChannel = 1;'
        FROM (
            SELECT l.DisplayName, EXISTS (
                SELECT FROM Skill AS k
                INNER JOIN Agent AS a ON a.AgentId = k.AgentId AND a.Deleted = 0
                INNER JOIN Proficiency AS f ON f.AgentId = k.AgentId
                WHERE k.ProjectId = l.ProjectId AND k.PbxOutEnabled = 1 AND k.PbxOutChannel = 1
                    AND f.LanguageId = coalesce(l.LanguageId, p.LanguageId)
                    AND f.VoiceEnabled = 1 AND f.VoiceChannel = 1) AS HasAgent
            FROM OutboundList AS l
            INNER JOIN Project AS p ON p.ProjectId = l.ProjectId
            WHERE l.Activity = 'Running' AND l.Deleted = 0 AND coalesce(l.LanguageId, p.LanguageId) IS NOT NULL
        ) AS x
        UNION ALL
        SELECT 9, 'a PBX that answers: a runner at work', bool_or(r.HeartbeatTime >= clock() - silence) IS TRUE,
            coalesce('last sign of life at ' || max(r.HeartbeatTime)::text, 'never yet'),
            'Start one: pgdialer run.'
        FROM Runner AS r
    ) AS s
    ORDER BY s.Position;
END
$$;
COMMENT ON FUNCTION check_setup() IS
'The minimum settings for project calls (SETUP-1), a row each: what is needed, whether it is there, what there is, and a
statement or command that brings it about (NULL when it holds). Looks at no calls. Locks: none.';
