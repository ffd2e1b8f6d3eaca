CREATE OR REPLACE FUNCTION purge_tallies(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    bite CONSTANT integer := 500;
    purged integer;
BEGIN
    WITH Old AS MATERIALIZED (
        SELECT t.OutboundListId, t.FromTime
        FROM ListTally AS t
        WHERE t.FromTime < before
        ORDER BY t.FromTime
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM ListTally AS t
    USING Old AS o
    WHERE t.OutboundListId = o.OutboundListId AND t.FromTime = o.FromTime;
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END
$$;
COMMENT ON FUNCTION purge_tallies(timestamptz) IS
'Deletes what ListTally counted before this time, some hundred rows at a time. Returns how many. Locks: their rows.';
