CREATE OR REPLACE FUNCTION purge_requests(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    bite CONSTANT integer := 500;
    log Retention;
    keys uuid[];
    reached timestamptz;
BEGIN
    SELECT r.* INTO log FROM Retention AS r WHERE r.LogName = 'Request';
    IF NOT EXISTS (
        SELECT FROM Request AS q
        WHERE q.CreatedTime >= coalesce(log.PurgedUntil, '-infinity') AND q.CreatedTime < before
    ) THEN
        RETURN 0;
    END IF;
    SELECT r.* INTO log FROM Retention AS r WHERE r.LogName = 'Request' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    -- As in purge_attempts.
    SELECT array_agg(o.RequestKey), max(o.CreatedTime) INTO keys, reached
    FROM (
        SELECT q.RequestKey, q.CreatedTime
        FROM Request AS q
        WHERE q.CreatedTime >= CASE WHEN log.KeptFrom >= before THEN log.PurgedUntil ELSE '-infinity' END
            AND q.CreatedTime < before
        ORDER BY q.CreatedTime
        LIMIT bite
    ) AS o;
    IF keys IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM Request AS q WHERE q.RequestKey = ANY (keys);
    UPDATE Retention AS r
    SET KeptFrom = greatest(r.KeptFrom, before), PurgedUntil = reached
    WHERE r.LogName = 'Request';
    RETURN cardinality(keys);
END
$$;
COMMENT ON FUNCTION purge_requests(timestamptz) IS
'Forgets request keys answered before this time, some hundred at a time. Returns how many. Locks: their rows.';
