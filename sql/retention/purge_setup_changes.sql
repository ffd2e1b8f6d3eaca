CREATE OR REPLACE FUNCTION purge_setup_changes(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    bite CONSTANT integer := 500;
    purged integer;
BEGIN
    WITH Old AS MATERIALIZED (
        SELECT c.SetupChangeId
        FROM SetupChange AS c
        WHERE c.ChangedTime < purge_setup_changes.before
        ORDER BY c.ChangedTime
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM SetupChange AS c USING Old AS o WHERE c.SetupChangeId = o.SetupChangeId;
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END
$$;
COMMENT ON FUNCTION purge_setup_changes(timestamptz) IS
'Deletes what was changed of the set-up before this time, some hundred at a time. Returns how many. Locks: its rows,
skipping those held.';
