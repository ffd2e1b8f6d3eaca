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
    -- Calls are joined with rules and with nothing else: a plan made for few of them stays good for thousands.
    RETURN QUERY
    WITH Tried AS MATERIALIZED (
        SELECT t.* FROM rules_to_try(match_rules.rule) AS t
    ),
    Called AS (
        SELECT f.OutboundCallId,
            min(t.Place) FILTER (WHERE greatest(f.WaitedAt, t.Opens) <= now_is) AS Place,
            min(greatest(f.WaitedAt, t.Opens)) AS Moment
        -- (OFFSET 0: what does not fit is left out before anything is joined.)
        FROM (SELECT q.* FROM FittingRule AS q WHERE q.OutboundCallId = ANY (call_ids) OFFSET 0) AS f
        INNER JOIN Tried AS t
            ON t.SchedulePostConditionId = f.SchedulePostConditionId AND f.CallLevel >= t.FromLevel
        WHERE t.Opens IS NOT NULL
        GROUP BY f.OutboundCallId
    )
    SELECT d.OutboundCallId,
        (SELECT array_agg(t.SchedulePostConditionId ORDER BY t.Place) FROM Tried AS t)[d.Place],
        CASE WHEN d.Place IS NULL THEN d.Moment END
    FROM Called AS d;
END
$$;
COMMENT ON FUNCTION match_rules(bigint[], uuid) IS
'For each of these calls that some rule of its level may hold for, the rule that is to be executed now (COND-1), as if
rule, too, were active; where there is none, the next moment at which one may hold. No row: none, as things are.';
