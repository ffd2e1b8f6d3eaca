CREATE OR REPLACE FUNCTION ivr_feedback(call_id bigint, outbound_list_id uuid, delay integer DEFAULT 0) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall := find_call(call_id);
    feedback_id bigint;
    list record;
BEGIN
    SELECT l.DialingMode, l.DisplayName INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = ivr_feedback.outbound_list_id AND l.Deleted = 0;
    IF NOT FOUND THEN
        PERFORM refuse_list(outbound_list_id, called.Number);
    ELSIF list.DialingMode <> 'Ivr' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD036',
            MESSAGE = format('The list "%s" is dialled in mode %s, which plays no script.', list.DisplayName, list.DialingMode),
            HINT = 'Give a list whose DialingMode is Ivr.';
    END IF;
    SELECT min(c.OutboundCallId) INTO feedback_id
    FROM OutboundCall AS c
    WHERE c.ChainingId = ivr_feedback.call_id AND c.OutboundListId = ivr_feedback.outbound_list_id;
    IF feedback_id IS NULL THEN
        INSERT INTO OutboundCall
        (OutboundListId, Number, DisplayName, LanguageId, ContactId, IssueId, ScheduleTime, ChainingId)
        VALUES
        (outbound_list_id, called.Number, called.DisplayName, called.LanguageId, called.ContactId, called.IssueId,
            CASE WHEN delay > 0 THEN clock() + delay * interval '1 second' END, call_id)
        RETURNING OutboundCallId INTO feedback_id;
    END IF;
    RETURN feedback_id;
END
$$;
COMMENT ON FUNCTION ivr_feedback(bigint, uuid, integer) IS
'After a call, has its customer called by a script, with no agent (CB-3): delay seconds from now, in a list of mode Ivr,
whose IvrScript the PBX plays. Once for a call and list: again is harmless. Returns the OutboundCallId of the new call.
Errors: PD004 list, PD012 no such call, PD036 the list plays no script. Locks: the call.';

CREATE OR REPLACE FUNCTION ivr_result(call_id bigint, answer text, question text DEFAULT '') RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall := find_call(call_id);
    answer_id bigint;
BEGIN
    IF called.CallPhase NOT IN ('IvrScript', 'IvrEnded') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD037',
            MESSAGE = format('Call %s answers no script: it is in phase %s (%s).',
                call_id, called.CallPhase, called.CallResult),
            DETAIL = format('OutboundCallId %s', call_id),
            HINT = 'Answers are taken in IvrScript and, late, in IvrEnded.';
    END IF;
    INSERT INTO IvrAnswer AS a (OutboundCallId, Question, Answer, AnswerTime)
    VALUES (call_id, coalesce(question, ''), answer, clock())
    ON CONFLICT ON CONSTRAINT IvrAnswerOnce DO UPDATE SET Answer = excluded.Answer, AnswerTime = excluded.AnswerTime
    RETURNING a.IvrAnswerId INTO answer_id;
    UPDATE OutboundCall AS c
    SET CallResult = 'Completed'
    WHERE c.OutboundCallId = ivr_result.call_id AND c.CallPhase = 'IvrEnded' AND c.CallResult = 'NoResult';
    RETURN answer_id;
END
$$;
COMMENT ON FUNCTION ivr_result(bigint, text, text) IS
'Stores the keys that a customer has pressed in a script (CB-3); a call with an answer ends as Completed. question: the
script''s name for what it asked; the last answer to each counts. Returns IvrAnswerId. Errors: PD012 no such call, PD037
no script is played to it. Locks: the call.';
