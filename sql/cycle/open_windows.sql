-- The ladders of time: calls whose moment has come, calls whose window has closed. A prepared plan takes a third of
-- all calls for due and would join them with the whole table: hence the settings.
CREATE OR REPLACE FUNCTION open_windows() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    moved integer;
BEGIN
    -- The lowest and not any: a prepared plan takes a third of all calls for due, and reads all to find the first one.
    IF (SELECT min(c.DueTime) FROM OutboundCall AS c
        WHERE c.Due = 0 AND c.CallResult = 'Scheduled' AND c.CallPhase IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed')
            AND c.DueTime >= ladder_mark('due_time')
        ) <= now_is IS NOT TRUE
    THEN
        RETURN 0;
    END IF;
    WITH Come AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.Due = 0 AND c.CallResult = 'Scheduled' AND c.CallPhase IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed')
            AND c.DueTime <= now_is AND c.DueTime >= ladder_mark('due_time')
        ORDER BY c.DueTime
        LIMIT configuration('CycleBatch')::integer
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET CallPhase = CASE WHEN c.DueUntil <= c.DueTime THEN 'EnqueueTimedOut' ELSE c.CallPhase END,
        Cause = CASE
            WHEN coalesce(c.DueUntil > c.DueTime, TRUE) THEN c.Cause
            WHEN c.ValidUntil <= now_is THEN 'LostShiftWindow over'
            ELSE 'window over'
        END,
        Due = NULL
    FROM Come AS o
    WHERE c.OutboundCallId = o.OutboundCallId;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END
$$;
COMMENT ON FUNCTION open_windows() IS
'Calls whose next moment has come become due; those whose last window is over are Neglected in phase EnqueueTimedOut
(DIST-11). Returns how many. Locks: calls, skipping those held.';

CREATE OR REPLACE FUNCTION close_windows() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    moved integer;
BEGIN
    IF (SELECT min(c.DueUntil) FROM OutboundCall AS c WHERE c.Due = 1 AND c.DueUntil >= ladder_mark('due_until'))
        <= now_is IS NOT TRUE
    THEN
        RETURN 0;
    END IF;
    WITH Over AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.Due = 1 AND c.DueUntil <= now_is AND c.DueUntil >= ladder_mark('due_until')
        ORDER BY c.DueUntil
        LIMIT configuration('CycleBatch')::integer
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET Due = NULL
    FROM Over AS o
    WHERE c.OutboundCallId = o.OutboundCallId;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END
$$;
COMMENT ON FUNCTION close_windows() IS
'Calls whose window has closed go to EnqueueNoTime until the next one opens (DIST-11). Returns how many. Locks: calls,
skipping those held.';
