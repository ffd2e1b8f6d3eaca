-- Third: the times, counters and deadlines that go with the phase entered.
CREATE OR REPLACE FUNCTION enter_phase() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    from_phase CallPhase;
    list record;
    retry record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.Step = OLD.Step THEN
            RETURN NEW;
        END IF;
        from_phase := OLD.CallPhase;
    ELSE
        NEW.CreatedTime := now_is;
    END IF;
    NEW.ChangedTime := now_is;
    NEW.Deadline := NULL;
    NEW.RetryTime := NULL;
    NEW.ConsultNumber := NULL;
    IF NEW.TalkProblem IS NOT DISTINCT FROM OLD.TalkProblem THEN
        NEW.TalkProblem := NULL;
    END IF;
    NEW.TalkState := CASE WHEN NEW.CallPhase = 'AgentTalk' AND NEW.CallResult = 'Active' THEN 'Talking'::TalkState END;
    NEW.Muted := CASE WHEN NEW.TalkState IS NOT NULL THEN 0 END;
    NEW.KeysSent := NEW.Muted;
    IF NEW.CallResult = 'Active' THEN
        SELECT l.PreviewTime, greatest(l.RingTime, k.MinRing) AS RingTime, l.AllowSharedNumber, l.AbandonThreshold INTO list
        FROM OutboundList AS l
        LEFT JOIN RulePack AS k ON k.RulePackId = l.RulePackId
        WHERE l.OutboundListId = NEW.OutboundListId;
        NEW.SharedNumber := coalesce(list.AllowSharedNumber, 0);
    END IF;

    CASE
    WHEN NEW.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext') THEN
        NEW.DistributionTime := now_is;
    WHEN NEW.CallPhase = 'AgentPreCall' THEN
        NEW.Deadline := now_is + list.PreviewTime * interval '1 second';
    WHEN NEW.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND NEW.CallResult = 'Active' THEN
        IF NEW.DueUntil <= now_is THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD021',
                MESSAGE = format('Call %s may not be dialled now: its window closed at %s.', NEW.OutboundCallId, NEW.DueUntil),
                HINT = 'Give it back to the queue; it is distributed again when the window opens.';
        END IF;
        -- COMP: whoever dials. A call that was never queued has not been asked before.
        PERFORM refuse_forbidden(NEW, now_is);
        NEW.Trial := NEW.Trial + 1;
        NEW.PbxCallId := gen_random_uuid()::text;
        NEW.DialTime := now_is;
        NEW.RingingTime := NULL;
        NEW.AnswerTime := NULL;
        NEW.AnsweredBy := NULL;
        NEW.EndTime := NULL;
        NEW.EndPhase := NULL;
        NEW.PostCallEndTime := NULL;
        NEW.Cause := NULL;
        NEW.TransferredTo := NULL;
        NEW.Deadline := now_is
            + (coalesce(list.RingTime, 0) + configuration('DialGuard')::integer) * interval '1 second';
    WHEN NEW.CallPhase = 'Answered' THEN
        NEW.AnswerTime := coalesce(NEW.AnswerTime, now_is);
        -- Not before now: the cycle may have passed what lies below (ladder_mark).
        NEW.Deadline := greatest(now_is, NEW.AnswerTime + list.AbandonThreshold * interval '1 second');
        IF from_phase = 'AgentRing' THEN
            NEW.Offers := NEW.Offers + 1;
            NEW.MissedBy := OLD.MissedBy || OLD.AgentId;
            NEW.AgentId := NULL;
            NEW.WorkplaceId := NULL;
        END IF;
    WHEN NEW.CallPhase = 'AgentRing' THEN
        NEW.DistributionTime := now_is;
        NEW.Deadline := now_is + configuration('AgentRingTime')::integer * interval '1 second';
    WHEN NEW.CallPhase = 'AgentTalk' THEN
        NEW.AnswerTime := coalesce(NEW.AnswerTime, now_is);
    WHEN NEW.CallPhase = 'WaitForResult' THEN
        NEW.EndTime := coalesce(NEW.EndTime, now_is);
        NEW.Deadline := (result_wait(NEW.ProjectId, NEW.EndTime)).until;
        IF NEW.Deadline < now_is THEN
            -- What the PBX says late is over now: the cycle may have passed what lies below (ladder_mark).
            NEW.Deadline := now_is;
        END IF;
    WHEN NEW.CallResult IN ('Completed', 'Cancelled', 'NoAnswer', 'Busy', 'ToContinue', 'TalkError', 'Failed', 'NoResult')
    THEN
        NEW.EndTime := coalesce(NEW.EndTime, now_is);
        NEW.PostCallEndTime := now_is;
        -- An outcome that nobody knows is never dialled again by itself (DIAL-5).
        IF NEW.CallPhase <> 'Obsolete' AND NEW.Cause IS DISTINCT FROM 'unknown' THEN
            SELECT r.action, r.delay INTO retry FROM retry_rule(NEW.OutboundListId, NEW.CallResult, NEW.Trial) AS r;
            IF retry.action <> 'Stop' THEN
                NEW.RetryTime := now_is + retry.delay * interval '1 second';
            END IF;
        END IF;
    WHEN NEW.CallPhase = 'AgentOfferMissed' THEN
        NEW.Offers := NEW.Offers + CASE WHEN from_phase IN ('AgentOfferFirst', 'AgentOfferNext') THEN 1 ELSE 0 END;
        IF from_phase <> 'AgentOfferMissed' AND NOT coalesce(OLD.AgentId = ANY (OLD.MissedBy), FALSE) THEN
            NEW.MissedBy := OLD.MissedBy || OLD.AgentId;
        END IF;
    ELSE
        NULL;
    END CASE;

    -- Into the queue, for the first time or again.
    IF NEW.CallResult IN ('Scheduled', 'Prepared') AND NEW.CallPhase <> 'AgentTalk' THEN
        IF NEW.Predistributed = 0 THEN
            NEW.AgentId := NULL;
        END IF;
        NEW.WorkplaceId := NULL;
        IF from_phase IS NULL OR OLD.CallResult NOT IN ('Scheduled', 'Active', 'Paused') THEN
            NEW.EnqueueingTime := CASE
                WHEN TG_OP = 'UPDATE' AND NEW.EnqueueingTime IS NOT DISTINCT FROM OLD.EnqueueingTime THEN NULL
                ELSE NEW.EnqueueingTime
            END;
            NEW.EnqueueingTime := coalesce(NEW.EnqueueingTime, greatest(now_is, NEW.ScheduleTime));
            NEW.Offers := 0;
            NEW.MissedBy := NULL;
            NEW.CallResultDetailId := NULL;
            NEW.EndPhase := NULL;
            IF OLD.CallResult = 'Neglected' AND NEW.ValidUntil <= now_is THEN
                -- Who takes up again what was given up wants it made.
                NEW.ValidUntil := NULL;
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION enter_phase() IS
'Trigger on OutboundCall, when a phase or status was entered: sets times, counters, the deadline after which the cycle
ends the phase, the id on the PBX before dialling, and the time of a retry. Errors: PD021 window closed; PD073 a rule
forbids to dial it now.';

-- A new call that waits has all of it from new_call.
CREATE OR REPLACE TRIGGER call_3_enter_first BEFORE INSERT ON OutboundCall
FOR EACH ROW
WHEN (NEW.CallResult NOT IN ('Scheduled', 'Prepared', 'Paused') OR NEW.CallPhase = 'AgentTalk')
EXECUTE FUNCTION enter_phase();

CREATE OR REPLACE TRIGGER call_3_enter_next BEFORE UPDATE ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION enter_phase();
