-- Each row of the history is counted once. Their numbers are given out in order, but not committed in order: so a mark
-- is set, and what lies before it is counted when no transaction is left that may bring in more of it. See
-- follow_history, which cannot wait that long and reads everything twice.
CREATE OR REPLACE FUNCTION tally_calls(batch integer DEFAULT 20000) RETURNS double precision
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    reader TallyReader;
    tallied_to bigint;
BEGIN
    SELECT r.* INTO reader FROM TallyReader AS r;
    IF reader.MarkTransaction IS NULL
        AND NOT EXISTS (SELECT FROM CallEvent AS e WHERE e.CallEventId > reader.TalliedTo)
    THEN
        RETURN 2;
    END IF;
    SELECT r.* INTO reader FROM TallyReader AS r FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 2;
    END IF;
    -- A mark later than all transactions there are comes from another server, such as the one that was restored.
    IF reader.MarkTransaction <= pg_snapshot_xmin(pg_current_snapshot())
        OR reader.MarkTransaction > pg_snapshot_xmax(pg_current_snapshot())
    THEN
        tallied_to := least(reader.MarkTo, reader.TalliedTo + batch);
        PERFORM add_tally(reader.TalliedTo, tallied_to);
        UPDATE TallyReader AS r
        SET TalliedTo = tallied_to,
            MarkTransaction = CASE WHEN tallied_to < reader.MarkTo THEN r.MarkTransaction END;
        IF tallied_to < reader.MarkTo THEN
            RETURN 0;
        END IF;
        reader.MarkTransaction := NULL;
        reader.TalliedTo := tallied_to;
    END IF;
    IF reader.MarkTransaction IS NULL THEN
        -- In one statement, so that it is the snapshot in which the last row was seen.
        UPDATE TallyReader AS r
        SET MarkTo = n.CallEventId, MarkTransaction = n.MarkTransaction
        FROM (
            SELECT max(e.CallEventId) AS CallEventId, pg_snapshot_xmax(pg_current_snapshot()) AS MarkTransaction
            FROM CallEvent AS e
        ) AS n
        WHERE n.CallEventId > reader.TalliedTo;
    END IF;
    RETURN 1;
END
$$;
COMMENT ON FUNCTION tally_calls(integer) IS
'Counts what is new in the history into ListTally, so many rows at a time. A transaction that is long under way delays
it. Returns after how many seconds to ask again. For runners, in a session beside the cycle''s. Locks: TallyReader; when
another session has it, it goes away.';

CREATE OR REPLACE FUNCTION add_tally(from_id bigint, to_id bigint) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    INSERT INTO ListTally AS t (OutboundListId, FromTime, Attempts, Answered, Finished)
    SELECT c.OutboundListId, date_bin('5 minutes', e.EventTime, 'epoch'),
        count(*) FILTER (WHERE k.IsAttempt), count(*) FILTER (WHERE k.IsAnswer), count(*) FILTER (WHERE k.IsEnd)
    FROM CallEvent AS e
    CROSS JOIN LATERAL (
        SELECT e.EventType = 'dialled' AS IsAttempt, e.EventType = 'answered' AS IsAnswer,
            is_over(e.ToResult) AND NOT coalesce(is_over(e.FromResult), FALSE)
            AND NOT coalesce(e.Data ? 'retry', FALSE) AS IsEnd
        OFFSET 0
    ) AS k
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = e.OutboundCallId AND c.OutboundListId IS NOT NULL
    WHERE e.CallEventId > from_id AND e.CallEventId <= to_id AND (k.IsAttempt OR k.IsAnswer OR k.IsEnd)
    GROUP BY 1, 2
    ON CONFLICT (OutboundListId, FromTime) DO UPDATE
    SET Attempts = t.Attempts + excluded.Attempts, Answered = t.Answered + excluded.Answered,
        Finished = t.Finished + excluded.Finished;
END
$$;
COMMENT ON FUNCTION add_tally(bigint, bigint) IS
'Adds the rows of the history behind from_id up to to_id to ListTally. Calls that are not there any more, and those of
no list, are not counted.';

CREATE OR REPLACE FUNCTION is_over(result CallResult) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN result NOT IN ('Active', 'Paused', 'Prepared', 'Scheduled');
END
$$;
COMMENT ON FUNCTION is_over(CallResult) IS
'Whether a call of this status is over: it is not dialled again but by a retry or by a person. NULL: of no status.';
