CREATE OR REPLACE FUNCTION next_calendar_hours(
    calendar_id uuid, wall timestamp, range_from timestamp, range_to timestamp, rule_pack_id uuid, region text,
    OUT opens timestamp, OUT closes timestamp
)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    day date := greatest(next_calendar_hours.wall, next_calendar_hours.range_from)::date;
    last_day CONSTANT date := day + 400;
BEGIN
    WHILE day < next_calendar_hours.range_to AND day <= last_day LOOP
        SELECT Open.opens, Open.closes INTO opens, closes
        FROM (
            SELECT
                greatest(day + Hours.opens, next_calendar_hours.range_from) AS opens,
                least(day + Hours.closes, next_calendar_hours.range_to) AS closes
            FROM day_hours(
                next_calendar_hours.calendar_id, next_calendar_hours.rule_pack_id, next_calendar_hours.region, day) AS Hours
        ) AS Open
        WHERE Open.opens < Open.closes AND Open.closes > next_calendar_hours.wall
        ORDER BY greatest(Open.opens, next_calendar_hours.wall), Open.closes DESC
        LIMIT 1;
        EXIT WHEN FOUND;
        day := day + 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION next_calendar_hours(uuid, timestamp, timestamp, timestamp, uuid, text) IS
'Internal part of next_wall_window: the first hours of a calendar and a rule pack inside a range that are not over at
a moment. calendar_id, rule_pack_id, region: as day_hours has them. wall: the moment. range_from (inclusive), range_to
(exclusive): the range; all wall clock. Returns opens and closes, cut to the range; NULL if there are none, or none
within 400 days. Raises nothing. Locks nothing.';
