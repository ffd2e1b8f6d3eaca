CREATE OR REPLACE FUNCTION list_forecast_hours(outbound_list_id uuid)
RETURNS TABLE (
    FromTime timestamptz, ToTime timestamptz, Finished double precision, CallsLeft bigint, ContactsLeft bigint,
    ByHistory boolean
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT h.FromTime, h.ToTime, h.Finished, h.CallsLeft, round(h.CallsLeft * c.PerCall)::bigint, h.ByHistory
    FROM list_rest(list_forecast_hours.outbound_list_id) AS r
    CROSS JOIN (
        -- Whoever is called again after an answer is one contact.
        SELECT least(1, sum(t.Answered)::float8 / nullif(sum(t.Finished), 0)) AS PerCall
        FROM ListTally AS t
        WHERE t.OutboundListId = list_forecast_hours.outbound_list_id AND t.FromTime > clock() - interval '56 days'
    ) AS c
    CROSS JOIN LATERAL forecast_hours(list_forecast_hours.outbound_list_id, r.Remaining, r.Pace) AS h
    ORDER BY h.FromTime;
END
$$;
COMMENT ON FUNCTION list_forecast_hours(uuid) IS
'A list hour by hour until it is through: a row for each hour of the list''s zone in which it is dialled, the first one
from now, the last one to the end; 500 rows and 60 days at most. Finished: calls that come to their end in it;
CallsLeft: calls that are left when it is over; ContactsLeft: those of them that will be answered, by answers and ends
of the last 56 days. Hours are left out in which the list''s calendar is closed, or its rule pack allows no calls
in the whole country; those in which it is closed for a region alone count.
How quickly it goes: as it went in the same hour of the same weekday in the last 56 days (ByHistory), if the list was
dialled in it for half an hour at least; else as now (Pace of list_forecast). But where the list has dialled for more
than a week and hardly ever in this hour, nobody is there then. No rows: the list does not run, was not counted, or
there is nothing to go by. Errors: PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION forecast_hours(outbound_list_id uuid, remaining bigint, pace double precision)
RETURNS TABLE (
    FromTime timestamptz, ToTime timestamptz, Finished double precision, CallsLeft bigint, ByHistory boolean
)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    zone CONSTANT text := list_zone(outbound_list_id);
    -- Where one region is closed the list goes on with the others.
    no_region CONSTANT text := '';
    -- By hour of the week, 24 for Monday 00:00.
    paces float8[];
    knows_the_week boolean;
    calendar_id uuid;
    pack_id uuid;
    moment timestamptz := now_is;
    opens timestamptz;
    closes timestamptz;
    wall timestamp;
    left_over float8 := remaining;
    per_hour float8;
    rows_made integer := 0;
BEGIN
    SELECT l.CalendarId, l.RulePackId INTO calendar_id, pack_id
    FROM OutboundList AS l
    WHERE l.OutboundListId = forecast_hours.outbound_list_id AND l.Activity = 'Running';
    IF NOT FOUND OR coalesce(remaining, 0) = 0 THEN
        RETURN;
    END IF;
    SELECT array_agg(h.Pace ORDER BY s.Slot), bool_or(h.Since < now_is - interval '7 days')
    INTO paces, knows_the_week
    FROM generate_series(24, 191) AS s (Slot)
    LEFT JOIN (
        SELECT t.Slot, min(t.FromTime) AS Since,
            CASE WHEN count(*) FILTER (WHERE t.Attempts > 0) >= 6
                THEN sum(t.Finished)::float8 / count(*) FILTER (WHERE t.Attempts > 0) * 12 END AS Pace
        FROM (
            SELECT y.*, (24 * extract(isodow FROM w.Wall) + extract(hour FROM w.Wall))::integer AS Slot
            FROM ListTally AS y
            CROSS JOIN LATERAL (SELECT y.FromTime AT TIME ZONE zone AS Wall) AS w
            WHERE y.OutboundListId = forecast_hours.outbound_list_id
                AND y.FromTime > now_is - interval '56 days' AND y.FromTime < now_is - interval '5 minutes'
        ) AS t
        GROUP BY t.Slot
    ) AS h ON h.Slot = s.Slot;
    WHILE left_over > 0 AND rows_made < 500 AND moment < now_is + interval '60 days' LOOP
        IF closes IS NULL OR moment >= closes THEN
            SELECT w.opens, w.closes INTO opens, closes
            FROM next_window('None', NULL, NULL, zone, calendar_id, moment, pack_id, no_region) AS w;
            EXIT WHEN opens IS NULL;
            moment := greatest(moment, opens);
        END IF;
        wall := moment AT TIME ZONE zone;
        FromTime := moment;
        ToTime := least(moment + interval '1 hour' - (wall - date_trunc('hour', wall)), closes);
        per_hour := paces[24 * extract(isodow FROM wall)::integer + extract(hour FROM wall)::integer - 23];
        ByHistory := per_hour IS NOT NULL;
        -- Who dials now is there now, whatever was.
        IF NOT ByHistory AND (NOT coalesce(knows_the_week, FALSE) OR FromTime = now_is) THEN
            per_hour := pace;
        END IF;
        moment := ToTime;
        IF per_hour > 0 THEN
            Finished := least(left_over, per_hour * extract(epoch FROM ToTime - FromTime)::float8 / 3600);
            IF Finished >= left_over THEN
                ToTime := FromTime + left_over / per_hour * interval '1 hour';
            END IF;
            left_over := left_over - Finished;
            -- A call that is nearly over is left.
            CallsLeft := ceil(left_over)::bigint;
            rows_made := rows_made + 1;
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION forecast_hours(uuid, bigint, double precision) IS
'list_forecast_hours from what is left and from the present pace, as list_rest says. Locks nothing.';

CREATE OR REPLACE FUNCTION list_work_ends(outbound_list_id uuid, work_hours double precision) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    zone CONSTANT text := list_zone(outbound_list_id);
    no_region CONSTANT text := '';
    calendar_id uuid;
    pack_id uuid;
    moment timestamptz := clock();
    rest interval := work_hours * interval '1 hour';
    stretch record;
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    SELECT l.CalendarId, l.RulePackId INTO calendar_id, pack_id
    FROM OutboundList AS l WHERE l.OutboundListId = list_work_ends.outbound_list_id;
    FOR i IN 1..1000 LOOP
        stretch := next_window('None', NULL, NULL, zone, calendar_id, moment, pack_id, no_region);
        moment := greatest(moment, stretch.opens);
        IF stretch.opens IS NULL OR moment + rest <= stretch.closes THEN
            RETURN CASE WHEN stretch.opens IS NOT NULL THEN moment + rest END;
        END IF;
        rest := rest - (stretch.closes - moment);
        moment := stretch.closes;
    END LOOP;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION list_work_ends(uuid, double precision) IS
'When so many hours of dialling are over, from now on, by the calendar and the rule pack of a list and in its zone;
hours and holidays of one region alone are not looked at. NULL: it never opens for so long. Errors: PD004 no such list. Locks nothing.';
