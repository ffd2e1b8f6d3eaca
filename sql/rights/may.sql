CREATE OR REPLACE FUNCTION may(permission text, degree text) RETURNS boolean
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    agent_id uuid;
    needed CONSTANT integer := array_position(ARRAY['Read', 'Write', 'Full'], degree);
    every CONSTANT PermissionDegree[] := enum_range(NULL::PermissionDegree);
BEGIN
    IF nullif(current_setting('dialer.acting', TRUE), '') IS NULL AND session_user = current_user THEN
        RETURN TRUE;
    END IF;
    IF needed IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD045',
            MESSAGE = format('"%s" is no degree of a permission.', degree),
            HINT = 'The degrees are Read, Write and Full.';
    END IF;
    agent_id := acting_agent();
    IF agent_id IS NULL THEN
        RETURN trusts_session();
    ELSIF needed > array_position(ARRAY['read', 'write', 'full'], acting_scope()) THEN
        RETURN FALSE;
    END IF;
    -- A grant counts for its degree and those below, a denial for its degree and those above. The highest decides.
    RETURN coalesce((
        SELECT p.Degree >= 'AllowRead'
        FROM RoleGrant AS g
        INNER JOIN Permission AS p ON p.RoleId = g.RoleId AND p.PermissionName = may.permission
        CROSS JOIN LATERAL (SELECT (array_position(every, p.Degree) - 1) % 3 + 1 AS Height) AS d
        WHERE CASE WHEN p.Degree >= 'AllowRead' THEN d.Height >= needed ELSE d.Height <= needed END
            AND (g.Everyone = 1
                OR g.AgentId = agent_id
                OR g.TeamName = (SELECT a.TeamName FROM Agent AS a WHERE a.AgentId = agent_id)
                OR g.ProjectId IN (SELECT k.ProjectId FROM Skill AS k WHERE k.AgentId = agent_id))
        ORDER BY d.Height DESC, p.Degree
        LIMIT 1
    ), FALSE);
END
$$;
COMMENT ON FUNCTION may(text, text) IS
'Whether whoever acts may do what a permission (see Protected) allows at a degree: Read, Write or Full. Of the roles
granted to the agent, to the team, to holders of a skill and to everyone, a grant of that degree or a higher one counts,
and a denial of that degree or a lower one; the highest of these decides, the denial before the grant of the same
degree; where there is none, the answer is no (PERM-1). The scope of a token caps the degree. Where nobody acts: yes in
a trusted session, else no. Errors: PD043, PD045 no such degree. Locks nothing.';
