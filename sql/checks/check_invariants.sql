CREATE OR REPLACE FUNCTION check_invariants() RETURNS TABLE (Invariant text, Broken bigint, Example bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    -- What is older may have been purged.
    history_from timestamptz := coalesce(
        (SELECT r.KeptFrom FROM Retention AS r WHERE r.LogName = 'CallEvent'), '-infinity');
    attempts_from timestamptz := coalesce(
        (SELECT max(r.KeptFrom) FROM Retention AS r WHERE r.LogName IN ('CallEvent', 'PbxCommand')), '-infinity');
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
        HAVING CASE
                WHEN c.CreatedTime >= history_from
                    THEN count(e.Step) <> c.Step OR min(e.Step) <> 1 OR max(e.Step) <> c.Step
                WHEN c.ChangedTime >= history_from OR count(e.Step) > 0
                    THEN count(e.Step) <> c.Step - min(e.Step) + 1 OR max(e.Step) IS DISTINCT FROM c.Step
                ELSE FALSE
            END
    ) AS x
    UNION ALL
    SELECT 'history is a path through the phase machine', count(*), min(x.OutboundCallId)
    FROM (
        SELECT e.OutboundCallId, e.Step, e.EventType, e.FromPhase, e.FromResult, e.ToPhase, e.ToResult,
            lag(e.Step) OVER w AS LastStep, lag(e.ToPhase) OVER w AS LastPhase, lag(e.ToResult) OVER w AS LastResult
        FROM CallEvent AS e
        WINDOW w AS (PARTITION BY e.OutboundCallId ORDER BY e.Step)
    ) AS x
    -- Of a call that is older than the history kept, the first step kept has nothing before it.
    WHERE ((x.FromPhase IS DISTINCT FROM x.LastPhase OR x.FromResult IS DISTINCT FROM x.LastResult)
            AND (x.LastStep IS NOT NULL OR x.Step = 1 OR history_from = '-infinity'))
        OR NOT (x.FromPhase = x.ToPhase AND x.FromResult = x.ToResult
            AND (x.EventType IN ('rule', 'level', 'moved', 'assigned', 'unassigned')
                OR (x.ToPhase = 'AgentTalk' AND x.ToResult = 'Active' AND x.EventType
                    IN ('put on hold', 'taken off hold', 'consultation', 'consultation over', 'muted', 'unmuted', 'keys sent'))))
        AND NOT (x.FromPhase IN ('WaitForResult', 'HangupAgent') AND x.ToPhase = 'AgentTalk' AND x.ToResult = 'Active'
            AND x.EventType = 'transfer failed')
        AND NOT EXISTS (
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
        LEFT JOIN (
            SELECT k.OutboundCallId, count(*) AS Attempts
            FROM PbxCommand AS k
            WHERE k.Command = 'originate' AND k.CreatedTime >= attempts_from
            GROUP BY k.OutboundCallId
        ) AS d ON d.OutboundCallId = c.OutboundCallId
        -- Of a call with attempts from before, those that its history has since.
        LEFT JOIN (
            SELECT e.OutboundCallId, count(*) AS Attempts
            FROM CallEvent AS e
            WHERE e.EventTime >= attempts_from
                AND e.ToPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND e.ToResult = 'Active'
            GROUP BY e.OutboundCallId
        ) AS h ON h.OutboundCallId = c.OutboundCallId
        WHERE coalesce(d.Attempts, 0)
            <> CASE WHEN c.CreatedTime >= attempts_from THEN c.Trial ELSE coalesce(h.Attempts, 0) END
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
    SELECT 'no number has two callbacks waiting', count(*), min(x.Id)
    FROM (
        SELECT min(c.OutboundCallId) AS Id
        FROM OutboundCall AS c
        WHERE c.InboundCallId IS NOT NULL AND c.CallResult IN ('Prepared', 'Scheduled') AND c.CreatedTime >= history_from
            -- Somebody may have taken up again one that was over.
            AND NOT EXISTS (
                SELECT FROM CallEvent AS e
                WHERE e.OutboundCallId = c.OutboundCallId
                    AND e.FromResult NOT IN ('Prepared', 'Scheduled', 'Paused', 'Active'))
        GROUP BY c.Number
        HAVING count(*) > 1
    ) AS x
    UNION ALL
    SELECT 'every number is E.164', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    WHERE c.Number !~ '^\+[1-9][0-9]{1,14}$'
    UNION ALL
    SELECT 'who has a call sits at a workplace', count(*), min(h.OutboundCallId)
    FROM Held AS h
    WHERE h.WorkplaceId IS NULL
    UNION ALL
    SELECT 'only a conversation is on hold, muted or consults', count(*), min(c.OutboundCallId)
    FROM OutboundCall AS c
    WHERE (c.TalkState IS NOT NULL AND NOT (c.CallPhase = 'AgentTalk' AND c.CallResult = 'Active'))
        OR (c.TalkState IS NULL AND (c.Muted IS NOT NULL OR c.KeysSent IS NOT NULL))
        OR (c.ConsultNumber IS NOT NULL) <> (coalesce(c.TalkState = 'Consulting', FALSE))
    UNION ALL
    SELECT 'as many calls count in a quota as it says', count(*), min(x.Id)
    FROM (
        SELECT coalesce(min(m.OutboundCallId), 0) AS Id
        FROM Quota AS q
        LEFT JOIN QuotaCall AS m ON m.QuotaId = q.QuotaId
        GROUP BY q.QuotaId
        HAVING count(m.OutboundCallId) <> q.Filled
    ) AS x;
END
$$;
COMMENT ON FUNCTION check_invariants() IS
'What must always hold, a row each: how many times it is broken and the lowest id of a call that breaks it. Reads all
calls and their history, as far back as Retention says that it is kept.';
