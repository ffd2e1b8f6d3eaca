CREATE OR REPLACE FUNCTION update_calls(batch OutboundListImport, calls ImportCall[])
RETURNS TABLE (Updated bigint, Missed bigint)
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    this_turn integer;
    changed bigint[];
    missed_now bigint;
BEGIN
    Updated := 0;
    Missed := 0;
    -- What the file says of one number several times is done one after the other, as its lines come.
    FOR this_turn IN SELECT DISTINCT u.Turn FROM unnest(calls) AS u WHERE u.Outcome = 'Updated' ORDER BY 1 LOOP
        WITH Wanted AS MATERIALIZED (
            SELECT u.*, t.OutboundCallId
            FROM unnest(calls) AS u
            CROSS JOIN LATERAL (
                SELECT c.OutboundCallId
                FROM OutboundCall AS c
                WHERE c.OutboundListId = batch.OutboundListId AND c.Number = u.Number
                    AND c.CallResult IN ('Scheduled', 'Prepared', 'Paused') AND c.CallPhase <> 'AgentTalk'
                ORDER BY c.OutboundCallId
                LIMIT 1
            ) AS t
            WHERE u.Outcome = 'Updated' AND u.Turn = this_turn
        ),
        Locked AS MATERIALIZED (
            SELECT c.OutboundCallId
            FROM OutboundCall AS c
            WHERE c.OutboundCallId IN (SELECT w.OutboundCallId FROM Wanted AS w)
                AND c.CallResult IN ('Scheduled', 'Prepared', 'Paused') AND c.CallPhase <> 'AgentTalk'
            ORDER BY c.OutboundCallId
            FOR NO KEY UPDATE
        ),
        Changed AS (
            UPDATE OutboundCall AS c
            SET DisplayName = coalesce(w.DisplayName, c.DisplayName),
                Priority = coalesce(w.Priority, c.Priority),
                ScheduleTime = coalesce(w.ScheduleTime, c.ScheduleTime),
                TimeMode = coalesce(w.TimeMode, c.TimeMode),
                TimeFrom = CASE WHEN w.TimeMode IS NULL THEN c.TimeFrom ELSE w.TimeFrom END,
                TimeTo = CASE WHEN w.TimeMode IS NULL THEN c.TimeTo ELSE w.TimeTo END,
                TimeZone = coalesce(w.TimeZone, c.TimeZone),
                LanguageId = coalesce(w.LanguageId, c.LanguageId),
                AgentId = CASE w.Predistributed WHEN 1 THEN w.AgentId WHEN 0 THEN NULL ELSE c.AgentId END,
                Predistributed = coalesce(w.Predistributed, c.Predistributed),
                PreferredAgentId = coalesce(w.PreferredAgentId, c.PreferredAgentId),
                Skill = coalesce(w.Skill, c.Skill),
                Proficiency = coalesce(w.Proficiency, c.Proficiency),
                CallKey = coalesce(w.CallKey, c.CallKey),
                CallerId = coalesce(w.CallerId, c.CallerId),
                ExtendedFields = coalesce(c.ExtendedFields || w.ExtendedFields, w.ExtendedFields, c.ExtendedFields)
            FROM Locked AS k
            INNER JOIN Wanted AS w ON w.OutboundCallId = k.OutboundCallId
            WHERE c.OutboundCallId = k.OutboundCallId
            RETURNING w.Line
        )
        SELECT array_agg(x.Line) INTO changed FROM Changed AS x;
        Updated := Updated + coalesce(cardinality(changed), 0);

        INSERT INTO ImportReject (OutboundListImportId, Line, Outcome, Reason)
        SELECT batch.OutboundListImportId, u.Line, 'Duplicate',
            format('The list''s call to %s was taken up just now; only waiting calls are updated.', u.Number)
        FROM unnest(calls) AS u
        WHERE u.Outcome = 'Updated' AND u.Turn = this_turn
            AND NOT EXISTS (SELECT FROM unnest(changed) AS x (Line) WHERE x.Line = u.Line);
        GET DIAGNOSTICS missed_now = ROW_COUNT;
        Missed := Missed + missed_now;
    END LOOP;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION update_calls(OutboundListImport, ImportCall[]) IS
