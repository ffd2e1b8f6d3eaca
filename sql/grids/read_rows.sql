-- A query of a grid or tile leaves no trace, whatever it calls: it cannot write, and what it did to the session is
-- rolled back with the savepoint in which it ran. (A STABLE function alone would let a function that it calls write.)
CREATE OR REPLACE FUNCTION read_rows(query text, given text[], what text) RETURNS SETOF jsonb
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET standard_conforming_strings TO 'on'
AS $$
DECLARE
    found_rows jsonb[];
    complete boolean := FALSE;
    said text;
BEGIN
    PERFORM demand('Grid', 'Read');
    BEGIN
        SET LOCAL transaction_read_only TO 'on';
        EXECUTE format(E'SELECT array_agg(r.Row) FROM (%s\n) AS r (Row)', query) INTO found_rows USING given;
        complete := TRUE;
        RAISE triggered_action_exception;
    EXCEPTION
        WHEN triggered_action_exception THEN
            IF NOT complete THEN
                RAISE;
            END IF;
        WHEN read_only_sql_transaction OR active_sql_transaction THEN
            said := SQLERRM;
            RAISE EXCEPTION USING
                ERRCODE = 'PD050',
                MESSAGE = format('%s cannot be read: %s.', what, said),
                HINT = 'A query may look, and change nothing.',
                COLUMN = 'Query';
        WHEN query_canceled THEN
            said := SQLERRM;
            RAISE EXCEPTION USING
                ERRCODE = 'query_canceled',
                MESSAGE = format('%s was not read to the end: %s.', what, said),
                HINT = 'Have the query find its rows by an index, or allow it more time: GridTimeout.';
    END;
    RETURN QUERY SELECT u.Row FROM unnest(found_rows) WITH ORDINALITY AS u (Row, Place) ORDER BY u.Place;
END
$$;
COMMENT ON FUNCTION read_rows(text, text[], text) IS
'Runs a query of one column of type jsonb, with the caller''s rights, and returns its rows; given is bound as $1. what:
for the error. It changes nothing. Errors: PD042, PD050 it tries to write; 42501 the caller may not read that, 57014 the
time is over (limit_grid_time) or it was cancelled.';

CREATE OR REPLACE FUNCTION limit_grid_time() RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('Grid', 'Read');
    PERFORM set_config('statement_timeout', configuration('GridTimeout') || 's', TRUE);
END
$$;
COMMENT ON FUNCTION limit_grid_time() IS
'Stops every later statement of the transaction after GridTimeout seconds. To be called by itself before run_grid,
run_tile and describe_grid: a statement cannot limit itself. Errors: PD042.';
