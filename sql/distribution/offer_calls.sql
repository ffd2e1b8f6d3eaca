CREATE OR REPLACE FUNCTION offer_calls(call_ids bigint[], agent_ids uuid[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    offered integer := 0;
BEGIN
    BEGIN
        UPDATE OutboundCall AS c
        SET CallPhase = CASE
                -- Accepted at once, and without preview. What waits for one agent alone is offered in every mode: the
                -- agent may be in a pause.
                WHEN c.Predistributed = 0 AND l.DialingMode <> 'Preview' THEN 'AgentDialing'
                WHEN c.CallPhase = 'Enqueue' AND c.Offers = 0 THEN 'AgentOfferFirst'::CallPhase
                ELSE 'AgentOfferNext'
            END,
            CallResult = 'Active',
            AgentId = m.AgentId
        FROM unnest(offer_calls.call_ids, offer_calls.agent_ids) AS m (OutboundCallId, AgentId)
        CROSS JOIN OutboundList AS l
        WHERE c.OutboundCallId = m.OutboundCallId AND c.Due = 1 AND l.OutboundListId = c.OutboundListId;
        GET DIAGNOSTICS offered = ROW_COUNT;
    EXCEPTION WHEN unique_violation OR lock_not_available OR SQLSTATE 'PD021' OR SQLSTATE 'PD022' OR SQLSTATE 'PD073'
    THEN
        -- Somebody was quicker with one of them: the others are offered all the same.
        IF cardinality(call_ids) > 1 THEN
            FOR i IN 1..cardinality(call_ids) LOOP
                offered := offered + offer_calls(call_ids[i:i], agent_ids[i:i]);
            END LOOP;
        END IF;
    END;
    RETURN offered;
END
$$;
COMMENT ON FUNCTION offer_calls(bigint[], uuid[]) IS
'Offers each call to the agent in the same place, or dials it for the agent, where its list has no preview (LIST-5).
Returns how many were offered; a pair that somebody else was quicker with is left out without error. Locks: the calls,
the agents.';
