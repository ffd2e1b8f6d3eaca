CREATE OR REPLACE FUNCTION check_report(
    dimension text, allowed text[], since timestamptz, until timestamptz, time_zone text
) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    IF dimension IS NULL OR dimension <> ALL (allowed) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD033',
            MESSAGE = format('A report cannot be by "%s".', coalesce(dimension, 'NULL')),
            HINT = format('It can be by %s.', array_to_string(allowed, ', ')),
            COLUMN = 'dimension';
    END IF;
    PERFORM check_time_zone(time_zone);
    IF since IS NULL OR until IS NULL OR until <= since OR until > since + interval '800 days' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD033',
            MESSAGE = format('From %s to %s is no period.',
                coalesce(since::text, 'NULL'), coalesce(until::text, 'NULL')),
            HINT = 'It ends after it begins, and within 800 days.',
            COLUMN = 'to';
    END IF;
END
$$;
COMMENT ON FUNCTION check_report(text, text[], timestamptz, timestamptz, text) IS
'Internal part of the reports: refuses what a report is asked for. Errors: PD033 no such dimension, no period; PD011 no
such time zone.';

CREATE OR REPLACE FUNCTION report_names(dimension text, since timestamptz, until timestamptz, time_zone text)
RETURNS TABLE (Key text, Name text, Place bigint)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    CASE dimension
    WHEN 'list' THEN
        RETURN QUERY SELECT l.OutboundListId::text, l.DisplayName, NULL::bigint FROM OutboundList AS l;
    WHEN 'project' THEN
        RETURN QUERY SELECT p.ProjectId::text, p.DisplayName, NULL::bigint FROM Project AS p;
    WHEN 'agent' THEN
        RETURN QUERY SELECT a.AgentId::text, a.DisplayName, NULL::bigint FROM Agent AS a;
    WHEN 'detail' THEN
        RETURN QUERY SELECT d.CallResultDetailId::text, d.DisplayName, NULL::bigint FROM CallResultDetail AS d;
    -- Days and weekdays in which nothing was are there, too, lest a picture leave them out.
    WHEN 'day' THEN
        RETURN QUERY
        SELECT d.Day::date::text, NULL, row_number() OVER (ORDER BY d.Day)
        FROM generate_series(
            (since AT TIME ZONE time_zone)::date::timestamp,
            ((until - interval '1 microsecond') AT TIME ZONE time_zone)::date::timestamp,
            interval '1 day') AS d (Day);
    WHEN 'weekday' THEN
        RETURN QUERY SELECT d.Day::text, NULL, d.Day::bigint FROM generate_series(1, 7) AS d (Day);
    ELSE
        RETURN;
    END CASE;
END
$$;
COMMENT ON FUNCTION report_names(text, timestamptz, timestamptz, text) IS
'Internal part of the reports: what the keys of a dimension are called, and their order; NULL = that of the figures.';
