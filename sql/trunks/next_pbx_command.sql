CREATE OR REPLACE FUNCTION next_pbx_command(runner_name text DEFAULT NULL) RETURNS double precision
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    others uuid[];
BEGIN
    IF NOT EXISTS (SELECT FROM Trunk) OR NOT EXISTS (
        SELECT FROM PbxCommand AS k WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.Command = 'originate')
    THEN
        RETURN NULL;
    END IF;
    others := CASE
        WHEN next_pbx_command.runner_name IS NULL THEN '{}'
        ELSE other_pbxs(runner_pbx(next_pbx_command.runner_name))
    END;
    RETURN (
        SELECT extract(epoch FROM min(r.opens) - now_is)::float8
        FROM trunk_room(now_is) AS r
        WHERE (r.pbx_id = ANY (others)) IS NOT TRUE AND EXISTS (
            SELECT FROM PbxCommand AS k
            WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.Command = 'originate'
                AND (k.PbxId = r.pbx_id) IS NOT FALSE AND (k.PbxId = ANY (others)) IS NOT TRUE)
    );
END
$$;
COMMENT ON FUNCTION next_pbx_command(text) IS
'In how many seconds a trunk can take one of the originates that wait and that are for this runner (NULL = for any): a
slot of a second opens, or a rest ends. NULL where none waits for a trunk, or a call must end first. Locks nothing.';
