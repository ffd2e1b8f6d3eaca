-- Third, behind enter_phase: the agent who gets a call is held, and with the agent the seat.
CREATE OR REPLACE FUNCTION seat_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    seat record;
BEGIN
    IF NEW.CallResult <> 'Active'
        OR NEW.CallPhase NOT IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
        OR (TG_OP = 'UPDATE' AND OLD.CallResult = 'Active' AND OLD.AgentId IS NOT DISTINCT FROM NEW.AgentId)
    THEN
        RETURN NEW;
    END IF;
    -- Locked, so that whoever looks for a free agent under a lock of its own sees this call.
    SELECT a.WorkplaceId, w.MaxOffering INTO seat
    FROM Agent AS a
    INNER JOIN Workplace AS w ON w.WorkplaceId = a.WorkplaceId
    WHERE a.AgentId = NEW.AgentId
    FOR NO KEY UPDATE OF a;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD022',
            MESSAGE = format('Call %s cannot go to agent %s, who is not logged in.',
                NEW.OutboundCallId, coalesce(NEW.AgentId::text, 'NULL')),
            HINT = 'Set AgentId to an agent who is logged in.';
    END IF;
    NEW.WorkplaceId := seat.WorkplaceId;
    IF NEW.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext') THEN
        NEW.Deadline := NEW.DistributionTime + seat.MaxOffering * interval '1 second';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION seat_call() IS
'Trigger on OutboundCall, when a call goes to an agent who did not have it: sets the workplace, and when an offer is
over. Errors: PD022 agent not logged in. Locks: the agent, after the call.';

CREATE OR REPLACE TRIGGER call_3_seat_first BEFORE INSERT ON OutboundCall
FOR EACH ROW WHEN (NEW.CallResult = 'Active') EXECUTE FUNCTION seat_call();

-- Without a condition, which would be parsed anew in each statement.
CREATE OR REPLACE TRIGGER call_3_seat_next BEFORE UPDATE ON OutboundCall
FOR EACH ROW EXECUTE FUNCTION seat_call();
