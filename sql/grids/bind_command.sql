-- A command's placeholders become parameters, so that values are bound and never become text of SQL. What is inside
-- literals, quoted names and comments is left alone.
CREATE OR REPLACE FUNCTION split_command(command text) RETURNS TABLE (Place bigint, Piece text, Placeholder text)
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    rest text := command;
    token text;
    tag text;
    is_escape boolean := FALSE;
BEGIN
    Place := 0;
    WHILE rest <> '' LOOP
        token := coalesce(
            CASE WHEN is_escape THEN substring(rest FROM '^''(?:[^''\\]|\\.|'''')*''') END,
            substring(rest FROM '^''(?:[^'']|'''')*'''),
            substring(rest FROM '^"(?:[^"]|"")*"'),
            substring(rest FROM '^--[^\n]*'),
            substring(rest FROM '^@[[:alpha:]_][[:alnum:]_]*'),
            substring(rest FROM '^[[:alpha:]_0-9]+'));
        tag := substring(rest FROM '^\$(?:[[:alpha:]_][[:alnum:]_]*)?\$');
        IF token IS NULL AND tag IS NOT NULL AND strpos(substr(rest, length(tag) + 1), tag) > 0 THEN
            token := left(rest, 2 * length(tag) + strpos(substr(rest, length(tag) + 1), tag) - 1);
        ELSIF token IS NULL AND rest LIKE '/*%' AND strpos(rest, '*/') > 0 THEN
            token := left(rest, strpos(rest, '*/') + 1);
        END IF;
        token := coalesce(token, left(rest, 1));
        is_escape := lower(token) IN ('e');
        Place := Place + 1;
        Piece := token;
        Placeholder := CASE WHEN token LIKE '@_%' THEN lower(substr(token, 2)) END;
        RETURN NEXT;
        rest := substr(rest, length(token) + 1);
    END LOOP;
END
$$;
COMMENT ON FUNCTION split_command(text) IS
'A command in pieces, in order; Placeholder is the name behind the @, in lower case, of a piece that is one.';

CREATE OR REPLACE FUNCTION bind_command(
    command text, placeholders text[], is_query boolean, OUT bound text, OUT names text[]
) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    trimmed text;
    unknown text;
    types text[];
    said text;
    prepared_name CONSTANT text := 'dialer_bind_command';
BEGIN
    trimmed := regexp_replace(command, '[\s;]+$', '');
    SELECT min(s.Piece) INTO unknown
    FROM split_command(trimmed) AS s
    WHERE s.Placeholder IS NOT NULL AND NOT s.Placeholder = ANY (placeholders);
    IF unknown IS NOT NULL THEN
        PERFORM refuse_command(command, format('%s is not known', unknown),
            format('There are: @%s.', array_to_string(placeholders, ', @')));
    END IF;
    IF EXISTS (SELECT FROM split_command(trimmed) AS s WHERE s.Piece = ';') THEN
        PERFORM refuse_command(command, 'it is more than one statement', 'Give one statement.');
    END IF;
    IF lower(substring(trimmed FROM '^[\s(]*([[:alpha:]]+)'))
        <> ALL (CASE WHEN is_query THEN '{select,with}'::text[] ELSE '{select,with,insert,update,delete}' END) IS NOT FALSE
    THEN
        PERFORM refuse_command(command,
            CASE WHEN is_query THEN 'it is no SELECT' ELSE 'it is no SELECT, INSERT, UPDATE or DELETE' END,
            'Other statements are not run from a page.');
    END IF;
    SELECT coalesce(array_agg(p.Placeholder ORDER BY p.First), '{}') INTO names
    FROM (
        SELECT s.Placeholder, min(s.Place) AS First
        FROM split_command(trimmed) AS s
        WHERE s.Placeholder IS NOT NULL
        GROUP BY s.Placeholder
    ) AS p;
    -- What type each value is of, PostgreSQL itself finds out.
    BEGIN
        EXECUTE format('PREPARE %I AS %s', prepared_name, (
            SELECT string_agg(coalesce('$' || array_position(names, s.Placeholder), s.Piece), '' ORDER BY s.Place)
            FROM split_command(trimmed) AS s));
        types := (SELECT p.parameter_types::text[] FROM pg_prepared_statements AS p WHERE p.name = prepared_name);
        EXECUTE format('DEALLOCATE %I', prepared_name);
    EXCEPTION WHEN syntax_error_or_access_rule_violation OR data_exception OR feature_not_supported
        OR invalid_text_representation THEN
        GET STACKED DIAGNOSTICS said = MESSAGE_TEXT;
        PERFORM refuse_command(command, 'PostgreSQL says: ' || said, 'Try it in psql, with values in place of the @ names.');
    END;
    bound := (
        SELECT string_agg(
            CASE
                WHEN s.Placeholder IS NULL THEN s.Piece
                ELSE format('(($1)[%s])::%s', n.Place, types[n.Place])
            END, '' ORDER BY s.Place)
        FROM split_command(trimmed) AS s
        CROSS JOIN LATERAL (SELECT array_position(names, s.Placeholder) AS Place) AS n);
END
$$;
COMMENT ON FUNCTION bind_command(text, text[], boolean) IS
'Makes a statement to EXECUTE of a grid''s query (is_query) or command: each @name of placeholders becomes an element of
$1, an array of texts in the order of names, cast to the type that PostgreSQL finds for it. Errors: PD050 unknown
placeholder, more than one statement, none that may be run, or one that PostgreSQL does not understand.';

CREATE OR REPLACE FUNCTION refuse_command(command text, problem text, remedy text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD050',
        MESSAGE = format('The command "%s" cannot be run: %s.',
            CASE WHEN length(command) > 60 THEN left(command, 60) || '…' ELSE command END, problem),
        HINT = remedy,
        COLUMN = 'Command';
END
$$;
COMMENT ON FUNCTION refuse_command(text, text, text) IS 'Raises PD050 for a command that is not to be run.';

CREATE OR REPLACE FUNCTION run_command(bound text, given_values text[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    who CONSTANT text := current_user;
    changed bigint;
BEGIN
    EXECUTE bound USING given_values;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF current_user <> who THEN
        PERFORM refuse_command(bound, 'it changes the role', 'Leave set_config out.');
    END IF;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION run_command(text, text[]) IS
'Runs what bind_command has made, with the caller''s rights. Returns how many rows it changed, or gave.';
