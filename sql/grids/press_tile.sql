CREATE OR REPLACE FUNCTION find_tile(tile_id uuid) RETURNS Tile
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    tile Tile;
BEGIN
    PERFORM demand('Grid', 'Read');
    SELECT t.* INTO tile FROM Tile AS t WHERE t.TileId = find_tile.tile_id AND t.Deleted = 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD051',
            MESSAGE = format('There is no tile %s.', coalesce(tile_id::text, 'NULL')),
            HINT = 'SELECT TileId, DisplayName FROM Tile WHERE Deleted = 0 lists them.';
    END IF;
    RETURN tile;
END
$$;
COMMENT ON FUNCTION find_tile(uuid) IS 'The tile. Errors: PD051 there is none.';

CREATE OR REPLACE FUNCTION run_tile(tile_id uuid, agent_id uuid DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET statement_timeout TO '10s'
AS $$
DECLARE
    tile CONSTANT Tile := find_tile(tile_id);
    shown text;
BEGIN
    IF tile.Query IS NOT NULL THEN
        EXECUTE bind_query(tile.Query) INTO shown USING ARRAY[grid_agent(agent_id)];
    END IF;
    RETURN shown;
END
$$;
COMMENT ON FUNCTION run_tile(uuid, uuid) IS
'What a tile shows: the first value of its query; NULL when it has none. Errors: PD051 no such tile. Changes nothing.';

CREATE OR REPLACE FUNCTION press_tile(tile_id uuid, agent_id uuid DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    tile CONSTANT Tile := find_tile(tile_id);
    command record;
BEGIN
    IF tile.Command IS NULL THEN
        RETURN 0;
    END IF;
    command := bind_command(tile.Command, '{agentid}', FALSE);
    RETURN run_command(command.bound, ARRAY[grid_agent(agent_id)]);
END
$$;
COMMENT ON FUNCTION press_tile(uuid, uuid) IS
'Runs a tile''s command, with the caller''s rights. Returns how many rows it changed or gave; 0 for a tile that opens a
page. Errors: PD042 not permitted, PD050 a command that cannot be run, PD051 no such tile.';
