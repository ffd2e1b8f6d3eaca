-- Second, for a new call: in which phase it begins.
CREATE OR REPLACE FUNCTION begin_call() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    next record;
BEGIN
    NEW.Step := 1;
    IF NEW.OutboundListId IS NOT NULL AND NEW.CallPhase IS NULL AND NEW.CallResult IS NULL THEN
        NEW.CallPhase := 'Enqueue';
    END IF;
    -- In a list with manual dispatch every new call waits for its release, whatever way it came (MAN-1).
    IF NEW.CallType = 'DialOut'
        AND (NEW.CallPhase IN ('New', 'Enqueue', 'EnqueueNoTime')
            OR (NEW.CallPhase IS NULL AND NEW.CallResult IN ('Prepared', 'Scheduled', 'Paused')))
        AND (SELECT l.ManualDistribution > NEW.Trial FROM OutboundList AS l WHERE l.OutboundListId = NEW.OutboundListId)
    THEN
        NEW.CallPhase := 'Manual';
        NEW.CallResult := coalesce(nullif(NEW.CallResult, 'Scheduled'), 'Prepared');
    END IF;

    IF NEW.CallPhase IS NULL THEN
        SELECT t.ToPhase, t.ToResult INTO next
        FROM PhaseTransition AS t
        WHERE t.FromPhase IS NULL AND t.ToResult = coalesce(NEW.CallResult, 'Prepared')
        ORDER BY t.Rank
        LIMIT 1;
    ELSE
        SELECT t.ToPhase, t.ToResult INTO next
        FROM PhaseTransition AS t
        WHERE t.FromPhase IS NULL AND t.ToPhase = NEW.CallPhase AND t.ToResult = coalesce(NEW.CallResult, t.ToResult)
        ORDER BY t.Rank
        LIMIT 1;
    END IF;
    IF NOT FOUND THEN
        PERFORM refuse_move(NEW.OutboundCallId, NULL, NULL, NEW.CallPhase, NEW.CallResult);
    END IF;
    NEW.CallPhase := next.ToPhase;
    NEW.CallResult := next.ToResult;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION begin_call() IS
'Trigger on OutboundCall: gives a new call its first phase and status. Errors: PD001 no call begins so.';

CREATE OR REPLACE TRIGGER call_2_begin BEFORE INSERT ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION begin_call();
