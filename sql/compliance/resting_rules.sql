CREATE OR REPLACE FUNCTION resting_rules(
    rule_pack_id uuid, number text, contact_id uuid, abandon_hold integer, moment timestamptz
)
RETURNS TABLE (Kind RuleKind, MaxCount integer, WindowHours integer, Region text, Source text, Until timestamptz)
LANGUAGE plpgsql
STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    own_region text;
BEGIN
    -- Mostly nobody has dialled it.
    IF NOT EXISTS (SELECT FROM NumberAttempt AS a WHERE a.Number = resting_rules.number)
        AND NOT EXISTS (SELECT FROM NumberAttempt AS a WHERE a.ContactId = resting_rules.contact_id)
    THEN
        RETURN;
    END IF;
    own_region := number_region(number);
    RETURN QUERY
    WITH Recent AS MATERIALIZED (
        SELECT a.DialTime, a.TalkTime, a.RefusedTime, TRUE AS IsNumber
        FROM NumberAttempt AS a
        WHERE a.Number = resting_rules.number
        UNION ALL
        SELECT a.DialTime, a.TalkTime, a.RefusedTime, FALSE
        FROM NumberAttempt AS a
        WHERE a.ContactId = resting_rules.contact_id AND a.Number <> resting_rules.number
    )
    SELECT r.Kind, r.MaxCount, r.WindowHours, r.Region, r.Source, u.Until
    FROM RulePackRule AS r
    CROSS JOIN LATERAL (
        SELECT r.WindowHours * interval '1 hour' + CASE r.Kind
                WHEN 'Cap' THEN (
                    SELECT x.DialTime FROM Recent AS x WHERE x.IsNumber OR r.Per = 'Contact'
                    ORDER BY x.DialTime DESC OFFSET r.MaxCount - 1 LIMIT 1)
                WHEN 'Gap' THEN (SELECT max(x.DialTime) FROM Recent AS x WHERE x.IsNumber OR r.Per = 'Contact')
                WHEN 'RestAfterTalk' THEN (SELECT max(x.TalkTime) FROM Recent AS x WHERE x.IsNumber OR r.Per = 'Contact')
                ELSE (SELECT max(x.RefusedTime) FROM Recent AS x WHERE x.IsNumber OR r.Per = 'Contact')
            END AS Until
    ) AS u
    WHERE r.RulePackId = resting_rules.rule_pack_id AND r.Kind IN ('Cap', 'Gap', 'RestAfterTalk', 'RefusalHold')
        AND coalesce(r.Region = own_region, TRUE)
        AND coalesce(r.StartsOn::timestamp AT TIME ZONE 'UTC' <= resting_rules.moment, TRUE)
        AND u.Until > resting_rules.moment
    UNION ALL
    SELECT 'AbandonHold'::RuleKind, NULL, w.Hours, NULL, w.Source, w.Until
    FROM (
        SELECT h.Hours, max(a.AbandonedTime) + h.Hours * interval '1 hour' AS Until,
            CASE WHEN h.Hours = k.AbandonHold THEN (
                SELECT min(r.Source) FROM RulePackRule AS r
                WHERE r.RulePackId = k.RulePackId AND r.Kind = 'AbandonHold' AND r.WindowHours = k.AbandonHold)
            END AS Source
        FROM (SELECT 1) AS o
        LEFT JOIN RulePack AS k ON k.RulePackId = resting_rules.rule_pack_id
        CROSS JOIN LATERAL (SELECT greatest(resting_rules.abandon_hold, k.AbandonHold) AS Hours) AS h
        INNER JOIN NumberAttempt AS a ON a.Number = resting_rules.number AND a.AbandonedTime IS NOT NULL
        WHERE resting_rules.abandon_hold IS NOT NULL
        GROUP BY h.Hours, k.AbandonHold, k.RulePackId
    ) AS w
    WHERE w.Until > resting_rules.moment;
END
$$;
COMMENT ON FUNCTION resting_rules(uuid, text, uuid, integer, timestamptz) IS
'Which rules about earlier attempts forbid to dial a number at a moment, and until when. rule_pack_id: the rules; NULL
= none. contact_id: NULL = not known. abandon_hold: hours for which an abandoned number rests by the list, the pack
may say longer; NULL = an agent is reserved, and it need not. Returns a row for each rule. Raises nothing. Locks
nothing.';

CREATE OR REPLACE FUNCTION resting_kinds(
    rule_pack_id uuid, number text, contact_id uuid, abandon_hold integer, moment timestamptz
) RETURNS RuleKind[]
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT r.Kind
        FROM resting_rules(rule_pack_id, number, contact_id, abandon_hold, moment) AS r
        ORDER BY r.Kind);
END
$$;
COMMENT ON FUNCTION resting_kinds(uuid, text, uuid, integer, timestamptz) IS
'The kinds of rules that resting_rules returns, each once; empty = none. Parameters: those of resting_rules.';
