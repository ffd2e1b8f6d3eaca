CREATE OR REPLACE FUNCTION clock() RETURNS timestamptz
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN CASE
        WHEN nullif(current_setting('dialer.clock', TRUE), '') IS NULL THEN clock_timestamp()
        -- Not for agents, or they could open windows.
        WHEN session_user = current_user OR trusts_session() THEN current_setting('dialer.clock')::timestamptz
        ELSE clock_timestamp()
    END;
END
$$;
COMMENT ON FUNCTION clock() IS
'The time: the only clock of the SQL. The session setting dialer.clock stops it at a moment of one''s choice, RESET
dialer.clock gives real time back; from logins of agents and of the web it is not taken. Real time goes on within a
transaction, so that what is read under a lock is later than what was written before the lock was given.';
