-- What is to be run so that rights are as the views say; nothing, where they are. Statements are told and not run, so
-- that a deployment can run what its role may, and a DBA with psql the rest.
CREATE OR REPLACE FUNCTION settle_roles() RETURNS TABLE (Statement text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT format('CREATE ROLE %I', d.RoleName)
    FROM DatabaseRole AS d
    WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = d.RoleName)
    ORDER BY d.Kind;
    -- So that what binds agents binds the web that brings them.
    RETURN QUERY
    SELECT format('GRANT %I TO %I', a.rolname, w.rolname)
    FROM pg_roles AS a
    INNER JOIN DatabaseRole AS d ON d.RoleName = a.rolname AND d.Kind = 'agent'
    INNER JOIN DatabaseRole AS e ON e.Kind = 'web'
    INNER JOIN pg_roles AS w ON w.rolname = e.RoleName
    WHERE NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = a.oid AND m.member = w.oid);
END
$$;
COMMENT ON FUNCTION settle_roles() IS
'Part of settle_rights: the database roles that are missing, and the membership of the web''s in the agents''.';
