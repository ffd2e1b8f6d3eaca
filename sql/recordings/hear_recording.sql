CREATE OR REPLACE FUNCTION hear_recording(recording_id bigint) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    heard Recording;
BEGIN
    PERFORM demand('Recording', 'Read');
    -- Locked, so that the row and its trace do not go before this transaction is over.
    SELECT r.* INTO heard FROM Recording AS r WHERE r.RecordingId = hear_recording.recording_id FOR KEY SHARE;
    IF heard.RecordingId IS NULL OR heard.CallDeleted = 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD065',
            MESSAGE = format('There is no recording %s.', coalesce(recording_id::text, 'NULL')),
            HINT = 'The view CallRecording has those of a call.',
            COLUMN = 'RecordingId';
    ELSIF heard.DeletedTime IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD065',
            MESSAGE = format('The file of recording %s was deleted on %s.', recording_id,
                to_char(heard.DeletedTime AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')),
            HINT = 'It is gone for good; RecordingRetention says after how many days files are deleted.',
            COLUMN = 'RecordingId';
    END IF;
    INSERT INTO RecordingHeard (RecordingId, HeardTime, AgentId, Actor)
    VALUES (heard.RecordingId, clock(), acting_agent(), actor());
    RETURN heard.FileName;
END
$$;
COMMENT ON FUNCTION hear_recording(bigint) IS
'Hands out the name of a recording''s file to whoever may hear it, the permission Recording, Read, and writes down in
RecordingHeard who that was (REC-1). Roll back if it cannot be played. Errors: PD042 not allowed, PD043, PD065 no such
recording, or its file was deleted. Locks: the recording, against being deleted.';
