-- The one place where a grid's or tile's text becomes a statement. Values are never put into it: each placeholder
-- becomes an element of one array of texts, which is bound when the statement is run.
CREATE OR REPLACE FUNCTION bind_command(
    command text, known_names text[], column_name text, owner_name text,
    OUT bound_command text, OUT parameter_names text[]
) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET standard_conforming_strings TO 'on'
AS $$
DECLARE
    kinds CONSTANT text[] := CASE column_name
        WHEN 'Command' THEN '{SELECT,WITH,INSERT,UPDATE,DELETE}'::text[]
        ELSE '{SELECT,WITH}'
    END;
    scratch CONSTANT text := 'pgdialer_bind_command';
    last integer;
    pieces text[];
    holders text[];
    wrong record;
    said text;
    unclear integer;
    forced integer[] := ARRAY[]::integer[];
    types text[];
BEGIN
    PERFORM demand('Grid', 'Write');
    IF length(command) > 20000 THEN
        PERFORM refuse_statement(column_name, owner_name, format('it has %s characters', length(command)),
            'At most 20000 are taken: make a view or a function of it.');
    END IF;
    last := (SELECT max(s.Place) FROM split_statement(command) AS s WHERE NOT s.IsBlank AND s.Piece <> ';');
    IF last IS NULL THEN
        PERFORM refuse_statement(column_name, owner_name, 'it is empty', 'Give one SQL statement.');
    END IF;
    -- Without the semicolon behind it.
    SELECT array_agg(CASE WHEN s.Place <= last OR s.Piece <> ';' THEN s.Piece ELSE '' END ORDER BY s.Place),
        array_agg(s.Placeholder ORDER BY s.Place)
    INTO pieces, holders
    FROM split_statement(command) AS s;

    SELECT s.Start, w.Problem, w.Remedy INTO wrong
    FROM split_statement(command) AS s
    CROSS JOIN LATERAL (
        SELECT format('it begins with %s', upper(left(s.Piece, 50))) AS Problem,
            format('It may begin with %s.', array_to_string(kinds, ', ')) AS Remedy
        WHERE NOT upper(s.Piece) = ANY (kinds) AND s.Place = (
            SELECT min(t.Place) FROM split_statement(command) AS t WHERE NOT t.IsBlank AND t.Piece <> '(')
        UNION ALL
        SELECT 'it is more than one statement', 'Give one; what takes several is a function.'
        WHERE s.Piece = ';' AND s.Place < last
        UNION ALL
        SELECT format('nothing is known for %s to stand for', s.Piece),
            format('There is: @%s.', array_to_string(known_names, ', @'))
        WHERE s.Piece ~ '^\$[0-9]'
            OR (s.Placeholder IS NOT NULL
                AND NOT EXISTS (SELECT FROM unnest(known_names) AS n (Name) WHERE lower(n.Name) = lower(s.Placeholder)))
        UNION ALL
        -- SELECT … INTO makes a table.
        SELECT 'it has an INTO that is not behind INSERT', 'It may be a SELECT, INSERT, UPDATE or DELETE.'
        WHERE upper(s.Piece) = 'INTO' AND upper((
            SELECT t.Piece FROM split_statement(command) AS t
            WHERE NOT t.IsBlank AND t.Place < s.Place ORDER BY t.Place DESC LIMIT 1)) <> 'INSERT'
        UNION ALL
        SELECT 'it would change settings of the session', 'Leave set_config out.'
        WHERE lower(btrim(s.Piece, '"')) = 'set_config'
    ) AS w
    ORDER BY s.Place
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_statement(column_name, owner_name, wrong.Problem, wrong.Remedy, wrong.Start::text);
    END IF;

    -- Of what type each value is, PostgreSQL finds out, once for each place at which it stands: @Id may be a number here
    -- and a text there. Where anything would do, it is a text.
    LOOP
        BEGIN
            IF EXISTS (SELECT FROM pg_prepared_statements AS p WHERE p.name = scratch) THEN
                EXECUTE format('DEALLOCATE %I', scratch);
            END IF;
            EXECUTE format('PREPARE %I AS ', scratch) || (
                SELECT string_agg(
                    CASE
                        WHEN h.Holder IS NULL THEN h.Piece
                        WHEN h.Number = ANY (forced) THEN format('($%s::text)', h.Number)
                        ELSE '$' || h.Number
                    END, '' ORDER BY h.Place)
                FROM (
                    SELECT u.Piece, u.Holder, u.Place,
                        count(u.Holder) OVER (ORDER BY u.Place ROWS UNBOUNDED PRECEDING) AS Number
                    FROM unnest(pieces, holders) WITH ORDINALITY AS u (Piece, Holder, Place)
                ) AS h);
            types := (SELECT p.parameter_types::text[] FROM pg_prepared_statements AS p WHERE p.name = scratch);
            EXECUTE format('DEALLOCATE %I', scratch);
            EXIT;
        EXCEPTION
            WHEN indeterminate_datatype THEN
                said := SQLERRM;
                unclear := substring(said FROM '\$([0-9]+)')::integer;
                IF unclear IS NULL OR unclear = ANY (forced) THEN
                    PERFORM refuse_statement(column_name, owner_name, said, 'Say of what type it is: @Id::bigint.');
                END IF;
                forced := forced || unclear;
            WHEN syntax_error_or_access_rule_violation OR data_exception OR feature_not_supported
                OR invalid_schema_name OR program_limit_exceeded
            THEN
                said := SQLERRM;
                PERFORM refuse_statement(column_name, owner_name, said,
                    'Try it in psql, with values in place of the @ names.', named_places(command, said));
        END;
    END LOOP;

    parameter_names := ARRAY(
        SELECT n.Name
        FROM unnest(known_names) WITH ORDINALITY AS n (Name, Place)
        WHERE lower(n.Name) IN (SELECT lower(h.Holder) FROM unnest(holders) AS h (Holder))
        ORDER BY n.Place);
    bound_command := (
        SELECT string_agg(
            CASE
                WHEN h.Holder IS NULL THEN h.Piece
                ELSE format('($1[%s]::%s)',
                    (SELECT n.Place FROM unnest(parameter_names) WITH ORDINALITY AS n (Name, Place)
                        WHERE lower(n.Name) = lower(h.Holder)),
                    types[h.Number])
            END, '' ORDER BY h.Place)
        FROM (
            SELECT u.Piece, u.Holder, u.Place,
                count(u.Holder) OVER (ORDER BY u.Place ROWS UNBOUNDED PRECEDING) AS Number
            FROM unnest(pieces, holders) WITH ORDINALITY AS u (Piece, Holder, Place)
        ) AS h);
