-- A list is counted by reading it: some tenths of a second for each million of calls. Counters kept by the triggers of
-- the calls would be exact at any moment, but every change of every call would queue for the row of its list.
CREATE OR REPLACE FUNCTION take_census() RETURNS double precision
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    list_id uuid;
    counted record;
BEGIN
    -- First those that were never counted.
    SELECT l.OutboundListId INTO list_id
    FROM OutboundList AS l
    WHERE l.Deleted = 0 AND NOT EXISTS (SELECT FROM ListCensus AS s WHERE s.OutboundListId = l.OutboundListId)
    ORDER BY l.OutboundListId
    LIMIT 1;
    IF FOUND THEN
        INSERT INTO ListCensus (OutboundListId, CountedTime, Seconds, Waiting, Due, Counts)
        VALUES (list_id, '-infinity', 0, 0, 0, '{}')
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            -- Another runner is at it.
            RETURN 1;
        END IF;
    ELSE
        SELECT s.OutboundListId INTO list_id
        FROM ListCensus AS s
        INNER JOIN OutboundList AS l ON l.OutboundListId = s.OutboundListId AND l.Deleted = 0
        WHERE s.CountedTime + census_pause(s.Seconds, l.Activity) <= now_is
        ORDER BY s.CountedTime
        LIMIT 1
        FOR NO KEY UPDATE OF s SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN greatest(1, least(60, extract(epoch FROM (
                SELECT min(s.CountedTime + census_pause(s.Seconds, l.Activity))
                FROM ListCensus AS s
                INNER JOIN OutboundList AS l ON l.OutboundListId = s.OutboundListId AND l.Deleted = 0
            ) - now_is)));
        END IF;
    END IF;
    WITH Kind AS MATERIALIZED (
        SELECT c.CallPhase, c.CallResult, c.CallResultDetailId AS DetailId, count(*) AS Calls,
            count(*) FILTER (WHERE c.Due = 1) AS Due,
            count(*) FILTER (WHERE c.Trial > 0 AND c.CallResult IN ('Scheduled', 'Prepared')) AS Retry,
            min(c.EnqueueingTime) FILTER (WHERE c.Due = 1) AS OldestDue
        FROM OutboundCall AS c
        WHERE c.OutboundListId = list_id
        GROUP BY c.CallPhase, c.CallResult, c.CallResultDetailId
    )
    SELECT coalesce(sum(k.Calls) FILTER (WHERE k.CallResult IN ('Scheduled', 'Prepared')), 0) AS Waiting,
        coalesce(sum(k.Due), 0) AS Due, coalesce(sum(k.Retry), 0) AS Retry, min(k.OldestDue) AS OldestDue,
        coalesce((
            SELECT jsonb_object_agg(p.CallPhase, p.Counts)
            FROM (
                SELECT r.CallPhase, jsonb_object_agg(r.CallResult, r.Calls) AS Counts
                FROM (
                    SELECT o.CallPhase, o.CallResult, sum(o.Calls) AS Calls FROM Kind AS o GROUP BY o.CallPhase, o.CallResult
                ) AS r
                GROUP BY r.CallPhase
            ) AS p
        ), '{}') AS Counts,
        coalesce((
            SELECT jsonb_object_agg(d.DetailId, d.Calls)
            FROM (
                SELECT o.DetailId, sum(o.Calls) AS Calls FROM Kind AS o WHERE o.DetailId IS NOT NULL GROUP BY o.DetailId
            ) AS d
        ), '{}') AS Details
    INTO counted
    FROM Kind AS k;
    UPDATE ListCensus AS s
    SET CountedTime = now_is, Seconds = greatest(0, extract(epoch FROM clock() - now_is)),
        Waiting = counted.Waiting, Due = counted.Due, Retry = counted.Retry, OldestDue = counted.OldestDue,
        Counts = counted.Counts, Details = counted.Details
    WHERE s.OutboundListId = list_id;
    RETURN 0;
END
$$;
COMMENT ON FUNCTION take_census() IS
'Counts the calls of the list whose census is the oldest, if it is time to: of a running list at the earliest ten
seconds after the last one, of others a minute, of a completed one an hour; and after fifty times as long as that took,
so that counting takes a fiftieth of one processor at most. Returns after how many seconds to ask again. For runners, in a session beside the cycle''s. Locks:
the list''s census, skipping those held.';

CREATE OR REPLACE FUNCTION census_pause(seconds double precision, activity ListActivity) RETURNS interval
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN greatest(CASE activity WHEN 'Completed' THEN 3600 WHEN 'Running' THEN 10 ELSE 60 END, 50 * seconds)
        * interval '1 second';
END
$$;
COMMENT ON FUNCTION census_pause(double precision, ListActivity) IS
'How long a list is left alone that took so many seconds to count.';

CREATE OR REPLACE FUNCTION count_soon(outbound_list_id uuid) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE ListCensus AS s
    SET CountedTime = '-infinity'
    WHERE s.OutboundListId = count_soon.outbound_list_id;
END
$$;
COMMENT ON FUNCTION count_soon(uuid) IS
'Has a list counted within seconds, whatever it does: its calls have become others at one stroke. Nothing comes of a
list that is not there. Called by the functions of imports. Locks: the list''s census.';
