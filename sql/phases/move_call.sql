-- Second: the phase machine. A statement may set the phase, the status, or the result detail alone; the rest follows.
CREATE OR REPLACE FUNCTION move_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    next record;
BEGIN
    NEW.Step := OLD.Step;
    NEW.CreatedTime := OLD.CreatedTime;
    NEW.CallPhase := coalesce(NEW.CallPhase, OLD.CallPhase);
    NEW.CallResult := coalesce(NEW.CallResult, OLD.CallResult);

    -- A detail chosen once the call is over is its result.
    IF NEW.CallResultDetailId IS DISTINCT FROM OLD.CallResultDetailId
        AND NEW.CallPhase = OLD.CallPhase AND NEW.CallResult = OLD.CallResult
        AND OLD.CallPhase IN ('WaitForResult', 'HangupAgent', 'HangupCalled', 'IvrEnded')
    THEN
        SELECT d.CallResult INTO NEW.CallResult
        FROM CallResultDetail AS d
        WHERE d.CallResultDetailId = NEW.CallResultDetailId;
        NEW.CallResult := coalesce(NEW.CallResult, OLD.CallResult);
    END IF;

    -- Which of the two it is, its window says: queue_call works it out.
    IF NEW.CallPhase <> OLD.CallPhase AND NEW.CallPhase IN ('Enqueue', 'EnqueueNoTime')
        AND OLD.CallPhase IN ('Enqueue', 'EnqueueNoTime') AND OLD.CallResult = 'Scheduled' AND NEW.CallResult = 'Scheduled'
    THEN
        NEW.CallPhase := OLD.CallPhase;
        NEW.Due := NULL;
    END IF;

    IF NEW.CallPhase = OLD.CallPhase AND NEW.CallResult = OLD.CallResult THEN
        IF OLD.CallResult = 'Active' AND OLD.CallPhase <> 'WaitForResult' THEN
            IF NEW.AgentId IS DISTINCT FROM OLD.AgentId THEN
                PERFORM refuse_change(OLD.OutboundCallId, OLD.CallPhase, 'AgentId');
            ELSIF NEW.Number IS DISTINCT FROM OLD.Number THEN
                PERFORM refuse_change(OLD.OutboundCallId, OLD.CallPhase, 'Number');
            END IF;
        END IF;
        RETURN NEW;
    END IF;

    -- An ended conversation waits for its result, if one is wanted and not there yet.
    IF NEW.CallPhase IN ('HangupAgent', 'HangupCalled') AND NEW.CallResult = OLD.CallResult
        AND (OLD.CallResult = 'Active' OR OLD.CallPhase = 'AgentTalk')
    THEN
        NEW.EndPhase := NEW.CallPhase;
        SELECT d.CallResult INTO NEW.CallResult
        FROM CallResultDetail AS d
        WHERE d.CallResultDetailId = NEW.CallResultDetailId;
        IF NOT FOUND AND OLD.CallPhase IN ('AgentDialing', 'AgentTalk')
            AND (result_wait(NEW.ProjectId, NULL)).wanted
        THEN
            NEW.CallPhase := 'WaitForResult';
        END IF;
        NEW.CallResult := CASE
            WHEN NEW.CallPhase = 'WaitForResult' THEN 'Active'
            ELSE coalesce(NEW.CallResult, 'NoResult')
        END;
    ELSIF NEW.CallPhase = 'AgentOfferMissed' AND OLD.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext') THEN
        -- Offered in vain once too often.
        IF OLD.Offers + 1 >= (SELECT l.MaxOffers FROM OutboundList AS l WHERE l.OutboundListId = NEW.OutboundListId) THEN
            NEW.CallResult := 'Neglected';
            NEW.Cause := 'offered in vain';
        END IF;
    END IF;

    IF OLD.TransferredTo IS NOT NULL AND NEW.TransferredTo IS NULL AND NEW.CallPhase = 'AgentTalk' THEN
        -- guard_talk has seen to it that the transfer came to nothing: as if it had never been.
        NEW.Step := OLD.Step + 1;
        RETURN NEW;
    END IF;

    -- What the statement says, if that is a row; else what follows from the half that it says.
    SELECT t.ToPhase, t.ToResult INTO next
    FROM PhaseTransition AS t
    WHERE t.FromPhase = OLD.CallPhase AND t.FromResult = OLD.CallResult
        AND t.ToPhase = NEW.CallPhase AND t.ToResult = NEW.CallResult;
    -- (Two statements: with a CASE for both, a plan would be made anew each time.)
    IF NOT FOUND AND NEW.CallResult = OLD.CallResult THEN
        SELECT t.ToPhase, t.ToResult INTO next
        FROM PhaseTransition AS t
        WHERE t.FromPhase = OLD.CallPhase AND t.FromResult = OLD.CallResult AND t.ToPhase = NEW.CallPhase
        ORDER BY t.Rank, t.ToResult <> 'NoResult', t.ToResult
        LIMIT 1;
    ELSIF NOT FOUND AND NEW.CallPhase = OLD.CallPhase THEN
        SELECT t.ToPhase, t.ToResult INTO next
        FROM PhaseTransition AS t
        WHERE t.FromPhase = OLD.CallPhase AND t.FromResult = OLD.CallResult AND t.ToResult = NEW.CallResult
        ORDER BY t.ToPhase = NEW.EndPhase DESC NULLS LAST, t.Rank, t.ToPhase
        LIMIT 1;
    END IF;
    IF NOT FOUND THEN
        PERFORM refuse_move(OLD.OutboundCallId, OLD.CallPhase, OLD.CallResult, NEW.CallPhase, NEW.CallResult);
    END IF;
    NEW.CallPhase := next.ToPhase;
    NEW.CallResult := next.ToResult;
    NEW.Step := OLD.Step + 1;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION move_call() IS
'Trigger on OutboundCall: takes a change of phase or status if PhaseTransition has it, and works out the other half.
Besides, a conversation goes on that was over because of a transfer, if that failed (report_not_done).
Errors: PD001 transition not allowed, PD002 change of a call in progress. Writes nothing when it refuses.';

CREATE OR REPLACE TRIGGER call_2_move
BEFORE UPDATE OF
CallPhase, CallResult, Step, CallResultDetailId, AgentId, Number, CreatedTime, OutboundListId, TransferredTo
ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION move_call();
