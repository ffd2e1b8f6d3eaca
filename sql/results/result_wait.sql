CREATE OR REPLACE FUNCTION result_wait(
    project_id uuid, ended timestamptz, OUT wanted boolean, OUT until timestamptz
) RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    project record;
BEGIN
    SELECT p.ShowResultBar, p.PostCallPause, p.ResultWait INTO project
    FROM Project AS p
    WHERE p.ProjectId = result_wait.project_id;
    -- Nothing to wait in: no bar, or neither a pause nor a wait of its own.
    wanted := FOUND AND project.ShowResultBar = 1
        AND (project.PostCallPause IS NOT NULL OR project.ResultWait IS DISTINCT FROM 0);
    IF wanted THEN
        until := ended + least(nullif(project.PostCallPause, 0), nullif(project.ResultWait, 0)) * interval '1 second';
    END IF;
END
$$;
COMMENT ON FUNCTION result_wait(uuid, timestamptz) IS
'Whether a call of the project that ended at ended waits for a result (wanted), and until when; until is NULL without
limit or while the post-call pause lasts. One definition for RES-2 and PCP-1.';
