-- A call that was dialled ahead and is answered gets its agent: at once, in the transaction that reports the answer
-- (PRED-3); by the cycle, where nobody was there yet.
CREATE OR REPLACE VIEW AheadAgent AS
SELECT f.AgentId, f.KnowledgeOffset, f.LastCallUtc, w.PbxId
FROM FreeAgent AS f
INNER JOIN Agent AS a ON a.AgentId = f.AgentId
INNER JOIN Workplace AS w ON w.WorkplaceId = f.WorkplaceId
INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId AND s.PredictiveDistribute = 1
WHERE f.IsReady;
COMMENT ON VIEW AheadAgent IS
'Who can be given a call that was dialled ahead, as far as it does not depend on the call, and on which PBX.';

CREATE OR REPLACE FUNCTION ahead_agents(group_id bigint, pbx_id uuid) RETURNS uuid[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
-- Few agents of many come into question, and each is looked up by itself.
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
BEGIN
    RETURN ARRAY(
        SELECT k.AgentId
        FROM SkilledAgent AS k
        CROSS JOIN LATERAL (SELECT e.* FROM AheadAgent AS e WHERE e.AgentId = k.AgentId OFFSET 0) AS f
        WHERE k.CallGroupId = ahead_agents.group_id
            -- Of no PBX is of any.
            AND (f.PbxId = ahead_agents.pbx_id) IS NOT FALSE
            -- Most others talk, which is found out soonest.
            AND NOT EXISTS (
                SELECT FROM OutboundCall AS c
                WHERE c.AgentId = k.AgentId AND c.CallResult = 'Active' AND c.CallPhase IN (
                    'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing'))
        ORDER BY k.Knowledge + f.KnowledgeOffset DESC, k.Proficiency DESC, f.LastCallUtc NULLS FIRST, k.AgentId
    );
END
$$;
COMMENT ON FUNCTION ahead_agents(bigint, uuid) IS
'Who can be given a call of the group that was dialled ahead on a PBX (NULL = of no name), the best first (DIST-5).
Locks nothing.';

CREATE OR REPLACE FUNCTION connect_answered(call_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    waiting record;
    group_id bigint;
    pbx_id uuid;
    agents uuid[];
    chosen uuid;
    is_connected boolean;
    connected integer := 0;
BEGIN
    FOR waiting IN
        SELECT c.OutboundCallId, c.CallGroupId, c.PreferredAgentId, c.MissedBy,
            -- No join: it could read all commands there are.
            (SELECT o.PbxId FROM PbxCommand AS o WHERE o.PbxCallId = c.PbxCallId AND o.Command = 'originate') AS PbxId
        FROM OutboundCall AS c
        INNER JOIN Project AS p ON p.ProjectId = c.ProjectId
        WHERE c.OutboundCallId = ANY (connect_answered.call_ids) AND c.CallPhase = 'Answered' AND c.CallResult = 'Active'
        ORDER BY c.Priority DESC, c.EnqueueingTime - p.WaitingOffset * interval '1 second', c.OutboundCallId
    LOOP
        IF (group_id, pbx_id) IS DISTINCT FROM (waiting.CallGroupId, waiting.PbxId) THEN
            group_id := waiting.CallGroupId;
            pbx_id := waiting.PbxId;
            agents := ahead_agents(group_id, pbx_id);
        END IF;
        is_connected := FALSE;
        WHILE NOT is_connected AND cardinality(agents) > 0 LOOP
            SELECT a.AgentId INTO chosen
            FROM unnest(agents) WITH ORDINALITY AS a (AgentId, Place)
            ORDER BY coalesce(a.AgentId = ANY (waiting.MissedBy), FALSE),
                a.AgentId IS NOT DISTINCT FROM waiting.PreferredAgentId DESC, a.Place
            LIMIT 1;
            agents := array_remove(agents, chosen);
            -- Whom somebody else is about to give a call is passed over: nobody waits here with a customer on the line.
            PERFORM FROM Agent AS a WHERE a.AgentId = chosen FOR NO KEY UPDATE SKIP LOCKED;
            IF FOUND AND EXISTS (SELECT FROM AheadAgent AS e WHERE e.AgentId = chosen) THEN
                BEGIN
                    UPDATE OutboundCall AS c
                    SET CallPhase = 'AgentRing', AgentId = chosen
                    WHERE c.OutboundCallId = waiting.OutboundCallId AND c.CallPhase = 'Answered' AND c.CallResult = 'Active';
                    connected := connected + CASE WHEN FOUND THEN 1 ELSE 0 END;
                    is_connected := TRUE;
                EXCEPTION WHEN unique_violation OR SQLSTATE 'PD022' THEN
                    NULL;
                END;
            END IF;
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
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT DISTINCT c.CallGroupId,
                (SELECT o.PbxId FROM PbxCommand AS o
                    WHERE o.PbxCallId = c.PbxCallId AND o.Command = 'originate') AS PbxId
            FROM OutboundCall AS c
            WHERE c.CallResult = 'Active' AND c.CallPhase = 'Answered'
        ) AS g
        WHERE cardinality(ahead_agents(g.CallGroupId, g.PbxId)) > 0);
END
$$;
COMMENT ON FUNCTION somebody_for_waiting() IS
'Whether there is an agent now for a call that was dialled ahead and answered. Locks nothing.';
