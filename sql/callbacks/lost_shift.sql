CREATE OR REPLACE FUNCTION lost_shift(inbound_call_id bigint) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM find_inbound_call(inbound_call_id);
    UPDATE InboundCall AS i
    SET Outcome = 'Lost'
    WHERE i.InboundCallId = lost_shift.inbound_call_id AND i.Outcome = 'Waiting';
    RETURN (SELECT i.OutboundCallId FROM InboundCall AS i WHERE i.InboundCallId = lost_shift.inbound_call_id);
END
$$;
COMMENT ON FUNCTION lost_shift(bigint) IS
'A queued call has ended unserved (CB-1): it is called back by the queue transition that fits. One that was served, or
has asked to be called back, is not. Again is harmless. Returns the OutboundCallId of the call back: its own, or the one
that waits for the number already; NULL when there is none, and InboundCall.Problem says why. A statement that sets
Outcome to Lost, or EndTime, does the same. Errors: PD034 no such call. Locks: the inbound call, the number.';

CREATE OR REPLACE FUNCTION find_inbound_call(inbound_call_id bigint) RETURNS InboundCall
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    inbound InboundCall;
BEGIN
    SELECT i.* INTO inbound
    FROM InboundCall AS i
    WHERE i.InboundCallId = find_inbound_call.inbound_call_id
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD034',
            MESSAGE = format('There is no inbound call %s.', coalesce(inbound_call_id::text, 'NULL')),
            HINT = 'Insert it into InboundCall when it comes in.';
    END IF;
    RETURN inbound;
END
$$;
COMMENT ON FUNCTION find_inbound_call(bigint) IS 'The inbound call, locked for change. Errors: PD034 there is none.';
