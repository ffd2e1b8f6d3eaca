CREATE OR REPLACE FUNCTION reconcile_lines(runner_name text, live_ids text[], is_new boolean)
RETURNS TABLE (pbx_call_id text, action text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    silence interval := configuration('RunnerSilence')::integer * interval '1 second';
    others uuid[] := other_pbxs(runner_pbx(runner_name));
    gone record;
BEGIN
    FOR gone IN
        SELECT w.WorkplaceId, w.LineId
        FROM Workplace AS w
        INNER JOIN PbxCommand AS k ON k.PbxCallId = w.LineId AND k.Command = 'open_line'
        LEFT JOIN Runner AS r ON r.RunnerName = k.TakenBy
        WHERE w.LineId IS NOT NULL AND k.TakenTime IS NOT NULL AND NOT w.LineId = ANY (live_ids)
            AND (k.PbxId = ANY (others)) IS NOT TRUE
            AND (k.TakenBy = reconcile_lines.runner_name OR coalesce(r.HeartbeatTime < now_is - silence, TRUE))
        ORDER BY w.WorkplaceId
        FOR NO KEY UPDATE OF w SKIP LOCKED
    LOOP
        UPDATE Workplace AS w SET LineId = NULL, LineTime = NULL WHERE w.WorkplaceId = gone.WorkplaceId;
        -- The agent did not hang up: the PBX or its network was away.
        PERFORM open_line(a.WorkplaceId) FROM Agent AS a WHERE a.WorkplaceId = gone.WorkplaceId;
        RETURN QUERY SELECT gone.LineId, 'line lost';
    END LOOP;

    RETURN QUERY
    WITH Adopted AS (
        UPDATE PbxCommand AS k
        SET TakenBy = reconcile_lines.runner_name
        FROM Workplace AS w
        WHERE w.LineId = ANY (live_ids) AND k.PbxCallId = w.LineId AND k.Command = 'open_line'
            AND CASE
                WHEN k.TakenBy = reconcile_lines.runner_name THEN is_new
                ELSE NOT EXISTS (
                    SELECT FROM Runner AS r WHERE r.RunnerName = k.TakenBy AND r.HeartbeatTime >= now_is - silence)
            END
        RETURNING k.PbxCallId
    )
    SELECT a.PbxCallId, 'adopted' FROM Adopted AS a
    UNION ALL
    SELECT u.Id, 'hang up'
    FROM unnest(live_ids) AS u (Id)
    WHERE u.Id LIKE 'line-%' AND NOT EXISTS (SELECT FROM Workplace AS w WHERE w.LineId = u.Id)
        AND EXISTS (SELECT FROM PbxCommand AS k WHERE k.PbxCallId = u.Id);
END
$$;
COMMENT ON FUNCTION reconcile_lines(text, text[], boolean) IS
'Part of reconcile_pbx: open lines that this runner, or a silent one of the same PBX, had rung and that are not there
any more are rung again (line lost), those of a silent runner, with is_new this one''s own as well, are taken over
(adopted), those that nobody wants are to be hung up (hang up). Locks: the workplaces, skipping those held.';
