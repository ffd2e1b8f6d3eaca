-- What calls have worked out from their list, calendar or batch is worked out again when that changes (TIME-3), in
-- the same transaction: there is no moment at which a call could be dialled by the old calendar.
CREATE OR REPLACE FUNCTION refresh_calls() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.CallResult = 'Scheduled' AND c.OutboundListId = NEW.OutboundListId;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION refresh_calls() IS
'Trigger on OutboundList: has the windows of its waiting calls worked out again. Locks: the calls.';

CREATE OR REPLACE TRIGGER list_1_refresh AFTER UPDATE ON OutboundList
FOR EACH ROW
WHEN (
    (OLD.TimeZone, OLD.CalendarId, OLD.OpenMissedAfter, OLD.RulePackId)
    IS DISTINCT FROM (NEW.TimeZone, NEW.CalendarId, NEW.OpenMissedAfter, NEW.RulePackId)
)
EXECUTE FUNCTION refresh_calls();

CREATE OR REPLACE FUNCTION release_batch() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.CallResult = 'Scheduled' AND c.OutboundListImportId = NEW.OutboundListImportId
        AND c.Rank > coalesce(least(OLD.RankBarrier, NEW.RankBarrier), OLD.RankBarrier, NEW.RankBarrier)
        AND c.Rank <= CASE
            WHEN OLD.RankBarrier IS NULL OR NEW.RankBarrier IS NULL THEN c.Rank
            ELSE greatest(OLD.RankBarrier, NEW.RankBarrier)
        END;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION release_batch() IS
'Trigger on OutboundListImport: releases the calls that a raised barrier lets in, holds back those that a lowered one
keeps out. Locks: those calls.';

CREATE OR REPLACE TRIGGER batch_1_release AFTER UPDATE ON OutboundListImport
FOR EACH ROW WHEN (OLD.RankBarrier IS DISTINCT FROM NEW.RankBarrier) EXECUTE FUNCTION release_batch();

CREATE OR REPLACE FUNCTION refresh_calendar() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    WHERE c.CallResult = 'Scheduled' AND c.OutboundListId IN (
        SELECT l.OutboundListId
        FROM OutboundList AS l
        WHERE l.CalendarId IN (SELECT r.CalendarId FROM ChangedRow AS r)
    );
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION refresh_calendar() IS
'Trigger on the tables of a calendar: has the windows of the waiting calls that it governs worked out again. Locks:
the calls.';

CREATE OR REPLACE TRIGGER hours_1_added AFTER INSERT ON CalendarHours
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar();
CREATE OR REPLACE TRIGGER hours_1_changed AFTER UPDATE ON CalendarHours
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar();
CREATE OR REPLACE TRIGGER hours_1_removed AFTER DELETE ON CalendarHours
REFERENCING OLD TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar();
CREATE OR REPLACE TRIGGER days_1_added AFTER INSERT ON CalendarDay
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar();
CREATE OR REPLACE TRIGGER days_1_changed AFTER UPDATE ON CalendarDay
REFERENCING NEW TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar();
CREATE OR REPLACE TRIGGER days_1_removed AFTER DELETE ON CalendarDay
REFERENCING OLD TABLE AS ChangedRow FOR EACH STATEMENT EXECUTE FUNCTION refresh_calendar();
