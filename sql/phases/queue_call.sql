-- Fourth: where a waiting call stands: what it asks of an agent, when it may be dialled, whether that is now (TIME-3).
CREATE OR REPLACE FUNCTION queue_call() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    list record;
    next record;
    phase_now CallPhase;
BEGIN
    IF NEW.CallResult <> 'Scheduled' OR NEW.CallPhase NOT IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed') THEN
        NEW.Due := 0;
        RETURN NEW;
    END IF;
    SELECT l.TimeZone, l.CalendarId, l.OpenMissedAfter INTO list
    FROM OutboundList AS l
    WHERE l.OutboundListId = NEW.OutboundListId;
    NEW.CallGroupId := call_group(
        NEW.OutboundListId, NEW.OutboundListImportId, NEW.ProjectId, NEW.LanguageId, NEW.Skill, NEW.Proficiency);

    SELECT w.opens, w.closes INTO next
    FROM next_window(
        NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, call_time_zone(NEW.TimeZone, NEW.Number, list.TimeZone),
        list.CalendarId, greatest(now_is, NEW.ScheduleTime)) AS w;
    IF next.opens IS NOT NULL THEN
        NEW.DueTime := greatest(next.opens, NEW.ScheduleTime, NEW.EnqueueingTime);
        NEW.DueUntil := nullif(next.closes, 'infinity');
    ELSIF list.CalendarId IS NULL OR (
        SELECT w.opens IS NULL
        FROM next_window(
            NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, call_time_zone(NEW.TimeZone, NEW.Number, list.TimeZone),
            NULL, greatest(now_is, NEW.ScheduleTime)) AS w
    ) THEN
        -- Its own last window is over: the next cycle gives it up.
        NEW.DueTime := now_is;
        NEW.DueUntil := now_is;
    ELSE
        -- The calendar never opens: it may be put right.
        NEW.DueTime := NULL;
        NEW.DueUntil := NULL;
    END IF;
    -- Beyond the barrier of its batch: released when the barrier rises.
    IF NEW.Rank > (
        SELECT i.RankBarrier FROM OutboundListImport AS i WHERE i.OutboundListImportId = NEW.OutboundListImportId)
    THEN
        NEW.DueTime := NULL;
    END IF;
    NEW.Due := CASE WHEN NEW.DueTime <= now_is AND coalesce(now_is < NEW.DueUntil, TRUE) THEN 1 ELSE 0 END;

    phase_now := CASE
        WHEN (next.opens > now_is AND coalesce(NEW.ScheduleTime, now_is) <= now_is) OR next.opens IS NULL
            THEN 'EnqueueNoTime'
        WHEN NEW.CallPhase = 'EnqueueNoTime' THEN 'Enqueue'
        ELSE NEW.CallPhase
    END;
    IF phase_now <> NEW.CallPhase THEN
        NEW.CallPhase := phase_now;
        IF TG_OP = 'UPDATE' AND NEW.Step = OLD.Step THEN
            NEW.Step := OLD.Step + 1;
            NEW.ChangedTime := now_is;
        END IF;
    END IF;

    IF NEW.Predistributed = 1 THEN
        NEW.Deadline := greatest(NEW.EnqueueingTime, NEW.ScheduleTime) + list.OpenMissedAfter * interval '1 minute';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION queue_call() IS
'Trigger on OutboundCall, when a call waits or something changes that decides when it may be dialled: works out
CallGroupId, DueTime, DueUntil and Due, and whether the phase is Enqueue or EnqueueNoTime. Due set to NULL has all
of it worked out again.';

CREATE OR REPLACE TRIGGER call_4_queue_new BEFORE INSERT ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION queue_call();

CREATE OR REPLACE TRIGGER call_4_queue_changed BEFORE UPDATE ON OutboundCall
FOR EACH ROW
WHEN (
    (OLD.CallPhase, OLD.CallResult) IS DISTINCT FROM (NEW.CallPhase, NEW.CallResult)
    OR NEW.Due IS NULL
    OR (
        NEW.CallResult = 'Scheduled' AND (
            (OLD.ScheduleTime, OLD.TimeMode, OLD.TimeFrom, OLD.TimeTo, OLD.TimeZone, OLD.Number, OLD.OutboundListId,
                OLD.OutboundListImportId, OLD.Rank, OLD.ProjectId, OLD.LanguageId, OLD.Skill, OLD.Proficiency,
                OLD.Predistributed, OLD.EnqueueingTime)
            IS DISTINCT FROM
            (NEW.ScheduleTime, NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, NEW.TimeZone, NEW.Number, NEW.OutboundListId,
                NEW.OutboundListImportId, NEW.Rank, NEW.ProjectId, NEW.LanguageId, NEW.Skill, NEW.Proficiency,
                NEW.Predistributed, NEW.EnqueueingTime)
        )
    )
)
EXECUTE FUNCTION queue_call();
