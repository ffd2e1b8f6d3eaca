-- What a grid or tile is made of is read when it is written, so that nobody clicks on a mistake.
CREATE OR REPLACE FUNCTION grid_columns(query text) RETURNS text[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    found_row jsonb;
BEGIN
    -- A row of NULLs has the columns, whether the query finds any or not.
    EXECUTE format('SELECT to_jsonb(x) FROM (SELECT q.* FROM (SELECT 1) AS one LEFT JOIN (%s) AS q ON FALSE) AS x',
        (bind_command(query, '{agentid}', TRUE)).bound)
    INTO found_row USING ARRAY[NULL]::text[];
    RETURN ARRAY(SELECT k FROM jsonb_object_keys(found_row) AS k);
END
$$;
COMMENT ON FUNCTION grid_columns(text) IS 'The names of the columns that a grid''s query gives. Errors: PD050.';

CREATE OR REPLACE FUNCTION check_grid() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT lower(NEW.KeyColumn) = ANY (grid_columns(NEW.Query)) THEN
        PERFORM refuse_command(NEW.Query, format('it gives no column %s to tell its rows by', NEW.KeyColumn),
            'Set KeyColumn to a column of the query.');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_grid() IS 'Trigger on DataQuery: refuses a query that cannot be run. Errors: PD050.';

CREATE OR REPLACE TRIGGER grid_1_checked BEFORE INSERT OR UPDATE OF Query, KeyColumn ON DataQuery
FOR EACH ROW EXECUTE FUNCTION check_grid();

CREATE OR REPLACE FUNCTION check_grid_column() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    columns CONSTANT text[] := grid_columns((SELECT q.Query FROM DataQuery AS q WHERE q.DataQueryId = NEW.DataQueryId));
BEGIN
    IF NEW.Model <> 'ImageScript' AND NOT lower(NEW.ColumnName) = ANY (columns) THEN
        PERFORM refuse_command(NEW.ColumnName, 'the query gives no such column',
            format('It gives: %s.', array_to_string(columns, ', ')));
    END IF;
    IF NEW.Command IS NOT NULL THEN
        PERFORM bind_command(NEW.Command, '{agentid,id,value}'::text[] || columns, FALSE);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_grid_column() IS
'Trigger on DataQueryColumn: refuses a column that the query does not give, and a command that cannot be run. Errors:
PD050.';

CREATE OR REPLACE TRIGGER grid_column_1_checked BEFORE INSERT OR UPDATE ON DataQueryColumn
FOR EACH ROW EXECUTE FUNCTION check_grid_column();

CREATE OR REPLACE FUNCTION check_tile() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NEW.Query IS NOT NULL THEN
        PERFORM bind_command(NEW.Query, '{agentid}', TRUE);
    END IF;
    IF NEW.Command IS NOT NULL THEN
        PERFORM bind_command(NEW.Command, '{agentid}', FALSE);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_tile() IS 'Trigger on Tile: refuses a query or command that cannot be run. Errors: PD050.';

CREATE OR REPLACE TRIGGER tile_1_checked BEFORE INSERT OR UPDATE ON Tile
FOR EACH ROW EXECUTE FUNCTION check_tile();
