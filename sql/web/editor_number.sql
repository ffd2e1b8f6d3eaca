CREATE OR REPLACE FUNCTION editor_number(parameters jsonb)
RETURNS TABLE (
    number text, countries text[], time_zone text, wall_time timestamp, opens timestamptz, closes timestamptz,
    busy_call bigint
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    given jsonb := url_parameters(parameters);
    list record;
    not_before timestamptz;
BEGIN
    PERFORM demand('OutboundCall', 'Write');
    SELECT l.OutboundListId, l.TimeZone, l.CalendarId INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = url_id(given, 'OutboundListId');
    IF NOT given ? 'number' THEN
        RETURN;
    END IF;
    number := url_number(given, 'Number', list.OutboundListId);
    countries := number_countries(number);
    time_zone := url_zone(given, number, list.TimeZone);
    wall_time := clock() AT TIME ZONE time_zone;
    not_before := greatest(clock(), url_time(given, 'ScheduleTime', time_zone));
    SELECT greatest(w.opens, not_before), nullif(w.closes, 'infinity') INTO opens, closes
    FROM next_window(
        url_time_mode(given, time_zone), given ->> 'timefrom', given ->> 'timeto', time_zone, list.CalendarId,
        not_before) AS w
    WHERE w.opens IS NOT NULL;
    busy_call := (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.Number = editor_number.number AND c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult'
            AND c.SharedNumber = 0);
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION editor_number(jsonb) IS
'What is to be known of the number in the editor while it is typed. parameters: Number, OutboundListId, ScheduleTime,
TimeMode, TimeFrom, TimeTo and TimeZone, as editor_call has them. Returns the number, its countries (ISO codes), the zone
and what a clock shows there; from when on (opens) and until when (closes) it may be dialled, no sooner than
ScheduleTime, as far as window and calendar go, both NULL for never again; busy_call: the call that is in progress to it.
No row while nothing is typed. Errors: PD010 number, PD011 window, PD033 a parameter is malformed; the error''s COLUMN is
the parameter; PD042 not permitted. Locks nothing.';

CREATE OR REPLACE FUNCTION number_countries(number text) RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN ARRAY(
        SELECT c.Country
        FROM CallingCountry AS c
        WHERE starts_with(number, '+' || c.CallingCode)
            AND (c.MainCountry OR substr(number, length(c.CallingCode) + 2) ~ c.NumberPattern)
        ORDER BY NOT c.MainCountry, c.Country);
END
$$;
COMMENT ON FUNCTION number_countries(text) IS
'The countries (ISO codes) in which a number, E.164, may be: several where they share a calling code and the digits do
not tell; that by whose rules the code''s numbers are read comes first. Locks nothing.';
