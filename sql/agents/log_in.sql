CREATE OR REPLACE FUNCTION log_in(agent_id uuid, workplace_id uuid) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    agent Agent;
    seat record;
    sitting text;
BEGIN
    PERFORM demand('AgentStatus', 'Write', agent_id);
    agent := find_agent(agent_id);
    SELECT w.DisplayName INTO seat
    FROM Workplace AS w
    WHERE w.WorkplaceId = log_in.workplace_id AND w.Deleted = 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD008',
            MESSAGE = format('There is no workplace %s.', coalesce(workplace_id::text, 'NULL')),
            HINT = 'SELECT WorkplaceId, DisplayName FROM Workplace WHERE Deleted = 0 lists them.';
    END IF;
    IF EXISTS (SELECT FROM Seating AS s WHERE s.AgentId = log_in.agent_id)
        AND NOT EXISTS (
            SELECT FROM Seating AS s WHERE s.AgentId = log_in.agent_id AND s.WorkplaceId = log_in.workplace_id)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD008',
            MESSAGE = format('%s may not sit at %s.', agent.DisplayName, seat.DisplayName),
            HINT = 'Choose another workplace, or add a row to Seating.';
    END IF;
    SELECT a.DisplayName INTO sitting
    FROM Agent AS a
    WHERE a.WorkplaceId = log_in.workplace_id AND a.AgentId <> log_in.agent_id;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD008',
            MESSAGE = format('%s is taken by %s.', seat.DisplayName, sitting),
            HINT = 'Choose another workplace, or have that agent log off.';
    END IF;
    IF agent.WorkplaceId IS NULL THEN
        UPDATE Agent AS a
        SET WorkplaceId = log_in.workplace_id, MissedCalls = 0,
            AgentStatusId = default_status('Pause')
        WHERE a.AgentId = log_in.agent_id;
    ELSIF agent.WorkplaceId <> log_in.workplace_id THEN
        PERFORM refuse_while_busy(agent_id, 'change the workplace');
        UPDATE Agent AS a SET WorkplaceId = log_in.workplace_id WHERE a.AgentId = log_in.agent_id;
    END IF;
    RETURN (
        SELECT s.DisplayName
        FROM Agent AS a
        INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
        WHERE a.AgentId = log_in.agent_id
    );
END
$$;
COMMENT ON FUNCTION log_in(uuid, uuid) IS
'Seats an agent at a workplace, in the default status of activity Pause; again is harmless. Returns the status''s name.
Errors: PD007 agent, PD008 workplace unknown, not the agent''s, or taken, PD023 in a call elsewhere. Locks: the agent.';

CREATE OR REPLACE FUNCTION log_off(agent_id uuid) RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('AgentStatus', 'Write', agent_id);
    -- An offer goes back to the queue; calls are locked before agents.
    UPDATE OutboundCall AS c
    SET CallPhase = 'Enqueue'
    WHERE c.AgentId = log_off.agent_id AND c.CallResult = 'Active'
        AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall');
    PERFORM find_agent(agent_id);
    PERFORM refuse_while_busy(agent_id, 'log off');
    UPDATE Agent AS a
    SET WorkplaceId = NULL, AgentStatusId = default_status('LogOff')
    WHERE a.AgentId = log_off.agent_id;
    RETURN (SELECT s.DisplayName FROM AgentStatus AS s WHERE s.AgentStatusId = default_status('LogOff'));
END
$$;
COMMENT ON FUNCTION log_off(uuid) IS
'Logs an agent off; an offer or a preview goes back to the queue. Returns the status''s name. Errors: PD007 agent,
PD023 in a call. Locks: the call, the agent.';

CREATE OR REPLACE FUNCTION refuse_while_busy(agent_id uuid, what text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    busy_with record;
BEGIN
    SELECT c.OutboundCallId, c.CallPhase INTO busy_with
    FROM OutboundCall AS c
    WHERE c.AgentId = refuse_while_busy.agent_id AND c.CallResult = 'Active'
        AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk', 'AgentRing');
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD023',
            MESSAGE = format('The agent cannot %s during call %s (phase %s).',
                what, busy_with.OutboundCallId, busy_with.CallPhase),
            DETAIL = format('OutboundCallId %s, AgentId %s', busy_with.OutboundCallId, agent_id),
            HINT = 'End the call first.';
    END IF;
END
$$;
COMMENT ON FUNCTION refuse_while_busy(uuid, text) IS 'Raises PD023 when the agent has an offer or a call in progress.';
