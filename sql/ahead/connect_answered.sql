-- A call that was dialled ahead and is answered gets its agent: at once, in the transaction that reports the answer
-- (PRED-3); by the cycle, where nobody was there yet.
CREATE OR REPLACE VIEW AheadAgent AS
SELECT e.CallGroupId, e.AgentId, e.Knowledge, e.Proficiency, e.IdleSince
FROM EligibleAgent AS e
INNER JOIN Agent AS a ON a.AgentId = e.AgentId
INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId AND s.PredictiveDistribute = 1
WHERE e.IsReady;
COMMENT ON VIEW AheadAgent IS
'Who can be given a call of which group that was dialled ahead; the best as in EligibleAgent.';

CREATE OR REPLACE FUNCTION connect_answered(call_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    waiting record;
    chosen uuid;
    refused uuid[];
    connected integer := 0;
BEGIN
    FOR waiting IN
        SELECT c.OutboundCallId, c.CallGroupId, c.PreferredAgentId, c.MissedBy
        FROM OutboundCall AS c
        INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
        WHERE c.OutboundCallId = ANY (connect_answered.call_ids) AND c.CallPhase = 'Answered' AND c.CallResult = 'Active'
        ORDER BY c.Priority DESC, c.EnqueueingTime - p.WaitingOffset * interval '1 second', c.OutboundCallId
    LOOP
        refused := '{}'::uuid[];
        LOOP
            chosen := NULL;
            SELECT best.AgentId INTO chosen
            FROM (
                SELECT e.AgentId
                FROM AheadAgent AS e
                WHERE e.CallGroupId = waiting.CallGroupId AND NOT e.AgentId = ANY (refused)
                ORDER BY coalesce(e.AgentId = ANY (waiting.MissedBy), FALSE),
                    e.AgentId IS NOT DISTINCT FROM waiting.PreferredAgentId DESC,
                    e.Knowledge DESC, e.Proficiency DESC, e.IdleSince NULLS FIRST, e.AgentId
                LIMIT 1
            ) AS best;
            EXIT WHEN chosen IS NULL;
            -- Whom somebody else is about to give a call is passed over: nobody waits here with a customer on the line.
            PERFORM FROM Agent AS a WHERE a.AgentId = chosen FOR NO KEY UPDATE SKIP LOCKED;
            IF FOUND AND EXISTS (
                SELECT FROM AheadAgent AS e WHERE e.CallGroupId = waiting.CallGroupId AND e.AgentId = chosen)
            THEN
                BEGIN
                    UPDATE OutboundCall AS c
                    SET CallPhase = 'AgentRing', AgentId = chosen
                    WHERE c.OutboundCallId = waiting.OutboundCallId AND c.CallPhase = 'Answered' AND c.CallResult = 'Active';
                    connected := connected + CASE WHEN FOUND THEN 1 ELSE 0 END;
                    EXIT;
                EXCEPTION WHEN unique_violation OR SQLSTATE 'PD022' THEN
                    NULL;
                END;
            END IF;
            refused := refused || chosen;
        END LOOP;
    END LOOP;
    RETURN connected;
END
$$;
COMMENT ON FUNCTION connect_answered(bigint[]) IS
'Gives each of these calls that was dialled ahead and waits for an agent the best one (DIST-5), in the order of DIST-4,
and has the PBX connect them. Returns how many. One for whom there is nobody goes on waiting. Waits for no agent. Locks:
the agents; the calls must be locked by the caller.';

CREATE OR REPLACE FUNCTION connect_waiting() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET jit TO off
AS $$
DECLARE
    call_ids bigint[];
BEGIN
    WITH Waiting AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.CallResult = 'Active' AND c.CallPhase = 'Answered'
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT array_agg(w.OutboundCallId) INTO call_ids FROM Waiting AS w;
    IF call_ids IS NULL THEN
        RETURN 0;
    END IF;
    RETURN connect_answered(call_ids);
END
$$;
COMMENT ON FUNCTION connect_waiting() IS
'connect_answered for all calls that wait for an agent. Returns how many got one. Locks: calls by id, skipping those
held; their agents.';

CREATE OR REPLACE FUNCTION somebody_for_waiting() RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM OutboundCall AS c WHERE c.CallResult = 'Active' AND c.CallPhase = 'Answered')
        AND EXISTS (
            SELECT
            FROM OutboundCall AS c
            INNER JOIN AheadAgent AS e ON e.CallGroupId = c.CallGroupId
            WHERE c.CallResult = 'Active' AND c.CallPhase = 'Answered');
END
$$;
COMMENT ON FUNCTION somebody_for_waiting() IS
'Whether there is an agent now for a call that was dialled ahead and answered. Locks nothing.';
