-- What the lists that are Running ask of agents; where none is, the lists that may still run; else the projects.
CREATE OR REPLACE FUNCTION asked_skills() RETURNS TABLE (ProjectId uuid, ProjectName text, LanguageId uuid)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT x.ProjectId, x.DisplayName, x.LanguageId
    FROM (
        SELECT p.ProjectId, p.DisplayName, coalesce(l.LanguageId, p.LanguageId) AS LanguageId,
            rank() OVER (ORDER BY l.Activity IS NULL, l.Activity <> 'Running') AS Place
        FROM Project AS p
        LEFT JOIN OutboundList AS l
            ON l.ProjectId = p.ProjectId AND l.Deleted = 0 AND l.Activity <> 'Completed'
        WHERE p.Deleted = 0 AND p.PbxOutDistribute = 1
    ) AS x
    WHERE x.Place = 1;
END
$$;
COMMENT ON FUNCTION asked_skills() IS
'Part of check_setup: the projects, with their languages (NULL = none is asked for), that agents are needed for.';

CREATE OR REPLACE FUNCTION skill_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Whom the remedies name where nobody has the skill yet.
    person uuid := coalesce(
        (SELECT p.AgentId FROM placeable_agents() AS p ORDER BY p.Login LIMIT 1),
        (SELECT a.AgentId FROM Agent AS a WHERE a.Deleted = 0 ORDER BY a.Login LIMIT 1));
BEGIN
    RETURN QUERY
    WITH Asked AS MATERIALIZED (
        SELECT q.ProjectId, q.ProjectName, q.LanguageId FROM asked_skills() AS q
    ),
    Skilled AS MATERIALIZED (
        SELECT k.ProjectId, k.AgentId, a.Login
        FROM Skill AS k
        INNER JOIN Agent AS a ON a.AgentId = k.AgentId AND a.Deleted = 0
        WHERE k.PbxOutEnabled = 1 AND k.PbxOutChannel = 1
    ),
    Lacking AS MATERIALIZED (
        SELECT DISTINCT q.ProjectId, q.ProjectName
        FROM Asked AS q
        WHERE NOT EXISTS (SELECT FROM Skilled AS k WHERE k.ProjectId = q.ProjectId)
    ),
    Silent AS MATERIALIZED (
        SELECT DISTINCT q.LanguageId, g.DisplayName AS LanguageName, q.ProjectName, coalesce(
                (SELECT k.AgentId FROM Skilled AS k WHERE k.ProjectId = q.ProjectId ORDER BY k.Login LIMIT 1), person
            ) AS AgentId
        FROM Asked AS q
        INNER JOIN Language AS g ON g.LanguageId = q.LanguageId
        WHERE NOT EXISTS (
            SELECT FROM Skilled AS k
            INNER JOIN Proficiency AS f
                ON f.AgentId = k.AgentId AND f.LanguageId = q.LanguageId AND f.VoiceEnabled = 1 AND f.VoiceChannel = 1
            WHERE k.ProjectId = q.ProjectId)
    )
    SELECT 8, 'agents have the skills of these projects, enabled and engaged',
        EXISTS (SELECT FROM Asked) AND NOT EXISTS (SELECT FROM Lacking),
        CASE
            WHEN EXISTS (SELECT FROM Lacking)
                THEN 'nobody for ' || (SELECT string_agg(n.ProjectName, ', ' ORDER BY n.ProjectName) FROM Lacking AS n)
            ELSE (SELECT count(DISTINCT k.AgentId)::text FROM Skilled AS k)
        END,
        CASE
            WHEN person IS NULL OR NOT EXISTS (SELECT FROM Lacking) THEN 'First make an agent and a project.'
            ELSE format(
                'INSERT INTO Skill (AgentId, ProjectId) VALUES %s'
                ' ON CONFLICT (AgentId, ProjectId) DO UPDATE SET PbxOutEnabled = 1, PbxOutChannel = 1;',
                (SELECT string_agg(format('(%L, %L)', person, n.ProjectId), ', ' ORDER BY n.ProjectName)
                    FROM Lacking AS n))
        END
    UNION ALL
    SELECT 9, 'some of these agents speak the languages of these lists', NOT EXISTS (SELECT FROM Silent),
        CASE
            WHEN EXISTS (SELECT FROM Silent) THEN 'nobody for ' || (
                SELECT string_agg(
                    n.LanguageName || ' in ' || n.ProjectName, ', ' ORDER BY n.ProjectName, n.LanguageName)
                FROM Silent AS n)
            ELSE (SELECT count(DISTINCT q.LanguageId)::text FROM Asked AS q)
        END,
        CASE
            WHEN person IS NULL THEN 'First make an agent.'
            ELSE format(
                'INSERT INTO Proficiency (AgentId, LanguageId) VALUES %s'
                ' ON CONFLICT (AgentId, LanguageId) DO UPDATE SET VoiceEnabled = 1, VoiceChannel = 1;',
                (SELECT string_agg(DISTINCT format('(%L, %L)', n.AgentId, n.LanguageId), ', ') FROM Silent AS n))
        END;
END
$$;
COMMENT ON FUNCTION skill_setup() IS 'Part of check_setup: skills in the projects, proficiencies in their languages.';
