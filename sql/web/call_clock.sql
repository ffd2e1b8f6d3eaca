-- When a call is, as the called party sees it.
CREATE OR REPLACE FUNCTION call_clock(call_id bigint)
RETURNS TABLE (TimeZone text, WallTime timestamp, ScheduleWallTime timestamp, TimeWindow text)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_call(call_id, 'Read');
    RETURN QUERY
    SELECT z.Name, clock() AT TIME ZONE z.Name, c.ScheduleTime AT TIME ZONE z.Name,
        describe_window(c.TimeMode, c.TimeFrom, c.TimeTo, z.Name, l.CalendarId)
    FROM OutboundCall AS c
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    CROSS JOIN LATERAL (SELECT call_time_zone(c.TimeZone, c.Number, l.TimeZone) AS Name) AS z
    WHERE c.OutboundCallId = call_clock.call_id;
END
$$;
COMMENT ON FUNCTION call_clock(bigint) IS
'The time at the called party of a call: the zone (call_time_zone), what a clock there shows now and at ScheduleTime,
and when the call may be dialled, in words. No row: there is no such call. Errors: PD042 not permitted. Locks nothing.';

CREATE OR REPLACE FUNCTION call_moment(call_id bigint, schedule_time text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand_call(call_id, 'Read');
    RETURN url_time(
        jsonb_build_object('scheduletime', schedule_time), 'ScheduleTime',
        (SELECT w.TimeZone FROM call_clock(call_id) AS w));
END
$$;
COMMENT ON FUNCTION call_moment(bigint, text) IS
'The moment at which a clock at the called party of a call shows schedule_time (2026-11-24T10:00); with a zone it is
taken as it is. Errors: PD033 it is no moment, PD042 not permitted. Locks nothing.';
