CREATE OR REPLACE VIEW CallRecording WITH (security_invoker = TRUE) AS
SELECT
    r.OutboundCallId,
    r.RecordingId,
    r.FileName,
    CASE WHEN r.DeletedTime IS NULL THEN '/api/v1/recordings/' || r.RecordingId || '/file' END AS Url,
    r.Seconds,
    r.StartTime,
    r.DeletedTime
FROM Recording AS r;
COMMENT ON VIEW CallRecording IS
'The recordings of a call: the file, its length in seconds, when it began, and where the web service plays it to those
who may hear it (Url). When the file has been deleted, DeletedTime says so, and Url is NULL.';
