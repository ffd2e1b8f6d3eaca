CREATE OR REPLACE FUNCTION forget_recordings() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    -- Who deletes a call does not want to hear it again, but only a runner can delete the file.
    WITH Kept AS MATERIALIZED (
        SELECT r.RecordingId, r.DeletedTime
        FROM Recording AS r
        INNER JOIN OldCall AS o ON o.OutboundCallId = r.OutboundCallId
        ORDER BY r.RecordingId
        FOR UPDATE OF r
    ),
    Over AS (
        DELETE FROM Recording AS r USING Kept AS k WHERE r.RecordingId = k.RecordingId AND k.DeletedTime IS NOT NULL
    )
    UPDATE Recording AS r SET CallDeleted = 1, DeleteTried = NULL
    FROM Kept AS k
    WHERE r.RecordingId = k.RecordingId AND k.DeletedTime IS NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION forget_recordings() IS
'Trigger on OutboundCall: of calls that were deleted, recordings whose file is gone go with them; the others are due to
be deleted at once (recordings_to_delete). Locks: the recordings by id.';

CREATE OR REPLACE TRIGGER calls_2_forgotten AFTER DELETE ON OutboundCall
REFERENCING OLD TABLE AS OldCall
FOR EACH STATEMENT EXECUTE FUNCTION forget_recordings();
