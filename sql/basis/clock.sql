CREATE OR REPLACE FUNCTION clock() RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('dialer.clock', TRUE), '')::timestamptz, clock_timestamp());
END
$$;
COMMENT ON FUNCTION clock() IS
'The time: the only clock of the SQL. The session setting dialer.clock stops it at a moment of one''s choice, RESET
dialer.clock gives real time back. Real time goes on within a transaction, so that what is read under a lock is later
than what was written before the lock was given.';
