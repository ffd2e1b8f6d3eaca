CREATE OR REPLACE FUNCTION purge_logins(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    bite CONSTANT integer := 500;
    sessions integer;
    failures integer;
BEGIN
    WITH Old AS MATERIALIZED (
        SELECT s.SessionHash
        FROM LoginSession AS s
        WHERE s.ExpiresTime < before
        ORDER BY s.ExpiresTime
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM LoginSession AS s USING Old AS o WHERE s.SessionHash = o.SessionHash;
    GET DIAGNOSTICS sessions = ROW_COUNT;
    WITH Old AS MATERIALIZED (
        SELECT f.SubjectKind, f.Subject
        FROM LoginFailure AS f
        WHERE f.LastTime < before
        ORDER BY f.LastTime
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM LoginFailure AS f USING Old AS o WHERE f.SubjectKind = o.SubjectKind AND f.Subject = o.Subject;
    GET DIAGNOSTICS failures = ROW_COUNT;
    RETURN sessions + failures;
END
$$;
COMMENT ON FUNCTION purge_logins(timestamptz) IS
'Deletes sessions that ended and failed logins that were before this time, some hundred at a time. Returns how many.
Locks: their rows, skipping those held.';
