-- Two calls of one number may be lost, or lost and answered, at the same moment, and neither would see the other. So
-- each takes the number's row first.
CREATE OR REPLACE FUNCTION hold_callback_number(number text, lost timestamptz, served timestamptz)
RETURNS CallBackNumber
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    held CallBackNumber;
BEGIN
    INSERT INTO CallBackNumber AS n (Number, LostTime, ServedTime, ChangedTime)
    VALUES (hold_callback_number.number, lost, served, clock())
    ON CONFLICT ON CONSTRAINT CallBackNumber_pkey DO UPDATE
    SET LostTime = greatest(n.LostTime, excluded.LostTime),
        ServedTime = greatest(n.ServedTime, excluded.ServedTime),
        ChangedTime = excluded.ChangedTime
    RETURNING n.* INTO held;
    RETURN held;
END
$$;
COMMENT ON FUNCTION hold_callback_number(text, timestamptz, timestamptz) IS
'Notes that a call of the number was lost, or was answered, at a moment (NULL = was not), and returns the number''s row.
Locks: the row, until the transaction ends.';

CREATE OR REPLACE FUNCTION waiting_callback(call_id bigint) RETURNS OutboundCall
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    waiting OutboundCall;
BEGIN
    SELECT c.* INTO waiting
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = waiting_callback.call_id AND (
        c.CallResult IN ('Prepared', 'Scheduled', 'Paused')
        OR c.RetryTime IS NOT NULL
        OR (c.CallResult = 'Active' AND c.CallPhase IN (
            'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'PredictiveDial', 'AutoDial')))
    FOR NO KEY UPDATE;
    RETURN waiting;
END
$$;
COMMENT ON FUNCTION waiting_callback(bigint) IS
'The callback, if nobody has been reached by it yet and somebody still may: it waits, is offered or dialled, or is to be
tried again by a rule. Else all columns are NULL. Locks: the call.';
