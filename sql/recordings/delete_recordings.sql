CREATE OR REPLACE FUNCTION recordings_to_delete("limit" integer DEFAULT 100, runner_name text DEFAULT NULL)
RETURNS TABLE (recording_id bigint, file_name text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    keep_days integer := nullif(configuration('RecordingRetention'), '')::integer;
    -- Hours of 60 minutes: a day on which the clock is changed keeps nothing longer.
    before timestamptz := CASE WHEN keep_days > 0 THEN now_is - keep_days * interval '24 hours' END;
    -- To a PBX that never had it, a file is gone.
    others uuid[] := other_pbxs(runner_pbx(runner_name));
BEGIN
    RETURN QUERY
    -- What could not be deleted does not keep others waiting.
    WITH OfNoCall AS MATERIALIZED (
        SELECT r.RecordingId, r.FileName
        FROM Recording AS r
        WHERE r.CallDeleted = 1 AND r.DeletedTime IS NULL
            AND (r.PbxId = ANY (others)) IS NOT TRUE
            AND (r.DeleteTried IS NULL OR r.DeleteTried < now_is - interval '1 hour')
        ORDER BY r.StartTime, r.RecordingId
        LIMIT recordings_to_delete."limit"
        FOR UPDATE OF r SKIP LOCKED
    ),
    Old AS MATERIALIZED (
        SELECT r.RecordingId, r.FileName
        FROM Recording AS r
        WHERE r.StartTime < before AND r.CallDeleted = 0 AND r.DeletedTime IS NULL
            AND (r.PbxId = ANY (others)) IS NOT TRUE
            AND (r.DeleteTried IS NULL OR r.DeleteTried < now_is - interval '1 hour')
        ORDER BY r.StartTime, r.RecordingId
        LIMIT recordings_to_delete."limit" - (SELECT count(*) FROM OfNoCall)
        FOR UPDATE OF r SKIP LOCKED
    )
    UPDATE Recording AS r SET DeleteTried = now_is
    FROM (SELECT n.* FROM OfNoCall AS n UNION ALL SELECT o.* FROM Old AS o) AS d
    WHERE r.RecordingId = d.RecordingId
    RETURNING d.RecordingId, d.FileName;
END
$$;
COMMENT ON FUNCTION recordings_to_delete(integer, text) IS
'Hands a runner up to limit files of recordings that are to be deleted: those of calls that were deleted, then those
older than RecordingRetention days, the oldest first; what another PBX has is for a runner of that (other_pbxs). Each is
given to one runner, and to another one an hour later unless recording_deleted was called meanwhile. Locks: the
recordings, skipping those held.';

CREATE OR REPLACE FUNCTION recording_deleted(file_name text) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    gone integer;
    marked integer;
BEGIN
    DELETE FROM Recording AS r WHERE r.FileName = recording_deleted.file_name AND r.CallDeleted = 1;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE Recording AS r
    SET DeletedTime = clock()
    WHERE r.FileName = recording_deleted.file_name AND r.DeletedTime IS NULL;
    GET DIAGNOSTICS marked = ROW_COUNT;
    RETURN gone + marked;
END
$$;
COMMENT ON FUNCTION recording_deleted(text) IS
'To be called when the file of a recording is no longer there, whoever deleted it. The row stays, with DeletedTime as
proof; where the call was deleted, it goes. Returns how many recordings the file was, 0 when it was said before.
Locks: the recordings.';
