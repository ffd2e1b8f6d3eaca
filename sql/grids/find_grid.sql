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
        PERFORM refuse_absent('grid', data_query_id,
            'SELECT DataQueryId, DisplayName FROM DataQuery WHERE Deleted = 0 lists them.');
    END IF;
    RETURN grid;
END
$$;
COMMENT ON FUNCTION find_grid(uuid) IS 'The grid. Errors: PD042, PD053 there is none. Locks nothing.';

CREATE OR REPLACE FUNCTION grid_agent(agent_id uuid, what text, is_asked boolean) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    who CONSTANT uuid := coalesce(agent_id, acting_agent());
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF who IS NULL AND is_asked THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD052',
            MESSAGE = format('%s asks for @AgentId, and nobody acts.', what),
            HINT = 'Log in as an agent, or say for whom it is: agent_id.';
    ELSIF agent_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM Agent AS a WHERE a.AgentId = grid_agent.agent_id AND a.Deleted = 0)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD007',
            MESSAGE = format('There is no agent %s.', agent_id),
            HINT = 'SELECT AgentId, DisplayName FROM Agent WHERE Deleted = 0 lists them.';
    END IF;
    RETURN who::text;
END
$$;
COMMENT ON FUNCTION grid_agent(uuid, text, boolean) IS
'Who @AgentId is: the agent named, else the one who acts. what: for the error; is_asked: whether it is used. Errors:
PD007 agent, PD042 another agent than who acts needs the degree Full, PD052 nobody acts. Locks nothing.';

CREATE OR REPLACE FUNCTION grid_values(grid DataQuery, parameter_names text[], agent text, id text, value text)
RETURNS text[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    given text[];
BEGIN
    PERFORM demand('Grid', 'Read');
    IF NOT fits_type(id, grid.KeyType) THEN
        RETURN NULL;
    END IF;
    SELECT ARRAY(SELECT e.Given FROM jsonb_array_elements_text(r) WITH ORDINALITY AS e (Given, Place) ORDER BY e.Place)
    INTO given
    FROM read_rows(
        format(E'SELECT to_jsonb(ARRAY[%s]::text[]) FROM (%s\n) AS q WHERE q.%I = $1[2]::%s LIMIT 1',
            (SELECT string_agg(
                    CASE lower(n.Name)
                        WHEN 'agentid' THEN '$1[1]'
                        WHEN 'id' THEN format('q.%I::text', grid.KeyName)
                        WHEN 'value' THEN '$1[3]'
                        ELSE format('q.%I::text', n.Name)
                    END, ', ' ORDER BY n.Place)
                FROM unnest(parameter_names) WITH ORDINALITY AS n (Name, Place)),
            grid.BoundQuery, grid.KeyName, grid.KeyType),
        ARRAY[agent, id, value], format('The grid "%s"', grid.DisplayName)) AS r;
    RETURN given;
END
$$;
COMMENT ON FUNCTION grid_values(DataQuery, text[], text, text, text) IS
'What a command gets: the parameters that it names, of the row with this key as the grid''s query gives it now to
whoever asks, not as a page has it; NULL = the grid has no such row. Errors: those of read_rows.';
