CREATE OR REPLACE FUNCTION save_answers(call_id bigint, agent_id uuid, answers jsonb) RETURNS timestamptz
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    saved timestamptz;
BEGIN
    PERFORM demand_call(call_id, 'Write', agent_id);
    PERFORM find_call(call_id);
    IF agent_id IS NOT NULL THEN
        PERFORM find_agent(agent_id);
    END IF;
    IF jsonb_typeof(answers) IS DISTINCT FROM 'object' THEN
        PERFORM refuse_answers('Answers', 'Answers must be an object',
            'Give the answers by the keys of their questions, such as {"age": 42}.');
    END IF;
    -- Answers that are not named stay: two pages that are open save beside each other.
    UPDATE ScenarioResult AS r
    SET Answers = r.Answers || save_answers.answers, AgentId = save_answers.agent_id
    WHERE r.OutboundCallId = save_answers.call_id
    RETURNING r.ChangedTime INTO saved;
    IF NOT FOUND THEN
        INSERT INTO ScenarioResult AS r (OutboundCallId, AgentId, Answers)
        VALUES (call_id, agent_id, answers)
        RETURNING r.ChangedTime INTO saved;
    END IF;
    RETURN saved;
END
$$;
COMMENT ON FUNCTION save_answers(bigint, uuid, jsonb) IS
'Saves answers of a call by the keys of their questions, such as {"age": 42}; null takes one away, those that are not
named stay. agent_id: who gave them; NULL = nobody in particular. Returns when they were saved.
Errors: PD007 no such agent, PD012 no such call, PD042, PD081 the call has no scenario, PD082 an answer does not fit.
Locks: the call, its row of ScenarioResult.';

CREATE OR REPLACE FUNCTION call_form(call_id bigint)
RETURNS TABLE (
    Place integer, QuestionKey text, QuestionType text, Question text, Help text, Required boolean, Options jsonb,
    Shown boolean, Answer jsonb, PreFilled boolean, IsOld boolean
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
    result ScenarioResult;
    form jsonb;
    known jsonb;
BEGIN
    PERFORM demand_call(call_id, 'Read');
    SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = call_form.call_id;
    IF NOT FOUND THEN
        PERFORM find_call(call_id);
    END IF;
    SELECT r.* INTO result FROM ScenarioResult AS r WHERE r.OutboundCallId = call_form.call_id;
    form := (
        SELECT scenario_form(l.ScenarioId)
        FROM OutboundList AS l
        WHERE l.OutboundListId = called.OutboundListId AND l.ScenarioId IS NOT NULL);
    known := call_facts(called, NULL,
        (SELECT g.LanguageCode FROM Language AS g WHERE g.LanguageId = called.LanguageId),
        (SELECT d.DisplayName FROM CallResultDetail AS d WHERE d.CallResultDetailId = called.CallResultDetailId));
    RETURN QUERY
    SELECT s.Place, s.Question ->> 'key', s.Question ->> 'type', s.Question ->> 'question', s.Question ->> 'help',
        s.Question ? 'required', coalesce(s.Question -> 'options', '[]'), s.Shown, s.Answer, s.PreFilled, FALSE
    FROM form_state(coalesce(form, '[]'), coalesce(result.Answers, '{}'), known) AS s
    ORDER BY s.Place;
    -- What was answered before the question went: as it was asked then.
    RETURN QUERY
    SELECT 10000 + row_number() OVER (ORDER BY a.Key)::integer, a.Key, q.Question ->> 'type',
        coalesce(q.Question ->> 'question', a.Key), NULL::text, FALSE, coalesce(q.Question -> 'options', '[]'), TRUE, a.Value,
        FALSE, TRUE
    FROM jsonb_each(result.Answers) AS a
    LEFT JOIN LATERAL (
        SELECT e.Question
        FROM ScenarioVersion AS v
        CROSS JOIN jsonb_array_elements(v.Questions) AS e (Question)
        WHERE v.ScenarioId IN (
                SELECT w.ScenarioId FROM ScenarioVersion AS w WHERE w.ScenarioVersionId = result.ScenarioVersionId)
            AND e.Question ->> 'key' = a.Key
        ORDER BY v.ScenarioVersionId DESC
        LIMIT 1
    ) AS q ON TRUE
    WHERE a.Value <> 'null'
        AND NOT EXISTS (SELECT FROM jsonb_array_elements(form) AS f (Question) WHERE f.Question ->> 'key' = a.Key)
    ORDER BY 1;
END
$$;
COMMENT ON FUNCTION call_form(bigint) IS
'The form of a call: each line of its scenario in order, whether it is shown as things are answered, its answer, and
whether that is pre-filled by the import and untouched; then answers to questions that the scenario has no more (IsOld).
No rows: there is no scenario. Errors: PD012 no such call, PD042. Locks nothing.';

CREATE OR REPLACE FUNCTION try_scenario(scenario_id uuid, answers jsonb DEFAULT '{}')
RETURNS TABLE (
    Place integer, QuestionKey text, QuestionType text, Question text, Help text, Required boolean, Options jsonb,
    Shown boolean, Answer jsonb, Problem text
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    form jsonb;
    good jsonb;
    nobody OutboundCall;
BEGIN
    PERFORM demand('Configuration', 'Read');
    IF NOT EXISTS (SELECT FROM Scenario AS s WHERE s.ScenarioId = try_scenario.scenario_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD083',
            MESSAGE = format('There is no scenario %s.', coalesce(scenario_id::text, 'NULL')),
            HINT = 'SELECT ScenarioId, DisplayName FROM Scenario lists them.';
    END IF;
    form := scenario_form(scenario_id);
    good := (
        SELECT coalesce(jsonb_object_agg(q.Question ->> 'key', t.answer) FILTER (WHERE t.answer IS NOT NULL), '{}')
        FROM jsonb_array_elements(form) AS q (Question)
        CROSS JOIN LATERAL try_answer(q.Question, answers -> (q.Question ->> 'key')) AS t
        WHERE answers ? (q.Question ->> 'key'));
    RETURN QUERY
    SELECT s.Place, s.Question ->> 'key', s.Question ->> 'type', s.Question ->> 'question', s.Question ->> 'help',
        s.Question ? 'required', coalesce(s.Question -> 'options', '[]'), s.Shown, s.Answer, t.problem
    FROM form_state(form, good, call_facts(nobody, NULL, NULL, NULL)) AS s
    LEFT JOIN LATERAL try_answer(s.Question, answers -> (s.Question ->> 'key')) AS t
        ON answers ? (s.Question ->> 'key') AND s.Shown
    ORDER BY s.Place;
END
$$;
COMMENT ON FUNCTION try_scenario(uuid, jsonb) IS
'Tries a scenario dry: what an agent would see with these answers, and what would be said of those that do not fit.
Saves nothing. Errors: PD083 no such scenario, PD042. Locks nothing.';
