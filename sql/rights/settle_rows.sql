-- A policy's comment is the condition as RowRight has it: by it is seen whether it is still the one.
CREATE OR REPLACE FUNCTION settle_rows() RETURNS TABLE (Statement text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    home CONSTANT oid := quote_ident(current_schema())::regnamespace;
BEGIN
    RETURN QUERY
    WITH Wanted AS (
        SELECT c.oid, c.relname, 'may_' || lower(w.Command) AS Name, w.Command, w.Condition, w.Outcome, w.Source,
            r.oid AS Grantee
        FROM (
            SELECT s.TableName, s.Command, s.Condition, s.Outcome, concat_ws(' -> ', s.Condition, s.Outcome) AS Source
            FROM RowRight AS s
            WHERE EXISTS (
                SELECT FROM TableRight AS t
                WHERE t.Kind = 'agent' AND t.TableName = s.TableName AND t.Privilege = s.Command)
        ) AS w
        INNER JOIN pg_class AS c ON c.relname = w.TableName AND c.relnamespace = home
        INNER JOIN DatabaseRole AS d ON d.Kind = 'agent'
        INNER JOIN pg_roles AS r ON r.rolname = d.RoleName
        UNION ALL
        -- Where there is any policy, everybody needs one that lets through what grants allow.
        SELECT DISTINCT c.oid, c.relname, 'may_others', 'ALL', 'TRUE', NULL, 'TRUE', 0::oid
        FROM RowRight AS s
        INNER JOIN pg_class AS c ON c.relname = s.TableName AND c.relnamespace = home
        INNER JOIN DatabaseRole AS d ON d.Kind = 'agent'
        INNER JOIN pg_roles AS r ON r.rolname = d.RoleName
    ),
    There AS (
        SELECT p.oid AS PolicyId, p.polrelid, p.polname::text AS Name, p.polroles,
            obj_description(p.oid, 'pg_policy') AS Source
        FROM pg_policy AS p
        INNER JOIN pg_class AS c ON c.oid = p.polrelid AND c.relnamespace = home
        WHERE p.polname::text LIKE 'may\_%'
    ),
    Difference AS (
        SELECT w.*, t.PolicyId, coalesce(w.oid, t.polrelid) AS TableId, coalesce(w.Name, t.Name) AS PolicyName
        FROM Wanted AS w
        FULL JOIN There AS t ON t.polrelid = w.oid AND t.Name = w.Name
        WHERE w.oid IS NULL OR t.PolicyId IS NULL
            OR t.Source IS DISTINCT FROM w.Source OR t.polroles IS DISTINCT FROM ARRAY[w.Grantee]
    )
    SELECT s.Statement
    FROM (
        SELECT d.TableId, d.PolicyName, v.Place, v.Statement
        FROM Difference AS d
        CROSS JOIN LATERAL (VALUES
            (1, CASE WHEN d.PolicyId IS NOT NULL
                THEN format('DROP POLICY %I ON %s', d.PolicyName, d.TableId::regclass) END),
            (2, CASE WHEN d.oid IS NOT NULL THEN concat(
                format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', d.PolicyName, d.TableId::regclass,
                    CASE d.Command WHEN 'ALL' THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, d.Command,
                    CASE d.Grantee WHEN 0 THEN 'PUBLIC' ELSE d.Grantee::regrole::text END),
                CASE WHEN d.Command <> 'INSERT' THEN format(' USING (%s)', d.Condition) END,
                CASE WHEN d.Command NOT IN ('SELECT', 'DELETE')
                    THEN format(' WITH CHECK (%s)', coalesce(d.Outcome, d.Condition)) END) END),
            (3, CASE WHEN d.oid IS NOT NULL
                THEN format('COMMENT ON POLICY %I ON %s IS %L', d.PolicyName, d.TableId::regclass, d.Source) END)
        ) AS v (Place, Statement)
        WHERE v.Statement IS NOT NULL
        UNION ALL
        -- Last, when all that lets rows through is there.
        SELECT DISTINCT c.oid, 'z', 4, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', c.oid::regclass)
        FROM Wanted AS w
        INNER JOIN pg_class AS c ON c.oid = w.oid AND NOT c.relrowsecurity
    ) AS s
    ORDER BY s.TableId, s.PolicyName, s.Place;
END
$$;
COMMENT ON FUNCTION settle_rows() IS
'Part of settle_rights: the policies that are to be made or dropped (those named may_…), by RowRight. They bind the role
of kind agent; a DBA''s own policies stay.';
