-- Which column of a file becomes what: headings are read as people write them.
CREATE OR REPLACE FUNCTION fold_heading(heading text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- After NFKD diacritics are characters of their own. Letters and digits of any script stay.
    RETURN lower(regexp_replace(normalize(heading, NFKD), '[[:space:][:punct:]\u0300-\u036f]', '', 'g'));
END
$$;
COMMENT ON FUNCTION fold_heading(text) IS
'A heading reduced to what counts: small letters without diacritics, blanks and punctuation; "Tel. číslo" is
"telcislo".';

CREATE OR REPLACE FUNCTION import_field(name text) RETURNS TABLE (Known boolean, Field ImportField, Own boolean)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT TRUE, f.Field, TRUE
    FROM unnest(enum_range(NULL::ImportField)) AS f (Field)
    WHERE lower(f.Field::text) = fold_heading(name)
    UNION ALL
    SELECT TRUE, h.Field, FALSE FROM ImportHeading AS h WHERE h.Heading = fold_heading(name)
    UNION ALL
    SELECT FALSE, NULL, FALSE
    LIMIT 1;
END
$$;
COMMENT ON FUNCTION import_field(text) IS
'What a heading means: known or not, the field (NULL: left out), and whether it is the field''s own name. One row.';

CREATE OR REPLACE FUNCTION map_columns(headings text[], given jsonb DEFAULT '{}')
RETURNS TABLE (Place integer, Heading text, Field ImportField)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    listed text := (
        SELECT string_agg(coalesce('"' || nullif(h.Heading, '') || '"', h.Place::text), ', ' ORDER BY h.Place)
        FROM unnest(headings) WITH ORDINALITY AS h (Heading, Place)
    );
    nameless boolean := NOT EXISTS (SELECT FROM unnest(headings) AS h WHERE h <> '');
    has_number boolean := FALSE;
    wrong text;
    field_name text;
BEGIN
    PERFORM demand('OutboundList', 'Read');
    SELECT g.Key INTO wrong
    FROM jsonb_each_text(given) AS g
    WHERE NOT EXISTS (
        SELECT FROM unnest(headings) WITH ORDINALITY AS h (Heading, Place)
        WHERE g.Key IN (h.Heading, h.Place::text) OR fold_heading(g.Key) = fold_heading(h.Heading));
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('The file has no column "%s". Its columns are: %s.', wrong, listed),
            HINT = 'Map a column by its heading, or by its place counted from 1.';
    END IF;
    SELECT g.Value INTO wrong
    FROM jsonb_each_text(given) AS g
    CROSS JOIN LATERAL import_field(g.Value) AS f
    WHERE g.Value <> '' AND f.Field IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('A column cannot become "%s".', wrong),
            HINT = format('It can become: %s; or nothing, which leaves it out.',
                array_to_string(enum_range(NULL::ImportField), ', '));
    END IF;

    SELECT string_agg(format('"%s"', w.Heading), ' and ' ORDER BY w.Place), w.Field::text INTO wrong, field_name
    FROM (
        SELECT DISTINCT h.Place, h.Heading, f.Field
        FROM jsonb_each_text(given) AS g
        INNER JOIN unnest(headings) WITH ORDINALITY AS h (Heading, Place)
            ON g.Key IN (h.Heading, h.Place::text) OR fold_heading(g.Key) = fold_heading(h.Heading)
        CROSS JOIN LATERAL import_field(g.Value) AS f
        WHERE f.Field NOT IN ('DisplayName', 'ExtendedFields')
    ) AS w
    GROUP BY w.Field
    HAVING count(*) > 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('The columns %s cannot both become %s.', wrong, field_name),
            HINT = 'Only DisplayName can be made of several columns, and ExtendedFields keeps any number.';
    END IF;

    -- What is given comes before a field's own name, and that before the names it is known by. Several columns make one
    -- name together; of anything else the first is taken, and the others are kept under their headings.
    FOR Place, Heading, Field IN
    WITH Headed AS MATERIALIZED (
        SELECT h.Place::integer AS Place,
            CASE
                WHEN coalesce(btrim(h.Heading), '') = '' THEN format('Column %s', h.Place)
                WHEN count(*) OVER (PARTITION BY btrim(h.Heading) ORDER BY h.Place) > 1
                    THEN format('%s (%s)', btrim(h.Heading),
                        count(*) OVER (PARTITION BY btrim(h.Heading) ORDER BY h.Place))
                ELSE btrim(h.Heading)
            END AS Heading,
            CASE
                WHEN g.Value = '' OR (f.Known AND f.Field IS NULL) THEN NULL
                WHEN f.Known THEN f.Field
                WHEN nameless AND cardinality(headings) = 1 THEN 'Number'
                ELSE 'ExtendedFields'
            END AS Field,
            CASE WHEN g.Value IS NOT NULL THEN 0 WHEN f.Own THEN 1 ELSE 2 END AS Precedence
        FROM unnest(headings) WITH ORDINALITY AS h (Heading, Place)
        LEFT JOIN LATERAL (
            SELECT e.Value FROM jsonb_each_text(given) AS e
            WHERE e.Key IN (h.Heading, h.Place::text) OR fold_heading(e.Key) = fold_heading(h.Heading)
            ORDER BY e.Key = h.Heading DESC, fold_heading(e.Key) = fold_heading(h.Heading) DESC
            LIMIT 1
        ) AS g ON TRUE
        CROSS JOIN LATERAL import_field(coalesce(g.Value, h.Heading)) AS f
    ),
    Ranked AS (
        SELECT e.*,
            rank() OVER (PARTITION BY e.Field ORDER BY e.Precedence) AS Best,
            row_number() OVER (PARTITION BY e.Field ORDER BY e.Precedence, e.Place) AS Turn
        FROM Headed AS e
    )
    SELECT r.Place, r.Heading,
        CASE
            WHEN r.Field IS NULL OR r.Turn = 1 OR (r.Field = 'DisplayName' AND r.Best = 1) THEN r.Field
            ELSE 'ExtendedFields'
        END
    FROM Ranked AS r
    ORDER BY r.Place
    LOOP
        has_number := has_number OR Field IS NOT DISTINCT FROM 'Number';
        RETURN NEXT;
    END LOOP;
    IF NOT has_number THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('No column of the file is known to hold the number. Its columns are: %s.', listed),
            HINT = 'Say which one: --map "COLUMN=Number". If the file has no headings: --no-header --map 1=Number.';
    END IF;
END
$$;
COMMENT ON FUNCTION map_columns(text[], jsonb) IS
'Says what the columns of a file become. headings: as the file has them, in order, empty where it has none. given: a
field for each heading, or place counted from 1, that is not to be guessed; an empty one leaves the column out.
Returns a row for each column: its place, its heading (made unique), its field; NULL = left out. Besides the
fields'' own names those in ImportHeading are understood, and what is not goes to ExtendedFields; of several columns
that could be one field the first is taken, but all of them make up DisplayName. The only column of a file without
headings is the number.
Errors: PD017 no such column, no such field, two columns for one field, no column for the number. Locks nothing.';
