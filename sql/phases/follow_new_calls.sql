-- After the statement that brings new calls in: the first line of their history, and what is to be dialled at once.
CREATE OR REPLACE FUNCTION follow_new_calls() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    who text := actor();
    refused record;
BEGIN
    SELECT n.OutboundCallId, n.CallPhase, n.CallResult INTO refused
    FROM NewCall AS n
    WHERE NOT EXISTS (
        SELECT FROM PhaseTransition AS t
        WHERE t.FromPhase IS NULL AND t.ToPhase = n.CallPhase AND t.ToResult = n.CallResult)
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_move(refused.OutboundCallId, NULL, NULL, refused.CallPhase, refused.CallResult);
    END IF;

    INSERT INTO CallEvent
    (OutboundCallId, Step, EventTime, EventType, ToPhase, ToResult, AgentId, Actor)
    SELECT n.OutboundCallId, n.Step, n.CreatedTime, t.EventType, n.CallPhase, n.CallResult, n.AgentId,
        who
    FROM NewCall AS n
    INNER JOIN PhaseTransition AS t
        ON t.FromPhase IS NULL AND t.ToPhase = n.CallPhase AND t.ToResult = n.CallResult;

    INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime, PbxId)
    SELECT n.PbxCallId, n.OutboundCallId, 'originate', n.DialTime,
        (SELECT w.PbxId FROM Workplace AS w WHERE w.WorkplaceId = n.WorkplaceId)
    FROM NewCall AS n
    WHERE n.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND n.CallResult = 'Active'
        AND NOT EXISTS (SELECT FROM PbxCommand AS c WHERE c.PbxCallId = n.PbxCallId)
    ORDER BY n.OutboundCallId;

    INSERT INTO NumberAttempt (OutboundCallId, DialTime, Number, ContactId, ProjectId, OutboundListId)
    SELECT n.OutboundCallId, n.DialTime, n.Number, n.ContactId, n.ProjectId, n.OutboundListId
    FROM NewCall AS n
    WHERE n.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND n.CallResult = 'Active'
        AND n.CallType = 'DialOut' AND n.OutboundListId IS NOT NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION follow_new_calls() IS
'Trigger on OutboundCall: refuses new calls that begin as PhaseTransition has it not, writes the first CallEvent of the
others (PHASE-5), and an originate for those that are dialled at once (DIAL-2). Errors: PD001 no call begins so.';

CREATE OR REPLACE TRIGGER calls_1_created AFTER INSERT ON OutboundCall
REFERENCING NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION follow_new_calls();
