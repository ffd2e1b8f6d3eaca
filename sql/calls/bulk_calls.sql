-- Many calls at once: first what would happen to them, then, some hundreds at a time, that.

-- The one definition of what a bulk action can change, as the phase machine has it.
CREATE OR REPLACE FUNCTION bulk_obstacle(
    action text, call_type CallType, call_phase CallPhase, call_result CallResult, is_done boolean
) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    waits CONSTANT boolean := call_result IN ('Scheduled', 'Prepared', 'Paused');
BEGIN
    RETURN CASE
        WHEN call_type <> 'DialOut' THEN 'NoProjectCall'
        WHEN action = 'release' AND call_phase <> 'Manual' THEN 'NotManual'
        WHEN is_done THEN 'Done'
        WHEN action = 'release' THEN NULL
        WHEN action IN ('move', 'assign', 'unassign') AND waits THEN NULL
        WHEN action = 'schedule' AND (call_result = 'Scheduled' OR (call_result <> 'Active' AND EXISTS (
            SELECT FROM PhaseTransition AS t
            WHERE t.FromPhase = call_phase AND t.FromResult = call_result AND t.ToResult = 'Scheduled'))) THEN NULL
        WHEN action = 'pause' AND EXISTS (
            SELECT FROM PhaseTransition AS t
            WHERE t.FromPhase = call_phase AND t.FromResult = call_result AND t.ToResult = 'Paused') THEN NULL
        WHEN action = 'cancel' AND EXISTS (
            SELECT FROM PhaseTransition AS t
            WHERE t.FromPhase = call_phase AND t.FromResult = call_result
                AND t.ToPhase = 'Obsolete' AND t.ToResult = 'Cancelled') THEN NULL
        WHEN call_result = 'Active' THEN 'InProgress'
        WHEN waits THEN 'Held'
        ELSE 'Over'
    END;
END
$$;
COMMENT ON FUNCTION bulk_obstacle(text, CallType, CallPhase, CallResult, boolean) IS
'What keeps a bulk action from a call of this kind, phase and status; NULL = nothing. is_done: it is in the list, or
with the agent, already. One of NoProjectCall, NotManual, Done, InProgress, Held (paused), Over.';

-- What both functions need of their arguments: $1 filter, $2 ids, $3 list, $4 agent.
CREATE OR REPLACE FUNCTION bulk_wish(
    action text, filter jsonb, ids bigint[], outbound_list_id uuid, agent_id uuid, schedule_time timestamptz,
    OUT chosen text, OUT is_done text
) RETURNS record
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    actions CONSTANT text[] := '{release,schedule,pause,cancel,move,assign,unassign}'::text[];
    problem text := CASE
        WHEN NOT coalesce(action = ANY (actions), FALSE)
            THEN format('action: "%s" is none.', left(action, 100))
        WHEN (filter IS NULL) = (ids IS NULL) THEN 'ids: either they or a filter say which calls are meant.'
        WHEN action = 'move' AND outbound_list_id IS NULL THEN 'list: it is not said where the calls are to be moved.'
        WHEN action = 'assign' AND agent_id IS NULL THEN 'agent: it is not said who is to get the calls.'
    END;
BEGIN
    IF problem IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD033',
            MESSAGE = problem,
            HINT = format('Actions are %s.', array_to_string(actions, ', ')),
            COLUMN = split_part(problem, ':', 1);
    END IF;
    IF action = 'move' THEN
        PERFORM find_list(outbound_list_id);
    ELSIF agent_id IS NOT NULL THEN
        PERFORM find_agent(agent_id);
    END IF;
    chosen := CASE WHEN ids IS NULL THEN call_condition(filter) ELSE 'c.OutboundCallId = ANY ($2)' END;
    is_done := CASE action
        WHEN 'move' THEN 'c.OutboundListId = $3'
        WHEN 'assign' THEN '(c.Predistributed = 1 AND c.AgentId = $4)'
        WHEN 'unassign' THEN 'c.Predistributed = 0'
        ELSE 'FALSE'
    END;
END
$$;
COMMENT ON FUNCTION bulk_wish(text, jsonb, bigint[], uuid, uuid, timestamptz) IS
'Which calls a bulk action is for, and which of them are as it would make them already, as conditions on a call c.
Errors: PD004 list, PD007 agent, PD033 action, filter, or what it needs is missing.';

