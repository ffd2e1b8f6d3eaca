CREATE OR REPLACE FUNCTION list_forecast(outbound_list_id uuid)
RETURNS TABLE (Remaining bigint, Pace double precision, WorkHours double precision, EndTime timestamptz)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT r.Remaining, r.Pace, r.Remaining / r.Pace, (
        SELECT CASE WHEN h.CallsLeft = 0 THEN h.ToTime END
        FROM forecast_hours(list_forecast.outbound_list_id, r.Remaining, r.Pace) AS h
        ORDER BY h.FromTime DESC
        LIMIT 1
    )
    FROM list_rest(list_forecast.outbound_list_id) AS r;
END
$$;
COMMENT ON FUNCTION list_forecast(uuid) IS
'When a list is through if it goes on as it did. Remaining: calls that wait or are in progress, by the
census. Pace: calls finished in an hour of dialling, by the last four hours of the clock; five
minutes in which nothing was dialled do not count as dialling. WorkHours: Remaining / Pace, the hours of dialling that are
left. EndTime: of a Running list, by list_forecast_hours, which knows nights and opening hours. NULLs: not counted yet,
less than five minutes of dialling, or nothing finished; EndTime: it cannot be told, or is more than 60 days away.
Errors: PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION list_rest(outbound_list_id uuid, OUT remaining bigint, OUT pace double precision)
RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
BEGIN
    SELECT s.Waiting + coalesce((
        SELECT sum((p.Results ->> 'Active')::bigint)
        FROM jsonb_each(s.Counts) AS p (Phase, Results)
    ), 0)::bigint
    INTO remaining
    FROM ListCensus AS s
    WHERE s.OutboundListId = list_rest.outbound_list_id AND isfinite(s.CountedTime);
    SELECT nullif(t.Finished, 0)::float8 / t.WorkedHours INTO pace
    FROM (
        SELECT sum(y.Finished) AS Finished, sum(extract(epoch FROM least(
            interval '5 minutes', now_is - y.FromTime))) FILTER (WHERE y.Attempts > 0)::float8 / 3600 AS WorkedHours
        FROM ListTally AS y
        WHERE y.OutboundListId = list_rest.outbound_list_id AND y.FromTime > now_is - interval '4 hours'
            AND y.FromTime < now_is
    ) AS t
    -- From less nothing can be told.
    WHERE t.WorkedHours >= 1 / 12.0;
END
$$;
COMMENT ON FUNCTION list_rest(uuid) IS
'What is left of a list, and how quickly it goes now: Remaining and Pace of list_forecast. Locks nothing.';
