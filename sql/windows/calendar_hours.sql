CREATE OR REPLACE FUNCTION calendar_hours(calendar_id uuid, day date) RETURNS TABLE (opens time, closes time)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    entry record;
BEGIN
    -- The first entry decides: the very date before the yearly ones, closed before exceptional hours.
    SELECT Special.Yearly, Special.TimeFrom INTO entry
    FROM CalendarDay AS Special
    WHERE Special.CalendarId = calendar_hours.calendar_id
        AND EXTRACT(MONTH FROM Special.Day) = EXTRACT(MONTH FROM calendar_hours.day)
        AND EXTRACT(DAY FROM Special.Day) = EXTRACT(DAY FROM calendar_hours.day)
        AND (Special.Yearly = 1 OR Special.Day = calendar_hours.day)
    ORDER BY Special.Yearly, Special.TimeFrom NULLS FIRST
    LIMIT 1;

    IF NOT FOUND THEN
        RETURN QUERY
        SELECT Opening.TimeFrom, Opening.TimeTo
        FROM CalendarHours AS Opening
        WHERE Opening.CalendarId = calendar_hours.calendar_id
            AND Opening.Weekday = EXTRACT(ISODOW FROM calendar_hours.day);
    ELSIF entry.TimeFrom IS NOT NULL THEN
        RETURN QUERY
        SELECT Special.TimeFrom, Special.TimeTo
        FROM CalendarDay AS Special
        WHERE Special.CalendarId = calendar_hours.calendar_id
            AND EXTRACT(MONTH FROM Special.Day) = EXTRACT(MONTH FROM calendar_hours.day)
            AND EXTRACT(DAY FROM Special.Day) = EXTRACT(DAY FROM calendar_hours.day)
            AND (Special.Yearly = 1 OR Special.Day = calendar_hours.day)
            AND Special.Yearly = entry.Yearly;
    END IF;
END
$$;
COMMENT ON FUNCTION calendar_hours(uuid, date) IS
'The hours of a calendar on one day: those of its weekday, or what a holiday or an exception puts in their place.
calendar_id: the calendar. day: the day, in the zone of the called party.
Returns a row per stretch: opens (inclusive) and closes (exclusive, up to 24:00), times of day; no row = closed.
Raises nothing. Locks nothing.';