'Internal part of take_import: gives the waiting call of each number (the lowest id) the values that the row has;
what the row leaves empty stays, ExtendedFields are merged. Returns how many were updated, and how many no longer
waited.
Locks: the calls, by id.';

CREATE OR REPLACE FUNCTION take_import(batch OutboundListImport, calls ImportCall[])
RETURNS TABLE (Imported bigint, Updated bigint, Duplicate bigint, Rejected bigint)
LANGUAGE plpgsql
SET search_path FROM CURRENT
-- What the trigger on the statement sees of a chunk is kept in memory.
SET work_mem TO '64MB'
AS $$
DECLARE
    half CONSTANT integer := cardinality(calls) / 2;
    -- Looked up once and not for each row.
    language_id uuid := (
        SELECT call_language(l.LanguageId, l.ProjectId) FROM OutboundList AS l WHERE l.OutboundListId = batch.OutboundListId);
BEGIN
    INSERT INTO OutboundCall
    (CallPhase, CallResult, OutboundListId, OutboundListImportId, Rank, Number, NumberGiven, DisplayName, Priority,
        ScheduleTime, TimeMode, TimeFrom, TimeTo, TimeZone, LanguageId, AgentId, Predistributed, PreferredAgentId, Skill,
        Proficiency, CallKey, CallerId, ExtendedFields, EnqueueingTime)
    -- Phase and status are said, so that they are looked up for all rows at once (follow_new_calls).
    SELECT 'Enqueue', 'Scheduled', batch.OutboundListId, batch.OutboundListImportId, u.Rank, u.Number, u.NumberGiven,
        u.DisplayName, coalesce(u.Priority, 0), u.ScheduleTime, coalesce(u.TimeMode, 'None'), u.TimeFrom, u.TimeTo,
        u.TimeZone, coalesce(u.LanguageId, language_id), u.AgentId, coalesce(u.Predistributed, 0), u.PreferredAgentId,
        coalesce(u.Skill, 0), coalesce(u.Proficiency, 0), u.CallKey, u.CallerId, u.ExtendedFields, u.EnqueueingTime
    FROM unnest(calls) AS u
    WHERE u.Outcome = 'Imported'
    ORDER BY u.Line;
    GET DIAGNOSTICS Imported = ROW_COUNT;
    Updated := 0;
    Duplicate := 0;
    Rejected := 0;
    IF batch.Duplicates = 'Update' THEN
        SELECT u.Updated, u.Missed INTO Updated, Duplicate FROM update_calls(batch, calls) AS u;
    END IF;
    RETURN NEXT;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR SQLSTATE 'PD000' THEN
    -- A rule that check_import does not know, such as a DBA's own: halving finds the rows it refuses.
    IF cardinality(calls) = 1 THEN
        INSERT INTO ImportReject (OutboundListImportId, Line, Outcome, Reason)
        SELECT batch.OutboundListImportId, u.Line, 'Rejected', SQLERRM
        FROM unnest(calls) AS u;
        RETURN QUERY SELECT 0::bigint, 0::bigint, 0::bigint, 1::bigint;
    ELSE
        RETURN QUERY
        SELECT sum(t.Imported)::bigint, sum(t.Updated)::bigint, sum(t.Duplicate)::bigint, sum(t.Rejected)::bigint
        FROM (
            SELECT * FROM take_import(batch, calls[:half])
            UNION ALL
            SELECT * FROM take_import(batch, calls[half + 1:])
        ) AS t;
    END IF;
END
$$;
COMMENT ON FUNCTION take_import(OutboundListImport, ImportCall[]) IS
'Internal part of import_batch: makes and updates the calls that check_import decided on. A row that is refused all
the same goes to ImportReject with the error. Returns how many there were of each. Locks: the calls updated, by id.';
