CREATE OR REPLACE FUNCTION register_runner(runner_name text, pbx_name text DEFAULT NULL, bridge text DEFAULT NULL)
RETURNS uuid
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    pbx_id uuid := find_pbx(pbx_name);
    wanted text := (SELECT p.Bridge FROM Pbx AS p WHERE p.PbxId = pbx_id);
    driven Pbx;
BEGIN
    IF wanted <> register_runner.bridge THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD072',
            MESSAGE = format('The PBX "%s" is driven by the bridge "%s", not by "%s".', pbx_name, wanted, bridge),
            HINT = format('Start the runner with --pbx %s, or UPDATE Pbx SET Bridge.', wanted),
            COLUMN = 'Bridge';
    END IF;
    PERFORM beat(runner_name);
    SELECT p.* INTO driven
    FROM Runner AS r
    INNER JOIN Pbx AS p ON p.PbxId = r.PbxId
    WHERE r.RunnerName = register_runner.runner_name
    FOR NO KEY UPDATE OF r;
    -- Its calls are there, and would count as lost.
    IF driven.PbxId <> pbx_id OR (driven.PbxId IS NOT NULL AND pbx_id IS NULL) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD072',
            MESSAGE = format('The runner "%s" drives the PBX "%s".', runner_name, driven.DisplayName),
            HINT = format('Start it with --pbx-name %s, or give the new one another --name.',
                quote_ident(driven.DisplayName)),
            COLUMN = 'PbxId';
    END IF;
    UPDATE Runner AS r
    SET PbxId = pbx_id
    WHERE r.RunnerName = register_runner.runner_name AND r.PbxId IS DISTINCT FROM pbx_id;
    RETURN pbx_id;
END
$$;
COMMENT ON FUNCTION register_runner(text, text, text) IS
'To be called by a runner when it starts: its name, the DisplayName of the PBX that it drives (NULL = there is only
one), and the bridge by which. Which commands, lines and calls it is given goes by that (other_pbxs). A name stays with
its PBX. Returns PbxId. Errors: PD071 no such PBX; PD072 the PBX has another bridge, or the name of the runner is one of
another PBX. Locks: the runner.';
