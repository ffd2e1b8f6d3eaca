-- Answers, whoever writes them: checked, put into one form, and dated.
CREATE OR REPLACE FUNCTION refuse_answers(column_name text, problem text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'PD082', MESSAGE = problem || '.', HINT = remedy, COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION refuse_answers(text, text, text) IS
'Raises PD082 for an answer that does not fit its question; the column of the error is the question''s key.';

CREATE OR REPLACE FUNCTION scenario_version(scenario_id uuid) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    form jsonb := scenario_form(scenario_id);
    hash text := md5(form::text);
    version_id bigint;
BEGIN
    LOOP
        SELECT v.ScenarioVersionId INTO version_id
        FROM ScenarioVersion AS v
        WHERE v.ScenarioId = scenario_version.scenario_id AND v.QuestionsHash = hash;
        EXIT WHEN FOUND;
        INSERT INTO ScenarioVersion (ScenarioId, QuestionsHash, Questions, CreatedTime)
        VALUES (scenario_id, hash, form, clock())
        ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN version_id;
END
$$;
COMMENT ON FUNCTION scenario_version(uuid) IS
'The version of a scenario as its questions are now; made when nobody has answered it so yet.';

CREATE OR REPLACE FUNCTION guard_scenario_result() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called record;
    form jsonb;
    given record;
    question jsonb;
    tried record;
    before jsonb := '{}'::jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        before := OLD.Answers;
        NEW.OutboundCallId := OLD.OutboundCallId;
        NEW.CreatedTime := OLD.CreatedTime;
        IF NEW.Answers = OLD.Answers THEN
            RETURN NEW;
        END IF;
    END IF;
    SELECT c.ContactId, l.ScenarioId INTO called
    FROM OutboundCall AS c
    INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    WHERE c.OutboundCallId = NEW.OutboundCallId;
    IF called.ScenarioId IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD081',
            MESSAGE = format('Call %s has no scenario to be answered.', coalesce(NEW.OutboundCallId::text, 'NULL')),
            HINT = 'Set ScenarioId of its list.';
    ELSIF jsonb_typeof(NEW.Answers) IS DISTINCT FROM 'object' THEN
        PERFORM refuse_answers('Answers', 'Answers must be an object',
            'Give the answers by the keys of their questions, such as {"age": 42}.');
    END IF;
    form := scenario_form(called.ScenarioId);
    FOR given IN
    SELECT g.Key, g.Value
    FROM jsonb_each(NEW.Answers) AS g
    WHERE NOT coalesce(before -> g.Key = g.Value, FALSE)
    ORDER BY g.Key
    LOOP
        SELECT q.Question INTO question
        FROM jsonb_array_elements(form) AS q (Question)
        WHERE q.Question ->> 'key' = lower(given.Key);
        IF NOT FOUND THEN
            PERFORM refuse_answers(given.Key, format('The scenario has no question "%s"', given.Key), coalesce((
                SELECT format('Its questions are %s.', string_agg(q.Question ->> 'key', ', '))
                FROM jsonb_array_elements(form) AS q (Question)
                WHERE q.Question ->> 'type' NOT IN ('Heading', 'Note')), 'It asks for nothing.'));
        END IF;
        SELECT t.* INTO tried FROM try_answer(question, given.Value) AS t;
        IF tried.problem IS NOT NULL THEN
            PERFORM refuse_answers(question ->> 'key', tried.problem, tried.remedy);
        END IF;
        -- Null stays: what was pre-filled is taken away by it.
        NEW.Answers := (NEW.Answers - given.Key)
            || jsonb_build_object(question ->> 'key', coalesce(tried.answer, 'null'::jsonb));
    END LOOP;
    IF TG_OP = 'UPDATE' AND NEW.Answers = OLD.Answers THEN
        RETURN NEW;
    END IF;
    NEW.ScenarioVersionId := scenario_version(called.ScenarioId);
    NEW.ContactId := called.ContactId;
    NEW.Actor := actor();
    NEW.ChangedTime := clock();
    NEW.CreatedTime := coalesce(NEW.CreatedTime, NEW.ChangedTime);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_scenario_result() IS
'Trigger on ScenarioResult: checks each answer that is new against its question, keeps it in one form, and dates the row.
Answers to questions that the scenario has no more stay as they are. Errors: PD081 the call has no scenario, PD082 an answer
does not fit (the error''s column names the question).';

CREATE OR REPLACE TRIGGER result_1_guard BEFORE INSERT OR UPDATE ON ScenarioResult
FOR EACH ROW EXECUTE FUNCTION guard_scenario_result();
