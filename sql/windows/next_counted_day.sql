CREATE OR REPLACE FUNCTION next_counted_day(
    time_mode TimeMode, first_day integer, last_day integer, day date
) RETURNS date
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    this_year integer;
    month_day integer;
    first_date date;
    days_since_first integer;
BEGIN
    IF next_counted_day.time_mode = 'Weekly' THEN
        days_since_first := (EXTRACT(ISODOW FROM next_counted_day.day)::integer - next_counted_day.first_day + 7) % 7;
        IF days_since_first <= (next_counted_day.last_day - next_counted_day.first_day + 7) % 7 THEN
            RETURN next_counted_day.day;
        END IF;
        RETURN next_counted_day.day + 7 - days_since_first;
    ELSIF next_counted_day.time_mode = 'Yearly' THEN
        this_year := EXTRACT(YEAR FROM next_counted_day.day)::integer;
        month_day := (EXTRACT(MONTH FROM next_counted_day.day) * 100
            + EXTRACT(DAY FROM next_counted_day.day))::integer;
        FOR a_year IN this_year .. this_year + 1 LOOP
            -- In a common year 29 February is the last day of February.
            first_date := CASE next_counted_day.first_day
                WHEN 229 THEN make_date(a_year, 3, 1) - 1
                ELSE make_date(a_year, next_counted_day.first_day / 100, next_counted_day.first_day % 100)
            END;
            IF next_counted_day.first_day > next_counted_day.last_day AND month_day <= next_counted_day.last_day
                OR next_counted_day.day >= first_date AND (
                    month_day <= next_counted_day.last_day OR next_counted_day.first_day > next_counted_day.last_day)
            THEN
                RETURN next_counted_day.day;
            END IF;
            EXIT WHEN next_counted_day.day < first_date;
        END LOOP;
        RETURN first_date;
    END IF;
    RETURN next_counted_day.day;
END
$$;
COMMENT ON FUNCTION next_counted_day(TimeMode, integer, integer, date) IS
'Internal part of next_wall_window: the first day, not before a given one, on which a recurring window opens.
time_mode: Daily, Weekly or Yearly. first_day, last_day: as read_window gives them. day: where to start.
Returns that day. Raises nothing. Locks nothing.';