END
$$;
COMMENT ON FUNCTION bind_command(text, text[], text, text) IS
'Checks a statement of a grid or tile and makes of it one to EXECUTE … USING an array of texts: each @Name, capitals do
not matter, becomes the element of parameter_names at which it stands, cast to the type that PostgreSQL infers at that
place. known_names: what may stand behind @. column_name: of the table it is written in; all but Command must be a
SELECT. owner_name: for the error. Errors: PD042, PD050 it is not one statement of a kind that may be run, names what is
not known, or PostgreSQL does not understand it.';

CREATE OR REPLACE FUNCTION named_places(command text, said text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- … "OutboundCal" does not exist; … c.nowhere does not exist
    word CONSTANT text := coalesce(substring(said FROM '"([^"]+)"'), substring(said FROM '[[:alnum:]_]+\.([[:alnum:]_]+)'));
BEGIN
    RETURN (
        SELECT string_agg(s.Start::text, ', ' ORDER BY s.Place)
        FROM split_statement(command) AS s
        WHERE NOT s.IsBlank AND lower(btrim(s.Piece, '"')) = lower(word));
END
$$;
COMMENT ON FUNCTION named_places(text, text) IS
'At which characters of a command the word stands that an error of PostgreSQL names; NULL = it names none. Of an error
caught in a function PostgreSQL does not tell the place.';
