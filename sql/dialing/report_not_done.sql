CREATE OR REPLACE FUNCTION report_not_done(pbx_command_id bigint, reason text) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
    told PbxCommand;
    called OutboundCall;
    problem text;
BEGIN
    SELECT k.* INTO told
    FROM PbxCommand AS k
    WHERE k.PbxCommandId = report_not_done.pbx_command_id AND k.Command IN ('consult', 'transfer', 'mute', 'send_keys', 'connect');
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    SELECT c.* INTO called
    FROM OutboundCall AS c
    WHERE c.OutboundCallId = told.OutboundCallId AND c.PbxCallId = told.PbxCallId
    FOR NO KEY UPDATE;
    UPDATE PbxCommand AS k
    SET VoidTime = now_is
    WHERE k.PbxCommandId = report_not_done.pbx_command_id AND k.VoidTime IS NULL;
    IF NOT FOUND THEN
        RETURN 'repeated';
    END IF;
    IF told.Command = 'connect' THEN
        UPDATE OutboundCall AS c
        SET CallPhase = 'Answered'
        WHERE c.OutboundCallId = called.OutboundCallId AND c.CallPhase = 'AgentRing' AND c.WorkplaceId = told.WorkplaceId;
        IF NOT FOUND THEN
            RETURN 'late';
        END IF;
        PERFORM connect_answered(ARRAY[called.OutboundCallId]);
        RETURN 'applied';
    END IF;
    problem := format('%s: %s',
        CASE told.Command
            WHEN 'consult' THEN 'Not connected with ' || who_sits_at(told.Number)
            WHEN 'transfer' THEN 'Not transferred to ' || who_sits_at(told.Number)
            WHEN 'mute' THEN 'Not muted'
            ELSE 'Keys not sent'
        END,
        left(coalesce(nullif(btrim(reason), ''), 'the PBX does not say why'), 500));
    IF told.Command = 'consult' THEN
        -- The PBX is told to bring the customer back.
        UPDATE OutboundCall AS c
        SET ConsultNumber = NULL, TalkProblem = problem
        WHERE c.OutboundCallId = called.OutboundCallId AND c.TalkState = 'Consulting' AND c.ConsultNumber = told.Number;
        RETURN CASE WHEN FOUND THEN 'applied' ELSE 'late' END;
    ELSIF told.Command IN ('mute', 'send_keys') THEN
        UPDATE OutboundCall AS c
        SET Muted = CASE WHEN told.Command = 'mute' THEN 0 ELSE c.Muted END, TalkProblem = problem
        WHERE c.OutboundCallId = called.OutboundCallId AND c.TalkState IS NOT NULL
            AND (told.Command = 'send_keys' OR c.Muted = 1);
        RETURN CASE WHEN FOUND THEN 'applied' ELSE 'late' END;
    END IF;

    IF transfer_failed(called) AND EXISTS (
        SELECT FROM Agent AS a WHERE a.AgentId = called.AgentId AND a.WorkplaceId = called.WorkplaceId)
    THEN
        BEGIN
            UPDATE OutboundCall AS c
            SET CallPhase = 'AgentTalk', CallResult = 'Active', TransferredTo = NULL, TalkProblem = problem,
                EndTime = NULL, EndPhase = NULL, PostCallEndTime = NULL
            WHERE c.OutboundCallId = called.OutboundCallId;
            PERFORM tell_talk(told.PbxCallId, told.OutboundCallId, 'take_back', NULL);
            RETURN 'applied';
        EXCEPTION WHEN unique_violation OR SQLSTATE 'PD022' THEN
            -- The agent has another call, or the number has.
            NULL;
        END;
    END IF;
    -- There is nobody to go on with.
    INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
    SELECT told.PbxCallId, told.OutboundCallId, 'hangup', now_is
    WHERE NOT EXISTS (
        SELECT FROM PbxEvent AS e
        WHERE e.PbxCallId = told.PbxCallId AND ends_channel(e.Event))
    ON CONFLICT DO NOTHING;
    RETURN 'late';
END
$$;
COMMENT ON FUNCTION report_not_done(bigint, text) IS
'To be called by a runner when a connect, consult, transfer, mute or send_keys that it took surely came to nothing:
reason is the PBX''s. A call that could not be connected with its agent gets another, or waits for one (PRED-3); the
agent has missed it. The agent goes on with the customer, who is brought back, and is not muted; TalkProblem says what was not done.
So does the history (a consultation that is over, unmuted, or transfer failed), except of keys. Returns applied;
repeated; unknown for other commands, which end with their call; late where the agent is no longer there for the
customer, or the conversation is over: then a customer who was to be transferred is let go. Locks: the call, the
command, the agent.';
