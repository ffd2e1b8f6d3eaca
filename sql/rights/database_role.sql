CREATE OR REPLACE FUNCTION database_role(kind RoleKind) RETURNS text
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (SELECT d.RoleName FROM DatabaseRole AS d WHERE d.Kind = database_role.kind);
END
$$;
COMMENT ON FUNCTION database_role(RoleKind) IS
'The name of the database role of a kind: runner, web, agent, supervisor or reporting; NULL for owner. Locks nothing.';
