CREATE OR REPLACE FUNCTION check_invariants() RETURNS TABLE (Invariant text, Broken bigint, Example bigint)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    WITH Attempt AS MATERIALIZED (
        SELECT c.OutboundCallId, c.AgentId, c.WorkplaceId, c.Number, c.SharedNumber, c.CallPhase
        FROM OutboundCall AS c
        WHERE c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult'
    ),
    Held AS MATERIALIZED (
        SELECT a.* FROM Attempt AS a
        WHERE a.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing')
    )
    SELECT 'no agent has two offers or calls', count(*), min(x.Id)
    FROM (SELECT min(h.OutboundCallId) AS Id FROM Held AS h GROUP BY h.AgentId HAVING count(*) > 1) AS x
    UNION ALL
    SELECT 'no workplace has two offers or calls', count(*), min(x.Id)
    FROM (SELECT min(h.OutboundCallId) AS Id FROM Held AS h WHERE h.WorkplaceId IS NOT NULL
        GROUP BY h.WorkplaceId HAVING count(*) > 1) AS x
    UNION ALL
    SELECT 'no number has two attempts in progress', count(*), min(x.Id)
    FROM (SELECT min(a.OutboundCallId) AS Id FROM Attempt AS a WHERE a.SharedNumber = 0
        GROUP BY a.Number HAVING count(*) > 1) AS x
    UNION ALL
    SELECT 'phase and status are a pair of the phase machine', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    WHERE NOT EXISTS (
        SELECT FROM PhaseTransition AS t WHERE t.ToPhase = c.CallPhase AND t.ToResult = c.CallResult)
    UNION ALL
    SELECT 'history has every step of a call, once', count(*), min(x.Id)
    FROM (
        SELECT c.OutboundCallId AS Id
        FROM OutboundCall AS c
        LEFT JOIN CallEvent AS e ON e.OutboundCallId = c.OutboundCallId
        GROUP BY c.OutboundCallId
        HAVING count(e.Step) <> c.Step OR min(e.Step) <> 1 OR max(e.Step) <> c.Step
    ) AS x
    UNION ALL
    SELECT 'history is a path through the phase machine', count(*), min(x.OutboundCallId)
    FROM (
        SELECT e.OutboundCallId, e.FromPhase, e.FromResult, e.ToPhase, e.ToResult,
            lag(e.ToPhase) OVER w AS LastPhase, lag(e.ToResult) OVER w AS LastResult
        FROM CallEvent AS e
        WINDOW w AS (PARTITION BY e.OutboundCallId ORDER BY e.Step)
    ) AS x
    WHERE x.FromPhase IS DISTINCT FROM x.LastPhase OR x.FromResult IS DISTINCT FROM x.LastResult
        OR NOT EXISTS (
            SELECT FROM PhaseTransition AS t
            WHERE t.FromPhase IS NOT DISTINCT FROM x.FromPhase AND t.FromResult IS NOT DISTINCT FROM x.FromResult
                AND t.ToPhase = x.ToPhase AND t.ToResult = x.ToResult)
    UNION ALL
    SELECT 'history ends where the call is', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    INNER JOIN CallEvent AS e ON e.OutboundCallId = c.OutboundCallId AND e.Step = c.Step
    WHERE (e.ToPhase, e.ToResult) IS DISTINCT FROM (c.CallPhase, c.CallResult)
    UNION ALL
    SELECT 'attempts counted are attempts dialled', count(*), min(x.Id)
    FROM (
        SELECT c.OutboundCallId AS Id
        FROM OutboundCall AS c
        LEFT JOIN PbxCommand AS k ON k.OutboundCallId = c.OutboundCallId AND k.Command = 'originate'
        WHERE c.Trial > 0 OR k.PbxCommandId IS NOT NULL
        GROUP BY c.OutboundCallId
        HAVING count(k.PbxCommandId) <> c.Trial
    ) AS x
    UNION ALL
    SELECT 'no attempt goes beyond MaxTrials by a rule', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    WHERE c.RetryTime IS NOT NULL AND c.Trial >= l.MaxTrials
    UNION ALL
    SELECT 'only waiting calls are due', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    WHERE c.Due = 1
        AND (c.CallResult <> 'Scheduled' OR c.CallPhase NOT IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed'))
    UNION ALL
    SELECT 'every number is E.164', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    WHERE c.Number !~ '^\+[1-9][0-9]{1,14}$'
    UNION ALL
    SELECT 'who has a call sits at a workplace', count(*), min(h.OutboundCallId)
    FROM Held AS h
    WHERE h.WorkplaceId IS NULL;
END
$$;
COMMENT ON FUNCTION check_invariants() IS
'What must always hold, a row each: how many times it is broken and the lowest id of a call that breaks it. Reads all
calls and their history. Ended calls whose PbxCommand rows were purged are not to be judged by attempts.';
