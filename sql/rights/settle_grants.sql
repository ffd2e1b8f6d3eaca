CREATE OR REPLACE FUNCTION settle_functions() RETURNS TABLE (Statement text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    home CONSTANT oid := quote_ident(current_schema())::regnamespace;
BEGIN
    RETURN QUERY
    -- Only what the files of sql/ made: a DBA's own functions in the schema are the DBA's business.
    WITH Ours AS (
        SELECT p.oid, p.proname, p.oid::regprocedure::text AS Identity, p.proacl, p.proowner
        FROM pg_proc AS p
        INNER JOIN DeployedObject AS o ON o.Kind = 'routine' AND o.Identity = p.oid::regprocedure::text
        WHERE p.pronamespace = home
    ),
    Wanted AS (
        SELECT DISTINCT o.oid, r.oid AS Grantee
        FROM Ours AS o
        INNER JOIN FunctionRight AS f ON f.FunctionName = o.proname
        INNER JOIN DatabaseRole AS d ON d.Kind = f.Kind
        INNER JOIN pg_roles AS r ON r.rolname = d.RoleName
        WHERE r.oid <> o.proowner
    ),
    Given AS (
        SELECT DISTINCT o.oid, a.grantee AS Grantee
        FROM Ours AS o
        CROSS JOIN LATERAL aclexplode(coalesce(o.proacl, acldefault('f', o.proowner))) AS a
        WHERE a.grantee <> o.proowner
            AND (a.grantee = 0 OR a.grantee IN (
                SELECT r.oid FROM pg_roles AS r INNER JOIN DatabaseRole AS d ON d.RoleName = r.rolname))
    ),
    Difference AS (
        SELECT coalesce(w.oid, g.oid) AS oid, coalesce(w.Grantee, g.Grantee) AS Grantee, w.oid IS NULL AS IsTooMuch
        FROM Wanted AS w
        FULL JOIN Given AS g ON g.oid = w.oid AND g.Grantee = w.Grantee
        WHERE w.oid IS NULL OR g.oid IS NULL
    )
    SELECT format(
        CASE
            WHEN d.IsTooMuch THEN 'REVOKE ALL ON ROUTINE %I.%s FROM %s'
            ELSE 'GRANT EXECUTE ON ROUTINE %I.%s TO %s'
        END,
        current_schema(), o.Identity,
        string_agg(CASE d.Grantee WHEN 0 THEN 'PUBLIC' ELSE d.Grantee::regrole::text END, ', ' ORDER BY d.Grantee))
    FROM Difference AS d
    INNER JOIN Ours AS o ON o.oid = d.oid
    GROUP BY o.oid, o.Identity, d.IsTooMuch
    ORDER BY o.Identity, d.IsTooMuch DESC;
END
$$;
COMMENT ON FUNCTION settle_functions() IS
'Part of settle_rights: what functions are to be granted, and taken from the public, by FunctionRight.';

CREATE OR REPLACE FUNCTION settle_tables() RETURNS TABLE (Statement text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    home CONSTANT oid := quote_ident(current_schema())::regnamespace;
BEGIN
    RETURN QUERY
    SELECT format('GRANT USAGE ON SCHEMA %I TO %s', n.nspname, string_agg(r.oid::regrole::text, ', ' ORDER BY r.oid))
    FROM pg_namespace AS n
    CROSS JOIN DatabaseRole AS d
    INNER JOIN pg_roles AS r ON r.rolname = d.RoleName
    WHERE n.oid = home AND r.oid <> n.nspowner
        AND NOT EXISTS (
            SELECT FROM aclexplode(n.nspacl) AS a WHERE a.grantee = r.oid AND a.privilege_type = 'USAGE')
    GROUP BY n.nspname
    UNION ALL
    SELECT format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', n.nspname)
    FROM pg_namespace AS n
    WHERE n.oid = home AND EXISTS (SELECT FROM aclexplode(n.nspacl) AS a WHERE a.grantee = 0);

    RETURN QUERY
    WITH Ours AS (
        SELECT c.oid, c.relname, c.relacl, c.relowner
        FROM pg_class AS c
        WHERE c.relnamespace = home AND c.relname IN (SELECT t.TableName FROM TableRight AS t)
    ),
    Wanted AS (
        SELECT DISTINCT o.oid, r.oid AS Grantee, t.Privilege, t.ColumnName
        FROM Ours AS o
        INNER JOIN TableRight AS t ON t.TableName = o.relname
        INNER JOIN DatabaseRole AS d ON d.Kind = t.Kind
        INNER JOIN pg_roles AS r ON r.rolname = d.RoleName
        WHERE r.oid <> o.relowner
    ),
    Given AS (
        SELECT DISTINCT u.oid, u.Grantee, u.Privilege, u.ColumnName
        FROM (
            SELECT o.oid, a.grantee AS Grantee, a.privilege_type AS Privilege, NULL AS ColumnName
            FROM Ours AS o
            CROSS JOIN LATERAL aclexplode(o.relacl) AS a
            WHERE a.grantee <> o.relowner
            UNION ALL
            SELECT o.oid, a.grantee, a.privilege_type, k.attname::text
            FROM Ours AS o
            INNER JOIN pg_attribute AS k ON k.attrelid = o.oid AND NOT k.attisdropped
            CROSS JOIN LATERAL aclexplode(k.attacl) AS a
            WHERE a.grantee <> o.relowner
        ) AS u
        WHERE u.Grantee = 0 OR u.Grantee IN (
            SELECT r.oid FROM pg_roles AS r INNER JOIN DatabaseRole AS d ON d.RoleName = r.rolname)
    ),
    Difference AS (
        SELECT coalesce(w.oid, g.oid) AS oid, coalesce(w.Grantee, g.Grantee) AS Grantee,
            coalesce(w.Privilege, g.Privilege) AS Privilege, coalesce(w.ColumnName, g.ColumnName) AS ColumnName,
            w.oid IS NULL AS IsTooMuch
        FROM Wanted AS w
        FULL JOIN Given AS g ON g.oid = w.oid AND g.Grantee = w.Grantee AND g.Privilege = w.Privilege
            AND coalesce(g.ColumnName, '') = coalesce(w.ColumnName, '')
        WHERE w.oid IS NULL OR g.oid IS NULL
    ),
    -- INSERT (a, b), SELECT
    Spelt AS (
        SELECT d.oid, d.Grantee, d.IsTooMuch,
            d.Privilege || coalesce(
                ' (' || string_agg(quote_ident(d.ColumnName), ', ' ORDER BY d.ColumnName) || ')', '') AS Privilege
        FROM Difference AS d
        GROUP BY d.oid, d.Grantee, d.IsTooMuch, d.Privilege, d.ColumnName IS NULL
    )
    SELECT format(CASE WHEN s.IsTooMuch THEN 'REVOKE %s ON %I.%I FROM %s' ELSE 'GRANT %s ON %I.%I TO %s' END,
        string_agg(s.Privilege, ', ' ORDER BY s.Privilege), current_schema(), o.relname,
        CASE s.Grantee WHEN 0 THEN 'PUBLIC' ELSE s.Grantee::regrole::text END)
    FROM Spelt AS s
    INNER JOIN Ours AS o ON o.oid = s.oid
    GROUP BY o.oid, o.relname, s.Grantee, s.IsTooMuch
    ORDER BY o.relname, s.Grantee, s.IsTooMuch DESC;
END
$$;
COMMENT ON FUNCTION settle_tables() IS
'Part of settle_rights: what of the schema, its tables and views is to be granted and revoked, by TableRight. What was
granted to roles that are not in DatabaseRole stays.';
