-- The one place that says for which PBXs a runner gets nothing. What is of no PBX is for every runner.
CREATE OR REPLACE FUNCTION other_pbxs(pbx_id uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- Where there is but one, it needs no name.
    IF pbx_id IS NULL AND (SELECT count(*) FROM Pbx AS p WHERE p.Deleted = 0) <= 1 THEN
        RETURN '{}'::uuid[];
    END IF;
    RETURN ARRAY(SELECT p.PbxId FROM Pbx AS p WHERE p.PbxId IS DISTINCT FROM other_pbxs.pbx_id);
END
$$;
COMMENT ON FUNCTION other_pbxs(uuid) IS
'The PBXs that a runner which drives this one has nothing to do with: all others. One without a PBX (NULL) drives the
only one there is; where there are several, none of them, and it gets only what is of no PBX. Locks nothing.';

CREATE OR REPLACE FUNCTION runner_pbx(runner_name text) RETURNS uuid
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (SELECT r.PbxId FROM Runner AS r WHERE r.RunnerName = runner_pbx.runner_name);
END
$$;
COMMENT ON FUNCTION runner_pbx(text) IS
'The PBX that a runner drives; NULL if it was started without the name of one. Locks nothing.';
