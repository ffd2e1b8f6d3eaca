-- A new call, whatever way it comes in: the same defaults and the same checks (CALL-4), its first phase, and its place
-- in the queue. One trigger for what four do when a call changes, because a million rows may come at once: what a row
-- costs is how often it looks into a table, 3 µs each time. An import's row looks for the list with its country, for
-- the group and for the batch.
CREATE OR REPLACE FUNCTION new_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    list record;
    next record;
    plain text;
    country text;
    any_time boolean := FALSE;
BEGIN
    IF NEW.PhoneNumberId IS NOT NULL AND (NEW.Number IS NULL OR NEW.ContactId IS NULL) THEN
        SELECT coalesce(NEW.Number, n.Number), coalesce(NEW.ContactId, n.ContactId) INTO NEW.Number, NEW.ContactId
        FROM PhoneNumber AS n
        WHERE n.PhoneNumberId = NEW.PhoneNumberId;
    END IF;
    -- What the list and the project prescribe.
    IF NEW.OutboundListId IS NOT NULL THEN
        SELECT l.ProjectId, l.LanguageId, l.Country, l.ManualDistribution, l.CalendarId, l.RulePackId,
            plain_number(NEW.Number, c) AS PlainNumber
        INTO list
        FROM OutboundList AS l
        LEFT JOIN CallingCountry AS c ON c.Country = coalesce(l.Country, configuration('DefaultCountry'))
        WHERE l.OutboundListId = NEW.OutboundListId;
        IF NOT FOUND THEN
            PERFORM refuse_list(NEW.OutboundListId, NEW.Number);
        END IF;
        plain := list.PlainNumber;
        country := list.Country;
        -- Numbers of do-not-call lists the cycle sets aside: one look less for each row of an import.
        any_time := num_nonnulls(list.CalendarId, list.RulePackId) = 0;
        -- A private call that is given a list becomes a project call (CALL-2).
        NEW.CallType := coalesce(nullif(NEW.CallType, 'Private'), 'DialOut');
        NEW.ProjectId := coalesce(NEW.ProjectId, list.ProjectId);
        IF NEW.LanguageId IS NULL THEN
            NEW.LanguageId := call_language(list.LanguageId, NEW.ProjectId);
        END IF;
        IF NEW.CallPhase IS NULL AND NEW.CallResult IS NULL AND NEW.CallType = 'DialOut' THEN
            NEW.CallPhase := 'Enqueue';
        END IF;
        -- In a list with manual dispatch every new call waits for its release, whatever way it came (MAN-1).
        IF list.ManualDistribution > NEW.Trial AND NEW.CallType = 'DialOut'
            AND (NEW.CallPhase IN ('New', 'Enqueue', 'EnqueueNoTime')
                OR (NEW.CallPhase IS NULL AND NEW.CallResult IN ('Prepared', 'Scheduled', 'Paused')))
        THEN
            NEW.CallPhase := 'Manual';
            NEW.CallResult := coalesce(nullif(NEW.CallResult, 'Scheduled'), 'Prepared');
        END IF;
    ELSE
        NEW.CallType := coalesce(NEW.CallType, 'Private');
        IF NEW.CallType = 'DialOut' THEN
            PERFORM refuse_list(NULL, NEW.Number);
        END IF;
    END IF;
    IF NEW.CallType = 'Visitor' THEN
        NEW.CallPhase := coalesce(NEW.CallPhase, 'AgentTalk');
        NEW.WorkplaceId := visitor_workplace(NEW.AgentId);
    END IF;
    NEW.NumberGiven := coalesce(NEW.NumberGiven, NEW.Number);
    IF plain IS NULL AND (NEW.CallType <> 'Visitor' OR NEW.Number IS NOT NULL) THEN
        plain := normalise_number(NEW.Number, coalesce(country, configuration('DefaultCountry')));
    END IF;
    NEW.Number := plain;
    NEW.TimeMode := coalesce(NEW.TimeMode, 'None');
    IF NEW.TimeMode <> 'None' OR NEW.TimeZone IS NOT NULL THEN
        PERFORM check_window(NEW.TimeMode, NEW.TimeFrom, NEW.TimeTo, coalesce(NEW.TimeZone, 'UTC'));
    END IF;
    NEW.Predistributed := coalesce(NEW.Predistributed, 0);
    IF NEW.Predistributed = 1 AND NEW.AgentId IS NULL THEN
        PERFORM refuse_nobody(NEW.Number);
    END IF;

    -- In which phase it begins. Where an import says all of it, follow_new_calls looks once for all rows.
    NEW.Step := 1;
    IF (NEW.CallPhase = 'Enqueue' AND NEW.CallResult = 'Scheduled') IS NOT TRUE THEN
        IF NEW.CallPhase IS NULL THEN
            SELECT t.ToPhase, t.ToResult INTO next
            FROM PhaseTransition AS t
            WHERE t.FromPhase IS NULL AND t.ToResult = coalesce(NEW.CallResult, 'Prepared')
            ORDER BY t.Rank, t.ToPhase
            LIMIT 1;
        ELSE
            SELECT t.ToPhase, t.ToResult INTO next
            FROM PhaseTransition AS t
            WHERE t.FromPhase IS NULL AND t.ToPhase = NEW.CallPhase AND t.ToResult = coalesce(NEW.CallResult, t.ToResult)
            ORDER BY t.Rank, t.ToResult
            LIMIT 1;
        END IF;
        IF NOT FOUND THEN
            PERFORM refuse_move(NEW.OutboundCallId, NULL, NULL, NEW.CallPhase, NEW.CallResult);
        END IF;
        NEW.CallPhase := next.ToPhase;
        NEW.CallResult := next.ToResult;
    END IF;
    IF (NEW.CallType = 'Visitor') <> (NEW.CallPhase = 'AgentTalk') THEN
        PERFORM refuse_kind(NEW.OutboundCallId, NEW.CallType, NEW.CallPhase);
    END IF;

    -- Times and counters; those of a call that begins with an agent follow in enter_phase.
    NEW.CreatedTime := now_is;
    NEW.ChangedTime := now_is;
    NEW.Deadline := NULL;
    NEW.RetryTime := NULL;
    NEW.ConditionTime := NULL;
    NEW.TalkState := NULL;
    NEW.Muted := NULL;
    NEW.KeysSent := NULL;
    NEW.ConsultNumber := NULL;
    NEW.TransferredTo := NULL;
    NEW.Due := 0;
    IF NEW.CallResult IN ('Scheduled', 'Prepared') AND NEW.CallPhase <> 'AgentTalk' THEN
        IF NEW.Predistributed = 0 THEN
            NEW.AgentId := NULL;
        END IF;
        NEW.WorkplaceId := NULL;
        NEW.EnqueueingTime := coalesce(NEW.EnqueueingTime, greatest(now_is, NEW.ScheduleTime));
        NEW.Offers := 0;
        NEW.MissedBy := NULL;
        NEW.CallResultDetailId := NULL;
        NEW.EndPhase := NULL;
    END IF;

    -- Its place in the queue. All that has a window, an end, an agent of its own or no list is left to queue_call: its
    -- Due is NULL.
    IF NEW.CallResult = 'Scheduled' THEN
        SELECT greatest(now_is, NEW.EnqueueingTime + r.ShortestWait * interval '1 second') INTO NEW.ConditionTime
        FROM RuleLevel AS r
        WHERE r.ConditionLevel = NEW.ConditionLevel;
        IF any_time AND NEW.CallPhase = 'Enqueue' AND NEW.TimeMode = 'None' AND NEW.Predistributed = 0
            AND NEW.ValidUntil IS NULL
        THEN
            NEW.CallGroupId := call_group(
                NEW.OutboundListId, NEW.OutboundListImportId, NEW.ProjectId, NEW.LanguageId, NEW.Skill, NEW.Proficiency);
            NEW.DueTime := greatest(NEW.ScheduleTime, NEW.EnqueueingTime);
            NEW.DueUntil := NULL;
            IF NEW.Rank > (
                SELECT i.RankBarrier
                FROM OutboundListImport AS i
                WHERE i.OutboundListImportId = NEW.OutboundListImportId)
            THEN
                NEW.DueTime := NULL;
            END IF;
            NEW.Due := CASE WHEN NEW.DueTime <= now_is THEN 1 ELSE 0 END;
        ELSE
            NEW.Due := NULL;
        END IF;
    ELSIF NEW.ValidUntil IS NOT NULL THEN
        NEW.Due := NULL;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION new_call() IS
'Trigger on OutboundCall for new calls: fills in what the list and the project prescribe, normalises the number,
checks the window, gives the first phase and status with their times, and the place in the queue of a call that has no
window. Errors: PD001 no call begins so; PD004 no such list, or none; PD005 pre-distributed to nobody; PD010 number;
PD011 window or zone; PD022 a visitor at an agent who is not logged in; PD030 a call of this kind does not begin so.';

CREATE OR REPLACE TRIGGER call_1_new BEFORE INSERT ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION new_call();
