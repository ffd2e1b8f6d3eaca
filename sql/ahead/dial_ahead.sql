-- How many calls are dialled ahead of agents, and that they are (PRED-1, PRED-4). What is decided is kept.
CREATE OR REPLACE FUNCTION pace_due() RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
SET jit TO off
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM PaceEvent) OR somebody_for_waiting() OR EXISTS (
        SELECT
        FROM pace_pools() AS p
        CROSS JOIN LATERAL pace_from(p.inputs) AS d
        WHERE (d.starts > 0 AND p.has_calls) OR d.agent_first <> p.was_agent_first);
END
$$;
COMMENT ON FUNCTION pace_due() IS
'Whether a cycle has something to do for lists that dial ahead: to count, to connect, to dial, to fall back to
Progressive or to come back. Locks nothing.';

CREATE OR REPLACE FUNCTION dial_ahead() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET jit TO off
AS $$
DECLARE
    lists uuid[];
    samples bigint[];
    kept jsonb[];
    starts integer[];
    are_first boolean[];
    were_first boolean[];
    expected float8[];
    reasons text[];
    groups bigint[];
    of_pool integer[];
    call_ids bigint[];
    call_pools integer[];
    dialled bigint[] := '{}'::bigint[];
    batch CONSTANT integer := configuration('CycleBatch')::integer;
BEGIN
    SELECT array_agg(p.outbound_list_id), array_agg(p.call_group_id), array_agg(p.inputs),
        array_agg(CASE WHEN p.has_calls THEN least(d.starts, batch) ELSE 0 END), array_agg(d.agent_first),
        array_agg(p.was_agent_first), array_agg(d.expected_abandons), array_agg(d.reason)
    INTO lists, samples, kept, starts, are_first, were_first, expected, reasons
    FROM pace_pools() AS p
    CROSS JOIN LATERAL pace_from(p.inputs) AS d;
    IF lists IS NULL THEN
        RETURN 0;
    END IF;

    UPDATE OutboundList AS l
    SET AgentFirst = n.AgentFirst
    FROM (
        SELECT u.ListId, bool_or(u.IsFirst)::integer AS AgentFirst
        FROM unnest(lists, are_first) AS u (ListId, IsFirst)
        GROUP BY u.ListId
    ) AS n
    WHERE l.OutboundListId = n.ListId AND l.AgentFirst <> n.AgentFirst;

    SELECT array_agg(g.CallGroupId), array_agg(u.Pool) INTO groups, of_pool
    FROM unnest(lists, samples, starts) WITH ORDINALITY AS u (ListId, Sample, Starts, Pool)
    INNER JOIN CallGroup AS s ON s.CallGroupId = u.Sample
    INNER JOIN CallGroup AS g ON g.OutboundListId = u.ListId
        AND (g.ProjectId, g.Skill, g.Proficiency) = (s.ProjectId, s.Skill, s.Proficiency)
        AND g.LanguageId IS NOT DISTINCT FROM s.LanguageId
    WHERE u.Starts > 0;
    IF groups IS NOT NULL THEN
        SELECT array_agg(c.call_id), array_agg(c.pool) INTO call_ids, call_pools
        FROM unattended_calls(groups, of_pool, starts) AS c;
        IF call_ids IS NOT NULL THEN
            dialled := dial_unattended(call_ids);
        END IF;
    END IF;

    INSERT INTO PacingDecision
    (DecisionTime, OutboundListId, CallGroupId, Starts, Dialled, AgentFirst, ExpectedAbandons, Reason, Inputs)
    SELECT clock(), u.ListId, u.Sample, u.Starts, n.Dialled, u.IsFirst::integer, u.Expected, u.Reason, u.Inputs
    FROM unnest(lists, samples, starts, are_first, were_first, expected, reasons, kept)
        WITH ORDINALITY AS u (ListId, Sample, Starts, IsFirst, WasFirst, Expected, Reason, Inputs, Pool)
    CROSS JOIN LATERAL (
        SELECT count(*)::integer AS Dialled
        FROM unnest(call_ids, call_pools) AS c (Id, Pool)
        WHERE c.Pool = u.Pool AND c.Id = ANY (dialled)
    ) AS n
    WHERE n.Dialled > 0 OR u.IsFirst <> u.WasFirst
    ORDER BY u.Pool;
    RETURN cardinality(dialled);
END
$$;
COMMENT ON FUNCTION dial_ahead() IS
'Dials calls of lists of DialingMode Power and Predictive ahead of agents, as many as pace() says, the first in the
order of DIST-4; has a list fall back to Progressive, or come back, as it says; keeps the decisions (PacingDecision). Returns
how many calls were dialled. Called under CycleLock. Locks: calls by id, skipping those held; the lists.';

CREATE OR REPLACE FUNCTION replay_decision(pacing_decision_id bigint, OUT starts integer, OUT agent_first boolean,
    OUT expected_abandons double precision, OUT reason text) RETURNS record
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    SELECT r.starts, r.agent_first, r.expected_abandons, r.reason
    INTO replay_decision.starts, replay_decision.agent_first, replay_decision.expected_abandons, replay_decision.reason
    FROM PacingDecision AS d
    CROSS JOIN LATERAL pace_from(d.Inputs) AS r
    WHERE d.PacingDecisionId = replay_decision.pacing_decision_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD086',
            MESSAGE = format('There is no pacing decision %s.', coalesce(pacing_decision_id::text, 'NULL')),
            HINT = 'SELECT * FROM PacingDecision shows those that are kept (PacingDays).',
            COLUMN = 'PacingDecisionId';
    END IF;
END
$$;
COMMENT ON FUNCTION replay_decision(bigint) IS
'Makes a decision of the pacing again from what it was made from: what comes out is what was decided, unless pace() is
another since. Errors: PD086 no such decision. Locks nothing.';

CREATE OR REPLACE FUNCTION purge_pacing(decisions_before timestamptz, minutes_before timestamptz) RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    bite CONSTANT integer := 500;
    purged integer := 0;
    gone integer;
BEGIN
    IF decisions_before IS NOT NULL THEN
        WITH Old AS MATERIALIZED (
            SELECT d.PacingDecisionId
            FROM PacingDecision AS d
            WHERE d.DecisionTime < decisions_before
            ORDER BY d.DecisionTime
            LIMIT bite
            FOR UPDATE SKIP LOCKED
        )
        DELETE FROM PacingDecision AS d USING Old AS o WHERE d.PacingDecisionId = o.PacingDecisionId;
        GET DIAGNOSTICS purged = ROW_COUNT;
    END IF;
    WITH Old AS MATERIALIZED (
        SELECT m.OutboundListId, m.Minute
        FROM PaceMinute AS m
        WHERE m.Minute < minutes_before
        ORDER BY m.Minute
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM PaceMinute AS m USING Old AS o WHERE m.OutboundListId = o.OutboundListId AND m.Minute = o.Minute;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN purged + gone;
END
$$;
COMMENT ON FUNCTION purge_pacing(timestamptz, timestamptz) IS
'Deletes pacing decisions (NULL = none) and minutes of abandon rates from before these times, some hundred rows at a
time. Returns how many. Locks: their rows.';
