-- What a grid gives: its rows page by page, and all of them for a file. Whatever is asked for is bound, never put into
-- the text; the elements of the one parameter are the agent, a place (key and value), the limit, then the filter's.
CREATE OR REPLACE FUNCTION run_grid(
    data_query_id uuid, "limit" integer DEFAULT NULL, after_key text DEFAULT NULL, agent_id uuid DEFAULT NULL,
    order_by text DEFAULT NULL, descending boolean DEFAULT NULL, filter jsonb DEFAULT NULL,
    place jsonb DEFAULT NULL, backward boolean DEFAULT FALSE
) RETURNS SETOF jsonb
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
    what CONSTANT text := format('The grid "%s"', grid.DisplayName);
    agent text;
    asked record;
    found_rows jsonb[] := '{}'::jsonb[];
    at text[];
    is_down boolean;
    most integer;
    step text;
    columns text;
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
    asked := read_wish(grid, order_by, descending, filter);
    IF after_key IS NOT NULL THEN
        at := grid_values(grid, ARRAY['Id', asked.order_name], agent, after_key, NULL);
        IF at IS NULL THEN
            PERFORM refuse_row(grid, after_key);
        END IF;
    ELSIF place IS NOT NULL AND place <> '{}' THEN
        at := read_place(grid, asked.order_type, place);
    END IF;
    is_down := asked.is_down <> backward;
    most := least("limit", grid.RowLimit);
    columns := (
        SELECT string_agg(format(', q.%I AS %I', c.SourceName, c.ColumnName), '' ORDER BY c.Place)
        FROM grid_columns(grid) AS c
        WHERE lower(c.ColumnName) <> 'id')
        || CASE WHEN place IS NULL THEN '' ELSE format(
            $f$, jsonb_build_object('Id', q.%I::text, 'Value', q.%I::text) AS "@Place"$f$,
            grid.KeyName, asked.order_name)
        END;
    FOREACH step IN ARRAY steps_behind(grid, asked.order_name, asked.order_type, is_down, at) LOOP
        found_rows := found_rows || ARRAY(
            SELECT r.r
            FROM read_rows(
                format(
                    E'SELECT to_jsonb(x.*) FROM (SELECT q.%1$I::text AS "Id"%2$s FROM (%3$s\n) AS q '
                    || 'WHERE %4$s AND %5$s ORDER BY %6$s LIMIT $1[4]::integer) AS x',
                    grid.KeyName, columns, grid.BoundQuery, asked.condition, step,
                    order_clause(grid, asked.order_name, is_down)),
                ARRAY[agent, at[1], at[2], (most - cardinality(found_rows))::text] || asked.given, what) AS r (r));
        EXIT WHEN cardinality(found_rows) >= most;
    END LOOP;
    RETURN QUERY
    SELECT f.Row
    FROM unnest(found_rows) WITH ORDINALITY AS f (Row, Place)
    ORDER BY CASE WHEN backward THEN -f.Place ELSE f.Place END;
END
$$;
COMMENT ON FUNCTION run_grid(uuid, integer, text, uuid, text, boolean, jsonb, jsonb, boolean) IS
'The rows of a grid, each an object: Id, the row''s key as a text, and a value for each column under its ColumnName
(describe_grid has their order). limit: how many at most, never more than RowLimit; after_key: those behind the row with
this key. agent_id: who looks, by default who acts. order_by, descending: a column of the query and the direction,
instead of the grid''s. filter: which rows, as {"Name": {"contains": "nov"}, "At": {"from": …, "to": …}}; also prefix,
and is with a list of values. place: where the page begins, {} at the beginning, else the @Place that rows then have and
that holds also when its row is gone; backward: the page before it, or the last one. Runs with the rights of the caller
and changes nothing; call limit_grid_time before. Errors: PD007 agent, PD042 not allowed, PD050 limit, order, filter or
place, or the query tries to write, PD051 the row of after_key is gone, PD052 nobody acts, PD053 no such grid; 57014 it
took too long. Locks nothing.';

