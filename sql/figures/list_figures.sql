CREATE OR REPLACE FUNCTION list_figures(outbound_list_id uuid)
RETURNS TABLE (
    CountedTime timestamptz, Calls bigint, Waiting bigint, Due bigint, InProgress bigint, Paused bigint, Retry bigint,
    Finished bigint, OldestDue timestamptz, Counts jsonb, Details jsonb,
    AttemptsLastHour bigint, AnsweredLastHour bigint, FinishedLastHour bigint,
    Remaining bigint, Pace double precision, WorkHours double precision, EndTime timestamptz
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT s.CountedTime, k.Calls, s.Waiting, s.Due, k.InProgress, k.Paused, s.Retry,
        k.Over, s.OldestDue, s.Counts, s.Details,
        h.Attempts, h.Answered, h.Finished,
        f.Remaining, f.Pace, f.WorkHours, f.EndTime
    FROM (VALUES (1)) AS always (Row)
    LEFT JOIN ListCensus AS s
        ON s.OutboundListId = list_figures.outbound_list_id AND isfinite(s.CountedTime)
    CROSS JOIN LATERAL (
        SELECT sum(r.Calls::bigint)::bigint AS Calls,
            coalesce(sum(r.Calls::bigint) FILTER (WHERE r.Result = 'Active'), 0)::bigint AS InProgress,
            coalesce(sum(r.Calls::bigint) FILTER (WHERE r.Result = 'Paused'), 0)::bigint AS Paused,
            coalesce(sum(r.Calls::bigint) FILTER (WHERE is_over(r.Result::CallResult)), 0)::bigint AS Over
        FROM jsonb_each(s.Counts) AS p (Phase, Results)
        CROSS JOIN LATERAL jsonb_each_text(p.Results) AS r (Result, Calls)
    ) AS k
    CROSS JOIN LATERAL last_hour(ARRAY[list_figures.outbound_list_id]) AS h
    CROSS JOIN LATERAL list_forecast(list_figures.outbound_list_id) AS f;
END
$$;
COMMENT ON FUNCTION list_figures(uuid) IS
'One row with what there is to know of a list without counting its calls: how many there are in which state by its
census of CountedTime (NULLs: it was not counted yet), with Counts by phase and status and Details by result detail;
what happened in the last hour by ListTally; and list_forecast. Finished: over, with nothing to follow; Retry: those of the
waiting that were dialled before. Errors: PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION last_hour(list_ids uuid[], OUT attempts bigint, OUT answered bigint, OUT finished bigint)
RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    SELECT coalesce(sum(t.Attempts), 0), coalesce(sum(t.Answered), 0), coalesce(sum(t.Finished), 0)
    INTO attempts, answered, finished
    FROM ListTally AS t
    WHERE t.FromTime > clock() - interval '65 minutes'
        AND (list_ids IS NULL OR t.OutboundListId = ANY (list_ids));
END
$$;
COMMENT ON FUNCTION last_hour(uuid[]) IS
'What happened to the calls of these lists (NULL: of all) in the last hour, and the rest of the five minutes in which it
began.';
