CREATE OR REPLACE FUNCTION read_window_border(
    time_mode TimeMode, border text, border_name text,
    OUT day date, OUT weekday integer, OUT month_day integer, OUT time_of_day time
)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- As in the domain WallClock, whose own error would name neither the border nor a remedy.
    clock_time CONSTANT text := '(([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)';
    pattern CONSTANT text := '^((([1-9]\d{3}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])'
        || '|mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)'
        || '([ T]' || clock_time || ')?|' || clock_time || ')$';
    date_part text;
    first_of_month date;
    in_month integer;
    fits boolean;
BEGIN
    IF read_window_border.border IS NULL THEN
        RETURN;
    ELSIF read_window_border.border !~* pattern THEN
        RAISE EXCEPTION USING ERRCODE = 'PD011',
            MESSAGE = format('%s "%s" is no wall-clock time.',
                read_window_border.border_name, read_window_border.border),
            HINT = 'Write it like 08:00, 2026-11-24 08:00, Mon 08:00 or 12-24 08:00, without a zone.';
    END IF;
    time_of_day := substring(read_window_border.border FROM '\d?\d:.*$')::time;
    date_part := substring(read_window_border.border FROM '^[-\d]*\d\d-\d\d');
    IF date_part IS NOT NULL THEN
        month_day := replace(right(date_part, 5), '-', '')::integer;
        in_month := right(date_part, 2)::integer;
        -- A day of no particular year may be 29 February, as in the leap year 2000.
        first_of_month := make_date(
            CASE length(date_part) WHEN 10 THEN left(date_part, 4)::integer ELSE 2000 END, month_day / 100, 1);
        IF EXTRACT(MONTH FROM first_of_month + in_month - 1) <> month_day / 100 THEN
            RAISE EXCEPTION USING ERRCODE = 'PD011',
                MESSAGE = format('%s "%s" is a day that does not exist.',
                    read_window_border.border_name, read_window_border.border),
                HINT = 'Correct the day or the month.';
        ELSIF length(date_part) = 10 THEN
            day := first_of_month + in_month - 1;
            weekday := EXTRACT(ISODOW FROM day)::integer;
        END IF;
    ELSE
        weekday := array_position('{mon,tue,wed,thu,fri,sat,sun}', lower(left(read_window_border.border, 3)));
    END IF;

    fits := CASE read_window_border.time_mode
        WHEN 'Range' THEN day IS NOT NULL
        WHEN 'Daily' THEN day IS NOT NULL OR coalesce(weekday, month_day) IS NULL
        WHEN 'Weekly' THEN weekday IS NOT NULL
        ELSE month_day IS NOT NULL
    END;
    IF NOT fits THEN
        RAISE EXCEPTION USING ERRCODE = 'PD011',
            MESSAGE = format('%s "%s" does not fit TimeMode %s.', read_window_border.border_name,
                read_window_border.border, read_window_border.time_mode),
            HINT = CASE read_window_border.time_mode
                WHEN 'Range' THEN 'Range takes dates, with or without a time: 2026-11-24 08:00.'
                WHEN 'Daily' THEN 'Daily takes a time of day: 08:00.'
                WHEN 'Weekly' THEN 'Weekly takes weekdays, or dates for them, with or without a time: Mon 08:00.'
                ELSE 'Yearly takes days of the year, with or without a time: 12-24 08:00.'
            END;
    END IF;
END
$$;
COMMENT ON FUNCTION read_window_border(TimeMode, text, text) IS
'Internal part of read_window. Reads one border of a window.
time_mode: Range, Daily, Weekly or Yearly. border: what TimeFrom or TimeTo holds. border_name: which of the two.
Returns what the border names, NULL what it does not: day, weekday (1 = Monday to 7), month_day (month * 100 + day),
time_of_day. Raises PD011 for what cannot be read or does not fit the mode. Locks nothing.';
