CREATE OR REPLACE FUNCTION run_cycle(
    OUT ran boolean, OUT offered integer, OUT expired integer, OUT opened integer, OUT closed integer,
    OUT retried integer, OUT pauses_ended integer, OUT rules_applied integer, OUT dialled integer,
    OUT connected integer, OUT next_run timestamptz
) RETURNS record
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
-- Plans are made once. For arrays of few elements the planner would rather make each anew, which takes longer than to
-- run it.
SET plan_cache_mode TO force_generic_plan
SET jit TO off
AS $$
DECLARE
    batch integer := configuration('CycleBatch')::integer;
    call_ids bigint[];
    agent_ids uuid[];
    is_due boolean;
BEGIN
    ran := TRUE;
    offered := 0; expired := 0; opened := 0; closed := 0; retried := 0; pauses_ended := 0;
    rules_applied := 0; dialled := 0; connected := 0;
    -- A cycle with nothing to do only reads: even the lock would be a write.
    next_run := next_moment();
    is_due := coalesce(next_run <= clock(), FALSE) OR partition_is_missing(2);
    IF NOT is_due THEN
        SELECT array_agg(m.call_id ORDER BY m.call_id), array_agg(m.agent_id ORDER BY m.call_id)
        INTO call_ids, agent_ids
        FROM match_calls() AS m;
        IF call_ids IS NULL AND script_calls() IS NULL AND NOT pace_due() THEN
            RETURN;
        END IF;
    END IF;

    -- Quiet: whoever finds the lock held goes away.
    PERFORM 1 FROM CycleLock AS l FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        ran := FALSE;
        next_run := clock() + interval '1 second';
        RETURN;
    END IF;
    IF is_due THEN
        PERFORM make_partitions();
        expired := expire_calls() + close_unanswered_results();
        pauses_ended := end_pauses();
        retried := retry_calls();
        closed := close_windows();
        opened := open_windows();
        rules_applied := apply_post_conditions();
        PERFORM check_quotas();
        SELECT array_agg(m.call_id ORDER BY m.call_id), array_agg(m.agent_id ORDER BY m.call_id)
        INTO call_ids, agent_ids
        FROM match_calls() AS m;
    END IF;
    PERFORM tally_pace();
    -- Those who are on the line come first: an agent who is now theirs is not free any more.
    connected := connect_waiting();
    offered := distribute(call_ids, agent_ids);
    dialled := cardinality(dial_unattended(script_calls())) + dial_ahead();
    PERFORM purge();
    next_run := CASE
        WHEN greatest(expired, retried, closed, opened) >= batch THEN clock()
        ELSE next_moment()
    END;
END
$$;
COMMENT ON FUNCTION run_cycle() IS
'The cycle: ends what ends by time, brings back what is to be repeated, opens and closes windows, tries schedule post
conditions, counts quotas and calls off what they do not want any more, makes partitions, connects who waits for an agent, offers calls to agents, dials those of lists that dial by
themselves, and purges old logs. One row:
whether it ran (ran is false when another session runs it), how many of each, and next_run, when it wants to run again
at the latest (NULL: not before something changes). Any number of sessions may call it at any time. With nothing to do
it writes nothing. Locks: CycleLock, then as its parts say.';

CREATE OR REPLACE FUNCTION next_moment() RETURNS timestamptz
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is timestamptz := clock();
BEGIN
    PERFORM forget_marks();
    -- What waits for no moment is due now.
    -- (The first in the order of an index: a plan for any one of them may read all calls to find it.)
    IF (SELECT min(c.RetryTime) FROM OutboundCall AS c WHERE c.RetryTime IS NOT NULL) IS NOT NULL THEN
        RETURN now_is;
    ELSIF move_mark('result', (
        SELECT min(c.ChangedTime) FROM OutboundCall AS c
        WHERE c.CallPhase = 'WaitForResult' AND c.ChangedTime >= ladder_mark('result'))) IS NOT NULL
    THEN
        IF EXISTS (SELECT FROM UnansweredResult AS u WHERE u.ChangedTime >= ladder_mark('result')) THEN
            RETURN now_is;
        END IF;
    END IF;
    RETURN least(
        move_mark('deadline', (
            SELECT min(c.Deadline) FROM OutboundCall AS c WHERE c.Deadline >= ladder_mark('deadline'))),
        move_mark('due_time', (
            SELECT min(c.DueTime) FROM OutboundCall AS c
            WHERE c.Due = 0 AND c.CallResult = 'Scheduled'
                AND c.CallPhase IN ('Enqueue', 'EnqueueNoTime', 'AgentOfferMissed')
                AND c.DueTime >= ladder_mark('due_time'))),
        move_mark('due_until', (
            SELECT min(c.DueUntil) FROM OutboundCall AS c WHERE c.Due = 1 AND c.DueUntil >= ladder_mark('due_until'))),
        move_mark('condition_time', (
            SELECT min(c.ConditionTime) FROM OutboundCall AS c
            WHERE c.CallResult = 'Scheduled' AND c.ConditionTime >= ladder_mark('condition_time'))),
        (SELECT greatest(min(k.CheckTime), now_is) FROM QuotaCheck AS k HAVING min(k.CheckTime) <= now_is),
        (SELECT min(k.CheckTime) FROM QuotaCheck AS k WHERE k.CheckTime > now_is),
        (SELECT CASE WHEN r.FromCallId IS NOT NULL THEN now_is ELSE r.NextPass END FROM RuleRefresh AS r),
        move_mark('status_until', (
            SELECT min(a.StatusUntil) FROM Agent AS a WHERE a.StatusUntil >= ladder_mark('status_until'))),
        (SELECT min(w.BlockedUntil) FROM Workplace AS w WHERE w.BlockedUntil > now_is)
    );
END
$$;
COMMENT ON FUNCTION next_moment() IS
'The next moment at which the cycle has something to do by time alone: now, if something is due already; NULL if
nothing is. What it finds is noted as the session''s marks (move_mark).';
