-- Whether an answer fits its question, and what it is in the form in which answers are kept.
CREATE OR REPLACE FUNCTION find_option(options jsonb, given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT o.Choice ->> 'key'
        FROM jsonb_array_elements(options) WITH ORDINALITY AS o (Choice, Place)
        WHERE lower(btrim(given)) IN (lower(o.Choice ->> 'key'), lower(o.Choice ->> 'label'))
        ORDER BY btrim(given) = o.Choice ->> 'key' DESC, lower(btrim(given)) = lower(o.Choice ->> 'key') DESC, o.Place
        LIMIT 1);
END
$$;
COMMENT ON FUNCTION find_option(jsonb, text) IS
'The key of the option that a text means, by its key or its words, capitals do not matter; NULL = none.';

CREATE OR REPLACE FUNCTION date_of(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    part integer[];
BEGIN
    part := CASE
        WHEN given ~ '^\d{4}-\d{1,2}-\d{1,2}$' THEN string_to_array(given, '-')::integer[]
        WHEN given ~ '^\d{1,2}\. ?\d{1,2}\. ?\d{4}$' THEN (
            SELECT array_agg(p.Part::integer ORDER BY p.Place DESC)
            FROM regexp_split_to_table(given, '\. ?') WITH ORDINALITY AS p (Part, Place))
    END;
    IF part IS NULL OR part[1] < 1 OR part[2] NOT BETWEEN 1 AND 12 OR part[3] < 1
        OR part[3] > extract(day FROM make_date(part[1], part[2], 1) + interval '1 month' - interval '1 day')
    THEN
        RETURN NULL;
    END IF;
    RETURN to_char(make_date(part[1], part[2], part[3]), 'YYYY-MM-DD');
END
$$;
COMMENT ON FUNCTION date_of(text) IS
'A date, written 2026-11-24 or 24.11.2026, as 2026-11-24; NULL = it is none.';

CREATE OR REPLACE FUNCTION try_answer(
    question jsonb, given jsonb, OUT answer jsonb, OUT problem text, OUT remedy text
)
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    longest CONSTANT integer := 10000;
    kind CONSTANT text := question ->> 'type';
    asked CONSTANT text := question ->> 'question';
    -- An array is several answers; from a file they come in one text.
    several CONSTANT text[] := CASE
        WHEN jsonb_typeof(given) = 'array' THEN ARRAY(SELECT e.Value FROM jsonb_array_elements_text(given) AS e)
        WHEN kind = 'SeveralOf' THEN regexp_split_to_array(given #>> '{}', '\s*[;\n]\s*')
        ELSE ARRAY[given #>> '{}']
    END;
    text_given text := btrim(several[1], E' \t\r\n');
    plain text;
    wrong text;
BEGIN
    IF kind IN ('Heading', 'Note') THEN
        problem := format('"%s" asks for no answer', asked);
        remedy := 'Answer the questions only.';
    ELSIF jsonb_typeof(given) = 'object' OR (cardinality(several) > 1 AND kind <> 'SeveralOf') THEN
        problem := format('"%s" takes one answer, and %s is not one', asked, given::text);
        remedy := 'Give one value.';
    ELSIF kind = 'SeveralOf' THEN
        SELECT s.Value INTO wrong
        FROM unnest(several) AS s (Value)
        WHERE btrim(s.Value) <> '' AND find_option(question -> 'options', s.Value) IS NULL
        LIMIT 1;
        IF FOUND THEN
            problem := format('"%s" has no option "%s"', asked, wrong);
        ELSE
            SELECT jsonb_agg(o.Choice -> 'key' ORDER BY o.Place) INTO answer
            FROM jsonb_array_elements(question -> 'options') WITH ORDINALITY AS o (Choice, Place)
            WHERE o.Choice ->> 'key' IN (SELECT find_option(question -> 'options', s.Value) FROM unnest(several) AS s (Value));
        END IF;
    ELSIF coalesce(text_given, '') = '' THEN
        RETURN;
    ELSIF kind = 'Number' THEN
        plain := replace(regexp_replace(text_given, '[\s\u00a0\u202f]', '', 'g'), ',', '.');
        IF plain ~ '^[+-]?\d{1,30}(\.\d{1,30})?$' THEN
            answer := to_jsonb(plain::numeric);
        ELSE
            problem := format('"%s" takes a number, and "%s" is none', asked, text_given);
            remedy := 'Write digits, such as 42 or 3.5.';
        END IF;
    ELSIF kind = 'Date' THEN
        answer := to_jsonb(date_of(text_given));
        IF answer IS NULL THEN
            problem := format('"%s" takes a date, and "%s" is none', asked, text_given);
            remedy := 'Write it as 2026-11-24 or 24.11.2026.';
        END IF;
    ELSIF kind = 'YesNo' THEN
        answer := CASE
            WHEN lower(text_given) IN ('yes', 'y', 'true', '1', 'ano', 'a', 'ja', 'j') THEN '"yes"'
            WHEN lower(text_given) IN ('no', 'n', 'false', '0', 'ne', 'nein') THEN '"no"'
        END::jsonb;
        IF answer IS NULL THEN
            problem := format('"%s" takes yes or no, and "%s" is neither', asked, text_given);
            remedy := 'Give yes or no.';
        END IF;
    ELSIF kind = 'OneOf' THEN
        answer := to_jsonb(find_option(question -> 'options', text_given));
        IF answer IS NULL THEN
            problem := format('"%s" has no option "%s"', asked, text_given);
        END IF;
    ELSIF length(text_given) > longest THEN
        problem := format('"%s" takes %s characters at most, and there are %s', asked, longest, length(text_given));
        remedy := 'Shorten it.';
    ELSE
        answer := to_jsonb(text_given);
    END IF;
    IF problem IS NOT NULL AND remedy IS NULL THEN
        remedy := 'Options are ' || (
            SELECT string_agg(o.Choice ->> 'key', ', ' ORDER BY o.Place)
            FROM jsonb_array_elements(question -> 'options') WITH ORDINALITY AS o (Choice, Place)) || '.';
    END IF;
END
$$;
COMMENT ON FUNCTION try_answer(jsonb, jsonb) IS
'What an answer is, as it is kept (NULL = none), or why it cannot be one and what to do. question: as scenario_form has
it. An option may be given by its key or its words, several of them as an array or with ; between them.';
