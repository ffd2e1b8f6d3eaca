-- After the statement: what a change of phase or status brings with it, for all calls of the statement at once: a
-- line of history, and what it means to the PBX, the agent and the seat. One trigger, because what a phase change costs
-- is mostly the number of statements it runs: the history, written anyway, says which of the others are needed.
-- Old and new rows are put together by a FULL JOIN. The plan is made once, for the first statement of a session, and
-- an inner join planned for one row is a loop in a loop: 10,000 rows took 20 s by it. The conditions are in a coalesce,
-- or the planner would make an inner join of it again.
CREATE OR REPLACE FUNCTION follow_calls() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    who text := actor();
    now_is timestamptz;
    moved record;
BEGIN
    WITH Recorded AS (
        INSERT INTO CallEvent
        (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, Data)
        SELECT n.OutboundCallId, n.Step, n.ChangedTime,
            coalesce(
                (SELECT t.EventType FROM PhaseTransition AS t
                    WHERE t.FromPhase = o.CallPhase AND t.FromResult = o.CallResult
                        AND t.ToPhase = n.CallPhase AND t.ToResult = n.CallResult),
                'changed'),
            o.CallPhase, n.CallPhase, o.CallResult, n.CallResult,
            CASE WHEN n.CallResult = 'Active' OR o.CallResult <> 'Active' THEN n.AgentId ELSE coalesce(n.AgentId, o.AgentId) END,
            who,
            nullif(jsonb_strip_nulls(jsonb_build_object(
                'cause', CASE WHEN n.Cause IS DISTINCT FROM o.Cause THEN n.Cause END,
                'detail', n.CallResultDetailId,
                'schedule', CASE WHEN n.CallResult = 'Scheduled' AND n.ScheduleTime > n.ChangedTime THEN n.ScheduleTime END,
                'retry', n.RetryTime,
                'pbx_call', CASE WHEN n.PbxCallId IS DISTINCT FROM o.PbxCallId THEN n.PbxCallId END
            )), '{}')
        FROM OldCall AS o
        FULL JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
        WHERE coalesce(n.Step <> o.Step, FALSE)
        RETURNING FromPhase, FromResult, ToPhase, ToResult
    )
    SELECT
        bool_or(r.ToResult = 'Active' AND r.ToPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial')) AS Dials,
        bool_or(r.FromResult = 'Active' AND r.FromPhase IN (
            'AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
            AND (r.ToResult <> 'Active' OR r.ToPhase = 'WaitForResult')) AS HangsUp,
        bool_or(r.ToResult = 'Active' AND r.ToPhase IN ('AgentPreCall', 'AgentDialing')) AS Takes,
        bool_or(r.FromResult = 'Active' AND r.FromPhase <> 'WaitForResult'
            AND (r.ToResult <> 'Active' OR r.ToPhase NOT IN ('AgentPreCall', 'AgentDialing'))) AS Concerns,
        bool_or(r.FromPhase IN ('AgentOfferFirst', 'AgentOfferNext') AND r.ToResult <> 'Active') AS Misses
    INTO moved
    FROM Recorded AS r;

    -- DIAL-2: dialled or hung up, whoever changed the phase.
    IF moved.Dials THEN
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
        SELECT n.PbxCallId, n.OutboundCallId, 'originate', n.DialTime
        FROM NewCall AS n
        WHERE n.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND n.CallResult = 'Active'
            AND NOT EXISTS (SELECT FROM PbxCommand AS c WHERE c.PbxCallId = n.PbxCallId)
        ORDER BY n.OutboundCallId;
    END IF;
    IF moved.HangsUp THEN
        -- Over here, but not on the PBX.
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
        SELECT o.PbxCallId, o.OutboundCallId, 'hangup', n.ChangedTime
        FROM OldCall AS o
        FULL JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
        WHERE coalesce(
            n.Step <> o.Step AND o.CallResult = 'Active' AND o.PbxCallId IS NOT NULL
            AND o.CallPhase IN (
                'AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
            AND (n.CallResult <> 'Active' OR n.CallPhase = 'WaitForResult'),
            FALSE)
            AND NOT EXISTS (
                SELECT FROM PbxEvent AS e
                WHERE e.PbxCallId = o.PbxCallId AND e.Event NOT IN ('ringing', 'answered')
            )
        ORDER BY o.OutboundCallId
        ON CONFLICT DO NOTHING;
    END IF;

    -- Missed offers are counted in a row.
    IF moved.Takes THEN
        WITH Locked AS MATERIALIZED (
            SELECT a.AgentId
            FROM Agent AS a
            WHERE a.MissedCalls > 0 AND a.AgentId IN (
                SELECT n.AgentId FROM NewCall AS n WHERE n.CallResult = 'Active' AND n.CallPhase IN ('AgentPreCall', 'AgentDialing'))
            ORDER BY a.AgentId
            FOR NO KEY UPDATE
        )
        UPDATE Agent AS a
        SET MissedCalls = 0
        FROM Locked AS l
        WHERE a.AgentId = l.AgentId;
    END IF;
    -- LastCallUtc, the status after too many missed offers, the post-call pause.
    IF moved.Concerns THEN
        now_is := clock();
        WITH Happened AS MATERIALIZED (
            SELECT
                coalesce(n.AgentId, o.AgentId) AS AgentId,
                count(*) FILTER (WHERE n.Offers > o.Offers) AS Missed,
                count(*) FILTER (WHERE n.CallPhase = 'AgentTalk' AND n.CallResult = 'Active') AS Answered,
                count(*) FILTER (WHERE e.HasEnded) AS Ended,
                max(p.PostCallPause) FILTER (WHERE e.HasEnded AND e.Pauses) AS PostCallPause,
                min(p.AutomaticPcpStatus::text) FILTER (WHERE e.HasEnded AND e.Pauses)::uuid AS PcpStatus
            FROM OldCall AS o
            FULL JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
            LEFT JOIN Project AS p ON p.ProjectId = n.ProjectId
            CROSS JOIN LATERAL (
                SELECT (n.CallResult <> 'Active' OR n.CallPhase = 'WaitForResult')
                        AND o.CallPhase IN ('AgentDialing', 'AgentTalk', 'AgentRing') AS HasEnded,
                    o.CallPhase = 'AgentTalk' OR p.PcpUnanswered = 1 AS Pauses
            ) AS e
            WHERE coalesce(n.Step <> o.Step AND o.CallResult = 'Active' AND o.CallPhase <> 'WaitForResult', FALSE)
                AND coalesce(n.AgentId, o.AgentId) IS NOT NULL
            GROUP BY coalesce(n.AgentId, o.AgentId)
        ),
        Locked AS MATERIALIZED (
            SELECT a.AgentId, a.AgentStatusId, a.StatusUntil, a.MissedCalls, a.MaxMissedCalls, s.Activity, s.CallPreDistribute,
                h.Missed, h.Answered, h.PostCallPause, h.PcpStatus
            FROM Happened AS h
            INNER JOIN Agent AS a ON a.AgentId = h.AgentId
            INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
            WHERE h.Missed > 0 OR h.Answered > 0 OR h.Ended > 0
            ORDER BY a.AgentId
            FOR NO KEY UPDATE OF a
        ),
        After AS (
            SELECT l.AgentId, l.PostCallPause, l.Answered,
                l.MissedCalls + l.Missed AS MissedCalls,
                l.Missed > 0 AND l.MissedCalls + l.Missed >= l.MaxMissedCalls AS HasMissedTooMany,
                -- A status that the agent chose during the call stays.
                l.PostCallPause IS NOT NULL AND (l.Activity = 'Ready' OR l.CallPreDistribute = 1) AS Pauses,
                coalesce(l.PcpStatus, default_status('PostCall')) AS PcpStatus
            FROM Locked AS l
        )
        UPDATE Agent AS a
        SET LastCallUtc = now_is,
            MissedCalls = CASE WHEN w.Answered > 0 OR w.HasMissedTooMany THEN 0 ELSE w.MissedCalls END,
            AgentStatusId = CASE
                WHEN w.HasMissedTooMany THEN find_status(configuration('MissedCallsStatus'))
                WHEN w.Pauses THEN w.PcpStatus
                ELSE a.AgentStatusId
            END,
            StatusUntil = CASE
                WHEN w.Pauses AND w.PostCallPause > 0 THEN now_is + w.PostCallPause * interval '1 second'
                WHEN w.Pauses OR w.HasMissedTooMany THEN NULL
                ELSE a.StatusUntil
            END
        FROM After AS w
        WHERE a.AgentId = w.AgentId;
    END IF;
    -- Agent blocked [s]: a seat whose offer was missed rests.
    IF moved.Misses THEN
        WITH Missed AS MATERIALIZED (
            SELECT w.WorkplaceId
            FROM Workplace AS w
            WHERE w.Blocking > 0 AND w.WorkplaceId IN (
                SELECT o.WorkplaceId
                FROM OldCall AS o
                FULL JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
                WHERE coalesce(n.Step <> o.Step AND n.Offers > o.Offers, FALSE)
            )
            ORDER BY w.WorkplaceId
            FOR NO KEY UPDATE
        )
        UPDATE Workplace AS w
        SET BlockedUntil = now_is + w.Blocking * interval '1 second'
        FROM Missed AS m
        WHERE w.WorkplaceId = m.WorkplaceId;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_calls() IS
'Trigger on OutboundCall: for calls that changed their phase or status, writes a CallEvent each (PHASE-5), puts an
originate into the outbox for each that is to be dialled and a hangup for each that is over before the PBX said so
(DIAL-2), and keeps agents and seats: LastCallUtc, missed offers, the status after too many of them, the post-call
pause, the blocked seat (DIST-5, DIST-10, PCP-1, PCP-2). Locks: agents by id, then workplaces by id.';

CREATE OR REPLACE TRIGGER calls_1_followed AFTER UPDATE ON OutboundCall
REFERENCING OLD TABLE AS OldCall NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION follow_calls();
