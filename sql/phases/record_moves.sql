-- The history: a line for each change of phase or status, written by statement, because a thousand calls at once take a
-- third of the time that a thousand lines would take one by one. Old and new rows are put together by a FULL JOIN: the
-- plan is made once, for the first statement of a session, and an inner join planned for one row is a loop in a loop,
-- 20 s for 10,000. The condition is in a coalesce, or the planner would make an inner join of it again.
CREATE OR REPLACE FUNCTION record_moves() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    who text := actor();
BEGIN
    INSERT INTO CallEvent
    (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, Data)
    SELECT n.OutboundCallId, n.Step, n.ChangedTime,
        coalesce(
            CASE WHEN n.TransferredTo IS NOT NULL AND o.TransferredTo IS NULL THEN 'transferred' END,
            CASE WHEN n.TransferredTo IS NULL AND o.TransferredTo IS NOT NULL AND n.CallPhase = 'AgentTalk' THEN 'transfer failed' END,
            (SELECT t.EventType FROM PhaseTransition AS t
                WHERE t.FromPhase = o.CallPhase AND t.FromResult = o.CallResult
                    AND t.ToPhase = n.CallPhase AND t.ToResult = n.CallResult),
            CASE
                WHEN n.OutboundListId IS DISTINCT FROM o.OutboundListId THEN 'moved'
                WHEN n.CallResult <> 'Active' AND n.Predistributed < o.Predistributed THEN 'unassigned'
                WHEN n.CallResult <> 'Active' AND n.Predistributed = 1
                    AND (o.Predistributed = 0 OR n.AgentId IS DISTINCT FROM o.AgentId) THEN 'assigned'
                WHEN n.ConditionLevel <> o.ConditionLevel THEN 'level'
                WHEN n.TalkState = coalesce(o.TalkState, 'Talking') AND n.Muted <> coalesce(o.Muted, 0)
                    THEN CASE n.Muted WHEN 1 THEN 'muted' ELSE 'unmuted' END
                WHEN n.KeysSent > coalesce(o.KeysSent, 0) THEN 'keys sent'
                WHEN n.TalkState = 'OnHold' THEN 'put on hold'
                WHEN n.TalkState = 'Consulting' THEN 'consultation'
                WHEN o.TalkState = 'OnHold' THEN 'taken off hold'
                WHEN o.TalkState = 'Consulting' THEN 'consultation over'
                ELSE 'changed'
            END),
        o.CallPhase, n.CallPhase, o.CallResult, n.CallResult,
        CASE WHEN n.CallResult = 'Active' OR o.CallResult <> 'Active' THEN n.AgentId ELSE coalesce(n.AgentId, o.AgentId) END,
        who,
        nullif(jsonb_strip_nulls(jsonb_build_object(
            'cause', CASE WHEN n.Cause IS DISTINCT FROM o.Cause THEN n.Cause END,
            'detail', n.CallResultDetailId,
            'schedule', CASE WHEN n.CallResult = 'Scheduled' AND n.ScheduleTime > n.ChangedTime THEN n.ScheduleTime END,
            'retry', n.RetryTime,
            'level', CASE WHEN n.ConditionLevel <> o.ConditionLevel THEN n.ConditionLevel END,
            'list', CASE WHEN n.OutboundListId IS DISTINCT FROM o.OutboundListId THEN n.OutboundListId END,
            'from_list', CASE WHEN n.OutboundListId IS DISTINCT FROM o.OutboundListId THEN o.OutboundListId END,
            'from_agent', CASE WHEN o.Predistributed = 1 AND o.CallResult <> 'Active' AND n.CallResult <> 'Active'
                AND (n.Predistributed = 0 OR n.AgentId IS DISTINCT FROM o.AgentId) THEN o.AgentId END,
            'pbx_call', CASE WHEN n.PbxCallId IS DISTINCT FROM o.PbxCallId THEN n.PbxCallId END,
            -- Where one statement did two things, or one brought the other about.
            'muted', CASE WHEN n.TalkState <> o.TalkState AND n.Muted <> o.Muted THEN n.Muted END,
            'keys', CASE WHEN n.KeysSent > coalesce(o.KeysSent, 0) THEN n.KeysSent - coalesce(o.KeysSent, 0) END,
            'consulted', CASE WHEN n.ConsultNumber IS DISTINCT FROM o.ConsultNumber THEN n.ConsultNumber END,
            'transferred_to', CASE WHEN n.TransferredTo IS DISTINCT FROM o.TransferredTo THEN n.TransferredTo END,
            'problem', CASE WHEN n.TalkProblem IS DISTINCT FROM o.TalkProblem THEN n.TalkProblem END
        )), '{}')
    FROM OldCall AS o
    FULL JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
    -- What a rule did is written by who executed it, who knows which one.
    WHERE coalesce(
        n.Step <> o.Step AND (n.Stored = 1 OR n.CallResult IN ('Active', 'Prepared', 'Paused'))
        AND NOT (who = 'rule' AND n.ConditionLevel > o.ConditionLevel), FALSE);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_moves() IS
'Trigger on OutboundCall: writes a CallEvent for each call that changed its phase or status, that was moved to
another list, given to an agent or opened to all while it waited, or of which the conversation was held, muted, given
keys, consulted about or transferred, or was not after all (PHASE-5).';

CREATE OR REPLACE TRIGGER calls_1_recorded AFTER UPDATE ON OutboundCall
REFERENCING OLD TABLE AS OldCall NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION record_moves();
