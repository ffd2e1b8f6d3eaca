-- Conditions are lines of text, all of which must hold: interested = yes. They are read once, when they are written.
CREATE OR REPLACE FUNCTION condition_fields() RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY['Number', 'DisplayName', 'CallKey', 'Language', 'CallType', 'Priority', 'Skill', 'Proficiency', 'Trial',
        'TimeZone', 'ResultDetail'];
END
$$;
COMMENT ON FUNCTION condition_fields() IS
'What conditions can ask of a call as call.Number and so on; Language is the language''s code, ResultDetail the name of the
result detail.';

CREATE OR REPLACE FUNCTION read_condition(
    line text, OUT condition jsonb, OUT problem text, OUT remedy text
)
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    part text[] := regexp_match(line,
        '^(.*?)\s*(=|<>|<=|>=|<|>|\mstarts with\M|\mcontains\M|\mis given\M|\mis missing\M|\mis one of\M)\s*(.*)$', 'i');
    subject text := btrim(part[1]);
    operator text := lower(part[2]);
    wanted text := btrim(part[3]);
    kind text;
    name text;
BEGIN
    IF part IS NULL OR subject = '' THEN
        problem := format('"%s" is no condition', line);
        remedy := 'Write it as interested = yes; with =, <>, <, <=, >, >=, starts with, contains, is one of, is given or is'
            ' missing.';
        RETURN;
    END IF;
    IF subject ~* '^call\.' THEN
        kind := 'call';
        SELECT f.Name INTO name
        FROM unnest(condition_fields()) AS f (Name)
        WHERE lower(f.Name) = lower(substr(subject, 6));
        IF name IS NULL THEN
            problem := format('a call has no %s to ask for', substr(subject, 6));
            remedy := format('It has %s; columns of imported files are asked for as field.Region.',
                array_to_string(condition_fields(), ', '));
            RETURN;
        END IF;
    ELSIF subject ~* '^field\.' THEN
        kind := 'field';
        name := btrim(substr(subject, 7), ' "');
    ELSE
        kind := 'answer';
        name := lower(subject);
    END IF;
    IF operator IN ('is given', 'is missing') <> (wanted = '') OR name = '' THEN
        problem := CASE WHEN wanted = '' THEN format('"%s" says no value', line)
            ELSE format('"%s" has words behind %s', line, operator) END;
        remedy := 'Write it as interested = yes, or as interested is missing.';
        RETURN;
    END IF;
    condition := jsonb_build_object('of', kind, 'name', name, 'is', operator, 'to', CASE
        WHEN operator = 'is one of' THEN to_jsonb(regexp_split_to_array(wanted, '\s*,\s*'))
        ELSE jsonb_build_array(wanted)
    END);
END
$$;
COMMENT ON FUNCTION read_condition(text) IS
'Reads one line of conditions: what is asked (an answer by its key, call.… or field.…), how, and of what value; or what
is wrong with the line and what to do.';

CREATE OR REPLACE FUNCTION read_conditions(
    lines text, questions jsonb, OUT conditions jsonb, OUT problem text, OUT remedy text
)
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    line text;
    one record;
    asked jsonb;
    wanted text;
    tried record;
    meant jsonb;
BEGIN
    conditions := '[]'::jsonb;
    FOREACH line IN ARRAY regexp_split_to_array(coalesce(lines, ''), '\s*\n\s*') LOOP
        CONTINUE WHEN btrim(line) = '';
        SELECT r.* INTO one FROM read_condition(btrim(line)) AS r;
        problem := one.problem;
        remedy := one.remedy;
        IF problem IS NULL AND one.condition ->> 'of' = 'answer' THEN
            SELECT q.Question INTO asked
            FROM jsonb_array_elements(questions) AS q (Question)
            WHERE q.Question ->> 'key' = one.condition ->> 'name' AND q.Question ->> 'type' NOT IN ('Heading', 'Note');
            IF NOT FOUND THEN
                problem := format('there is no question %s to ask for', one.condition ->> 'name');
                remedy := coalesce((
                    SELECT 'There is ' || string_agg(q.Question ->> 'key', ', ')
                    FROM jsonb_array_elements(questions) AS q (Question)
                    WHERE q.Question ->> 'type' NOT IN ('Heading', 'Note')), 'There is none')
                    || '; what is known of the call is asked for as call.Number or field.Region.';
            ELSIF one.condition ->> 'is' NOT IN ('is given', 'is missing', 'starts with', 'contains') THEN
                meant := '[]'::jsonb;
                FOR wanted IN SELECT v.Value FROM jsonb_array_elements_text(one.condition -> 'to') AS v (Value) LOOP
                    SELECT t.* INTO tried FROM try_answer(asked, to_jsonb(wanted)) AS t;
                    problem := tried.problem;
                    remedy := tried.remedy;
                    EXIT WHEN problem IS NOT NULL;
                    meant := meant || tried.answer;
                END LOOP;
                -- As answers are kept: the key of an option for its words.
                one.condition := jsonb_set(one.condition, '{to}', meant);
            END IF;
        END IF;
        IF problem IS NOT NULL THEN
            conditions := NULL;
            RETURN;
        END IF;
        conditions := conditions || one.condition;
    END LOOP;
END
$$;
COMMENT ON FUNCTION read_conditions(text, jsonb) IS
'Reads conditions, a line each, for condition_holds. questions: those whose answers may be asked for, as scenario_form has
them. Returns them as data, or what is wrong with the first that has a mistake, and what to do.';
