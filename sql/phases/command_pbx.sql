-- After the statement: what a call's phase means to the PBX.
CREATE OR REPLACE FUNCTION command_pbx() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
    SELECT n.PbxCallId, n.OutboundCallId, 'originate', n.DialTime
    FROM NewCall AS n
    WHERE n.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial') AND n.CallResult = 'Active'
        AND NOT EXISTS (SELECT FROM PbxCommand AS c WHERE c.PbxCallId = n.PbxCallId)
    ORDER BY n.OutboundCallId;
    IF TG_OP = 'INSERT' THEN
        RETURN NULL;
    END IF;

    -- Over here, but not on the PBX: hang up.
    INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
    SELECT o.PbxCallId, o.OutboundCallId, 'hangup', n.ChangedTime
    FROM OldCall AS o
    INNER JOIN NewCall AS n ON n.OutboundCallId = o.OutboundCallId
    WHERE n.Step <> o.Step AND o.CallResult = 'Active' AND o.PbxCallId IS NOT NULL
        AND o.CallPhase IN ('AgentDialing', 'AgentTalk', 'PredictiveDial', 'Answered', 'AgentRing', 'AutoDial', 'IvrScript')
        AND (n.CallResult <> 'Active' OR n.CallPhase = 'WaitForResult')
        AND NOT EXISTS (
            SELECT FROM PbxEvent AS e
            WHERE e.PbxCallId = o.PbxCallId AND e.Event NOT IN ('ringing', 'answered')
        )
    ORDER BY o.OutboundCallId
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION command_pbx() IS
'Trigger on OutboundCall: puts an originate into the outbox for each call that is to be dialled, a hangup for each
that is over before the PBX said so, whoever changed the phase (DIAL-2).';

CREATE OR REPLACE TRIGGER calls_3_dialled_at_once AFTER INSERT ON OutboundCall
REFERENCING NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION command_pbx();

CREATE OR REPLACE TRIGGER calls_3_pbx AFTER UPDATE ON OutboundCall
REFERENCING OLD TABLE AS OldCall NEW TABLE AS NewCall
FOR EACH STATEMENT EXECUTE FUNCTION command_pbx();
