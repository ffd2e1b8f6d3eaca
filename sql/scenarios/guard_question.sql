-- What cannot be a form is refused when it is written, not when an agent is on the telephone.
CREATE OR REPLACE FUNCTION refuse_question(question_key text, column_name text, problem text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD080',
        MESSAGE = format('Question %s cannot be: %s.', coalesce(question_key, 'without a key'), problem),
        HINT = remedy,
        COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION refuse_question(text, text, text, text) IS
'Raises PD080 for a line of a scenario with a mistake, with the column that is at fault.';

CREATE OR REPLACE FUNCTION read_options(options text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
                'key', btrim(CASE WHEN strpos(o.Line, '=') > 0 THEN split_part(o.Line, '=', 1) ELSE o.Line END),
                'label', btrim(CASE WHEN strpos(o.Line, '=') > 0 THEN substr(o.Line, strpos(o.Line, '=') + 1) ELSE o.Line END)
            ) ORDER BY o.Place), '[]')
        FROM regexp_split_to_table(options, '\r?\n') WITH ORDINALITY AS o (Line, Place)
        WHERE btrim(o.Line) <> '');
END
$$;
COMMENT ON FUNCTION read_options(text) IS 'Options, a line each, as data: key and label.';

CREATE OR REPLACE FUNCTION guard_question() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    wrong text;
BEGIN
    -- One at a time: what follows looks at the other questions.
    PERFORM FROM Scenario AS s WHERE s.ScenarioId = NEW.ScenarioId FOR NO KEY UPDATE;
    NEW.QuestionKey := lower(btrim(NEW.QuestionKey));
    NEW.Options := nullif(btrim(NEW.Options, E' \t\r\n'), '');
    NEW.ShownIf := nullif(btrim(NEW.ShownIf, E' \t\r\n'), '');
    NEW.FilledFrom := nullif(btrim(NEW.FilledFrom), '');
    IF NEW.Rank IS NULL THEN
        NEW.Rank := 10 + coalesce(
            (SELECT max(q.Rank) FROM ScenarioQuestion AS q WHERE q.ScenarioId = NEW.ScenarioId), 0);
    END IF;
    NEW.BoundOptions := coalesce(read_options(NEW.Options), '[]'::jsonb);
    IF coalesce(NEW.QuestionKey, '') !~ '^[a-z][a-z0-9_]{0,39}$' THEN
        PERFORM refuse_question(NEW.QuestionKey, 'QuestionKey', 'its key is not one',
            'Give small letters, digits and _, 40 at most, a letter first, such as age or next_visit.');
    ELSIF EXISTS (
        SELECT FROM ScenarioQuestion AS q
        WHERE q.ScenarioId = NEW.ScenarioId AND q.QuestionKey = NEW.QuestionKey
            AND q.ScenarioQuestionId <> NEW.ScenarioQuestionId)
    THEN
        PERFORM refuse_question(NEW.QuestionKey, 'QuestionKey', 'the scenario has a question of this key already',
            'Give it another QuestionKey.');
    ELSIF coalesce(btrim(NEW.Question), '') = '' THEN
        PERFORM refuse_question(NEW.QuestionKey, 'Question', 'it says nothing', 'Give the words that the agent reads.');
    ELSIF NEW.QuestionType IN ('OneOf', 'SeveralOf') AND NEW.Options IS NULL THEN
        PERFORM refuse_question(NEW.QuestionKey, 'Options', 'it has no options to choose from',
            'Give Options, a line each, or another QuestionType.');
    ELSIF NEW.QuestionType NOT IN ('OneOf', 'SeveralOf') AND NEW.Options IS NOT NULL THEN
        PERFORM refuse_question(NEW.QuestionKey, 'Options', format('a question of type %s has no options', NEW.QuestionType),
            'Leave Options empty, or make it OneOf or SeveralOf.');
    ELSIF NEW.QuestionType IN ('Heading', 'Note') AND NEW.Required = 1 THEN
        PERFORM refuse_question(NEW.QuestionKey, 'Required', format('a %s asks for nothing', lower(NEW.QuestionType::text)),
            'Set Required to 0.');
    END IF;
    SELECT o.Choice ->> 'key' INTO wrong
    FROM jsonb_array_elements(NEW.BoundOptions) AS o (Choice)
    WHERE o.Choice ->> 'key' = '' OR o.Choice ->> 'label' = '' OR o.Choice ->> 'key' ~ '[,;]'
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_question(NEW.QuestionKey, 'Options', format('"%s" is no key of an option', wrong),
            'Write key = words; a key has no comma and no semicolon.');
    END IF;
    SELECT lower(o.Choice ->> 'key') INTO wrong
    FROM jsonb_array_elements(NEW.BoundOptions) AS o (Choice)
    GROUP BY 1
    HAVING count(*) > 1
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_question(NEW.QuestionKey, 'Options', format('the option "%s" is there twice', wrong),
            'Give each option a key of its own.');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_question() IS
