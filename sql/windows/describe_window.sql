CREATE OR REPLACE FUNCTION describe_window(
    time_mode TimeMode, time_from text, time_to text, time_zone text, calendar_id uuid
) RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    rule CONSTANT record := read_window(
        describe_window.time_mode, describe_window.time_from, describe_window.time_to);
    weekdays CONSTANT text[] := ARRAY['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    first_day text;
    last_day text;
    hours text;
    calendar text;
BEGIN
    IF coalesce(describe_window.time_mode, 'None') = 'None' AND describe_window.calendar_id IS NULL THEN
        RETURN 'Any time';
    END IF;
    IF rule.begins = time '00:00' AND rule.ends = time '24:00' THEN
        hours := 'all day';
    ELSIF rule.begins IS NOT NULL THEN
        hours := regexp_replace(rule.begins::text, ':00$', '') || '–' || regexp_replace(rule.ends::text, ':00$', '');
    ELSIF rule.range_from IS NOT NULL THEN
        hours := CASE
            WHEN describe_window.time_to IS NULL THEN 'from ' || describe_window.time_from
            WHEN describe_window.time_from IS NULL THEN 'until ' || describe_window.time_to
            ELSE describe_window.time_from || ' – ' || describe_window.time_to
        END;
    END IF;
    IF describe_window.time_mode = 'Weekly' THEN
        first_day := weekdays[rule.first_day];
        last_day := weekdays[rule.last_day];
    ELSIF describe_window.time_mode = 'Yearly' THEN
        first_day := to_char(rule.first_day, 'FM00"-"00');
        last_day := to_char(rule.last_day, 'FM00"-"00');
    END IF;
    IF describe_window.calendar_id IS NOT NULL THEN
        SELECT 'calendar ' || Calendar.DisplayName || CASE
            WHEN EXISTS (SELECT FROM CalendarHours AS Opening WHERE Opening.CalendarId = Calendar.CalendarId) THEN ''
            ELSE ', which has no hours and never opens'
        END INTO calendar
        FROM Calendar
        WHERE Calendar.CalendarId = describe_window.calendar_id;
        IF NOT FOUND THEN
            calendar := format('calendar %s, which does not exist and never opens', describe_window.calendar_id);
        END IF;
    END IF;
    RETURN concat_ws(', ',
        concat_ws(' ',
            coalesce(nullif(describe_window.time_mode, 'None')::text, 'Any time'),
            first_day || coalesce('–' || nullif(last_day, first_day), ''), hours, describe_window.time_zone),
        calendar);
END
$$;
COMMENT ON FUNCTION describe_window(TimeMode, text, text, text, uuid) IS
'Says in one line when a call may be dialled: Daily 08:00–20:00 Europe/Prague, calendar Working days.
Parameters: those of next_window. Returns the line. Raises PD011 for a window that cannot be understood.
Locks nothing.';
