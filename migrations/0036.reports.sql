-- depends: 0029.inbound
-- Reports count attempts. The history has all of them, but a month of it is ten times as many rows, and the two ends of
-- an attempt are apart in it.

CREATE TABLE CallAttempt (
    OutboundCallId bigint,
    DialTime timestamptz,
    OutboundListId uuid,
    ProjectId uuid,
    AgentId uuid,
    AnswerTime timestamptz,
    EndTime timestamptz NOT NULL,
    ResultTime timestamptz NOT NULL,
    CallResult CallResult NOT NULL,
    CallResultDetailId uuid,
    LastResultTime timestamptz NOT NULL,
    PRIMARY KEY (OutboundCallId, DialTime)
);
CREATE INDEX CallAttemptByTime ON CallAttempt (DialTime);
COMMENT ON TABLE CallAttempt IS
'Attempts that are over: a row for each time that a call was dialled, for reports. No foreign keys: each attempt would
pay for them, and a deleted call''s attempts were made all the same.';
COMMENT ON COLUMN CallAttempt.OutboundCallId IS 'The call.';
COMMENT ON COLUMN CallAttempt.DialTime IS 'When it was dialled.';
COMMENT ON COLUMN CallAttempt.OutboundListId IS 'List of the call; NULL = it has none.';
COMMENT ON COLUMN CallAttempt.ProjectId IS 'Project of the call; NULL = it has none.';
COMMENT ON COLUMN CallAttempt.AgentId IS 'Who had it at the end; NULL = nobody.';
COMMENT ON COLUMN CallAttempt.AnswerTime IS 'When it was answered; NULL = it was not.';
COMMENT ON COLUMN CallAttempt.EndTime IS 'When it ended.';
COMMENT ON COLUMN CallAttempt.ResultTime IS 'When its result was first known.';
COMMENT ON COLUMN CallAttempt.CallResult IS 'Its result; one that was chosen anew later, too.';
COMMENT ON COLUMN CallAttempt.CallResultDetailId IS 'The result detail that was chosen; NULL = none.';
COMMENT ON COLUMN CallAttempt.LastResultTime IS
'When its result was last known (PostCallEndTime of the call): the attempt that a result chosen anew belongs to.';

-- Those of before, as the history tells them.
INSERT INTO CallAttempt
(OutboundCallId, DialTime, OutboundListId, ProjectId, AgentId, AnswerTime, EndTime, ResultTime, CallResult,
    CallResultDetailId, LastResultTime)
SELECT d.OutboundCallId, d.EventTime, c.OutboundListId, c.ProjectId, a.AgentId, a.AnswerTime, a.EndTime, a.ResultTime,
    a.CallResult, a.CallResultDetailId,
    CASE WHEN c.DialTime = d.EventTime THEN coalesce(c.PostCallEndTime, a.ResultTime) ELSE a.ResultTime END
FROM (
    SELECT e.OutboundCallId, e.EventTime, e.Step,
        lead(e.Step) OVER (PARTITION BY e.OutboundCallId ORDER BY e.Step) AS NextStep
    FROM CallEvent AS e
    WHERE e.ToPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND e.ToResult = 'Active'
        AND e.FromPhase IS DISTINCT FROM e.ToPhase
) AS d
INNER JOIN OutboundCall AS c ON c.OutboundCallId = d.OutboundCallId
CROSS JOIN LATERAL (
    SELECT
        (array_agg(e.AgentId ORDER BY e.Step DESC) FILTER (WHERE e.AgentId IS NOT NULL))[1] AS AgentId,
        min(e.EventTime) FILTER (WHERE e.ToPhase IN ('AgentTalk', 'Answered', 'IvrScript')) AS AnswerTime,
        min(e.EventTime) FILTER (WHERE e.ToPhase = 'WaitForResult' OR e.ToResult <> 'Active') AS EndTime,
        min(e.EventTime) FILTER (WHERE e.ToResult <> 'Active') AS ResultTime,
        (array_agg(e.ToResult ORDER BY e.Step DESC) FILTER (WHERE e.ToResult <> 'Active'))[1] AS CallResult,
        (array_agg((e.Data ->> 'detail')::uuid ORDER BY e.Step DESC)
            FILTER (WHERE e.ToResult <> 'Active'))[1] AS CallResultDetailId
    FROM CallEvent AS e
    WHERE e.OutboundCallId = d.OutboundCallId AND e.Step > d.Step AND e.Step < coalesce(d.NextStep, 2147483647)
        -- Up to where the call is given back to the queue.
        AND e.ToResult NOT IN ('Scheduled', 'Prepared', 'Paused', 'Neglected')
        AND e.ToPhase NOT IN ('Obsolete', 'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')
) AS a
WHERE a.ResultTime IS NOT NULL
ON CONFLICT DO NOTHING;

CREATE INDEX InboundCallByTime ON InboundCall (StartTime);
