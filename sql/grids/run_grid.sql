CREATE OR REPLACE FUNCTION find_grid(data_query_id uuid) RETURNS DataQuery
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    grid DataQuery;
BEGIN
    PERFORM demand('Grid', 'Read');
    SELECT q.* INTO grid FROM DataQuery AS q WHERE q.DataQueryId = find_grid.data_query_id AND q.Deleted = 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD051',
            MESSAGE = format('There is no grid %s.', coalesce(data_query_id::text, 'NULL')),
            HINT = 'SELECT DataQueryId, DisplayName FROM DataQuery WHERE Deleted = 0 lists them.';
    END IF;
    RETURN grid;
END
$$;
COMMENT ON FUNCTION find_grid(uuid) IS 'The grid. Errors: PD051 there is none.';

CREATE OR REPLACE FUNCTION grid_agent(agent_id uuid) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    acting CONSTANT uuid := acting_agent();
BEGIN
    IF acting IS NOT NULL AND agent_id <> acting THEN
        PERFORM demand('OutboundCall', 'Full', agent_id);
    END IF;
    RETURN coalesce(agent_id, acting)::text;
END
$$;
COMMENT ON FUNCTION grid_agent(uuid) IS
'Who @AgentId is: the agent named, else the one who acts. Errors: PD042 another one than who acts.';

-- STABLE: PostgreSQL lets no statement in it change anything.
CREATE OR REPLACE FUNCTION run_grid(
    data_query_id uuid, "limit" integer DEFAULT 200, agent_id uuid DEFAULT NULL, id text DEFAULT NULL
) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET statement_timeout TO '10s'
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT to_jsonb(q) FROM (%s) AS q WHERE $2 IS NULL OR q.%I::text = $2 LIMIT $3',
        bind_query(grid.Query), lower(grid.KeyColumn))
    USING ARRAY[grid_agent(agent_id)], id, "limit";
END
$$;
COMMENT ON FUNCTION run_grid(uuid, integer, uuid, text) IS
'The rows of a grid, each an object by column, in the order of its query: at most limit, or only the one with this id.
agent_id: who looks; NULL = the agent who acts. Errors: PD042 not permitted, PD051 no such grid. Locks: none; changes
nothing whatever the query says.';

CREATE OR REPLACE FUNCTION bind_query(query text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT string_agg(CASE WHEN s.Placeholder = 'agentid' THEN '(($1)[1])::uuid' ELSE s.Piece END, '' ORDER BY s.Place)
        FROM split_command(regexp_replace(query, '[\s;]+$', '')) AS s);
END
$$;
COMMENT ON FUNCTION bind_query(text) IS
'A grid''s query, which was checked when it was written, with @AgentId as the first element of $1.';

CREATE OR REPLACE FUNCTION run_grid_command(
    data_query_column_id uuid, id text, value text DEFAULT NULL, agent_id uuid DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    clicked record;
    shown jsonb;
    command record;
    changed bigint;
BEGIN
    SELECT c.DataQueryId, c.Command, c.DisplayName, q.DisplayName AS GridName, grid_columns(q.Query) AS ColumnNames INTO clicked
    FROM DataQueryColumn AS c
    INNER JOIN DataQuery AS q ON q.DataQueryId = c.DataQueryId AND q.Deleted = 0
    WHERE c.DataQueryColumnId = run_grid_command.data_query_column_id AND c.Command IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD051',
            MESSAGE = format('There is no column %s with a command.', coalesce(data_query_column_id::text, 'NULL')),
            HINT = 'SELECT DataQueryColumnId, DisplayName FROM DataQueryColumn WHERE Command IS NOT NULL lists them.';
    END IF;
    -- The row as it is now, not as the page has it.
    SELECT g INTO shown FROM run_grid(clicked.DataQueryId, 1, agent_id, id) AS g;
    IF shown IS NULL THEN
        PERFORM refuse_click(clicked.GridName, id);
    END IF;
    command := bind_command(clicked.Command, '{agentid,id,value}'::text[] || clicked.ColumnNames, FALSE);
    changed := run_command(command.bound, ARRAY(
        SELECT CASE n.Name
                WHEN 'agentid' THEN grid_agent(agent_id)
                WHEN 'id' THEN id
                WHEN 'value' THEN value
                ELSE shown ->> n.Name
            END
        FROM unnest(command.names) WITH ORDINALITY AS n (Name, Place)
        ORDER BY n.Place));
    IF changed = 0 THEN
        PERFORM refuse_click(clicked.GridName, id);
    END IF;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION run_grid_command(uuid, text, text, uuid) IS
'A click on a cell of a grid (GRID-1): runs the column''s command for the row with this id, with the caller''s rights;
value is the new value of a Select or Toggle; agent_id as in run_grid. Returns how many rows changed. Errors: PD042 not
permitted, PD050 a command that cannot be run, PD051 no such column, PD052 the row is not there any more, or somebody was
quicker (MAN-2).';

CREATE OR REPLACE FUNCTION refuse_click(grid_name text, id text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD052',
        MESSAGE = format('Nothing was changed: row %s of "%s" is not as it was shown any more.',
            coalesce(id, 'NULL'), grid_name),
        HINT = 'Somebody else was quicker; read the grid anew.';
END
$$;
COMMENT ON FUNCTION refuse_click(text, text) IS 'Raises PD052 for a click that came too late.';

CREATE OR REPLACE FUNCTION run_bulk_action(
    data_query_id uuid, ids text[], action text DEFAULT 'Schedule outbound calls', agent_id uuid DEFAULT NULL
) RETURNS TABLE (id text, outcome text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
BEGIN
    IF action <> 'Schedule outbound calls' OR grid.BulkSchedule = 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD053',
            MESSAGE = format('The grid "%s" has no bulk action "%s".', grid.DisplayName, action),
            HINT = 'UPDATE DataQuery SET BulkSchedule = 1 switches on "Schedule outbound calls".';
    END IF;
    FOR id IN SELECT DISTINCT i.Id FROM unnest(ids) AS i (Id) ORDER BY i.Id LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM run_grid(data_query_id, 1, agent_id, run_bulk_action.id)) THEN
                PERFORM refuse_click(grid.DisplayName, id);
            END IF;
            outcome := enqueue_call(id::bigint)::text;
        EXCEPTION WHEN SQLSTATE 'PD012' OR SQLSTATE 'PD016' OR SQLSTATE 'PD052' THEN
            outcome := SQLERRM;
        END;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION run_bulk_action(uuid, text[], text, uuid) IS
'The bulk action "Schedule outbound calls" of a grid that has it switched on (MAN-2): releases each of the calls, for
anybody. A row for each id: its new phase, or in words why it stays; one that comes too late keeps none of the others.
Errors: PD042 not permitted, PD051 no such grid, PD053 the grid has no such action. Locks: the calls, by id.';
