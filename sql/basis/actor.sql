CREATE OR REPLACE FUNCTION actor() RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('dialer.actor', TRUE), ''), 'sql:' || session_user);
END
$$;
COMMENT ON FUNCTION actor() IS
'Who acts, for the history: what the procedure at work says of itself (agent, cycle, pbx, import, …), else sql: and the
role that logged in.';
