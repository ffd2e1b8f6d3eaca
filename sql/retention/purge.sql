CREATE OR REPLACE FUNCTION purge() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Days and months are whole, so that there is something to do once a day and not in every cycle.
    today timestamptz := date_trunc('day', clock(), 'UTC');
    month timestamptz := date_trunc('month', clock(), 'UTC');
    history_months integer := nullif(configuration('HistoryMonths'), '')::integer;
    log_days integer := nullif(configuration('PbxLogDays'), '')::integer;
    request_days integer := nullif(configuration('RequestDays'), '')::integer;
    change_days integer := nullif(configuration('SetupChangeDays'), '')::integer;
    pacing_days integer := nullif(configuration('PacingDays'), '')::integer;
    lost_window integer := configuration('LostShiftWindow')::integer;
    purged integer := 0;
BEGIN
    IF log_days IS NOT NULL THEN
        purged := purged + purge_attempts(today - log_days * interval '24 hours');
    END IF;
    IF request_days IS NOT NULL THEN
        purged := purged + purge_requests(today - request_days * interval '24 hours');
    END IF;
    IF change_days IS NOT NULL THEN
        purged := purged + purge_setup_changes(today - change_days * interval '24 hours');
    END IF;
    -- Abandon rates are those of 30 days.
    purged := purged + purge_pacing(today - pacing_days * interval '24 hours', today - interval '31 days');
    -- As of yesterday: a talk or a refusal may have come later than its attempt was dialled.
    purged := purged + purge_number_attempts(today - interval '24 hours' - attempts_needed());
    -- What is lost after its window makes no callback any more, so that nobody asks for the number.
    purged := purged + purge_callback_numbers(today - interval '24 hours' - lost_window * interval '1 second');
    -- Failures of today may still lock a name.
    purged := purged + purge_logins(today - interval '24 hours');
    IF history_months IS NOT NULL THEN
        month := (month AT TIME ZONE 'UTC' - history_months * interval '1 month') AT TIME ZONE 'UTC';
        purged := purged + purge_call_attempts(month);
        IF (SELECT coalesce(r.PurgedUntil < month, TRUE) FROM Retention AS r WHERE r.LogName = 'CallEvent') THEN
            purged := purged + purge_months(month);
        END IF;
        purged := purged + purge_tallies(month);
    END IF;
    RETURN purged;
END
$$;
COMMENT ON FUNCTION purge() IS
'Takes away what is older than Configuration lets it be (PbxLogDays, RequestDays, SetupChangeDays, HistoryMonths,
PacingDays),
CallBackNumber rows that nobody needs, and sessions and failed logins of the day before yesterday, a bounded piece at a
time; a cycle that does something calls it last. Days and months are those of UTC. Returns how many attempts (those of
reports, too), request keys, changes, numbers, logins, months and tallies have gone; 0 = nothing is to be done. Locks:
what it deletes, skipping what is held; CallEvent for a month that is dropped, unless somebody reads it.';
