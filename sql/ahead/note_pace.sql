-- What comes of the calls of lists that dial by themselves: written beside each call, and counted by the cycle.
CREATE OR REPLACE FUNCTION note_pace(from_phase CallPhase, called OutboundCall) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
    is_machine CONSTANT boolean := coalesce(called.AnsweredBy = 'Machine', FALSE);
    list record;
    served_after CONSTANT interval := coalesce(
        CASE WHEN called.CallPhase <> 'AgentTalk' THEN called.EndTime END, now_is) - called.AnswerTime;
BEGIN
    SELECT l.DialingMode, l.AbandonThreshold * interval '1 second' AS Threshold INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = called.OutboundListId AND l.DialingMode IN ('Progressive', 'Power', 'Predictive');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF from_phase IN ('PredictiveDial', 'AgentDialing') THEN
        -- One that was given up before its end says nothing of the people called.
        IF called.CallResult = 'Active' OR coalesce(called.Cause NOT IN ('agent hung up', 'not sent'), TRUE) THEN
            INSERT INTO PaceEvent (OutboundListId, EventTime, Ended, Answered, Machines, AnswerAfter)
            SELECT called.OutboundListId, coalesce(called.AnswerTime, now_is), 1,
                (a.IsAnswered AND NOT is_machine)::integer, is_machine::integer,
                CASE WHEN a.IsAnswered AND NOT is_machine
                    THEN extract(epoch FROM called.AnswerTime - called.DialTime)::float8 END
            FROM (SELECT called.CallPhase IN ('Answered', 'AgentTalk')) AS a (IsAnswered);
        END IF;
    ELSIF called.CallPhase NOT IN ('Answered', 'AgentRing') AND NOT is_machine
        -- Connected later counts as well: what the law asks is whether somebody was there in time.
        AND (served_after > list.Threshold OR (served_after = list.Threshold AND called.CallPhase <> 'AgentTalk'))
    THEN
        INSERT INTO PaceEvent (OutboundListId, EventTime, Abandoned)
        SELECT called.OutboundListId, called.AnswerTime, 1;
    END IF;
END
$$;
COMMENT ON FUNCTION note_pace(CallPhase, OutboundCall) IS
'Writes down for pacing what came of a call that has left from_phase: answered by a person, by a machine, not answered;
or that no agent was there within AbandonThreshold. Nothing for lists whose calls agents look at first. Locks nothing.';

CREATE OR REPLACE FUNCTION note_handle_time(outbound_list_id uuid, busy_since timestamptz) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO PaceEvent (OutboundListId, EventTime, HandleTime)
    SELECT note_handle_time.outbound_list_id, clock(), extract(epoch FROM clock() - busy_since)::float8
    WHERE note_handle_time.outbound_list_id IS NOT NULL AND busy_since IS NOT NULL;
END
$$;
COMMENT ON FUNCTION note_handle_time(uuid, timestamptz) IS
'Writes down for pacing how long an agent was busy with a call and what followed it. Locks nothing.';

CREATE OR REPLACE FUNCTION tally_pace() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    newest CONSTANT integer := 200;
    -- An abandoned call counts in the minute of its answer, which is over then sometimes.
    whole_to CONSTANT timestamptz := date_trunc('minute', clock()) - interval '2 minutes';
    tallied integer;
