-- After the statement: history, in bulk. No caller can forget it (PHASE-5).
CREATE OR REPLACE FUNCTION record_creations() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO CallEvent
    (OutboundCallId, Step, EventTime, EventType, ToPhase, ToResult, AgentId, Actor)
    SELECT n.OutboundCallId, n.Step, n.CreatedTime, coalesce(t.EventType, 'created'), n.CallPhase, n.CallResult, n.AgentId, a.Name
    FROM NewCall AS n
    CROSS JOIN (SELECT actor() AS Name) AS a
    LEFT JOIN PhaseTransition AS t
        ON t.FromPhase IS NULL AND t.ToPhase = n.CallPhase AND t.ToResult = n.CallResult;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_creations() IS 'Trigger on OutboundCall: writes the first CallEvent of new calls.';

CREATE OR REPLACE FUNCTION record_moves() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO CallEvent
    (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, Data)
    SELECT n.OutboundCallId, n.Step, n.ChangedTime, coalesce(t.EventType, 'changed'),
        o.CallPhase, n.CallPhase, o.CallResult, n.CallResult,
        CASE WHEN n.CallResult = 'Active' OR o.CallResult <> 'Active' THEN n.AgentId ELSE coalesce(n.AgentId, o.AgentId) END,
        a.Name,
        nullif(jsonb_strip_nulls(jsonb_build_object(
            'cause', CASE WHEN n.Cause IS DISTINCT FROM o.Cause THEN n.Cause END,
            'detail', n.CallResultDetailId,
            'schedule', CASE WHEN n.CallResult = 'Scheduled' AND n.ScheduleTime > n.ChangedTime THEN n.ScheduleTime END,
            'retry', n.RetryTime,
            'pbx_call', CASE WHEN n.PbxCallId IS DISTINCT FROM o.PbxCallId THEN n.PbxCallId END
        )), '{}')
    FROM OldCall AS o
    INNER JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
    CROSS JOIN (SELECT actor() AS Name) AS a
    LEFT JOIN PhaseTransition AS t
        ON t.FromPhase = o.CallPhase AND t.FromResult = o.CallResult
        AND t.ToPhase = n.CallPhase AND t.ToResult = n.CallResult
    WHERE n.Step <> o.Step;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_moves() IS
'Trigger on OutboundCall: writes one CallEvent for each call that changed its phase or status.';

CREATE OR REPLACE TRIGGER calls_1_created AFTER INSERT ON OutboundCall
REFERENCING NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION record_creations();

CREATE OR REPLACE TRIGGER calls_1_moved AFTER UPDATE ON OutboundCall
REFERENCING OLD TABLE AS OldCall NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION record_moves();
