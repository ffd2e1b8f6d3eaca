-- The one place that says whether conditions hold: pages, quotas and exports all ask it.
CREATE OR REPLACE FUNCTION value_fits(given text, operator text, wanted text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    number_form CONSTANT text := '^-?\d{1,30}(\.\d{1,30})?$';
    has_order integer;
BEGIN
    IF operator = 'starts with' THEN
        RETURN starts_with(lower(given), lower(wanted));
    ELSIF operator = 'contains' THEN
        RETURN strpos(lower(given), lower(wanted)) > 0;
    END IF;
    has_order := CASE
        WHEN given ~ number_form AND wanted ~ number_form THEN sign(given::numeric - wanted::numeric)
        WHEN lower(given) COLLATE "C" < lower(wanted) THEN -1
        WHEN lower(given) COLLATE "C" > lower(wanted) THEN 1
        ELSE 0
    END;
    RETURN CASE operator
        WHEN '<' THEN has_order < 0
        WHEN '<=' THEN has_order <= 0
        WHEN '>' THEN has_order > 0
        WHEN '>=' THEN has_order >= 0
        ELSE has_order = 0
    END;
END
$$;
COMMENT ON FUNCTION value_fits(text, text, text) IS
'Whether a value fits another one: as numbers where both are, else as texts, in which capitals do not matter.';

CREATE OR REPLACE FUNCTION condition_holds(conditions jsonb, facts jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    condition jsonb;
    given jsonb;
    operator text;
    holds boolean;
    all_hold boolean := TRUE;
BEGIN
    FOR condition IN SELECT e.Value FROM jsonb_array_elements(conditions) AS e LOOP
        operator := condition ->> 'is';
        given := nullif(facts -> (condition ->> 'of') -> (condition ->> 'name'), 'null'::jsonb);
        IF given IS NULL AND NOT (facts ->> 'final')::boolean
            AND (condition ->> 'of' = 'answer' OR condition ->> 'name' = 'ResultDetail')
        THEN
            all_hold := NULL;
            CONTINUE;
        ELSIF operator IN ('is given', 'is missing') OR given IS NULL THEN
            holds := CASE operator
                WHEN 'is given' THEN given IS NOT NULL
                WHEN 'is missing' THEN given IS NULL
                ELSE operator = '<>'
            END;
        ELSE
            holds := EXISTS (
                SELECT
                FROM jsonb_array_elements_text(
                    CASE jsonb_typeof(given) WHEN 'array' THEN given ELSE jsonb_build_array(given) END) AS g (Value)
                CROSS JOIN jsonb_array_elements_text(condition -> 'to') AS w (Value)
                WHERE value_fits(g.Value, CASE operator WHEN '<>' THEN '=' ELSE operator END, w.Value));
            -- Of several answers none must be it.
            holds := holds <> (operator = '<>');
        END IF;
        IF NOT holds THEN
            RETURN FALSE;
        END IF;
    END LOOP;
    RETURN all_hold;
END
$$;
COMMENT ON FUNCTION condition_holds(jsonb, jsonb) IS
'Whether conditions, as read_conditions has them, all hold for what is known of a call, as call_facts has it. Of several
answers one that fits is enough. NULL: not known yet, because an answer is not there while the call is not over.';

CREATE OR REPLACE FUNCTION call_facts(called OutboundCall, answers jsonb, language_code text, result_detail text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN jsonb_build_object(
        'final', called.CallResult NOT IN ('Active', 'Paused', 'Prepared', 'Scheduled'),
        'call', jsonb_build_object(
            'Number', called.Number, 'DisplayName', called.DisplayName, 'CallKey', called.CallKey,
            'Language', language_code, 'CallType', called.CallType, 'Priority', called.Priority, 'Skill', called.Skill,
            'Proficiency', called.Proficiency, 'Trial', called.Trial, 'TimeZone', called.TimeZone,
            'ResultDetail', result_detail),
        'field', coalesce(called.ExtendedFields, '{}'::jsonb),
        'answer', coalesce(answers, '{}'::jsonb));
END
$$;
COMMENT ON FUNCTION call_facts(OutboundCall, jsonb, text, text) IS
'What conditions ask of a call: itself, its ExtendedFields, the answers, and whether it is over (final).';
