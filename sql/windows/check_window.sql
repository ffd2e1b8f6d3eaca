CREATE OR REPLACE FUNCTION check_window(time_mode TimeMode, time_from text, time_to text, time_zone text) RETURNS void
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM check_time_zone(check_window.time_zone);
    PERFORM read_window(check_window.time_mode, check_window.time_from, check_window.time_to);
END
$$;
COMMENT ON FUNCTION check_window(TimeMode, text, text, text) IS
'Refuses a window that cannot be understood.
time_mode: None or NULL: not checked, whatever the borders hold.
Range: from time_from to time_to exactly, dates with or without a time (without: the whole day); NULL = no such border.
Daily: from one time of day to another, each day (of a timestamp the time counts).
Weekly: on the weekdays from one to another and on each of them from one time of day to another: Mon 08:00, Fri 20:00.
Yearly: the same with days of the year, 12-24 08:00 (29 February is the last day of February), which may pass New Year.
Times of day from later to earlier pass midnight and belong to the day on which they begin; equal or missing ones are
the whole day. From is inclusive, to exclusive. time_from, time_to: the borders as a WallClock.
time_zone: the zone by name; NULL is not checked.
Returns nothing. Raises PD011 with what is wrong and what to write instead. Locks nothing.';