CREATE OR REPLACE FUNCTION export_grid(
    data_query_id uuid, order_by text DEFAULT NULL, descending boolean DEFAULT NULL, filter jsonb DEFAULT NULL,
    agent_id uuid DEFAULT NULL, OUT statement text, OUT given text[], OUT headings text[]
) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid CONSTANT DataQuery := find_grid(data_query_id);
    asked record;
BEGIN
    PERFORM demand('Grid', 'Read', agent_id);
    asked := read_wish(grid, order_by, descending, filter);
    SELECT
        -- Whoever binds it need not know its type.
        format(E'SELECT %s FROM (SELECT $1::text[]) AS given CROSS JOIN (%s\n) AS q WHERE %s ORDER BY %s',
            string_agg(format('safe_cell(q.%I::text)', c.SourceName), ', ' ORDER BY c.Place),
            grid.BoundQuery, asked.condition, order_clause(grid, asked.order_name, asked.is_down)),
        array_agg(c.DisplayName ORDER BY c.Place)
    INTO statement, headings
    FROM grid_columns(grid) AS c;
    given := ARRAY[
        grid_agent(agent_id, format('The grid "%s"', grid.DisplayName), strpos(grid.BoundQuery, '$1[1]') > 0),
        NULL, NULL, NULL] || asked.given;
END
$$;
COMMENT ON FUNCTION export_grid(uuid, text, boolean, jsonb, uuid) IS
'How to read all rows of a grid: a statement that gives the cells as texts, safe for spreadsheets, with given to be
bound as its one parameter, and the headings. To be run with the caller''s rights in a transaction that may only read. The
arguments and errors are those of run_grid. Locks nothing.';

CREATE OR REPLACE FUNCTION grid_columns(grid DataQuery)
RETURNS TABLE (ColumnName text, SourceName text, DisplayName text, Place bigint)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('Grid', 'Read');
    RETURN QUERY
    SELECT d.ColumnName, d.SourceName, d.DisplayName, row_number() OVER (ORDER BY d.Rank, d.DisplayName)
    FROM DataQueryColumn AS d
    WHERE d.DataQueryId = grid.DataQueryId AND d.SourceName IS NOT NULL
    UNION ALL
    SELECT n.Name, n.Name, n.Name, n.Place
    FROM unnest(grid.ColumnNames) WITH ORDINALITY AS n (Name, Place)
    WHERE NOT EXISTS (SELECT FROM DataQueryColumn AS d WHERE d.DataQueryId = grid.DataQueryId);
END
$$;
COMMENT ON FUNCTION grid_columns(DataQuery) IS
'The columns of a grid that have a value, in their order: those that it names, else all of its query. Errors: PD042.';

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
        'KeyName', grid.KeyName,
        'OrderBy', grid.OrderName,
        'Descending', grid.Descending = 1,
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
                        'SourceName', c.SourceName,
                        'Choices', CASE WHEN c.Model = 'Select' THEN column_choices(c, describe_grid.agent_id) END)
                    ORDER BY c.Rank, c.DisplayName)
                FROM DataQueryColumn AS c
                WHERE c.DataQueryId = describe_grid.data_query_id),
            (SELECT jsonb_agg(jsonb_build_object('ColumnName', n.Name, 'DisplayName', n.Name, 'Model', 'Text',
                    'HasCommand', FALSE, 'SourceName', n.Name) ORDER BY n.Place)
                FROM unnest(grid.ColumnNames) WITH ORDINALITY AS n (Name, Place))));
END
$$;
COMMENT ON FUNCTION describe_grid(uuid, uuid) IS
'What a page needs to show a grid: its names, key and order, the bulk actions that whoever asks may use, and its columns
in their order with model, heading, icon, question, choices, whether they have a command, and the column of the query
(SourceName) by which they can be ordered and filtered. Errors: as run_grid. Locks nothing.';
