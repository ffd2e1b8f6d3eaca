-- What the PBX says, one event or many: a single definition, written for many.
CREATE OR REPLACE FUNCTION apply_pbx_events(
    pbx_call_ids text[], events text[], causes text[], happened_at timestamptz[]
) RETURNS TABLE (place bigint, outbound_call_id bigint, answer text)
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
    now_is timestamptz := clock();
    kinds PbxEventKind[];
    moments timestamptz[];
    call_ids bigint[];
    agent_ids uuid[];
    answers text[];
    are_over boolean[];
    are_unreached boolean[];
    effects PbxEventKind[];
    are_abandoned boolean[];
BEGIN
    -- Few attempts among many: looked up one by one, here and in the triggers.
    PERFORM refuse_event(e.Event) FROM unnest(events) AS e (Event)
    WHERE e.Event IS NULL OR NOT e.Event = ANY (enum_range(NULL::PbxEventKind)::text[]);
    kinds := events::PbxEventKind[];

    WITH Called AS MATERIALIZED (
        SELECT c.OutboundCallId, c.PbxCallId, c.CallPhase, c.AgentId, c.OutboundListId, c.WorkplaceId, c.AnswerTime,
            c.CallResult = 'Active' AND c.CallPhase <> 'WaitForResult' AS IsLive
        FROM OutboundCall AS c
        WHERE c.PbxCallId = ANY (pbx_call_ids)
        ORDER BY c.OutboundCallId
        FOR NO KEY UPDATE
    ),
    Said AS MATERIALIZED (
        SELECT e.Place, e.PbxCallId, e.Kind, e.Cause, least(coalesce(e.HappenedAt, now_is), now_is) AS Moment,
            coalesce(c.OutboundCallId, k.OutboundCallId) AS OutboundCallId, c.AgentId, coalesce(c.IsLive, FALSE) AS IsLive,
            coalesce(c.CallPhase IN ('AgentDialing', 'PredictiveDial', 'AutoDial'), FALSE) AS IsDialling,
            CASE
                WHEN e.Kind <> 'machine' THEN e.Kind
                WHEN l.MachineAction = 'Agent' THEN 'answered'
                ELSE 'no_answer'
            END AS Effect,
            CASE
                WHEN e.Kind <> 'agent_answered' THEN NULL
                WHEN w.Number IS DISTINCT FROM e.Cause THEN 'late'
                WHEN c.CallPhase = 'AgentRing' THEN 'applied'
                WHEN c.CallPhase = 'AgentTalk' THEN 'repeated'
                ELSE 'late'
            END AS Connected,
            coalesce(
                c.CallPhase IN ('Answered', 'AgentRing') AND ends_channel(e.Kind)
                AND least(coalesce(e.HappenedAt, now_is), now_is) - c.AnswerTime >= l.AbandonThreshold * interval '1 second',
                FALSE) AS IsAbandoned
        FROM unnest(pbx_call_ids, kinds, causes, apply_pbx_events.happened_at)
            WITH ORDINALITY AS e (PbxCallId, Kind, Cause, HappenedAt, Place)
        LEFT JOIN Called AS c ON c.PbxCallId = e.PbxCallId
        LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
        LEFT JOIN Workplace AS w ON w.WorkplaceId = c.WorkplaceId AND e.Kind = 'agent_answered'
        LEFT JOIN LATERAL (
            SELECT o.* FROM PbxCommand AS o WHERE o.PbxCallId = e.PbxCallId AND o.Command = 'originate' OFFSET 0
        ) AS k ON TRUE
    ),
    Written AS (
        INSERT INTO PbxEvent AS p (PbxCallId, Event, Cause, HappenedAt, ReportedTime)
        SELECT s.PbxCallId, s.Kind, s.Cause, s.Moment, now_is
        FROM Said AS s
        -- That an agent is there is told of each who is tried.
        WHERE s.OutboundCallId IS NOT NULL AND s.Connected IS NULL
        ORDER BY s.PbxCallId
        ON CONFLICT DO NOTHING
        RETURNING p.PbxCallId
    )
    SELECT array_agg(s.OutboundCallId ORDER BY s.Place), array_agg(s.AgentId ORDER BY s.Place),
        array_agg(s.Moment ORDER BY s.Place), array_agg(NOT s.IsLive ORDER BY s.Place),
        array_agg(s.IsDialling AND s.Effect IN ('busy', 'no_answer', 'failed', 'hangup_agent') ORDER BY s.Place),
        array_agg(s.Effect ORDER BY s.Place), array_agg(s.IsAbandoned ORDER BY s.Place),
        array_agg(
            CASE
                WHEN s.OutboundCallId IS NULL THEN 'unknown'
                WHEN s.Connected IS NOT NULL THEN CASE WHEN s.IsLive THEN s.Connected ELSE 'late' END
                WHEN w.PbxCallId IS NULL THEN 'repeated'
                WHEN NOT s.IsLive THEN 'late'
                WHEN s.Kind IN ('answered', 'machine') AND NOT s.IsDialling THEN 'late'
                ELSE 'applied'
            END ORDER BY s.Place)
    INTO call_ids, agent_ids, moments, are_over, are_unreached, effects, are_abandoned, answers
    FROM Said AS s
    LEFT JOIN Written AS w ON w.PbxCallId = s.PbxCallId;

    IF 'applied' = ANY (answers) THEN
        UPDATE OutboundCall AS c
        SET CallPhase = CASE
                WHEN e.Kind = 'ringing' OR e.IsUnreached THEN c.CallPhase
                WHEN e.Kind = 'agent_answered' THEN 'AgentTalk'
                WHEN e.Effect = 'answered' THEN CASE c.CallPhase
                    WHEN 'AgentDialing' THEN 'AgentTalk'::CallPhase
                    WHEN 'PredictiveDial' THEN 'Answered'
                    ELSE 'IvrScript'
                END
                -- The far end can only hang up what it has answered: an answer on its way does no harm later.
                WHEN c.CallPhase = 'IvrScript' THEN 'IvrEnded'
                WHEN e.Kind = 'hangup_agent' THEN 'HangupAgent'
                ELSE 'HangupCalled'
            END,
            CallResult = CASE
                WHEN e.Effect IN ('ringing', 'answered', 'agent_answered') THEN c.CallResult
                WHEN e.Kind = 'failed' THEN 'Failed'
                WHEN e.IsUnreached THEN CASE e.Kind WHEN 'busy' THEN 'Busy'::CallResult ELSE 'NoAnswer' END
                WHEN c.CallPhase = 'IvrScript' AND EXISTS (SELECT FROM IvrAnswer AS i WHERE i.PbxCallId = c.PbxCallId)
                    THEN 'Completed'
                WHEN c.CallPhase IN ('PredictiveDial', 'AutoDial', 'Answered', 'AgentRing', 'IvrScript') THEN 'NoResult'
                ELSE c.CallResult
            END,
            Cause = CASE
                WHEN e.Effect IN ('ringing', 'answered', 'agent_answered') THEN c.Cause
                WHEN e.IsAbandoned THEN 'abandoned'
                WHEN e.Kind = 'machine' THEN 'machine'
                WHEN e.Cause IS NOT NULL OR NOT e.IsUnreached THEN coalesce(e.Cause, c.Cause)
                WHEN e.Kind = 'hangup_agent' THEN 'agent hung up'
                ELSE replace(e.Kind::text, '_', ' ')
            END,
            RingingTime = CASE e.Kind WHEN 'ringing' THEN e.Moment ELSE c.RingingTime END,
            AnswerTime = CASE e.Effect WHEN 'answered' THEN e.Moment ELSE c.AnswerTime END,
            AnsweredBy = CASE
                WHEN e.Kind = 'machine' THEN 'Machine'::AnsweredBy
                WHEN e.Kind <> 'answered' THEN c.AnsweredBy
                WHEN e.Cause = 'person' THEN 'Person'
                WHEN e.Cause = 'unknown' THEN 'Unknown'
                ELSE c.AnsweredBy
            END,
            CallResultDetailId = CASE WHEN e.IsAbandoned THEN abandoned_detail() ELSE c.CallResultDetailId END,
            EndTime = CASE WHEN e.Effect IN ('ringing', 'answered', 'agent_answered') THEN c.EndTime ELSE e.Moment END
        FROM unnest(call_ids, kinds, effects, causes, moments, answers, are_unreached, are_abandoned)
            AS e (OutboundCallId, Kind, Effect, Cause, Moment, Answer, IsUnreached, IsAbandoned)
        WHERE c.OutboundCallId = e.OutboundCallId AND e.Answer = 'applied';
        -- PRED-3: who was dialled ahead and is there gets an agent now, not in the next cycle.
        PERFORM connect_answered((
            SELECT array_agg(e.OutboundCallId)
            FROM unnest(call_ids, effects, answers) AS e (OutboundCallId, Effect, Answer)
            WHERE e.Effect = 'answered' AND e.Answer = 'applied'));
    END IF;

    IF 'ringing' = ANY (kinds) THEN
        WITH Rung AS MATERIALIZED (
            SELECT a.AgentId
            FROM Agent AS a
            INNER JOIN unnest(agent_ids, kinds, answers) AS e (AgentId, Kind, Answer)
                ON e.AgentId = a.AgentId AND e.Kind = 'ringing' AND e.Answer = 'applied'
            ORDER BY a.AgentId
            FOR NO KEY UPDATE OF a
        )
        UPDATE Agent AS a SET LastCallUtc = now_is FROM Rung AS r WHERE a.AgentId = r.AgentId;
    END IF;

    IF 'late' = ANY (answers) THEN
        UPDATE OutboundCall AS c
        SET AnswerTime = least(e.Moment, c.EndTime)
        FROM unnest(pbx_call_ids, kinds, moments, answers, are_over) AS e (PbxCallId, Kind, Moment, Answer, IsOver)
        WHERE e.Answer = 'late' AND e.IsOver AND e.Kind = 'answered'
            AND c.PbxCallId = e.PbxCallId AND c.AnswerTime IS NULL AND c.EndPhase IS NOT NULL;
        -- It rings, or somebody has answered, for a call that is over here and was not transferred.
        INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)
        SELECT e.PbxCallId, e.OutboundCallId, 'hangup', now_is
        FROM unnest(pbx_call_ids, kinds, call_ids, answers, are_over) AS e (PbxCallId, Kind, OutboundCallId, Answer, IsOver)
        WHERE e.Answer = 'late' AND e.IsOver AND e.Kind IN ('ringing', 'answered', 'machine')
            AND EXISTS (SELECT FROM PbxCommand AS k WHERE k.PbxCallId = e.PbxCallId AND k.Command = 'originate')
            AND NOT EXISTS (
                SELECT FROM PbxCommand AS x
                WHERE x.PbxCallId = e.PbxCallId AND x.Command = 'transfer' AND x.VoidTime IS NULL)
            AND NOT EXISTS (
                SELECT FROM PbxEvent AS p
                WHERE p.PbxCallId = e.PbxCallId AND ends_channel(p.Event))
        ORDER BY e.PbxCallId
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN QUERY
    SELECT e.Place, e.OutboundCallId, e.Answer
    FROM unnest(call_ids, answers) WITH ORDINALITY AS e (OutboundCallId, Answer, Place);
