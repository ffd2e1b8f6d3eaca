-- What ends by time alone. Each function takes a bounded number of rows, skips what others hold, and says how many it
-- took.
CREATE OR REPLACE FUNCTION abandoned_detail() RETURNS uuid
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN 'de7a0000-0000-4000-8000-000000000008'::uuid;
END
$$;
COMMENT ON FUNCTION abandoned_detail() IS
'The result detail of calls that were abandoned: answered, and no agent was there.';

CREATE OR REPLACE FUNCTION expire_calls() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    batch integer := configuration('CycleBatch')::integer;
    expired integer;
BEGIN
    IF (SELECT min(c.Deadline) FROM OutboundCall AS c WHERE c.Deadline >= ladder_mark('deadline')) <= now_is IS NOT TRUE THEN
        RETURN 0;
    END IF;
    WITH Expired AS MATERIALIZED (
        SELECT c.OutboundCallId, l.PreviewEnd, c.DueUntil <= now_is AS IsTooLate, k.TakenTime IS NULL AS IsUnsent
        FROM OutboundCall AS c
        LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
        LEFT JOIN PbxCommand AS k ON k.PbxCallId = c.PbxCallId AND k.Command = 'originate'
        -- Chosen by the ladder, then locked by id: a prepared plan for both at once would go through all calls by id.
        WHERE c.Deadline <= now_is AND c.OutboundCallId = ANY (ARRAY(
            SELECT d.OutboundCallId
            FROM OutboundCall AS d
            WHERE d.Deadline <= now_is AND d.Deadline >= ladder_mark('deadline')
            ORDER BY d.Deadline
            LIMIT batch))
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET
        CallPhase = CASE
            WHEN c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext') THEN 'AgentOfferMissed'
            WHEN c.CallPhase = 'AgentPreCall' AND (e.PreviewEnd = 'TakeBack' OR e.IsTooLate) THEN 'AgentOfferMissed'
            WHEN c.CallPhase = 'AgentPreCall' THEN 'AgentDialing'
            WHEN c.CallPhase = 'WaitForResult' THEN coalesce(c.EndPhase, 'HangupAgent')
            WHEN c.CallPhase = 'AgentRing' THEN 'Answered'
            WHEN c.CallPhase = 'Answered' THEN 'HangupAgent'
            WHEN c.CallPhase = 'IvrScript' THEN 'HangupCalled'
            WHEN c.CallPhase IN ('New', 'Manual') THEN 'EnqueueTimedOut'
            ELSE c.CallPhase
        END,
        CallResult = CASE
            WHEN c.CallPhase = 'WaitForResult' THEN 'NoResult'
            WHEN c.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial', 'IvrScript') THEN 'Failed'
            WHEN c.CallPhase = 'Answered' THEN 'NoResult'
            WHEN c.CallPhase IN ('New', 'Manual') THEN 'Neglected'
            ELSE c.CallResult
        END,
        -- A command that no runner took was surely not dialled.
        Cause = CASE
            WHEN c.CallPhase = 'Answered' THEN 'abandoned'
            WHEN c.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial', 'IvrScript')
                THEN CASE WHEN e.IsUnsent THEN 'not sent' ELSE 'unknown' END
            WHEN c.CallPhase IN ('New', 'Manual') THEN over_cause(c.InboundCallId, c.ValidUntil)
            ELSE c.Cause
        END,
        Predistributed = CASE WHEN c.CallResult = 'Scheduled' THEN 0 ELSE c.Predistributed END,
        AgentId = CASE WHEN c.CallResult = 'Scheduled' THEN NULL ELSE c.AgentId END,
        CallResultDetailId = CASE WHEN c.CallPhase = 'Answered' THEN abandoned_detail() ELSE c.CallResultDetailId END,
        Deadline = NULL
    FROM Expired AS e
    WHERE c.OutboundCallId = e.OutboundCallId;
    GET DIAGNOSTICS expired = ROW_COUNT;
    RETURN expired;
END
$$;
COMMENT ON FUNCTION expire_calls() IS
'Ends phases whose time is over: an offer is missed, a preview dials or goes back (as its list says), an attempt of
which the PBX says nothing is Failed, a call answered for which there is no agent is abandoned (PRED-3), one that its
agent does not pick up waits for another, a result that does not come is NoResult, a pre-distributed call that its agent
leaves lying is open to anybody (RES-6), one that waits for its release after its ValidUntil is Neglected (DIST-11).
Returns how many. Locks: calls by id, skipping those held.';

CREATE OR REPLACE VIEW UnansweredResult AS
SELECT c.OutboundCallId, c.ChangedTime
FROM OutboundCall AS c
INNER JOIN Project AS p ON p.ProjectId = c.ProjectId AND p.ResultWait = 0
LEFT JOIN Agent AS a ON a.AgentId = c.AgentId
LEFT JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
WHERE c.CallPhase = 'WaitForResult' AND c.CallResult = 'Active' AND s.Activity IS DISTINCT FROM 'PostCall';
COMMENT ON VIEW UnansweredResult IS
'Calls of which no result comes any more: it is awaited as long as the post-call pause lasts, and the agent has left it
(PCP-1).';

CREATE OR REPLACE FUNCTION close_unanswered_results() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    closed integer;
BEGIN
    IF NOT EXISTS (SELECT FROM UnansweredResult AS u WHERE u.ChangedTime >= ladder_mark('result')) THEN
        RETURN 0;
    END IF;
    WITH Left_alone AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM UnansweredResult AS u
        INNER JOIN OutboundCall AS c ON c.OutboundCallId = u.OutboundCallId AND c.CallPhase = 'WaitForResult'
        WHERE u.ChangedTime >= ladder_mark('result')
        ORDER BY c.OutboundCallId
        LIMIT configuration('CycleBatch')::integer
        FOR NO KEY UPDATE OF c SKIP LOCKED
    )
    UPDATE OutboundCall AS c
    SET CallPhase = coalesce(c.EndPhase, 'HangupAgent'), CallResult = 'NoResult'
    FROM Left_alone AS l
    WHERE c.OutboundCallId = l.OutboundCallId;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END
$$;
COMMENT ON FUNCTION close_unanswered_results() IS
'Where a result is awaited as long as the post-call pause lasts: NoResult when the agent has left it (PCP-1). Returns
how many. Locks: calls by id, skipping those held.';

CREATE OR REPLACE FUNCTION end_pauses() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    ended integer;
BEGIN
    IF NOT EXISTS (
        SELECT FROM Agent AS a WHERE a.StatusUntil <= now_is AND a.StatusUntil >= ladder_mark('status_until'))
    THEN
        RETURN 0;
    END IF;
    WITH Over AS MATERIALIZED (
        SELECT a.AgentId
        FROM Agent AS a
        WHERE a.StatusUntil <= now_is AND a.StatusUntil >= ladder_mark('status_until')
        ORDER BY a.AgentId
        FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE Agent AS a
    SET AgentStatusId = default_status('Ready'), StatusUntil = NULL
    FROM Over AS o
    WHERE a.AgentId = o.AgentId;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;
COMMENT ON FUNCTION end_pauses() IS
'Agents whose post-call pause is over go back to the default Ready status. Returns how many. Locks: agents by id,
skipping those held.';
