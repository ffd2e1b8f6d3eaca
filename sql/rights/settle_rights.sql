CREATE OR REPLACE FUNCTION settle_rights() RETURNS TABLE (Statement text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY SELECT s.Statement FROM settle_roles() AS s;
    RETURN QUERY SELECT s.Statement FROM settle_functions() AS s;
    RETURN QUERY SELECT s.Statement FROM settle_tables() AS s;
    RETURN QUERY SELECT s.Statement FROM settle_rows() AS s;
END
$$;
COMMENT ON FUNCTION settle_rights() IS
'The statements that are to be run, in this order, so that database roles exist and have the rights that FunctionRight,
TableRight and RowRight give them, and the public none; no row where it is so. Roles that are made bring more: ask again
afterwards. pgdialer migrate runs those that its role may, and shows the others; in psql: SELECT Statement FROM
settle_rights() \gexec, with the schema alone on the search_path. Locks nothing.';
