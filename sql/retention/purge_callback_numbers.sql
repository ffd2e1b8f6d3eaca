CREATE OR REPLACE FUNCTION purge_callback_numbers(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    bite CONSTANT integer := 500;
    log Retention;
    numbers text[];
    reached timestamptz;
BEGIN
    -- Numbers whose callback waits for long stay, and are looked at once a day and not in every cycle.
    IF NOT EXISTS (SELECT FROM CallBackNumber AS n WHERE n.ChangedTime < before)
        OR (SELECT r.KeptFrom >= before FROM Retention AS r WHERE r.LogName = 'CallBackNumber')
    THEN
        RETURN 0;
    END IF;
    SELECT r.* INTO log FROM Retention AS r WHERE r.LogName = 'CallBackNumber' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    WITH Idle AS MATERIALIZED (
        SELECT n.Number, n.ChangedTime
        FROM CallBackNumber AS n
        WHERE n.ChangedTime >= coalesce(log.PurgedUntil, '-infinity') AND n.ChangedTime < before
            AND NOT EXISTS (
                SELECT FROM OutboundCall AS c
                WHERE c.OutboundCallId = n.OutboundCallId
                    AND (c.CallResult IN ('Prepared', 'Scheduled', 'Paused', 'Active') OR c.RetryTime IS NOT NULL))
        ORDER BY n.ChangedTime
        LIMIT bite
        FOR UPDATE OF n SKIP LOCKED
    )
    SELECT array_agg(i.Number), max(i.ChangedTime) INTO numbers, reached FROM Idle AS i;
    DELETE FROM CallBackNumber AS n WHERE n.Number = ANY (numbers);
    UPDATE Retention AS r
    SET KeptFrom = CASE WHEN numbers IS NULL THEN before ELSE r.KeptFrom END, PurgedUntil = reached
    WHERE r.LogName = 'CallBackNumber';
    RETURN coalesce(cardinality(numbers), 0);
END
$$;
COMMENT ON FUNCTION purge_callback_numbers(timestamptz) IS
'Forgets numbers of which no call came since before and no callback waits, some hundred at a time. Returns how many.
Locks: their rows, skipping those held.';
