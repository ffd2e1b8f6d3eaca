CREATE OR REPLACE FUNCTION retry_calls() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    retried integer;
BEGIN
    IF (SELECT min(c.RetryTime) FROM OutboundCall AS c WHERE c.RetryTime IS NOT NULL) IS NULL THEN
        RETURN 0;
    END IF;
    WITH Ended AS MATERIALIZED (
        SELECT c.OutboundCallId, l.ManualDistribution > c.Trial AS IsManual,
            retry_number(c.OutboundListId, c.CallResult, c.Trial, c.ContactId, c.Number) AS NextNumber
        FROM OutboundCall AS c
        INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
        WHERE c.RetryTime IS NOT NULL AND c.OutboundCallId = ANY (ARRAY(
            SELECT d.OutboundCallId FROM OutboundCall AS d WHERE d.RetryTime IS NOT NULL ORDER BY d.RetryTime
            LIMIT configuration('CycleBatch')::integer))
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET CallPhase = CASE WHEN e.IsManual THEN 'Manual'::CallPhase ELSE 'Enqueue' END,
        ScheduleTime = c.RetryTime,
        Number = e.NextNumber
    FROM Ended AS e
    WHERE c.OutboundCallId = e.OutboundCallId;
    GET DIAGNOSTICS retried = ROW_COUNT;
    RETURN retried;
END
$$;
COMMENT ON FUNCTION retry_calls() IS
'Attempts that a retry rule wants repeated go back to the queue, or to Manual while the list has them released by hand
(RES-5, MAN-1). Returns how many. Locks: calls by id, skipping those held.';

CREATE OR REPLACE FUNCTION retry_number(
    outbound_list_id uuid, call_result CallResult, trial integer, contact_id uuid, number text
) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    next text;
BEGIN
    IF contact_id IS NOT NULL
        AND (SELECT r.action = 'NextNumber' FROM retry_rule(outbound_list_id, call_result, trial) AS r)
    THEN
        -- The one after this in rank, else from the first again.
        SELECT n.Number INTO next
        FROM PhoneNumber AS n
        LEFT JOIN PhoneNumber AS t ON t.ContactId = n.ContactId AND t.Number = retry_number.number
        WHERE n.ContactId = retry_number.contact_id AND n.Number <> retry_number.number
        ORDER BY (n.Rank, n.PhoneNumberId) > (t.Rank, t.PhoneNumberId) DESC NULLS LAST, n.Rank, n.PhoneNumberId
        LIMIT 1;
    END IF;
    RETURN coalesce(next, number);
END
$$;
COMMENT ON FUNCTION retry_number(uuid, CallResult, integer, uuid, text) IS
'The number of the next attempt: the contact''s next one where the retry rule says so, else the same.';