BEGIN
    IF EXISTS (SELECT FROM PaceEvent) THEN
        WITH Chosen AS MATERIALIZED (
            SELECT e.PaceEventId
            FROM PaceEvent AS e
            ORDER BY e.PaceEventId
            LIMIT configuration('CycleBatch')::integer
        ),
        Taken AS MATERIALIZED (
            DELETE FROM PaceEvent AS e
            USING Chosen AS c
            WHERE e.PaceEventId = c.PaceEventId
            RETURNING e.*
        ),
        Counted AS (
            INSERT INTO PaceMinute AS m (OutboundListId, Minute, Ended, Answered, Abandoned, Machines)
            SELECT t.OutboundListId, date_trunc('minute', t.EventTime), sum(t.Ended), sum(t.Answered), sum(t.Abandoned),
                sum(t.Machines)
            FROM Taken AS t
            INNER JOIN OutboundList AS l ON l.OutboundListId = t.OutboundListId
            WHERE t.Ended + t.Abandoned > 0
            GROUP BY t.OutboundListId, date_trunc('minute', t.EventTime)
            ORDER BY t.OutboundListId, date_trunc('minute', t.EventTime)
            ON CONFLICT (OutboundListId, Minute) DO UPDATE
            SET Ended = m.Ended + excluded.Ended, Answered = m.Answered + excluded.Answered,
                Abandoned = m.Abandoned + excluded.Abandoned, Machines = m.Machines + excluded.Machines
            RETURNING m.OutboundListId, m.Minute
        ),
        Timed AS (
            INSERT INTO ListPace AS p (OutboundListId, AnswerAfters, HandleTimes)
            SELECT t.OutboundListId,
                coalesce(
                    array_agg(t.AnswerAfter ORDER BY t.PaceEventId) FILTER (WHERE t.AnswerAfter >= 0), '{}'::float8[]),
                coalesce(
                    array_agg(t.HandleTime ORDER BY t.PaceEventId) FILTER (WHERE t.HandleTime >= 0), '{}'::float8[])
            FROM Taken AS t
            INNER JOIN OutboundList AS l ON l.OutboundListId = t.OutboundListId
            GROUP BY t.OutboundListId
            ORDER BY t.OutboundListId
            ON CONFLICT (OutboundListId) DO UPDATE
            SET AnswerAfters = newest_of(p.AnswerAfters || excluded.AnswerAfters, newest),
                HandleTimes = newest_of(p.HandleTimes || excluded.HandleTimes, newest),
                -- What changes minutes that are counted has them counted anew.
                CountedTo = CASE
                    WHEN EXISTS (
                        SELECT FROM Counted AS c WHERE c.OutboundListId = p.OutboundListId AND c.Minute < p.CountedTo)
                    THEN '-infinity' ELSE p.CountedTo END
            WHERE excluded.AnswerAfters <> '{}'::float8[] OR excluded.HandleTimes <> '{}'::float8[] OR EXISTS (
                SELECT FROM Counted AS c WHERE c.OutboundListId = p.OutboundListId AND c.Minute < p.CountedTo)
        )
        SELECT count(*) INTO tallied FROM Taken AS t;
    END IF;

    INSERT INTO ListPace AS p
    (OutboundListId, CountedTo, AnsweredDay, AbandonedDay, AnsweredMonth, AbandonedMonth)
    SELECT l.OutboundListId, whole_to, n.AnsweredDay, n.AbandonedDay, n.AnsweredMonth, n.AbandonedMonth
    FROM OutboundList AS l
    LEFT JOIN ListPace AS o ON o.OutboundListId = l.OutboundListId
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(m.Answered) FILTER (WHERE m.Minute >= whole_to - interval '24 hours'), 0) AS AnsweredDay,
            coalesce(sum(m.Abandoned) FILTER (WHERE m.Minute >= whole_to - interval '24 hours'), 0) AS AbandonedDay,
            coalesce(sum(m.Answered), 0) AS AnsweredMonth, coalesce(sum(m.Abandoned), 0) AS AbandonedMonth
        FROM PaceMinute AS m
        WHERE m.OutboundListId = l.OutboundListId AND m.Minute >= whole_to - interval '30 days' AND m.Minute < whole_to
    ) AS n
    WHERE l.Activity = 'Running' AND l.DialingMode IN ('Power', 'Predictive')
        AND coalesce(o.CountedTo < whole_to, TRUE)
    ORDER BY l.OutboundListId
    ON CONFLICT (OutboundListId) DO UPDATE
    SET CountedTo = excluded.CountedTo, AnsweredDay = excluded.AnsweredDay, AbandonedDay = excluded.AbandonedDay,
        AnsweredMonth = excluded.AnsweredMonth, AbandonedMonth = excluded.AbandonedMonth;
    RETURN coalesce(tallied, 0);
END
$$;
COMMENT ON FUNCTION tally_pace() IS
'Adds what note_pace wrote down to PaceMinute and ListPace, and brings the sums of ListPace up to two minutes ago, where
a list dials ahead. Returns how many notes were counted. Called under CycleLock: nobody else counts. Locks: the notes,
the minutes.';

CREATE OR REPLACE FUNCTION newest_of(times double precision[], "limit" integer) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN times[greatest(cardinality(times) - newest_of."limit" + 1, 1):];
END
$$;
COMMENT ON FUNCTION newest_of(double precision[], integer) IS 'The last so many elements.';

CREATE OR REPLACE FUNCTION abandon_rates(outbound_list_id uuid, OUT AnsweredDay bigint, OUT AbandonedDay bigint,
    OUT AnsweredMonth bigint, OUT AbandonedMonth bigint) RETURNS record
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
BEGIN
    PERFORM demand('OutboundList', 'Read');
    SELECT coalesce(sum(u.Answered) FILTER (WHERE u.Minute > now_is - interval '24 hours'), 0),
        coalesce(sum(u.Abandoned) FILTER (WHERE u.Minute > now_is - interval '24 hours'), 0),
        coalesce(sum(u.Answered), 0), coalesce(sum(u.Abandoned), 0)
    INTO AnsweredDay, AbandonedDay, AnsweredMonth, AbandonedMonth
    FROM (
        SELECT m.Minute, m.Answered, m.Abandoned
        FROM PaceMinute AS m
        WHERE m.OutboundListId = abandon_rates.outbound_list_id AND m.Minute > now_is - interval '30 days'
        UNION ALL
        SELECT e.EventTime, e.Answered, e.Abandoned
        FROM PaceEvent AS e
        WHERE e.OutboundListId = abandon_rates.outbound_list_id
    ) AS u;
END
$$;
COMMENT ON FUNCTION abandon_rates(uuid) IS
'Live answers of a list and those of them that were abandoned, in the last 24 hours and in the last 30 days (PRED-2).
All 0 for a list that never dialled by itself. Locks nothing.';
