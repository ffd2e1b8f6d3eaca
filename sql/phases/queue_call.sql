-- Fourth: where a waiting call stands: what it asks of an agent, when it may be dialled, whether that is now (TIME-3).
-- A new call without a window has it from new_call, by the same rule made short.
CREATE OR REPLACE FUNCTION queue_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    stays CONSTANT boolean := TG_OP = 'UPDATE' AND NEW.Step = OLD.Step;
    now_is timestamptz;
    list record;
    has_window boolean;
    zone text;
    opens timestamptz;
    closes timestamptz;
    phase_now CallPhase;
    rules uuid;
    region text;
    hold_kind RuleKind;
    hold_until timestamptz;
    from_when timestamptz;
BEGIN
    -- To be moved to another list, to be given to an agent or taken from one is a step of its own for whatever waits.
    IF stays AND NEW.CallResult IN ('Scheduled', 'Prepared', 'Paused')
        AND (OLD.OutboundListId IS DISTINCT FROM NEW.OutboundListId OR OLD.Predistributed <> NEW.Predistributed
            OR (NEW.Predistributed = 1 AND OLD.AgentId IS DISTINCT FROM NEW.AgentId))
    THEN
        NEW.Step := OLD.Step + 1;
        NEW.ChangedTime := clock();
    END IF;
    IF NEW.CallResult <> 'Scheduled' OR NEW.CallPhase NOT IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed') THEN
        NEW.Due := 0;
        NEW.HeldBy := NULL;
        -- What waits for its release is given up at its end, too. (A paused call is somebody's concern.)
        IF NEW.CallResult = 'Prepared' AND NEW.CallPhase IN ('New', 'Manual')
            AND (NEW.ValidUntil IS NOT NULL OR NEW.Deadline IS NOT NULL)
        THEN
            NEW.Deadline := CASE WHEN NEW.ValidUntil IS NOT NULL THEN greatest(NEW.ValidUntil, clock()) END;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.ScheduleTime IS DISTINCT FROM OLD.ScheduleTime AND NEW.EnqueueingTime > clock() THEN
            -- Put forward: it waits since then, and not from the time for which it was scheduled before.
            NEW.EnqueueingTime := least(NEW.EnqueueingTime, greatest(clock(), NEW.ScheduleTime));
        END IF;
        -- Rules are tried anew for a call that comes to wait, or of which something changes that they ask for.
        IF NEW.ConditionTime IS NOT DISTINCT FROM OLD.ConditionTime AND (OLD.CallResult <> 'Scheduled'
            OR (OLD.ConditionLevel, OLD.EnqueueingTime, OLD.Priority, OLD.ProjectId, OLD.LanguageId, OLD.OutboundListId,
                OLD.Skill, OLD.Proficiency, OLD.Trial, OLD.CallType, OLD.Predistributed, OLD.AgentId, OLD.PreferredAgentId)
            IS DISTINCT FROM
            (NEW.ConditionLevel, NEW.EnqueueingTime, NEW.Priority, NEW.ProjectId, NEW.LanguageId, NEW.OutboundListId,
                NEW.Skill, NEW.Proficiency, NEW.Trial, NEW.CallType, NEW.Predistributed, NEW.AgentId, NEW.PreferredAgentId))
        THEN
            SELECT greatest(clock(), NEW.EnqueueingTime + r.ShortestWait * interval '1 second') INTO NEW.ConditionTime
            FROM RuleLevel AS r
            WHERE r.ConditionLevel = NEW.ConditionLevel;
        END IF;
        -- A change of level is a step of its own, and one with what else it brings.
        IF stays AND NEW.ConditionLevel <> OLD.ConditionLevel THEN
            NEW.Step := OLD.Step + 1;
            IF NEW.ChangedTime = OLD.ChangedTime THEN
                NEW.ChangedTime := clock();
            END IF;
        END IF;
    END IF;
    IF stays AND NEW.Due IS NOT NULL
        AND (OLD.ScheduleTime, OLD.TimeMode, OLD.TimeFrom, OLD.TimeTo, OLD.TimeZone, OLD.Number, OLD.OutboundListId,
            OLD.OutboundListImportId, OLD.Rank, OLD.ProjectId, OLD.LanguageId, OLD.Skill, OLD.Proficiency,
            OLD.Predistributed, OLD.EnqueueingTime, OLD.ValidUntil, OLD.ContactId, OLD.ConsentTime, OLD.CallerId)
        IS NOT DISTINCT FROM
        (NEW.ScheduleTime, NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, NEW.TimeZone, NEW.Number, NEW.OutboundListId,
            NEW.OutboundListImportId, NEW.Rank, NEW.ProjectId, NEW.LanguageId, NEW.Skill, NEW.Proficiency,
            NEW.Predistributed, NEW.EnqueueingTime, NEW.ValidUntil, NEW.ContactId, NEW.ConsentTime, NEW.CallerId)
    THEN
        RETURN NEW;
    END IF;
    IF NEW.OutboundListId IS NULL THEN
        PERFORM refuse_kind(NEW.OutboundCallId, NEW.CallType, NEW.CallPhase);
    END IF;
    now_is := CASE WHEN stays THEN clock() ELSE NEW.ChangedTime END;
    SELECT l.TimeZone, l.CalendarId, l.OpenMissedAfter,
        CASE WHEN k.HasHours = 1 THEN k.RulePackId END AS RulePackId,
        num_nonnulls(l.RulePackId, l.DoNotCallLists) > 0 OR NOT reserves_agent(l.DialingMode, l.AgentFirst, 0) AS IsGuarded
    INTO list
    FROM OutboundList AS l
    LEFT JOIN RulePack AS k ON k.RulePackId = l.RulePackId
    WHERE l.OutboundListId = NEW.OutboundListId;
    IF NEW.CallGroupId IS NULL OR TG_OP = 'INSERT'
        OR (OLD.OutboundListId, OLD.OutboundListImportId, OLD.ProjectId, OLD.LanguageId, OLD.Skill, OLD.Proficiency)
            IS DISTINCT FROM
            (NEW.OutboundListId, NEW.OutboundListImportId, NEW.ProjectId, NEW.LanguageId, NEW.Skill, NEW.Proficiency)
    THEN
        NEW.CallGroupId := call_group(
            NEW.OutboundListId, NEW.OutboundListImportId, NEW.ProjectId, NEW.LanguageId, NEW.Skill, NEW.Proficiency);
    END IF;

    -- Without a window it may be dialled at any time; whose clock is meant matters only to one that has.
    has_window := NEW.TimeMode <> 'None' OR list.CalendarId IS NOT NULL OR list.RulePackId IS NOT NULL;
    from_when := greatest(now_is, NEW.ScheduleTime);
    NEW.HeldBy := NULL;
    IF list.IsGuarded THEN
        -- The rule that keeps it out for longest. A do-not-call list that is too old closes outbound lists as a whole.
        SELECT b.Kind, b.Until INTO hold_kind, hold_until
        FROM broken_rules(NEW, now_is, FALSE) AS b
        WHERE b.Kind <> 'DoNotCallAge'
        ORDER BY b.Until DESC, b.Kind
        LIMIT 1;
        NEW.HeldBy := hold_kind;
        from_when := greatest(from_when, nullif(hold_until, 'infinity'));
    END IF;
    IF has_window THEN
        rules := list.RulePackId;
        IF rules IS NULL THEN
            zone := call_time_zone(NEW.TimeZone, NEW.Number, list.TimeZone);
        ELSE
            -- The law's hours are those of who is called: the site's own zone is none for them.
            zone := coalesce(NEW.TimeZone, number_time_zone(NEW.Number), list.TimeZone);
            region := number_region(NEW.Number);
        END IF;
        IF zone IS NOT NULL THEN
            SELECT w.opens, w.closes INTO opens, closes
            FROM next_window(
                NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, zone, list.CalendarId, from_when, rules, region) AS w;
        END IF;
    END IF;
    IF has_window AND zone IS NULL THEN
        NEW.HeldBy := 'Hours';
        NEW.DueTime := NULL;
        NEW.DueUntil := NULL;
    ELSIF hold_until = 'infinity' AND (opens IS NOT NULL OR NOT has_window) THEN
        NEW.DueTime := NULL;
        NEW.DueUntil := nullif(closes, 'infinity');
    ELSIF NOT has_window OR opens IS NOT NULL THEN
        NEW.DueTime := greatest(opens, NEW.ScheduleTime, NEW.EnqueueingTime, hold_until);
        NEW.DueUntil := nullif(closes, 'infinity');
    ELSIF num_nonnulls(list.CalendarId, rules) = 0 OR (
        SELECT w.opens IS NULL
        FROM next_window(
            NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, zone, NULL, from_when) AS w
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
    IF NEW.Rank IS NOT NULL THEN
        PERFORM 1
        FROM OutboundListImport AS i
        WHERE i.OutboundListImportId = NEW.OutboundListImportId AND NEW.Rank > i.RankBarrier;
        IF FOUND THEN
            NEW.DueTime := NULL;
        END IF;
    END IF;
    -- It is not dialled after its end, and at the latest then the cycle looks at it: one that is due at no moment
    -- before
    -- is given up as one whose last window is over.
    IF NEW.ValidUntil <= now_is THEN
        NEW.DueTime := now_is;
        NEW.DueUntil := now_is;
    ELSIF NEW.ValidUntil IS NOT NULL THEN
        NEW.DueTime := least(NEW.DueTime, NEW.ValidUntil);
        NEW.DueUntil := least(NEW.DueUntil, NEW.ValidUntil);
    END IF;
    NEW.Due := CASE WHEN NEW.DueTime <= now_is AND coalesce(now_is < NEW.DueUntil, TRUE) THEN 1 ELSE 0 END;

    phase_now := CASE
        WHEN has_window AND (opens IS NULL OR (opens > now_is AND from_when <= now_is))
            THEN 'EnqueueNoTime'
        WHEN NEW.CallPhase = 'EnqueueNoTime' THEN 'Enqueue'
        ELSE NEW.CallPhase
    END;
    IF phase_now <> NEW.CallPhase THEN
        NEW.CallPhase := phase_now;
        IF stays THEN
            NEW.Step := OLD.Step + 1;
            NEW.ChangedTime := now_is;
        END IF;
    END IF;

    IF NEW.Predistributed = 1 AND list.OpenMissedAfter IS NOT NULL THEN
        -- Not before now: the cycle may have passed what lies below (ladder_mark).
        NEW.Deadline := greatest(
            NEW.EnqueueingTime + list.OpenMissedAfter * interval '1 minute',
            NEW.ScheduleTime + list.OpenMissedAfter * interval '1 minute',
            now_is);
    ELSIF NEW.Predistributed = 1 THEN
        NEW.Deadline := NULL;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION queue_call() IS
'Trigger on OutboundCall, when a call waits or something changes that decides when it may be dialled: works out
CallGroupId, DueTime, DueUntil and Due, and whether the phase is Enqueue or EnqueueNoTime. Due set to NULL has all of
it worked out again. When something changes that rules ask for: ConditionTime. A change of ConditionLevel, of the list
or of whom alone the call waits for is a step of the history. A call that a rule forbids (HeldBy) is due when that
lets it, or not at all until something changes. Errors: PD030 only calls of a list wait.';

CREATE OR REPLACE TRIGGER call_4_queue_new BEFORE INSERT ON OutboundCall
FOR EACH ROW WHEN (NEW.Due IS NULL) EXECUTE FUNCTION queue_call();

CREATE OR REPLACE TRIGGER call_4_queue_changed BEFORE UPDATE ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION queue_call();
