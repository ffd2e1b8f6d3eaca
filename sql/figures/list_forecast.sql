CREATE OR REPLACE FUNCTION list_forecast(outbound_list_id uuid)
RETURNS TABLE (Remaining bigint, Pace double precision, WorkHours double precision, EndTime timestamptz)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT r.Remaining, w.Pace, r.Remaining / w.Pace,
        CASE WHEN l.Activity = 'Running' THEN now_is + r.Remaining / w.Pace * interval '1 hour' END
    FROM OutboundList AS l
    CROSS JOIN LATERAL (
        SELECT (
            SELECT s.Waiting + coalesce((
                SELECT sum((p.Results ->> 'Active')::bigint)
                FROM jsonb_each(s.Counts) AS p (Phase, Results)
            ), 0)::bigint
            FROM ListCensus AS s
            WHERE s.OutboundListId = l.OutboundListId AND isfinite(s.CountedTime)
        ) AS Remaining
    ) AS r
    LEFT JOIN LATERAL (
        SELECT nullif(t.Finished, 0)::float8 / t.WorkedHours AS Pace
        FROM (
            SELECT sum(y.Finished) AS Finished, sum(extract(epoch FROM least(
                interval '5 minutes', now_is - y.FromTime))) FILTER (WHERE y.Attempts > 0)::float8 / 3600 AS WorkedHours
            FROM ListTally AS y
            WHERE y.OutboundListId = l.OutboundListId AND y.FromTime > now_is - interval '4 hours'
                AND y.FromTime < now_is
        ) AS t
        -- From less nothing can be told.
        WHERE t.WorkedHours >= 1 / 12.0
    ) AS w ON TRUE
    WHERE l.OutboundListId = list_forecast.outbound_list_id;
END
$$;
COMMENT ON FUNCTION list_forecast(uuid) IS
'When a list is through if it goes on as it did: Remaining / Pace. Remaining: calls that wait or are in progress, by the
census. Pace: calls finished in an hour of dialling, by the last four hours of the clock; five
minutes in which nothing was dialled do not count as dialling. WorkHours: the hours of dialling that are left. EndTime:
now and these hours, of a Running list; nights, pauses and opening hours are not foreseen. NULLs: not counted yet, less
than five minutes of dialling, or nothing finished. Errors: PD004 no such list. Locks nothing.';
