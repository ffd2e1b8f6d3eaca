CREATE OR REPLACE FUNCTION drop_history(before date) RETURNS TABLE (Partition text, Outcome text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT d.Partition, d.Outcome
    FROM drop_months(date_trunc('month', before::timestamp) AT TIME ZONE 'UTC', TRUE) AS d;
END
$$;
COMMENT ON FUNCTION drop_history(date) IS
'Drops the months of CallEvent that end before the month of this date (UTC), the current one never; CallEventEarlier is
emptied once everything in it is as old. A row for each: dropped, emptied, or why it is still there. Waits a tenth of a
second at most for whoever reads or writes the history, so that nobody queues behind it; then it is to be called again.
The cycle does the same by itself where HistoryMonths is set. Calls themselves are not touched. To be called by the
owner of the tables. Locks: CallEvent, until the end of the transaction.';

CREATE OR REPLACE FUNCTION drop_months(until timestamptz, patient boolean)
RETURNS TABLE (Partition text, Outcome text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET lock_timeout TO '100ms'
AS $$
DECLARE
    -- The current month's events are those of calls in progress.
    limit_is timestamptz := least(until, date_trunc('month', clock(), 'UTC'));
    nowait text := CASE WHEN patient THEN '' ELSE ' NOWAIT' END;
    in_use CONSTANT text := 'in use: somebody reads or writes the history, try again';
    earlier_until timestamptz;
    old record;
BEGIN
    BEGIN
        EXECUTE 'LOCK TABLE ONLY CallEventEarlier IN ACCESS SHARE MODE' || nowait;
        earlier_until := (SELECT max(e.EventTime) FROM CallEventEarlier AS e);
    EXCEPTION WHEN lock_not_available THEN
        Partition := 'calleventearlier';
        Outcome := in_use;
        RETURN NEXT;
        RETURN;
    END;
    FOR old IN
        SELECT m.Home, m.Name, m.Bound = 'DEFAULT' AS IsEarlier,
            substring(m.Bound FROM 'TO \(''(.+)''\)')::timestamptz AS MonthEnd
        FROM (
            SELECT n.nspname AS Home, c.relname::text AS Name, pg_get_expr(c.relpartbound, c.oid) AS Bound
            FROM pg_inherits AS i
            INNER JOIN pg_class AS c ON c.oid = i.inhrelid
            INNER JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE i.inhparent = 'CallEvent'::regclass
        ) AS m
        WHERE CASE
            WHEN m.Bound = 'DEFAULT' THEN earlier_until < limit_is
            ELSE substring(m.Bound FROM 'TO \(''(.+)''\)')::timestamptz <= limit_is
        END
        ORDER BY MonthEnd
    LOOP
        Partition := old.Name;
        BEGIN
            EXECUTE format('LOCK TABLE ONLY CallEvent, ONLY %I.%I, ONLY CallEventEarlier IN ACCESS EXCLUSIVE MODE',
                old.Home, old.Name) || nowait;
            IF old.IsEarlier THEN
                TRUNCATE CallEventEarlier;
                Outcome := 'emptied';
            ELSE
                EXECUTE format('DROP TABLE %I.%I', old.Home, old.Name);
                Outcome := 'dropped';
            END IF;
        EXCEPTION
        WHEN lock_not_available THEN
            Outcome := in_use;
            RETURN NEXT;
            RETURN;
        WHEN undefined_table THEN
            -- Another session was quicker.
            CONTINUE;
        WHEN dependent_objects_still_exist THEN
            Outcome := SQLERRM;
        END;
        UPDATE Retention AS r
        SET KeptFrom = greatest(r.KeptFrom, coalesce(old.MonthEnd, limit_is))
        WHERE r.LogName = 'CallEvent';
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION drop_months(timestamptz, boolean) IS
'Drops the months of CallEvent that end at until or before, as drop_history says. Not patient: does not wait at all.';

CREATE OR REPLACE FUNCTION purge_months(until timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    outcomes text[] := ARRAY(SELECT d.Outcome FROM drop_months(until, FALSE) AS d);
BEGIN
    -- Not again before the next month, unless somebody was in the way.
    IF NOT coalesce(outcomes[cardinality(outcomes)] LIKE 'in use%', FALSE) THEN
        UPDATE Retention AS r SET PurgedUntil = until WHERE r.LogName = 'CallEvent';
    END IF;
    RETURN (SELECT count(*) FROM unnest(outcomes) AS o (Outcome) WHERE o.Outcome IN ('dropped', 'emptied'));
END
$$;
COMMENT ON FUNCTION purge_months(timestamptz) IS
'Drops the months of CallEvent that end at until or before, once; without waiting for anybody. Returns how many.';
