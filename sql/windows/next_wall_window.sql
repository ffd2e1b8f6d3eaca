CREATE OR REPLACE FUNCTION next_wall_window(
    time_mode TimeMode, time_from text, time_to text, calendar_id uuid, rule_pack_id uuid, region text, wall timestamp,
    OUT opens timestamp, OUT closes timestamp
)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    rule CONSTANT record := read_window(
        next_wall_window.time_mode, next_wall_window.time_from, next_wall_window.time_to);
    recurs CONSTANT boolean := rule.begins IS NOT NULL;
    overnight CONSTANT integer := coalesce(rule.ends < rule.begins, FALSE)::integer;
    day date := next_wall_window.wall::date - overnight;
    last_day CONSTANT date := day + 400;
    own_opens timestamp := coalesce(rule.range_from, '-infinity');
    own_closes timestamp := coalesce(rule.range_to, 'infinity');
    calendar_stretch record;
BEGIN
    -- A calendar that is not there, or has no hours, never opens, whatever its exceptions say.
    IF next_wall_window.calendar_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM CalendarHours AS Opening WHERE Opening.CalendarId = next_wall_window.calendar_id
    ) THEN
        RETURN;
    END IF;
    LOOP
        IF recurs THEN
            day := next_counted_day(next_wall_window.time_mode, rule.first_day, rule.last_day, day);
            EXIT WHEN day > last_day;
            own_opens := day + rule.begins;
            own_closes := day + overnight + rule.ends;
        END IF;
        IF own_closes > next_wall_window.wall THEN
            IF next_wall_window.calendar_id IS NULL AND next_wall_window.rule_pack_id IS NULL THEN
                opens := own_opens;
                closes := own_closes;
            ELSE
                calendar_stretch := next_calendar_hours(
                    next_wall_window.calendar_id, next_wall_window.wall, own_opens, own_closes,
                    next_wall_window.rule_pack_id, next_wall_window.region);
                opens := calendar_stretch.opens;
                closes := calendar_stretch.closes;
            END IF;
        END IF;
        EXIT WHEN closes IS NOT NULL OR NOT recurs;
        day := day + 1;
    END LOOP;
END
$$;
COMMENT ON FUNCTION next_wall_window(TimeMode, text, text, uuid, uuid, text, timestamp) IS
'Internal part of next_window, by the wall clock alone: as if there were no time zones.
time_mode, time_from, time_to: the call''s own window. calendar_id: the list''s calendar, or NULL.
rule_pack_id, region: as day_hours has them. wall: the moment.
Returns the first stretch that is not over at the moment, opens (inclusive) to closes (exclusive), perhaps infinite;
NULL if there is none, or none within 400 days. Raises PD011 (see check_window). Locks nothing.';
