CREATE OR REPLACE FUNCTION read_window(
    time_mode TimeMode, time_from text, time_to text,
    OUT range_from timestamp, OUT range_to timestamp,
    OUT first_day integer, OUT last_day integer, OUT begins time, OUT ends time
)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- What is missing or the wrong way round may have been meant in any way: it is refused, never guessed.
    lower_border record;
    upper_border record;
BEGIN
    IF coalesce(read_window.time_mode, 'None') = 'None' THEN
        RETURN;
    END IF;
    IF coalesce(read_window.time_from, read_window.time_to) IS NULL
        OR read_window.time_mode <> 'Range' AND (read_window.time_from IS NULL OR read_window.time_to IS NULL)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'PD011',
            MESSAGE = format('TimeMode %s has TimeFrom %s and TimeTo %s.', read_window.time_mode,
                coalesce('"' || read_window.time_from || '"', 'NULL'),
                coalesce('"' || read_window.time_to || '"', 'NULL')),
            HINT = CASE read_window.time_mode
                WHEN 'Range' THEN 'Range needs TimeFrom, TimeTo or both; None is the mode without a window.'
                ELSE format('%s needs TimeFrom and TimeTo; None is the mode without a window.', read_window.time_mode)
            END;
    END IF;
    lower_border := read_window_border(read_window.time_mode, read_window.time_from, 'TimeFrom');
    upper_border := read_window_border(read_window.time_mode, read_window.time_to, 'TimeTo');

    IF read_window.time_mode = 'Range' THEN
        range_from := coalesce(lower_border.day + coalesce(lower_border.time_of_day, time '00:00'), '-infinity');
        range_to := coalesce(upper_border.day + coalesce(upper_border.time_of_day, time '24:00'), 'infinity');
        IF range_from >= range_to THEN
            RAISE EXCEPTION USING ERRCODE = 'PD011',
                MESSAGE = format('TimeFrom "%s" is not before TimeTo "%s".',
                    read_window.time_from, read_window.time_to),
                HINT = 'A Range runs from an earlier moment to a later one.';
        END IF;
        RETURN;
    END IF;
    begins := coalesce(lower_border.time_of_day, time '00:00');
    ends := coalesce(upper_border.time_of_day, time '24:00');
    IF begins = ends THEN
        begins := time '00:00';
        ends := time '24:00';
    END IF;
    IF read_window.time_mode = 'Weekly' THEN
        first_day := lower_border.weekday;
        last_day := upper_border.weekday;
    ELSIF read_window.time_mode = 'Yearly' THEN
        first_day := lower_border.month_day;
        last_day := upper_border.month_day;
    END IF;
END
$$;
COMMENT ON FUNCTION read_window(TimeMode, text, text) IS
'Internal: reads the window of a call.
time_mode: how the borders are meant; NULL means None. time_from, time_to: the borders as a WallClock.
Returns for Range: range_from (inclusive, or -infinity) and range_to (exclusive, or infinity), wall clock. For what
recurs: first_day and last_day (Weekly: 1 = Monday to 7; Yearly: month * 100 + day; Daily: NULL), which may wrap; begins
(inclusive) and ends (exclusive), times of day: ends before begins = on the following day. For None: nothing but NULL.
Raises PD011 for what cannot be understood. Locks nothing.';
