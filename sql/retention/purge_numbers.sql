CREATE OR REPLACE FUNCTION purge_numbers(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    purged integer;
BEGIN
    IF NOT EXISTS (SELECT FROM CallBackNumber AS n WHERE n.LastTime < before) THEN
        RETURN 0;
    END IF;
    WITH Old AS MATERIALIZED (
        SELECT n.Number FROM CallBackNumber AS n WHERE n.LastTime < before
        ORDER BY n.LastTime
        LIMIT 500
        FOR UPDATE SKIP LOCKED
    ),
    Idle AS MATERIALIZED (
        SELECT o.Number FROM Old AS o
        WHERE NOT EXISTS (
            SELECT FROM OutboundCall AS c
            WHERE c.Number = o.Number AND c.InboundCallId IS NOT NULL
                AND (c.CallResult IN ('Prepared', 'Scheduled', 'Paused', 'Active') OR c.RetryTime IS NOT NULL))
    ),
    Kept AS (
        UPDATE CallBackNumber AS n SET LastTime = clock()
        WHERE n.Number IN (SELECT o.Number FROM Old AS o EXCEPT SELECT i.Number FROM Idle AS i)
    )
    DELETE FROM CallBackNumber AS n USING Idle AS i WHERE n.Number = i.Number;
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END
$$;
COMMENT ON FUNCTION purge_numbers(timestamptz) IS
'Forgets numbers for which no call back was asked since this time and none waits, some hundred at a time. Returns how
many. Locks: their rows, skipping those held.';
