-- A call that is dialled ahead can be given to nobody whose telephone is on another PBX. So it is dialled where agents
-- are ready.
CREATE OR REPLACE FUNCTION choose_pbxs(call_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    asked record;
    moved integer;
    chosen integer := 0;
BEGIN
    IF (SELECT count(*) FROM Pbx AS p WHERE p.Deleted = 0) <= 1 THEN
        RETURN 0;
    END IF;
    FOR asked IN
        SELECT c.CallGroupId, array_agg(c.PbxCallId ORDER BY c.OutboundCallId) AS PbxCallIds
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (choose_pbxs.call_ids) AND c.CallPhase = 'PredictiveDial'
        GROUP BY c.CallGroupId
        ORDER BY c.CallGroupId
    LOOP
        WITH Site AS MATERIALIZED (
            SELECT f.PbxId, count(*) AS Ready
            FROM SkilledAgent AS k
            CROSS JOIN LATERAL (SELECT e.PbxId FROM AheadAgent AS e WHERE e.AgentId = k.AgentId OFFSET 0) AS f
            WHERE k.CallGroupId = asked.CallGroupId
            GROUP BY f.PbxId
        ),
        Ahead AS MATERIALIZED (
            SELECT o.PbxId, count(*) AS Calls
            FROM OutboundCall AS c
            INNER JOIN PbxCommand AS o ON o.PbxCallId = c.PbxCallId AND o.Command = 'originate'
            WHERE c.CallResult = 'Active' AND c.CallPhase IN ('PredictiveDial', 'Answered')
                AND c.PbxCallId <> ALL (asked.PbxCallIds)
            GROUP BY o.PbxId
        ),
        Turn AS (
            SELECT s.PbxId,
                row_number() OVER (
                    ORDER BY s.Ready::float8 / (coalesce(a.Calls, 0) + n.Call) DESC, s.PbxId, n.Call) AS Place
            FROM Site AS s
            LEFT JOIN Ahead AS a ON a.PbxId IS NOT DISTINCT FROM s.PbxId
            CROSS JOIN generate_series(1, cardinality(asked.PbxCallIds)) AS n (Call)
        )
        UPDATE PbxCommand AS o
        SET PbxId = t.PbxId
        FROM unnest(asked.PbxCallIds) WITH ORDINALITY AS d (PbxCallId, Place)
        INNER JOIN Turn AS t ON t.Place = d.Place
        WHERE o.PbxCallId = d.PbxCallId AND o.Command = 'originate' AND o.TakenTime IS NULL AND t.PbxId IS NOT NULL;
        GET DIAGNOSTICS moved = ROW_COUNT;
        chosen := chosen + moved;
    END LOOP;
    RETURN chosen;
END
$$;
COMMENT ON FUNCTION choose_pbxs(bigint[]) IS
'Where there are several PBXs, says for each of these calls, just dialled ahead, on which: each next one where most
agents are ready for each call that rings there (highest averages, D''Hondt). One is left to any PBX if these agents''
desks are of none. Returns how many have one. Locks: their commands.';
