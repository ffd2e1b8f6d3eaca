-- Which quotas a call is of. One definition: counting, ending and why_not read it.
CREATE OR REPLACE FUNCTION call_answers(called OutboundCall, form jsonb, language_code text, result_detail text) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    saved jsonb;
    questions jsonb;
BEGIN
    SELECT r.Answers, v.Questions INTO saved, questions
    FROM ScenarioResult AS r
    INNER JOIN ScenarioVersion AS v ON v.ScenarioVersionId = r.ScenarioVersionId
    WHERE r.OutboundCallId = called.OutboundCallId;
    IF saved IS NULL AND called.ExtendedFields IS NULL THEN
        RETURN '{}'::jsonb;
    END IF;
    RETURN shown_answers(coalesce(questions, form, '[]'), coalesce(saved, '{}'),
        call_facts(called, NULL, language_code, result_detail));
END
$$;
COMMENT ON FUNCTION call_answers(OutboundCall, jsonb, text, text) IS
'The answers of a call that count, pre-filled ones included: by the questions as they were when it was answered, else by
form.';

CREATE OR REPLACE FUNCTION quota_fits(call_ids bigint[])
RETURNS TABLE (OutboundCallId bigint, QuotaId uuid, Fits boolean)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    RETURN QUERY
    WITH Form AS MATERIALIZED (
        SELECT l.OutboundListId, scenario_form(l.ScenarioId) AS Questions
        FROM OutboundList AS l
        WHERE l.OutboundListId IN (
            SELECT c.OutboundListId FROM OutboundCall AS c WHERE c.OutboundCallId = ANY (call_ids))
            AND l.ScenarioId IS NOT NULL
    )
    SELECT c.OutboundCallId, q.QuotaId, CASE
        -- Mostly the call itself decides, and nobody need read the answers.
        WHEN b.Holds IS NOT NULL THEN b.Holds
        ELSE condition_holds(q.BoundConditions,
            call_facts(c, call_answers(c, f.Questions, g.LanguageCode, d.DisplayName), g.LanguageCode, d.DisplayName))
    END
    FROM OutboundCall AS c
    INNER JOIN Quota AS q ON q.OutboundListId = c.OutboundListId
    LEFT JOIN Language AS g ON g.LanguageId = c.LanguageId
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
    LEFT JOIN Form AS f ON f.OutboundListId = c.OutboundListId
    CROSS JOIN LATERAL (SELECT call_facts(c, NULL, g.LanguageCode, d.DisplayName) AS Known OFFSET 0) AS k
    CROSS JOIN LATERAL (
        SELECT condition_holds(q.BoundConditions, CASE
            WHEN q.BoundConditions @> '[{"of": "answer"}]' THEN jsonb_set(k.Known, '{final}', 'false')
            ELSE k.Known
        END) AS Holds
        OFFSET 0
    ) AS b
    WHERE c.OutboundCallId = ANY (call_ids);
END
$$;
COMMENT ON FUNCTION quota_fits(bigint[]) IS
'For each of these calls and each quota of its list whether the call is of it; NULL = that depends on answers that are not
there yet.';

CREATE OR REPLACE FUNCTION reached_quota(call_id bigint) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (
        SELECT q.DisplayName
        FROM quota_fits(ARRAY[call_id]) AS f
        INNER JOIN Quota AS q ON q.QuotaId = f.QuotaId
        WHERE f.Fits AND q.ReachedTime IS NOT NULL AND q.Counted = 1
        ORDER BY q.ReachedTime, q.DisplayName
        LIMIT 1);
END
$$;
COMMENT ON FUNCTION reached_quota(bigint) IS
'The name of a quota that a call is of and that is reached, so that the call is not wanted any more; NULL = none.';
