CREATE OR REPLACE FUNCTION partition_is_missing(months_ahead integer) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- Asked of the catalog alone: whoever asks must not wait for a partition that is being made.
    RETURN to_regclass(
        'callevent_' || to_char(date_trunc('month', clock() AT TIME ZONE 'UTC') + months_ahead * interval '1 month', 'YYYY_MM')) IS NULL;
END
$$;
COMMENT ON FUNCTION partition_is_missing(integer) IS
'Whether the history has no partition of its own for a month, months_ahead of the current one (UTC). Locks: none.';

CREATE OR REPLACE FUNCTION make_partitions() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    month timestamp;
    made integer := 0;
    name text;
BEGIN
    FOR i IN 0..2 LOOP
        month := date_trunc('month', clock() AT TIME ZONE 'UTC') + i * interval '1 month';
        name := 'callevent_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN NOT partition_is_missing(i);
        -- Rows of the month that came before its partition stay where they are; the month is then left to the default
        -- one.
        CONTINUE WHEN EXISTS (
            SELECT FROM CallEventEarlier AS e
            WHERE e.EventTime >= month AT TIME ZONE 'UTC' AND e.EventTime < (month + interval '1 month') AT TIME ZONE 'UTC'
        );
        BEGIN
            -- Without waiting: whoever waits for this lock keeps everybody else waiting behind it.
            LOCK TABLE CallEvent IN ACCESS EXCLUSIVE MODE NOWAIT;
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF CallEvent FOR VALUES FROM (%L) TO (%L)',
                name, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
            made := made + 1;
        EXCEPTION WHEN lock_not_available THEN
            -- A report reads the history; there are months left until this one is needed.
            RETURN made;
        END;
    END LOOP;
    RETURN made;
END
$$;
COMMENT ON FUNCTION make_partitions() IS
'Makes the partitions of CallEvent for this month and the next two where they are missing. Returns how many it made; one
that cannot be made at once, because somebody reads the history, is left to a later cycle. A month whose first events
came before it stays in CallEventEarlier. Locks: CallEvent, for as long as a new partition takes.';
