CREATE OR REPLACE FUNCTION list_hours(outbound_list_id uuid, since timestamptz, until timestamptz DEFAULT NULL)
RETURNS TABLE (FromTime timestamptz, Attempts bigint, Answered bigint, Finished bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT date_bin('1 hour', t.FromTime, 'epoch'), sum(t.Attempts), sum(t.Answered), sum(t.Finished)
    FROM ListTally AS t
    WHERE t.OutboundListId = list_hours.outbound_list_id
        AND t.FromTime >= list_hours.since AND (list_hours.until IS NULL OR t.FromTime < list_hours.until)
    GROUP BY 1
    ORDER BY 1;
END
$$;
COMMENT ON FUNCTION list_hours(uuid, timestamptz, timestamptz) IS
'What happened to a list''s calls hour by hour since a moment: attempts, answers, calls finished; hours in which nothing
happened have no row. Errors: PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION list_days(outbound_list_id uuid, days integer DEFAULT 14)
RETURNS TABLE (Day date, FromTime timestamptz, ToTime timestamptz, Attempts bigint, Answered bigint, Finished bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    zone text;
    today date;
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    zone := list_zone(outbound_list_id);
    today := (clock() AT TIME ZONE zone)::date;
    RETURN QUERY
    SELECT d.Day, d.Day::timestamp AT TIME ZONE zone, (d.Day + 1)::timestamp AT TIME ZONE zone,
        d.Attempts, d.Answered, d.Finished
    FROM (
        SELECT (t.FromTime AT TIME ZONE zone)::date AS Day,
            sum(t.Attempts) AS Attempts, sum(t.Answered) AS Answered, sum(t.Finished) AS Finished
        FROM ListTally AS t
        WHERE t.OutboundListId = list_days.outbound_list_id
            AND t.FromTime >= (today - list_days.days + 1)::timestamp AT TIME ZONE zone
        GROUP BY 1
    ) AS d
    ORDER BY d.Day DESC;
END
$$;
COMMENT ON FUNCTION list_days(uuid, integer) IS
'What happened to a list''s calls on each of the last days, in the list''s zone: attempts, answers, calls finished; the
last day first, days on which nothing happened have no row. Errors: PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION list_best_hours(outbound_list_id uuid, days integer DEFAULT 90)
RETURNS TABLE (Weekday integer, Hour integer, Attempts bigint, Answered bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    zone text;
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    zone := list_zone(outbound_list_id);
    RETURN QUERY
    SELECT extract(isodow FROM t.FromTime AT TIME ZONE zone)::integer,
        extract(hour FROM t.FromTime AT TIME ZONE zone)::integer,
        sum(t.Attempts), sum(t.Answered)
    FROM ListTally AS t
    WHERE t.OutboundListId = list_best_hours.outbound_list_id
        AND t.FromTime >= clock() - list_best_hours.days * interval '24 hours'
    GROUP BY 1, 2
    HAVING sum(t.Attempts) > 0
    ORDER BY 1, 2;
END
$$;
COMMENT ON FUNCTION list_best_hours(uuid, integer) IS
'When people answer: attempts and answers of the last days by weekday (1: Monday) and hour of the list''s zone. Errors:
PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION list_zone(outbound_list_id uuid) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce(
        (SELECT l.TimeZone FROM OutboundList AS l WHERE l.OutboundListId = list_zone.outbound_list_id),
        configuration('DefaultTimeZone'));
END
$$;
COMMENT ON FUNCTION list_zone(uuid) IS
'The zone in which a list''s days and hours are read: its own, else DefaultTimeZone.';
