CREATE OR REPLACE FUNCTION purge_call_attempts(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    bite CONSTANT integer := 500;
    gone integer;
BEGIN
    WITH Old AS MATERIALIZED (
        SELECT a.OutboundCallId, a.DialTime
        FROM CallAttempt AS a
        WHERE a.DialTime < before
        ORDER BY a.DialTime
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM CallAttempt AS a
    USING Old AS o
    WHERE a.OutboundCallId = o.OutboundCallId AND a.DialTime = o.DialTime;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
COMMENT ON FUNCTION purge_call_attempts(timestamptz) IS
'Forgets attempts dialled before this time, some hundred at a time. Returns how many. Locks: their rows, skipping those
held.';
