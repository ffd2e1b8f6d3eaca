CREATE OR REPLACE FUNCTION fails_too_often(outcomes smallint[], failures integer, attempts integer) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM generate_subscripts(outcomes, 1) AS last (Place)
        WHERE (
            SELECT sum(o.Outcome)
            FROM unnest(outcomes[greatest(last.Place - attempts + 1, 1):last.Place]) AS o (Outcome)
        ) >= failures);
END
$$;
COMMENT ON FUNCTION fails_too_often(smallint[], integer, integer) IS
'Whether anywhere in these outcomes (1 = failure) so many attempts in a row have so many failures or more.';

CREATE OR REPLACE FUNCTION end_trunk_calls(pbx_call_ids text[], causes text[]) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan TO off
SET enable_hashjoin TO off
SET enable_mergejoin TO off
SET jit TO off
AS $$
DECLARE
    now_is timestamptz := clock();
    trunk_ids uuid[];
    faults smallint[];
BEGIN
    WITH Told AS MATERIALIZED (
        SELECT DISTINCT ON (e.PbxCallId) e.PbxCallId, e.Cause, e.Place
        FROM unnest(pbx_call_ids, end_trunk_calls.causes) WITH ORDINALITY AS e (PbxCallId, Cause, Place)
        ORDER BY e.PbxCallId, e.Place
    ),
    Open AS MATERIALIZED (
        SELECT k.PbxCommandId
        FROM PbxCommand AS k
        WHERE k.PbxCallId = ANY (pbx_call_ids) AND k.Command = 'originate'
            AND k.TrunkId IS NOT NULL AND k.EndedTime IS NULL
        ORDER BY k.PbxCommandId
        FOR NO KEY UPDATE
    ),
    Ended AS (
        UPDATE PbxCommand AS k
        SET EndedTime = now_is
        FROM Open AS o
        WHERE k.PbxCommandId = o.PbxCommandId
        RETURNING k.PbxCallId, k.TrunkId
    )
    SELECT array_agg(n.TrunkId ORDER BY t.Place),
        array_agg(
            CASE
                WHEN EXISTS (SELECT FROM PbxEvent AS p WHERE p.PbxCallId = n.PbxCallId AND p.Event = 'answered') THEN 0
                ELSE coalesce((
                    SELECT max(w.TrunkFault)
                    FROM PbxCause AS w
                    WHERE starts_with(lower(t.Cause), w.Cause) AND substr(t.Cause, length(w.Cause) + 1, 1) !~ '\w'
                ), 0)
            END::smallint ORDER BY t.Place)
    INTO trunk_ids, faults
    FROM Ended AS n
    INNER JOIN Told AS t ON t.PbxCallId = n.PbxCallId;
    IF trunk_ids IS NULL THEN
        RETURN;
    END IF;

    WITH Judged AS MATERIALIZED (
        SELECT t.TrunkId, t.Outcomes, t.RestFailures, t.RestAttempts, t.RestTime
        FROM Trunk AS t
        -- What ends during a rest was begun before it.
        WHERE t.TrunkId = ANY (trunk_ids) AND t.RestFailures > 0 AND t.RestAttempts > 0
            AND (t.RestsUntil > now_is) IS NOT TRUE
        ORDER BY t.TrunkId
        FOR UPDATE
    ),
    Known AS (
        SELECT j.TrunkId, j.RestTime, j.RestAttempts, a.Outcomes,
            fails_too_often(a.Outcomes, j.RestFailures, j.RestAttempts) AS Fails
        FROM Judged AS j
        CROSS JOIN LATERAL (
            SELECT j.Outcomes || array_agg(o.Outcome ORDER BY o.Place) AS Outcomes
            FROM unnest(trunk_ids, faults) WITH ORDINALITY AS o (TrunkId, Outcome, Place)
            WHERE o.TrunkId = j.TrunkId
        ) AS a
    )
    UPDATE Trunk AS t
    SET Outcomes = CASE
            WHEN n.Fails THEN '{}'
            ELSE n.Outcomes[greatest(cardinality(n.Outcomes) - n.RestAttempts + 1, 1):]
        END,
        RestsUntil = CASE WHEN n.Fails THEN now_is + n.RestTime * interval '1 second' ELSE t.RestsUntil END
    FROM Known AS n
    WHERE t.TrunkId = n.TrunkId;
END
$$;
COMMENT ON FUNCTION end_trunk_calls(text[], text[]) IS
'These attempts are over on the PBX, for these causes, in the order of their ends: their trunks have room again, and a
trunk of whose last RestAttempts attempts RestFailures ended by its fault (PbxCause) rests for RestTime seconds. Each
attempt counts once, one that was answered as good. Locks: the commands by id, then the trunks by id; to be called after
all that changes calls, agents and workplaces.';

CREATE OR REPLACE FUNCTION end_reported_calls(pbx_call_ids text[], events text[], causes text[]) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM Trunk) THEN
        RETURN;
    END IF;
    PERFORM end_trunk_calls(x.PbxCallIds, x.Causes)
    FROM (
        SELECT array_agg(e.PbxCallId ORDER BY e.Place) AS PbxCallIds,
            array_agg(coalesce(e.Cause, replace(e.Event, '_', ' ')) ORDER BY e.Place) AS Causes
        FROM unnest(pbx_call_ids, end_reported_calls.events, end_reported_calls.causes)
            WITH ORDINALITY AS e (PbxCallId, Event, Cause, Place)
        WHERE e.Event IN ('hangup_called', 'hangup_agent', 'busy', 'no_answer', 'failed')
    ) AS x
    WHERE x.PbxCallIds IS NOT NULL;
END
$$;
COMMENT ON FUNCTION end_reported_calls(text[], text[], text[]) IS
'end_trunk_calls for those of these events that are the end of an attempt. Locks: the commands, then the trunks by id.';
