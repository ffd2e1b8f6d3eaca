CREATE OR REPLACE FUNCTION unknown_recordings(file_names text[])
RETURNS TABLE (pbx_call_id text, file_name text, finished timestamptz)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH Named AS MATERIALIZED (
        -- As take_pbx_commands names them.
        SELECT f.FileName, m.Part[1]::bigint AS OutboundCallId, m.Part[2]::integer AS Trial
        FROM unnest(file_names) AS f (FileName)
        CROSS JOIN LATERAL regexp_match(f.FileName, '^([1-9]\d{0,17})-([1-9]\d{0,8})\.\w+$') AS m (Part)
        WHERE m.Part IS NOT NULL AND NOT EXISTS (SELECT FROM Recording AS r WHERE r.FileName = f.FileName)
    ),
    Attempt AS MATERIALIZED (
        SELECT n.FileName, c.PbxCallId, c.EndTime
        FROM Named AS n
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = n.OutboundCallId AND c.Trial = n.Trial
        -- What is not over is reported when it is.
        WHERE c.CallResult <> 'Active' OR c.CallPhase = 'WaitForResult'
        UNION ALL
        SELECT n.FileName, d.PbxCallId, d.EventTime
        FROM Named AS n
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = n.OutboundCallId AND c.Trial > n.Trial
        CROSS JOIN LATERAL (
            SELECT e.Data ->> 'pbx_call' AS PbxCallId, e.EventTime
            FROM CallEvent AS e
            WHERE e.OutboundCallId = c.OutboundCallId AND e.Data ? 'pbx_call'
            ORDER BY e.Step DESC
            OFFSET c.Trial - n.Trial
            LIMIT 1
        ) AS d
    )
    SELECT a.PbxCallId, a.FileName,
        coalesce((SELECT max(p.HappenedAt) FROM PbxEvent AS p WHERE p.PbxCallId = a.PbxCallId), a.EndTime, clock())
    FROM Attempt AS a
    WHERE NOT EXISTS (SELECT FROM Recording AS r WHERE r.PbxCallId = a.PbxCallId);
END
$$;
COMMENT ON FUNCTION unknown_recordings(text[]) IS
'To be called by a runner that has connected to its PBX, with the names of all files of recordings there: those of
attempts that are over and of which no recording was reported, with the attempt''s id and when it was over
(report_recording). Others are none of ours, or known. Locks nothing.';
