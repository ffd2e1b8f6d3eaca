CREATE OR REPLACE FUNCTION find_tile(tile_id uuid) RETURNS Tile
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    found_tile Tile;
BEGIN
    PERFORM demand('Grid', 'Read');
    SELECT t.* INTO found_tile FROM Tile AS t WHERE t.TileId = find_tile.tile_id AND t.Deleted = 0;
    IF NOT FOUND THEN
        PERFORM refuse_absent('tile', tile_id, 'SELECT TileId, DisplayName FROM Tile WHERE Deleted = 0 lists them.');
    END IF;
    RETURN found_tile;
END
$$;
COMMENT ON FUNCTION find_tile(uuid) IS 'The tile. Errors: PD042, PD053 there is none. Locks nothing.';

CREATE OR REPLACE FUNCTION run_tile(tile_id uuid, agent_id uuid DEFAULT NULL) RETURNS text
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    shown CONSTANT Tile := find_tile(tile_id);
    what CONSTANT text := format('The tile "%s"', shown.DisplayName);
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF shown.BoundQuery IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT r.r ->> 0
        FROM read_rows(
            format(E'SELECT to_jsonb(ARRAY[q.Shown::text]) FROM (%s\n) AS q (Shown) LIMIT 1', shown.BoundQuery),
            ARRAY[grid_agent(agent_id, what, strpos(shown.BoundQuery, '$1[1]') > 0)], what) AS r (r));
END
$$;
COMMENT ON FUNCTION run_tile(uuid, uuid) IS
'What a tile shows: the first value of its query, as text; NULL when it has none. agent_id: who looks, by default who
acts. Runs with the rights of the caller and changes nothing; call limit_grid_time before. Errors: as run_grid. Locks
nothing.';

CREATE OR REPLACE FUNCTION press_tile(tile_id uuid, agent_id uuid DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    pressed CONSTANT Tile := find_tile(tile_id);
    changed integer;
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF pressed.BoundCommand IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD053',
            MESSAGE = format('The tile "%s" has no command.', pressed.DisplayName),
            HINT = coalesce(format('It opens %s.', pressed.Url), 'It only shows something.');
    END IF;
    changed := run_command(
        pressed.BoundCommand,
        ARRAY[grid_agent(agent_id, format('The tile "%s"', pressed.DisplayName), strpos(pressed.BoundCommand, '$1[1]') > 0)],
        pressed.DisplayName);
    IF changed = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD051',
            MESSAGE = format('Nothing was changed: the command of the tile "%s" found nothing to do.', pressed.DisplayName),
            HINT = 'Somebody else may have been quicker.';
    END IF;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION press_tile(uuid, uuid) IS
'Runs the command of a tile, with the rights of the caller. agent_id: who presses it, by default who acts. Returns how
many rows were changed, or given by a SELECT. Errors: PD007 agent, PD042 not allowed, PD050 the command changes the
session, PD051 nothing was changed, PD052 nobody acts, PD053 no such tile, or it has no command; and those of the command.
Locks: what the command changes.';
