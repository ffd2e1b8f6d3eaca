CREATE OR REPLACE FUNCTION next_pbx_command() RETURNS double precision
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
BEGIN
    IF NOT EXISTS (SELECT FROM Trunk) OR NOT EXISTS (
        SELECT FROM PbxCommand AS k WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.Command = 'originate')
    THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT extract(epoch FROM min(r.opens) - now_is)::float8
        FROM trunk_room(now_is) AS r
        WHERE r.pbx_id IS NULL OR EXISTS (
            SELECT FROM PbxCommand AS k
            LEFT JOIN OutboundCall AS c ON c.OutboundCallId = k.OutboundCallId
            LEFT JOIN Workplace AS w ON w.WorkplaceId = c.WorkplaceId
            WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.Command = 'originate'
                AND (w.PbxId = r.pbx_id) IS NOT FALSE)
    );
END
$$;
COMMENT ON FUNCTION next_pbx_command() IS
'In how many seconds a trunk can take one of the originates that wait: a slot of a second opens, or a rest ends. NULL
where none waits for a trunk, or a call must end first. Locks nothing.';
