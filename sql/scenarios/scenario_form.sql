CREATE OR REPLACE FUNCTION scenario_form(scenario_id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'key', q.QuestionKey, 'type', q.QuestionType, 'question', q.Question, 'help', q.Help,
                'required', nullif(q.Required, 0), 'filled_from', q.FilledFrom,
                'options', nullif(q.BoundOptions, '[]'), 'shown_if', nullif(q.BoundCondition, '[]')
            )) ORDER BY q.Rank, q.QuestionKey), '[]')
        FROM ScenarioQuestion AS q
        WHERE q.ScenarioId = scenario_form.scenario_id);
END
$$;
COMMENT ON FUNCTION scenario_form(uuid) IS
'The questions of a scenario in their order, as data: key, type, question, help, required (1), options (key, label), shown_if,
filled_from.';

-- What a form looks like for one call. Later questions depend on earlier ones alone, so one pass is enough.
CREATE OR REPLACE FUNCTION form_state(questions jsonb, saved jsonb, facts jsonb)
RETURNS TABLE (Place integer, Question jsonb, Shown boolean, Answer jsonb, PreFilled boolean)
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- While somebody fills it in, what is not answered is missing.
    known jsonb := jsonb_set(jsonb_set(facts, '{answer}', '{}'), '{final}', 'true');
    field_name text;
BEGIN
    FOR Place, Question IN SELECT q.Ordinality, q.Value FROM jsonb_array_elements(questions) WITH ORDINALITY AS q LOOP
        Shown := NOT Question ? 'shown_if' OR condition_holds(Question -> 'shown_if', known);
        Answer := nullif(saved -> (Question ->> 'key'), 'null'::jsonb);
        PreFilled := FALSE;
        IF NOT saved ? (Question ->> 'key') AND Question ->> 'type' NOT IN ('Heading', 'Note') THEN
            field_name := coalesce(Question ->> 'filled_from', Question ->> 'key');
            SELECT t.answer INTO Answer
            FROM jsonb_each(facts -> 'field') AS f (Name, Value)
            CROSS JOIN LATERAL try_answer(Question, f.Value) AS t
            WHERE lower(f.Name) = lower(field_name) AND f.Value <> 'null'
            ORDER BY f.Name = field_name DESC, f.Name
            LIMIT 1;
            PreFilled := Answer IS NOT NULL;
        END IF;
        IF Shown AND Answer IS NOT NULL THEN
            known := jsonb_set(known, ARRAY['answer', Question ->> 'key'], Answer);
        END IF;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION form_state(jsonb, jsonb, jsonb) IS
'Each question of a form, in order: whether it is shown, its answer (of a hidden one, too), and whether that comes from
the imported file and nobody has touched it. questions: as scenario_form has them; saved: ScenarioResult.Answers; facts:
as call_facts has them.';

CREATE OR REPLACE FUNCTION shown_answers(questions jsonb, saved jsonb, facts jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_object_agg(s.Question ->> 'key', s.Answer), '{}')
        FROM form_state(questions, saved, facts) AS s
        WHERE s.Shown AND s.Answer IS NOT NULL);
END
$$;
COMMENT ON FUNCTION shown_answers(jsonb, jsonb, jsonb) IS
'The answers that count: those of questions that are shown, pre-filled ones included. Parameters as form_state has them.';

CREATE OR REPLACE FUNCTION answer_text(answer jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF jsonb_typeof(answer) = 'array' THEN
        RETURN (SELECT string_agg(e.Value, '; ' ORDER BY e.Ordinality) FROM jsonb_array_elements_text(answer) WITH ORDINALITY AS e);
    END IF;
    RETURN answer #>> '{}';
END
$$;
COMMENT ON FUNCTION answer_text(jsonb) IS 'An answer as one text; several have "; " between them.';