CREATE OR REPLACE FUNCTION preview_bulk_calls(
    action text, filter jsonb DEFAULT NULL, ids bigint[] DEFAULT NULL, outbound_list_id uuid DEFAULT NULL,
    agent_id uuid DEFAULT NULL, schedule_time timestamptz DEFAULT NULL
) RETURNS TABLE (obstacle text, call_phase CallPhase, call_result CallResult, calls bigint, last_id bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    wish record;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    wish := bulk_wish(action, filter, ids, outbound_list_id, agent_id, schedule_time);
    RETURN QUERY EXECUTE format(
        'SELECT o.Obstacle, g.CallPhase, g.CallResult, sum(g.Calls)::bigint, max(g.LastId)
        FROM (
            SELECT c.CallType, c.CallPhase, c.CallResult, %s AS IsDone, count(*) AS Calls,
                max(c.OutboundCallId) AS LastId
            FROM OutboundCall AS c WHERE %s GROUP BY 1, 2, 3, 4
        ) AS g
        CROSS JOIN LATERAL bulk_obstacle($5, g.CallType, g.CallPhase, g.CallResult, g.IsDone) AS o (Obstacle)
        GROUP BY o.Obstacle, g.CallPhase, g.CallResult
        ORDER BY o.Obstacle NULLS FIRST, 4 DESC, g.CallPhase, g.CallResult', wish.is_done, wish.chosen)
    USING filter, ids, outbound_list_id, agent_id, action;
END
$$;
COMMENT ON FUNCTION preview_bulk_calls(text, jsonb, bigint[], uuid, uuid, timestamptz) IS
'What a bulk action would do: how many calls it would change (obstacle NULL) and how many not, by what keeps it from
them (bulk_obstacle), phase and status; last_id: the highest of their ids, behind which change_bulk_calls need not look.
action: release (from phase Manual), schedule, pause, cancel, move (to outbound_list_id), assign (to agent_id alone),
unassign. Which calls: filter (call_condition) or ids. Counts all of them, a million in a second or two. Errors: PD004 list, PD007
agent, PD033 action or filter, PD042 not allowed. Locks: the agent.';

CREATE OR REPLACE FUNCTION change_bulk_calls(
    action text, filter jsonb DEFAULT NULL, ids bigint[] DEFAULT NULL, outbound_list_id uuid DEFAULT NULL,
    agent_id uuid DEFAULT NULL, schedule_time timestamptz DEFAULT NULL,
    after_id bigint DEFAULT 0, until_id bigint DEFAULT NULL, "limit" integer DEFAULT 500
) RETURNS jsonb
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    wish record;
    batch bigint[];
    called record;
    obstacle text;
    changed integer := 0;
    stayed jsonb := '{}'::jsonb;
BEGIN
    PERFORM demand('OutboundCall', 'Full');
    wish := bulk_wish(action, filter, ids, outbound_list_id, agent_id, schedule_time);
    EXECUTE format(
        'SELECT array_agg(b.OutboundCallId ORDER BY b.OutboundCallId) FROM (
            SELECT c.OutboundCallId FROM OutboundCall AS c
            WHERE %s AND c.OutboundCallId > $3 AND c.OutboundCallId <= $4
            ORDER BY c.OutboundCallId LIMIT $5) AS b', wish.chosen)
    INTO batch USING filter, ids, after_id, coalesce(until_id, 9223372036854775807), least("limit", 1000);
    -- Locked one after the other, by number.
    FOR called IN EXECUTE format(
        'SELECT c.OutboundCallId, c.CallType, c.CallPhase, c.CallResult, %s AS IsDone
        FROM OutboundCall AS c WHERE c.OutboundCallId = ANY ($2) AND %s ORDER BY c.OutboundCallId FOR NO KEY UPDATE',
        wish.is_done, CASE WHEN ids IS NULL THEN wish.chosen ELSE 'TRUE' END)
        USING filter, batch, outbound_list_id, agent_id
    LOOP
        obstacle := bulk_obstacle(action, called.CallType, called.CallPhase, called.CallResult, called.IsDone);
        IF obstacle IS NULL THEN
            BEGIN
                PERFORM change_bulk_call(action, called.OutboundCallId, outbound_list_id, agent_id, schedule_time);
                changed := changed + 1;
            EXCEPTION WHEN OTHERS THEN
                -- Its own concern: it keeps none of the others back.
                IF SQLSTATE !~ '^(PD|23)' THEN
                    RAISE;
                END IF;
                obstacle := SQLSTATE;
            END;
        END IF;
        IF obstacle IS NOT NULL THEN
            stayed := stayed || jsonb_build_object(obstacle, coalesce((stayed ->> obstacle)::integer, 0) + 1);
        END IF;
    END LOOP;
    RETURN jsonb_build_object(
        'Changed', changed, 'Stayed', stayed,
        'LastId', CASE WHEN cardinality(batch) = least("limit", 1000) THEN batch[cardinality(batch)] END);
END
$$;
COMMENT ON FUNCTION change_bulk_calls(text, jsonb, bigint[], uuid, uuid, timestamptz, bigint, bigint, integer) IS
'Does what preview_bulk_calls has shown, with the next calls by number: behind after_id, at most limit (1000) of them,
none behind until_id. schedule_time: not before it (schedule). Each call has its line in the history as if it were
changed alone. One that cannot be changed keeps none of the others back. Returns {"Changed": how many, "Stayed": how many by
obstacle or SQLSTATE, "LastId": the after_id of the next batch, null when there is none}. Errors: as preview_bulk_calls.
Locks: the calls, by number; agents.';

CREATE OR REPLACE FUNCTION change_bulk_call(
    action text, call_id bigint, outbound_list_id uuid, agent_id uuid, schedule_time timestamptz
) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    CASE action
    WHEN 'release' THEN
        PERFORM enqueue_call(call_id, agent_id);
    WHEN 'schedule' THEN
        PERFORM schedule_call(call_id, schedule_time, agent_id);
    WHEN 'pause' THEN
        PERFORM pause_call(call_id);
    WHEN 'cancel' THEN
        PERFORM cancel_call(call_id);
    WHEN 'move' THEN
        -- The batch of an import belongs to the list that it left.
        UPDATE OutboundCall AS c
        SET OutboundListId = l.OutboundListId, ProjectId = l.ProjectId, OutboundListImportId = NULL, Rank = NULL
        FROM OutboundList AS l
        WHERE c.OutboundCallId = call_id AND l.OutboundListId = change_bulk_call.outbound_list_id;
    ELSE
        UPDATE OutboundCall AS c
        SET AgentId = CASE action WHEN 'assign' THEN change_bulk_call.agent_id END,
            Predistributed = CASE action WHEN 'assign' THEN 1 ELSE 0 END
        WHERE c.OutboundCallId = call_id;
    END CASE;
END
$$;
COMMENT ON FUNCTION change_bulk_call(text, bigint, uuid, uuid, timestamptz) IS
'Does a bulk action with one call. Errors: those of the function, or of the trigger, that does it.';
