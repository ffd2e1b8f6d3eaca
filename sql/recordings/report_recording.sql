CREATE OR REPLACE FUNCTION report_recording(
    pbx_call_id text, file_name text, seconds double precision DEFAULT NULL, happened_at timestamptz DEFAULT NULL,
    bytes bigint DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    call_id bigint;
    recording_id bigint;
    is_there boolean;
BEGIN
    IF coalesce(file_name !~ '^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$', TRUE) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD064',
            MESSAGE = format('"%s" is no plain name of a file.', left(file_name, 300)),
            HINT = 'Give letters, digits, dots and hyphens, and no folder, such as 4711-1.wav.',
            COLUMN = 'FileName';
    ELSIF seconds NOT BETWEEN 0 AND 31536000 OR bytes < 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD064',
            MESSAGE = format('A recording cannot have %s seconds and %s bytes.',
                coalesce(seconds::text, 'unknown'), coalesce(bytes::text, 'unknown')),
            HINT = 'Give the length in seconds, a year at most, or NULL where the PBX does not say.',
            COLUMN = 'Seconds';
    END IF;
    SELECT r.RecordingId INTO recording_id FROM Recording AS r WHERE r.PbxCallId = report_recording.pbx_call_id;
    IF FOUND THEN
        RETURN recording_id;
    END IF;
    SELECT c.OutboundCallId INTO call_id FROM OutboundCall AS c WHERE c.PbxCallId = report_recording.pbx_call_id;
    IF NOT FOUND THEN
        -- An attempt before the last one, or one whose call is gone.
        SELECT k.OutboundCallId INTO call_id
        FROM PbxCommand AS k
        WHERE k.PbxCallId = report_recording.pbx_call_id AND k.Command = 'originate';
    END IF;
    IF call_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD012',
            MESSAGE = format('There is no call with the id "%s" on the PBX.', pbx_call_id),
            HINT = 'Give the pbx_call_id with which the call was originated.',
            COLUMN = 'PbxCallId';
    END IF;
    -- Locked, so that a call that is deleted at this moment takes it along, or is known to be gone.
    PERFORM FROM OutboundCall AS c WHERE c.OutboundCallId = call_id FOR KEY SHARE;
    is_there := FOUND;
    INSERT INTO Recording AS r (OutboundCallId, PbxCallId, FileName, StartTime, Seconds, Bytes, CallDeleted, PbxId)
    VALUES (call_id, report_recording.pbx_call_id, report_recording.file_name,
        least(coalesce(happened_at, now_is), now_is) - coalesce(seconds, 0) * interval '1 second',
        report_recording.seconds, report_recording.bytes, (NOT is_there)::integer,
        (SELECT k.PbxId FROM PbxCommand AS k
            WHERE k.PbxCallId = report_recording.pbx_call_id AND k.Command = 'originate'))
    ON CONFLICT ON CONSTRAINT RecordingOnce DO NOTHING
    RETURNING r.RecordingId INTO recording_id;
    IF NOT FOUND THEN
        SELECT r.RecordingId INTO recording_id FROM Recording AS r WHERE r.PbxCallId = report_recording.pbx_call_id;
    END IF;
    RETURN recording_id;
END
$$;
COMMENT ON FUNCTION report_recording(text, text, double precision, timestamptz, bigint) IS
'To be called when the PBX says that the recording of an attempt is finished (REC-1): file_name with its extension and
without a folder; seconds its length, bytes its size, NULL = not known; happened_at when it was finished (NULL = now).
Returns RecordingId; said again, the same one, and nothing changes. Errors: PD012 no such call on the PBX, PD064 no
plain name of a file, or no length. Locks: the call, against being deleted.';
