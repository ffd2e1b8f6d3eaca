CREATE OR REPLACE FUNCTION choose_trunks("limit" integer, other_pbxs uuid[] DEFAULT '{}')
RETURNS TABLE (pbx_command_id bigint, trunk_id uuid)
LANGUAGE plpgsql
SET search_path FROM CURRENT
-- As in take_pbx_commands: few wait among many that were taken.
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    trunk_ids uuid[];
    pbx_ids uuid[];
    rooms integer[];
    places_left integer;
    waiting record;
BEGIN
    PERFORM FROM Trunk AS t WHERE t.Deleted = 0 ORDER BY t.TrunkId FOR UPDATE;
    -- What others have taken is seen, and the time is read, only now.
    SELECT array_agg(r.trunk_id ORDER BY r.place), array_agg(r.pbx_id ORDER BY r.place),
        array_agg(r.room ORDER BY r.place), least(sum(r.room), choose_trunks."limit")
    INTO trunk_ids, pbx_ids, rooms, places_left
    FROM trunk_room(clock()) AS r
    WHERE r.room > 0 AND (r.pbx_id = ANY (choose_trunks.other_pbxs)) IS NOT TRUE;
    IF trunk_ids IS NULL THEN
        RETURN;
    END IF;
    FOR waiting IN
        SELECT k.PbxCommandId, k.PbxId,
            coalesce(c.CallResult = 'Active' AND c.PbxCallId = k.PbxCallId
                AND c.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial'), FALSE) AS IsLive
        FROM PbxCommand AS k
        LEFT JOIN OutboundCall AS c ON c.OutboundCallId = k.OutboundCallId
        WHERE k.TakenTime IS NULL AND k.VoidTime IS NULL AND k.Command = 'originate'
            AND (k.PbxId = ANY (choose_trunks.other_pbxs)) IS NOT TRUE
        ORDER BY k.PbxCommandId
    LOOP
        pbx_command_id := waiting.PbxCommandId;
        trunk_id := NULL;
        IF NOT waiting.IsLive THEN
            RETURN NEXT;
            CONTINUE;
        END IF;
        FOR i IN 1..cardinality(trunk_ids) LOOP
            -- Of no PBX is of any.
            IF rooms[i] > 0 AND (pbx_ids[i] = waiting.PbxId) IS NOT FALSE THEN
                rooms[i] := rooms[i] - 1;
                places_left := places_left - 1;
                trunk_id := trunk_ids[i];
                RETURN NEXT;
                EXIT;
            END IF;
        END LOOP;
        EXIT WHEN places_left = 0;
    END LOOP;
END
$$;
COMMENT ON FUNCTION choose_trunks(integer, uuid[]) IS
'Which originates that wait can be dialled now, and by which trunk: the oldest first, each by the first of the trunks by
Rank that has room and belongs to its PBX, limit of them at most; nothing of other_pbxs. Those whose call is over are
among them, with no trunk. Locks: the trunks by id, until the end of the transaction, so that no two runners take the same place.';
