-- What is asked of a grid: in which order, which of its rows, and from where on. Names are looked up among those of the
-- query, values are tried as what they are to be; both are refused here, before the query is run.
CREATE OR REPLACE FUNCTION query_types(grid DataQuery) RETURNS jsonb
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('Grid', 'Read');
    RETURN (
        SELECT r
        FROM read_rows(
            -- A row of NULLs has the types, and nothing is read for it.
            format(E'SELECT jsonb_object($1, ARRAY[%s]) FROM (SELECT) AS one LEFT JOIN (%s\n) AS q ON FALSE',
                (SELECT string_agg(format('pg_typeof(q.%I)::text', n.Name), ', ' ORDER BY n.Place)
                    FROM unnest(grid.ColumnNames) WITH ORDINALITY AS n (Name, Place)),
                replace(grid.BoundQuery, '$1[1]', 'NULL::text')),
            grid.ColumnNames, format('The grid "%s"', grid.DisplayName)) AS r);
END
$$;
COMMENT ON FUNCTION query_types(DataQuery) IS
'The types of a query''s columns, by their names. Errors: those of read_rows.';

CREATE OR REPLACE FUNCTION fits_type(value text, type_name text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- On its own, because an error in the query is not a value that does not fit.
    EXECUTE format('SELECT $1::%s', type_name::regtype) USING value;
    RETURN TRUE;
EXCEPTION WHEN data_exception OR check_violation THEN
    RETURN FALSE;
END
$$;
COMMENT ON FUNCTION fits_type(text, text) IS 'Whether a text is a value of a type.';

CREATE OR REPLACE FUNCTION read_wish(
    grid DataQuery, order_by text, descending boolean, filter jsonb,
    OUT order_name text, OUT order_type text, OUT is_down boolean, OUT condition text, OUT given text[]
) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    types jsonb;
    one record;
BEGIN
    PERFORM demand('Grid', 'Read');
    order_name := grid.OrderName;
    is_down := coalesce(descending, grid.Descending = 1);
    condition := 'TRUE';
    given := '{}';
    types := query_types(grid);
    IF order_by IS NOT NULL THEN
        order_name := column_of(grid.ColumnNames, order_by);
        is_down := coalesce(descending, FALSE);
        IF order_name IS NULL THEN
            PERFORM refuse_statement('OrderBy', grid.DisplayName,
                format('the query has no column "%s"', left(order_by, 100)),
                format('It has: %s.', array_to_string(grid.ColumnNames, ', ')));
        END IF;
        BEGIN
            EXECUTE format('SELECT NULL::%1$s < NULL::%1$s', (types ->> order_name)::regtype);
        EXCEPTION WHEN undefined_function THEN
            PERFORM refuse_statement('OrderBy', grid.DisplayName,
                format('values of "%s" (%s) cannot be compared', order_name, types ->> order_name),
                'Order by columns such as numbers, texts and times.');
        END;
    END IF;
    order_type := types ->> order_name;
    FOR one IN
        SELECT f.ColumnName, f.Operator, f.Value, types ->> f.ColumnName AS TypeName
        FROM filter_conditions(grid, filter) AS f
    LOOP
        IF one.Operator IN ('from', 'to', 'is')
            AND NOT (SELECT bool_and(fits_type(v, one.TypeName)) FROM unnest(one.Value) AS v)
        THEN
            PERFORM refuse_statement('Filter', grid.DisplayName,
                format('"%s" is no value of "%s" (%s)', left(array_to_string(one.Value, ', '), 100), one.ColumnName,
                    one.TypeName),
                'Give a number for a number, and a moment as 2026-11-24 10:00.');
        END IF;
        condition := condition || ' AND ' || CASE
            WHEN one.Operator IN ('contains', 'prefix') THEN
                format('q.%I::text ILIKE $1[%s]', one.ColumnName, cardinality(given) + 5)
            WHEN one.Operator = 'is' THEN
                format('q.%I IN (%s)', one.ColumnName, (
                    SELECT string_agg(format('$1[%s]::%s', cardinality(given) + 4 + n, one.TypeName), ', ' ORDER BY n)
                    FROM generate_subscripts(one.Value, 1) AS n))
            ELSE
                format('q.%I %s $1[%s]::%s', one.ColumnName, CASE one.Operator WHEN 'from' THEN '>=' ELSE '<=' END,
                    cardinality(given) + 5, one.TypeName)
        END;
        given := given || CASE
            WHEN one.Operator = 'contains' THEN ARRAY['%' || like_text(one.Value[1]) || '%']
            WHEN one.Operator = 'prefix' THEN ARRAY[like_text(one.Value[1]) || '%']
            ELSE one.Value
        END;
    END LOOP;
END
$$;
COMMENT ON FUNCTION read_wish(DataQuery, text, boolean, jsonb) IS
'What run_grid is asked for: the column to order by with its type and direction, and a condition on the rows with the
values that it has bound. Errors: PD042, PD050 column or value.';

CREATE OR REPLACE FUNCTION filter_conditions(grid DataQuery, filter jsonb)
RETURNS TABLE (ColumnName text, Operator text, Value text[])
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    one record;
    part record;
BEGIN
    PERFORM demand('Grid', 'Read');
    IF jsonb_typeof(filter) <> 'object' THEN
        PERFORM refuse_filter(grid, 'it is no object');
    END IF;
    FOR one IN SELECT e.key, e.value FROM jsonb_each(filter) AS e ORDER BY e.key LOOP
        ColumnName := column_of(grid.ColumnNames, one.key);
        IF ColumnName IS NULL THEN
            PERFORM refuse_statement('Filter', grid.DisplayName,
                format('the query has no column "%s"', left(one.key, 100)),
                format('It has: %s.', array_to_string(grid.ColumnNames, ', ')));
        ELSIF jsonb_typeof(one.value) <> 'object' THEN
            PERFORM refuse_filter(grid, format('what is said of "%s" is no object', ColumnName));
        END IF;
        FOR part IN
            SELECT e.key, e.value, jsonb_typeof(e.value) AS Kind FROM jsonb_each(one.value) AS e ORDER BY e.key
        LOOP
            Operator := part.key;
            IF Operator NOT IN ('contains', 'prefix', 'from', 'to', 'is') THEN
                PERFORM refuse_filter(grid, format('"%s" is unknown', left(Operator, 100)));
            ELSIF part.Kind IN ('null', 'object')
                OR (part.Kind = 'array' AND (Operator <> 'is' OR part.value = '[]'))
            THEN
                PERFORM refuse_filter(grid, format('"%s" of "%s" has no value', Operator, ColumnName));
            END IF;
            Value := CASE part.Kind
                WHEN 'array' THEN ARRAY(
                    SELECT a.Item FROM jsonb_array_elements_text(part.value) WITH ORDINALITY AS a (Item, Place)
                    ORDER BY a.Place)
                ELSE ARRAY[part.value #>> '{}']
            END;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION filter_conditions(DataQuery, jsonb) IS
'What a filter says of each column. Errors: PD042, PD050 it is not built so, or names no column.';

CREATE OR REPLACE FUNCTION refuse_filter(grid DataQuery, problem text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM refuse_statement('Filter', grid.DisplayName, problem,
        'Write {"Name": {"contains": "nov"}, "At": {"from": "2026-11-24 08:00", "to": "2026-11-24 20:00"}}; '
        || 'there are contains, prefix, from, to, and is with a value or a list of them.');
END
$$;
COMMENT ON FUNCTION refuse_filter(DataQuery, text) IS 'Raises PD050 for a filter that is not built as one.';

CREATE OR REPLACE FUNCTION read_place(grid DataQuery, order_type text, place jsonb) RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('Grid', 'Read');
    IF jsonb_typeof(place) <> 'object' OR place ->> 'Id' IS NULL
        OR NOT fits_type(place ->> 'Id', grid.KeyType) OR NOT fits_type(place ->> 'Value', order_type)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD050',
            MESSAGE = format('%s is no place in the grid "%s".', left(place::text, 200), grid.DisplayName),
            HINT = 'Give {} for the beginning, or the @Place of one of its rows in the same order.',
            COLUMN = 'Place';
    END IF;
    RETURN ARRAY[place ->> 'Id', place ->> 'Value'];
END
$$;
COMMENT ON FUNCTION read_place(DataQuery, text, jsonb) IS
'Key and value of the row behind which a page begins. Errors: PD042, PD050.';

CREATE OR REPLACE FUNCTION order_clause(grid DataQuery, order_name text, is_down boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    direction CONSTANT text := CASE WHEN is_down THEN 'DESC' ELSE 'ASC' END;
BEGIN
    IF order_name = grid.KeyName THEN
        RETURN format('q.%I %s', grid.KeyName, direction);
    END IF;
    RETURN format('q.%I %s, q.%I %s', order_name, direction, grid.KeyName, direction);
END
$$;
COMMENT ON FUNCTION order_clause(DataQuery, text, boolean) IS
'By what rows are ordered; the key tells apart what is equal.';

-- Each step is a condition that an index on the column serves by itself, which one for all with OR in it would not be.
CREATE OR REPLACE FUNCTION steps_behind(
    grid DataQuery, order_name text, order_type text, is_down boolean, at text[]
) RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    further CONSTANT text := CASE WHEN is_down THEN '<' ELSE '>' END;
    key CONSTANT text := format('q.%I %s $1[2]::%s', grid.KeyName, further, grid.KeyType);
BEGIN
    IF at IS NULL THEN
        RETURN '{TRUE}'::text[];
    ELSIF order_name = grid.KeyName THEN
        RETURN ARRAY[key];
    END IF;
    -- Rows without a value come last, and first when it goes down.
    IF at[2] IS NULL THEN
        RETURN format('q.%I IS NULL AND %s', order_name, key)
            || CASE WHEN is_down THEN ARRAY[format('q.%I IS NOT NULL', order_name)] ELSE '{}' END;
    END IF;
    RETURN format('q.%1$I %2$s= $1[3]::%3$s AND (q.%1$I %2$s $1[3]::%3$s OR %4$s)',
            order_name, further, order_type, key)
        || CASE WHEN is_down THEN '{}' ELSE ARRAY[format('q.%I IS NULL', order_name)] END;
END
$$;
COMMENT ON FUNCTION steps_behind(DataQuery, text, text, boolean, text[]) IS
'Conditions that, one after the other, give all rows behind a place (key and value; NULL = the beginning) in order.';