END
$$;
COMMENT ON FUNCTION apply_pbx_events(text[], text[], text[], timestamptz[]) IS
'What report_pbx_event does, for events of different attempts at once; place counts from 1. Errors: PD009 no such
event. Locks: the calls by id, with each its agent.';

CREATE OR REPLACE FUNCTION report_pbx_events(
    pbx_call_ids text[], events text[], causes text[], happened_at timestamptz[]
) RETURNS TABLE (place bigint, outbound_call_id bigint, answer text, problem text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    turn record;
BEGIN
    RETURN QUERY
    SELECT u.Place, NULL::bigint, report_line(u.PbxCallId, u.Event, u.HappenedAt), NULL::text
    FROM unnest(pbx_call_ids, report_pbx_events.events, report_pbx_events.happened_at)
        WITH ORDINALITY AS u (PbxCallId, Event, HappenedAt, Place)
    WHERE u.PbxCallId LIKE 'line-%'
    ORDER BY u.Place;
    -- The first event of each attempt, then the second of those that have one, and so on.
    FOR turn IN
        SELECT array_agg(e.Place) AS Places, array_agg(e.PbxCallId) AS PbxCallIds, array_agg(e.Event) AS Events,
            array_agg(e.Cause) AS Causes, array_agg(e.HappenedAt) AS Moments
        FROM (
            SELECT u.*, row_number() OVER (PARTITION BY u.PbxCallId ORDER BY u.Place) AS Turn
            FROM unnest(pbx_call_ids, report_pbx_events.events, report_pbx_events.causes, report_pbx_events.happened_at)
                WITH ORDINALITY AS u (PbxCallId, Event, Cause, HappenedAt, Place)
            WHERE u.PbxCallId NOT LIKE 'line-%'
        ) AS e
        GROUP BY e.Turn
        ORDER BY e.Turn
    LOOP
        BEGIN
            RETURN QUERY
            SELECT turn.Places[a.place], a.outbound_call_id, a.answer, NULL::text
            FROM apply_pbx_events(turn.PbxCallIds, turn.Events, turn.Causes, turn.Moments) AS a;
        EXCEPTION
            WHEN serialization_failure OR deadlock_detected OR lock_not_available THEN
                RAISE;
            WHEN OTHERS THEN
                -- One of them is refused: the others take effect all the same.
                FOR i IN 1..cardinality(turn.Places) LOOP
                    BEGIN
                        RETURN QUERY
                        SELECT turn.Places[i], a.outbound_call_id, a.answer, NULL::text
                        FROM apply_pbx_events(
                            turn.PbxCallIds[i:i], turn.Events[i:i], turn.Causes[i:i], turn.Moments[i:i]) AS a;
                    EXCEPTION
                        WHEN serialization_failure OR deadlock_detected OR lock_not_available THEN
                            RAISE;
                        WHEN OTHERS THEN
                            RETURN QUERY SELECT turn.Places[i], NULL::bigint, 'refused', SQLERRM;
                    END;
                END LOOP;
        END;
    END LOOP;
    -- Last, when all calls and agents are locked. A channel whose event was refused is gone all the same.
    PERFORM end_reported_calls(pbx_call_ids, report_pbx_events.events, report_pbx_events.causes);
END
$$;
COMMENT ON FUNCTION report_pbx_events(text[], text[], text[], timestamptz[]) IS
'report_pbx_event for many events at once, each a place in the four arrays, those of one attempt in the order in which
they happened. One row for each: place (from 1), the call, and the answer; refused, with the problem in words, for one
that alone would be an error, which keeps none of the others from taking effect. Those of open lines go to report_line. Locks:
the workplaces of lines, the calls by id, the agents by id, the commands by id, the trunks by id.';
