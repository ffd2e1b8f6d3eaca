CREATE OR REPLACE FUNCTION rules_to_try(rule uuid DEFAULT NULL)
RETURNS TABLE (SchedulePostConditionId uuid, Place integer, FromLevel integer, Opens timestamptz)
LANGUAGE plpgsql STABLE
ROWS 20
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH Tried AS (
        SELECT r.*
        FROM SchedulePostCondition AS r
        WHERE r.Active = 1 OR r.SchedulePostConditionId = rules_to_try.rule
    )
    SELECT t.SchedulePostConditionId,
        (row_number() OVER (ORDER BY t.ConditionLevel, t.Rank, t.SchedulePostConditionId))::integer,
        coalesce((SELECT max(o.ConditionLevel) + 1 FROM Tried AS o WHERE o.ConditionLevel < t.ConditionLevel), 0),
        CASE WHEN coalesce(t.TimeMode, 'None') = 'None' THEN '-infinity'
            ELSE (
                SELECT w.opens
                FROM next_window(
                    t.TimeMode, t.TimeFrom, t.TimeTo, coalesce(t.TimeZone, configuration('DefaultTimeZone')), NULL,
                    clock()) AS w)
        END
    FROM Tried AS t;
END
$$;
COMMENT ON FUNCTION rules_to_try(uuid) IS
'The active rules, and one more as if it were active: its place in the order in which they are tried, the lowest level
from which calls come to it (no active rule lies between), and when its window opens: not after now = it is open, NULL =
never again.';

CREATE OR REPLACE FUNCTION match_rules(call_ids bigint[], rule uuid DEFAULT NULL)
RETURNS TABLE (OutboundCallId bigint, RuleId uuid, NextLook timestamptz)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
BEGIN
    RETURN QUERY
    WITH Tried AS MATERIALIZED (
        SELECT t.* FROM rules_to_try(match_rules.rule) AS t WHERE t.Opens IS NOT NULL
    ),
    First AS (
        SELECT f.OutboundCallId,
            min(t.Place) FILTER (WHERE greatest(f.WaitedAt, t.Opens) <= now_is) AS Place,
            min(greatest(f.WaitedAt, t.Opens)) AS Moment
        FROM FittingRule AS f
        INNER JOIN Tried AS t ON t.SchedulePostConditionId = f.SchedulePostConditionId
            AND f.CallLevel >= t.FromLevel AND f.CallLevel <= f.RuleLevel
        WHERE f.OutboundCallId = ANY (call_ids) AND f.WaitedAt IS NOT NULL
        GROUP BY f.OutboundCallId
    )
    SELECT i.Id, t.SchedulePostConditionId, CASE WHEN t.SchedulePostConditionId IS NULL THEN b.Moment END
    FROM unnest(call_ids) AS i (Id)
    LEFT JOIN First AS b ON b.OutboundCallId = i.Id
    LEFT JOIN Tried AS t ON t.Place = b.Place;
END
$$;
COMMENT ON FUNCTION match_rules(bigint[], uuid) IS
'For each of these calls the rule of its level that is to be executed now (COND-1), as if rule, too, were active; where
there is none, the next moment at which one may hold (NULL: none, as things are).';
