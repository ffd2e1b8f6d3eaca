-- A grid with a mistake is refused when it is written, not when somebody clicks.
CREATE OR REPLACE FUNCTION query_columns(bound_query text, column_name text, owner_name text) RETURNS text[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    names text[];
    twice text;
    said text;
BEGIN
    PERFORM demand('Grid', 'Write');
    BEGIN
        -- A row of NULLs has the columns, and nothing is read for it.
        SELECT ARRAY(SELECT jsonb_array_elements_text(r)) INTO names
        FROM read_rows(format(
            'SELECT to_jsonb(ARRAY(SELECT json_object_keys(row_to_json(x.*)))) '
            || E'FROM (SELECT q.* FROM (SELECT) AS one LEFT JOIN (%s\n) AS q ON FALSE) AS x', bound_query),
            '{}', format('%s of "%s"', column_name, owner_name)) AS r;
    EXCEPTION WHEN syntax_error_or_access_rule_violation OR data_exception OR feature_not_supported
    THEN
        said := SQLERRM;
        PERFORM refuse_statement(column_name, owner_name, said, 'Give a SELECT that reads what agents may see.');
    END;
    SELECT min(n.Name) INTO twice
    FROM unnest(names) AS n (Name)
    GROUP BY lower(n.Name)
    HAVING count(*) > 1
    ORDER BY min(n.Name)
    LIMIT 1;
    IF twice IS NOT NULL OR cardinality(names) = 0 THEN
        PERFORM refuse_statement(column_name, owner_name,
            CASE WHEN twice IS NULL THEN 'it has no column' ELSE format('it has two columns "%s"', twice) END,
            'Name each column with AS, capitals do not matter.');
    END IF;
    RETURN names;
END
$$;
COMMENT ON FUNCTION query_columns(text, text, text) IS
'The names of a query''s columns, in their order. Errors: PD042, PD050 it writes, reads what the caller may not, or has
two columns of one name.';

CREATE OR REPLACE FUNCTION column_of(names text[], name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (SELECT n.Name FROM unnest(names) AS n (Name) WHERE lower(n.Name) = lower(column_of.name));
END
$$;
COMMENT ON FUNCTION column_of(text[], text) IS 'A name as the query spells it; NULL = the query has no such column.';

CREATE OR REPLACE FUNCTION guard_grid() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    wrong text;
    said text;
BEGIN
    IF btrim(NEW.DisplayName) = '' THEN
        PERFORM refuse_statement('DisplayName', NEW.DisplayName, 'it is empty', 'Give the grid a name.');
    END IF;
    SELECT b.bound_command INTO NEW.BoundQuery
    FROM bind_command(NEW.Query, '{AgentId}', 'Query', NEW.DisplayName) AS b;
    NEW.ColumnNames := query_columns(NEW.BoundQuery, 'Query', NEW.DisplayName);
    NEW.KeyName := column_of(NEW.ColumnNames, NEW.KeyColumn);
    NEW.OrderName := column_of(NEW.ColumnNames, coalesce(NEW.OrderBy, NEW.KeyColumn));
    wrong := CASE WHEN NEW.KeyName IS NULL THEN 'KeyColumn' WHEN NEW.OrderName IS NULL THEN 'OrderBy' END;
    IF wrong IS NOT NULL THEN
        PERFORM refuse_statement(wrong, NEW.DisplayName,
            format('the query has no column "%s"', CASE wrong WHEN 'KeyColumn' THEN NEW.KeyColumn ELSE NEW.OrderBy END),
            format('It has: %s.', array_to_string(NEW.ColumnNames, ', ')));
    END IF;
    BEGIN
        SELECT r #>> '{}' INTO NEW.KeyType
        FROM read_rows(format(
            E'SELECT to_jsonb(pg_typeof(q.%I)::text) FROM (SELECT) AS one LEFT JOIN (%s\n) AS q ON FALSE '
            || 'WHERE q.%I = q.%I IS NOT TRUE ORDER BY q.%I, q.%I',
            NEW.KeyName, NEW.BoundQuery, NEW.KeyName, NEW.KeyName, NEW.OrderName, NEW.KeyName),
            '{}', NEW.DisplayName) AS r;
    EXCEPTION WHEN syntax_error_or_access_rule_violation THEN
        said := SQLERRM;
        PERFORM refuse_statement('OrderBy', NEW.DisplayName, said,
            'Order by columns that can be compared, such as numbers, texts and times.');
    END;
    IF NEW.BulkSchedule = 1 AND NEW.KeyType <> 'bigint' THEN
        PERFORM refuse_statement('BulkSchedule', NEW.DisplayName,
            format('its key %s is no OutboundCallId', NEW.KeyColumn), 'Set it to 0, or KeyColumn to OutboundCallId.');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_grid() IS
'Trigger on DataQuery: checks the query and what is said of its columns, and keeps what running it needs. With the
rights of whoever writes it. Errors: PD042, PD050 with the column at fault.';

CREATE OR REPLACE TRIGGER grid_1_guard BEFORE INSERT OR UPDATE ON DataQuery
FOR EACH ROW EXECUTE FUNCTION guard_grid();

CREATE OR REPLACE FUNCTION guard_grid_column() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    grid DataQuery;
    wrong record;
BEGIN
    SELECT q.* INTO grid FROM DataQuery AS q WHERE q.DataQueryId = NEW.DataQueryId;
    IF NOT FOUND THEN
        -- The foreign key says so.
        RETURN NEW;
    END IF;
    NEW.SourceName := column_of(grid.ColumnNames, NEW.ColumnName);
    SELECT p.ColumnName, p.Problem, p.Remedy INTO wrong
    FROM (VALUES
        (1, 'ColumnName', NEW.SourceName IS NULL AND NEW.Model <> 'ImageScript',
            'the query has no such column', format('It has: %s.', array_to_string(grid.ColumnNames, ', '))),
        (2, 'ColumnName', lower(NEW.ColumnName) = 'id' AND NEW.SourceName IS DISTINCT FROM grid.KeyName,
            'rows have their key under Id', 'Give it another name.'),
        (3, 'Command', NEW.Command IS NULL AND NEW.Model = 'ImageScript',
            'an icon without one does nothing', 'Give the statement that a click runs.'),
        (4, 'Command', NEW.Command IS NOT NULL AND NEW.Model IN ('Text', 'Integer', 'Date'),
            format('a column of model %s runs none', NEW.Model), 'Set Model to ImageScript, Toggle or Select.'),
        (5, 'Choices', NEW.Model = 'Select' AND num_nonnulls(NEW.Choices, NEW.ChoicesQuery) <> 1,
            'a Select has Choices or a ChoicesQuery', 'Give one of the two.'),
        (6, 'Choices', NEW.Model <> 'Select' AND num_nonnulls(NEW.Choices, NEW.ChoicesQuery) > 0,
            format('a column of model %s has none', NEW.Model), 'Set Model to Select.'),
        (7, 'Choices', NEW.Choices IS NOT NULL AND (jsonb_typeof(NEW.Choices) <> 'array' OR EXISTS (
                SELECT FROM jsonb_path_query(NEW.Choices, 'strict $[*]', '{}', TRUE) AS c (Choice)
                WHERE jsonb_typeof(c.Choice) IN ('array', 'null')
                    OR (jsonb_typeof(c.Choice) = 'object' AND c.Choice ->> 'Value' IS NULL))),
            'it is no list of values', 'Give ["a", "b"] or [{"Value": 1, "Label": "one"}].')
    ) AS p (Place, ColumnName, IsThere, Problem, Remedy)
    WHERE p.IsThere
    ORDER BY p.Place
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_statement(wrong.ColumnName, NEW.ColumnName, wrong.Problem, wrong.Remedy);
    END IF;
    NEW.BoundCommand := NULL;
    NEW.ParameterNames := NULL;
    NEW.BoundChoices := NULL;
    IF NEW.Command IS NOT NULL THEN
        SELECT b.bound_command, b.parameter_names INTO NEW.BoundCommand, NEW.ParameterNames
        FROM bind_command(
            NEW.Command,
            '{AgentId,Id,Value}' || ARRAY(
                SELECT n.Name FROM unnest(grid.ColumnNames) WITH ORDINALITY AS n (Name, Place)
                WHERE lower(n.Name) NOT IN ('agentid', 'id', 'value') ORDER BY n.Place),
            'Command', NEW.ColumnName) AS b;
    END IF;
    IF NEW.ChoicesQuery IS NOT NULL THEN
        SELECT b.bound_command INTO NEW.BoundChoices
        FROM bind_command(NEW.ChoicesQuery, '{AgentId}', 'ChoicesQuery', NEW.ColumnName) AS b;
        IF cardinality(query_columns(NEW.BoundChoices, 'ChoicesQuery', NEW.ColumnName)) > 2 THEN
            PERFORM refuse_statement('ChoicesQuery', NEW.ColumnName, 'it has more than two columns',
                'Give the value, and its label if it needs one.');
        END IF;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_grid_column() IS
'Trigger on DataQueryColumn: checks what fits the model, and the command. With the rights of whoever writes it. Errors:
PD042, PD050 with the column at fault.';

CREATE OR REPLACE TRIGGER grid_column_1_guard BEFORE INSERT OR UPDATE ON DataQueryColumn
FOR EACH ROW EXECUTE FUNCTION guard_grid_column();

CREATE OR REPLACE FUNCTION follow_grid() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE DataQueryColumn AS c SET ColumnName = c.ColumnName WHERE c.DataQueryId = NEW.DataQueryId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_grid() IS
'Trigger on DataQuery: when its columns change, what is said of them is checked again. Errors: PD050.';

CREATE OR REPLACE TRIGGER grid_2_follow AFTER UPDATE ON DataQuery
FOR EACH ROW WHEN ((OLD.ColumnNames, OLD.KeyName) IS DISTINCT FROM (NEW.ColumnNames, NEW.KeyName))
EXECUTE FUNCTION follow_grid();

CREATE OR REPLACE FUNCTION guard_tile() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.Command IS NOT NULL AND NEW.Url IS NOT NULL THEN
        PERFORM refuse_statement('Url', NEW.DisplayName, 'the tile has a Command already', 'Give one of the two.');
    END IF;
    NEW.BoundQuery := NULL;
    NEW.BoundCommand := NULL;
    IF NEW.Query IS NOT NULL THEN
        SELECT b.bound_command INTO NEW.BoundQuery
        FROM bind_command(NEW.Query, '{AgentId}', 'Query', NEW.DisplayName) AS b;
        IF cardinality(query_columns(NEW.BoundQuery, 'Query', NEW.DisplayName)) > 1 THEN
            PERFORM refuse_statement('Query', NEW.DisplayName, 'it has more than one column',
                'Give what is shown as one value.');
        END IF;
    END IF;
    IF NEW.Command IS NOT NULL THEN
        SELECT b.bound_command INTO NEW.BoundCommand
        FROM bind_command(NEW.Command, '{AgentId}', 'Command', NEW.DisplayName) AS b;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_tile() IS
'Trigger on Tile: checks its query and its command. With the rights of whoever writes it. Errors: PD042, PD050 with the
column at fault.';

CREATE OR REPLACE TRIGGER tile_1_guard BEFORE INSERT OR UPDATE ON Tile
FOR EACH ROW EXECUTE FUNCTION guard_tile();
