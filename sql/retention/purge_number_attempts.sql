CREATE OR REPLACE FUNCTION attempts_needed() RETURNS interval
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN greatest(
        interval '744 hours',
        (SELECT max(r.WindowHours) * interval '1 hour' FROM RulePackRule AS r WHERE r.Kind <> 'DoNotCallAge'),
        (SELECT max(l.AbandonHold) * interval '1 hour' FROM OutboundList AS l));
END
$$;
COMMENT ON FUNCTION attempts_needed() IS
'For how long attempts by number are asked for: the longest window of a rule or a list, 31 days at least.';

CREATE OR REPLACE FUNCTION purge_number_attempts(before timestamptz) RETURNS integer
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
        FROM NumberAttempt AS a
        WHERE a.DialTime < before
        ORDER BY a.DialTime
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM NumberAttempt AS a
    USING Old AS o
    WHERE a.OutboundCallId = o.OutboundCallId AND a.DialTime = o.DialTime;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
COMMENT ON FUNCTION purge_number_attempts(timestamptz) IS
'Forgets by whom numbers were dialled before this time, some hundred at a time. Returns how many. Locks: their rows,
skipping those held.';
