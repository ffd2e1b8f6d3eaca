CREATE OR REPLACE FUNCTION run_grid(
    data_query_id uuid, "limit" integer DEFAULT NULL, after_key text DEFAULT NULL, agent_id uuid DEFAULT NULL
) RETURNS SETOF jsonb
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
    what CONSTANT text := format('The grid "%s"', grid.DisplayName);
    agent text;
    shown text;
    bound text;
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF "limit" < 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD050',
            MESSAGE = format('%s cannot give %s rows.', what, "limit"),
            HINT = 'Ask for 1 or more.',
            COLUMN = 'Limit';
    END IF;
    agent := grid_agent(agent_id, what, strpos(grid.BoundQuery, '$1[1]') > 0);
    IF after_key IS NOT NULL AND grid_values(grid, '{Id}', agent, after_key, NULL) IS NULL THEN
        PERFORM refuse_row(grid, after_key);
    END IF;
    shown := (
        SELECT string_agg(format(', q.%I AS %I', c.SourceName, c.ColumnName), '' ORDER BY c.Rank, c.DisplayName)
        FROM (
            SELECT d.SourceName, d.ColumnName, d.Rank, d.DisplayName
            FROM DataQueryColumn AS d
            WHERE d.DataQueryId = run_grid.data_query_id AND d.SourceName IS NOT NULL
            UNION ALL
            SELECT n.Name, n.Name, n.Place, n.Name
            FROM unnest(grid.ColumnNames) WITH ORDINALITY AS n (Name, Place)
            WHERE NOT EXISTS (SELECT FROM DataQueryColumn AS d WHERE d.DataQueryId = run_grid.data_query_id)
        ) AS c
        WHERE lower(c.ColumnName) <> 'id');
    -- What comes behind a row in the order of the grid. Descending, rows without a value come first.
    bound := CASE WHEN after_key IS NOT NULL THEN format(
        'INNER JOIN (SELECT b.%2$I AS k, b.%1$I AS o FROM (%5$s) AS b WHERE b.%2$I = $1[2]::%4$s LIMIT 1) AS a '
        || 'ON q.%1$I %3$s a.o OR (q.%1$I IS NOT DISTINCT FROM a.o AND q.%2$I %3$s a.k) OR %6$s',
        grid.OrderName, grid.KeyName, CASE grid.Descending WHEN 1 THEN '<' ELSE '>' END, grid.KeyType,
        grid.BoundQuery || E'\n',
        format(CASE grid.Descending
            WHEN 1 THEN '(q.%1$I IS NOT NULL AND a.o IS NULL)'
            ELSE '(q.%1$I IS NULL AND a.o IS NOT NULL)'
        END, grid.OrderName))
    END;
    RETURN QUERY
    SELECT r.r
    FROM read_rows(
        format(
            E'SELECT to_jsonb(x.*) FROM (SELECT q.%1$I::text AS "Id"%2$s FROM (%3$s\n) AS q %4$s '
            || 'ORDER BY q.%5$I %6$s, q.%1$I %6$s LIMIT $1[3]::integer) AS x',
            grid.KeyName, shown, grid.BoundQuery, bound, grid.OrderName,
            CASE grid.Descending WHEN 1 THEN 'DESC' ELSE 'ASC' END),
        ARRAY[agent, after_key, least("limit", grid.RowLimit)::text], what) AS r (r);
END
$$;
COMMENT ON FUNCTION run_grid(uuid, integer, text, uuid) IS
'The rows of a grid in its order, each an object: Id, the row''s key as a text, and a value for each column under its
ColumnName (describe_grid has their order). limit: how many at most, never more than RowLimit; after_key: those behind
the row with this key. agent_id: who looks, by default who acts. Runs with the rights of the caller and changes nothing;
call limit_grid_time before. Errors: PD007 agent, PD042 not allowed, PD050 limit, or the query tries to write, PD051 the row of after_key is gone,
PD052 nobody acts, PD053 no such grid; 57014 it took too long. Locks nothing.';

CREATE OR REPLACE FUNCTION column_choices(grid_column DataQueryColumn, agent_id uuid) RETURNS jsonb
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    what CONSTANT text := format('The column "%s"', grid_column.ColumnName);
    agent text;
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    IF grid_column.BoundChoices IS NULL THEN
        RETURN (
            SELECT jsonb_agg(
                CASE WHEN jsonb_typeof(e.Choice) = 'object'
                    THEN jsonb_build_object('Value', e.Choice ->> 'Value',
                        'Label', coalesce(e.Choice ->> 'Label', e.Choice ->> 'Value'))
                    ELSE jsonb_build_object('Value', e.Choice #>> '{}', 'Label', e.Choice #>> '{}')
                END ORDER BY e.Place)
            FROM jsonb_array_elements(grid_column.Choices) WITH ORDINALITY AS e (Choice, Place));
    END IF;
    agent := grid_agent(agent_id, what, strpos(grid_column.BoundChoices, '$1[1]') > 0);
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object('Value', r.r ->> 0, 'Label', coalesce(r.r ->> 1, r.r ->> 0))), '[]')
        FROM read_rows(
            format(E'SELECT (SELECT jsonb_agg(f.Field ORDER BY f.Place) '
                || 'FROM json_each_text(row_to_json(q.*)) WITH ORDINALITY AS f (Name, Field, Place)) '
                || E'FROM (%s\n) AS q LIMIT 1000', grid_column.BoundChoices),
            ARRAY[agent], what) AS r (r));
END
$$;
COMMENT ON FUNCTION column_choices(DataQueryColumn, uuid) IS
'The choices of a Select as a list of Value and Label, both texts; the first 1000 of a query. Errors: as run_grid.';

CREATE OR REPLACE FUNCTION describe_grid(data_query_id uuid, agent_id uuid DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    RETURN jsonb_build_object(
        'DataQueryId', grid.DataQueryId,
        'DisplayName', grid.DisplayName,
        'Description', grid.Description,
        'RowLimit', grid.RowLimit,
        -- For whoever may release calls for anybody.
        'BulkActions', CASE
            WHEN grid.BulkSchedule = 1 AND may('OutboundCall', 'Full') THEN '["Schedule outbound calls"]'::jsonb
            ELSE '[]'
        END,
        'Columns', coalesce(
            (SELECT jsonb_agg(
                    jsonb_build_object(
                        'DataQueryColumnId', c.DataQueryColumnId, 'ColumnName', c.ColumnName,
                        'DisplayName', c.DisplayName, 'Model', c.Model, 'Width', c.Width, 'Image', c.Image,
                        'Confirm', c.Confirm, 'HasCommand', c.Command IS NOT NULL,
                        'Choices', CASE WHEN c.Model = 'Select' THEN column_choices(c, describe_grid.agent_id) END)
                    ORDER BY c.Rank, c.DisplayName)
                FROM DataQueryColumn AS c
                WHERE c.DataQueryId = describe_grid.data_query_id),
            (SELECT jsonb_agg(jsonb_build_object('ColumnName', n.Name, 'DisplayName', n.Name, 'Model', 'Text',
                    'HasCommand', FALSE) ORDER BY n.Place)
                FROM unnest(grid.ColumnNames) WITH ORDINALITY AS n (Name, Place))));
END
$$;
COMMENT ON FUNCTION describe_grid(uuid, uuid) IS
'What a page needs to show a grid: its names, the bulk actions that whoever asks may use, and its columns in their order
with model, heading, icon, question, choices, and whether they have a command. Errors: as run_grid. Locks nothing.';
