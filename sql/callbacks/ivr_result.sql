CREATE OR REPLACE FUNCTION ivr_result(pbx_call_id text, answers jsonb) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
    stored integer;
BEGIN
    IF jsonb_typeof(answers) IS DISTINCT FROM 'object' OR EXISTS (
        SELECT FROM jsonb_each(answers) AS a (Question, Answer)
        WHERE jsonb_typeof(a.Answer) NOT IN ('string', 'number'))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD036',
            MESSAGE = format('"%s" are no answers of a script.', coalesce(answers::text, 'NULL')),
            HINT = 'Give an object of questions and keys, such as {"satisfied": "1"}.',
            COLUMN = 'Answers';
    END IF;
    -- Under the call's lock, so that a hang-up at the same moment sees them, or they see it.
    SELECT c.OutboundCallId INTO call_id
    FROM OutboundCall AS c
    WHERE c.PbxCallId = ivr_result.pbx_call_id
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        SELECT k.OutboundCallId INTO call_id
        FROM PbxCommand AS k
        WHERE k.PbxCallId = ivr_result.pbx_call_id AND k.Command = 'originate';
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD012',
            MESSAGE = format('There is no call with the id "%s" on the PBX.', pbx_call_id),
            HINT = 'Give the pbx_call_id with which the call was originated.',
            COLUMN = 'PbxCallId';
    END IF;
    INSERT INTO IvrAnswer AS i (OutboundCallId, PbxCallId, Question, Answer, AnswerTime)
    SELECT call_id, ivr_result.pbx_call_id, a.Question, a.Answer, clock()
    FROM jsonb_each_text(answers) AS a (Question, Answer)
    ON CONFLICT ON CONSTRAINT IvrAnswerOnce DO UPDATE
    SET Answer = excluded.Answer, AnswerTime = excluded.AnswerTime
    WHERE i.Answer <> excluded.Answer;
    GET DIAGNOSTICS stored = ROW_COUNT;
    -- The hang-up was quicker.
    UPDATE OutboundCall AS c
    SET CallResult = 'Completed'
    WHERE c.PbxCallId = ivr_result.pbx_call_id AND c.CallPhase = 'IvrEnded' AND c.CallResult = 'NoResult'
        AND answers <> '{}';
    RETURN stored;
END
$$;
COMMENT ON FUNCTION ivr_result(text, jsonb) IS
'What the called party of a script has answered by key press (CB-3): an object of questions, as the script calls them,
and keys. Kept in IvrAnswer; with at least one answer the call ends as Completed, else as NoResult. May be repeated,
and may come after the hang-up. Returns how many answers are new or changed. Errors: PD012 no such call on the PBX,
PD036 no answers. Locks: the call.';
