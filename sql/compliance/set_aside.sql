-- A call that a rule forbids is passed over by whoever looks for calls; at the head of its group it would be so in each
-- cycle. So it goes back to queue_call, which knows until when. Only the head of each group is looked at, and of many
-- groups others in each second: passing over one costs little, asking for all of them would be most of a cycle.
CREATE OR REPLACE FUNCTION forbidden_heads() RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_sort TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET enable_bitmapscan TO off
SET jit TO off
AS $$
DECLARE
    at_once CONSTANT integer := 25;
    -- No even step, with which cycles at even times would never meet some of them.
    turn CONSTANT bigint := abs(hashint8(floor(extract(epoch FROM clock()))::bigint)::bigint);
BEGIN
    RETURN (
        WITH Guarded AS MATERIALIZED (
            SELECT g.CallGroupId, (count(*) OVER () - 1) / at_once + 1 AS Turns
            FROM OutboundList AS l
            INNER JOIN CallGroup AS g ON g.OutboundListId = l.OutboundListId
            WHERE l.Activity = 'Running' AND coalesce(l.DoNotCallUntil > clock(), TRUE)
                AND (l.RulePackId IS NOT NULL OR l.DoNotCallLists IS NOT NULL
                    OR NOT reserves_agent(l.DialingMode, l.AgentFirst, 0))
        )
        SELECT array_agg(g.CallGroupId)
        FROM Guarded AS g
        CROSS JOIN LATERAL (
            SELECT c.OutboundCallId
            FROM OutboundCall AS c
            WHERE c.CallGroupId = g.CallGroupId AND c.Due = 1 AND c.Predistributed = 0
            ORDER BY c.Priority DESC, c.EnqueueingTime, c.OutboundCallId
            LIMIT 1
        ) AS h
        WHERE (g.CallGroupId + turn) % g.Turns = 0
            AND EXISTS (SELECT FROM CallCondition AS q WHERE q.OutboundCallId = h.OutboundCallId AND NOT q.IsAllowed));
END
$$;
COMMENT ON FUNCTION forbidden_heads() IS
'The groups of calls of running lists whose first due call a rule forbids to dial; NULL = none. Of more than 25
groups that rules hold for, about as many are looked at, in each second others. Locks nothing.';

CREATE OR REPLACE FUNCTION set_aside(group_ids bigint[]) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_sort TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET enable_bitmapscan TO off
SET jit TO off
AS $$
DECLARE
    batch CONSTANT integer := configuration('CycleBatch')::integer;
    forbidden bigint[];
    moved integer := 0;
BEGIN
    IF group_ids IS NULL THEN
        RETURN 0;
    END IF;
    SELECT array_agg(f.OutboundCallId) INTO forbidden
    FROM (
        SELECT h.OutboundCallId
        FROM unnest(set_aside.group_ids) AS g (CallGroupId)
        CROSS JOIN LATERAL (
            SELECT c.OutboundCallId
            FROM OutboundCall AS c
            WHERE c.CallGroupId = g.CallGroupId AND c.Due = 1 AND c.Predistributed = 0
            ORDER BY c.Priority DESC, c.EnqueueingTime, c.OutboundCallId
            LIMIT batch
        ) AS h
        CROSS JOIN LATERAL (
            SELECT FROM CallCondition AS q WHERE q.OutboundCallId = h.OutboundCallId AND NOT q.IsAllowed OFFSET 0
        ) AS q
        LIMIT batch
    ) AS f;
    WITH Locked AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundCallId = ANY (forbidden)
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET Due = NULL
    FROM Locked AS k
    WHERE c.OutboundCallId = k.OutboundCallId AND c.Due = 1;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END
$$;
COMMENT ON FUNCTION set_aside(bigint[]) IS
'Takes the calls that a rule forbids from the heads of these groups, a bounded number; they stay Scheduled, and come
back when the rule lets them. Returns how many. Locks: calls by id, skipping those held.';