'Trigger on ScenarioQuestion: checks a line by itself, reads its options, and puts one without a rank behind the others.
Errors: PD080. Locks: the scenario.';

CREATE OR REPLACE TRIGGER question_1_guard BEFORE INSERT OR UPDATE ON ScenarioQuestion
FOR EACH ROW EXECUTE FUNCTION guard_question();

CREATE OR REPLACE FUNCTION check_scenario(scenario_id uuid) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    question ScenarioQuestion;
    form jsonb := scenario_form(scenario_id);
    earlier jsonb := '[]'::jsonb;
    place integer := 0;
    bound record;
    quota record;
BEGIN
    FOR question IN
    SELECT q.* FROM ScenarioQuestion AS q
    WHERE q.ScenarioId = check_scenario.scenario_id
    ORDER BY q.Rank, q.QuestionKey
    LOOP
        SELECT r.* INTO bound FROM read_conditions(question.ShownIf, earlier) AS r;
        IF bound.problem IS NOT NULL THEN
            SELECT r.problem IS NULL AS IsLater, r.conditions INTO quota FROM read_conditions(question.ShownIf, form) AS r;
            IF quota.IsLater THEN
                PERFORM refuse_question(question.QuestionKey, 'ShownIf',
                    'it is shown by the answer to itself or to a question that comes later',
                    'Ask only for answers to questions before it, or change the Rank of one of them.');
            END IF;
            PERFORM refuse_question(question.QuestionKey, 'ShownIf', bound.problem, bound.remedy);
        END IF;
        IF question.BoundCondition <> bound.conditions THEN
            UPDATE ScenarioQuestion AS q
            SET BoundCondition = bound.conditions
            WHERE q.ScenarioQuestionId = question.ScenarioQuestionId;
        END IF;
        earlier := earlier || (form -> place);
        place := place + 1;
    END LOOP;
    SELECT u.DisplayName, r.problem INTO quota
    FROM OutboundList AS l
    INNER JOIN Quota AS u ON u.OutboundListId = l.OutboundListId
    CROSS JOIN LATERAL read_conditions(u.Conditions, form) AS r
    WHERE l.ScenarioId = check_scenario.scenario_id AND r.problem IS NOT NULL
    ORDER BY u.DisplayName
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_question('of the scenario', 'QuestionKey',
            format('the quota "%s" counts by an answer of which then %s', quota.DisplayName, quota.problem),
            'Change the Conditions of the quota first.');
    END IF;
END
$$;
COMMENT ON FUNCTION check_scenario(uuid) IS
'Checks the questions of a scenario together: what each is shown by must be asked before it, and what quotas count by must
be there. Binds the conditions. Errors: PD080. Locks: the questions that are bound anew.';

CREATE OR REPLACE FUNCTION follow_questions() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    scenario_id uuid;
BEGIN
    FOR scenario_id IN SELECT DISTINCT c.ScenarioId FROM ChangedRow AS c ORDER BY 1 LOOP
        PERFORM check_scenario(scenario_id);
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_questions() IS
'Trigger on ScenarioQuestion, after the statement: has the scenarios that it changed checked as a whole. Errors: PD080.';

CREATE OR REPLACE TRIGGER question_2_added AFTER INSERT ON ScenarioQuestion
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_questions();
CREATE OR REPLACE TRIGGER question_2_changed AFTER UPDATE ON ScenarioQuestion
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_questions();
CREATE OR REPLACE TRIGGER question_2_removed AFTER DELETE ON ScenarioQuestion
REFERENCING OLD TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION follow_questions();
