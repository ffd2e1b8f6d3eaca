-- Attempts go as a whole, command and events together, so that PbxEvent needs no order of its own. Each bite starts
-- where the last one ended: behind the dead entries that a vacuum has not taken away yet, or may not because of an old
-- snapshot. A new day starts from the beginning, for calls that were in progress when it came by.
CREATE OR REPLACE FUNCTION purge_attempts(before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    bite CONSTANT integer := 500;
    log Retention;
    ids text[];
    reached timestamptz;
BEGIN
    SELECT r.* INTO log FROM Retention AS r WHERE r.LogName = 'PbxCommand';
    IF NOT EXISTS (
        SELECT FROM PbxCommand AS k
        WHERE k.CreatedTime >= coalesce(log.PurgedUntil, '-infinity') AND k.CreatedTime < before
            AND NOT EXISTS (
                SELECT FROM OutboundCall AS c WHERE c.OutboundCallId = k.OutboundCallId AND c.CallResult = 'Active')
    ) THEN
        RETURN 0;
    END IF;
    SELECT r.* INTO log FROM Retention AS r WHERE r.LogName = 'PbxCommand' FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    WITH Old AS MATERIALIZED (
        SELECT k.PbxCallId, k.CreatedTime
        FROM PbxCommand AS k
        WHERE k.CreatedTime >= CASE WHEN log.KeptFrom >= before THEN log.PurgedUntil ELSE '-infinity' END
            AND k.CreatedTime < before
            AND NOT EXISTS (
                SELECT FROM OutboundCall AS c WHERE c.OutboundCallId = k.OutboundCallId AND c.CallResult = 'Active')
        ORDER BY k.CreatedTime
        LIMIT bite
        FOR UPDATE OF k SKIP LOCKED
    )
    SELECT array_agg(DISTINCT o.PbxCallId), max(o.CreatedTime) INTO ids, reached FROM Old AS o;
    IF ids IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM PbxEvent AS e WHERE e.PbxCallId = ANY (ids);
    DELETE FROM PbxCommand AS k WHERE k.PbxCallId = ANY (ids);
    UPDATE Retention AS r
    SET KeptFrom = greatest(r.KeptFrom, before), PurgedUntil = reached
    WHERE r.LogName = 'PbxCommand';
    RETURN cardinality(ids);
END
$$;
COMMENT ON FUNCTION purge_attempts(timestamptz) IS
'Deletes attempts made before this time, the commands to the PBX and what it said of them, some hundred at a time;
those of calls in progress stay. Returns how many. Locks: the commands, skipping those held.';
