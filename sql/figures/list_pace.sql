CREATE OR REPLACE FUNCTION list_pace(outbound_list_id uuid)
RETURNS TABLE (
    DialingMode DialingMode, AgentFirst Flag, Ready bigint, Busy bigint, Ringing bigint, Waiting bigint,
    AnswerRate double precision, AbandonLimit numeric, AnsweredDay bigint, AbandonedDay bigint, AnsweredMonth bigint,
    AbandonedMonth bigint, Room double precision, Reason text
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT l.DialingMode, l.AgentFirst, p.Ready, p.Busy, p.Ringing, p.Waiting, h.Rate, l.AbandonLimit,
        r.AnsweredDay, r.AbandonedDay, r.AnsweredMonth, r.AbandonedMonth,
        least(
            l.AbandonLimit / 100 * r.AnsweredDay - r.AbandonedDay, l.AbandonLimit / 100 * r.AnsweredMonth - r.AbandonedMonth
        )::float8,
        p.Reason
    FROM OutboundList AS l
    CROSS JOIN LATERAL abandon_rates(l.OutboundListId) AS r
    CROSS JOIN LATERAL (
        SELECT coalesce(sum((o.inputs ->> 'ready')::bigint), 0)::bigint AS Ready,
            coalesce(sum(jsonb_array_length(o.inputs -> 'busy_ages')), 0)::bigint AS Busy,
            coalesce(sum(jsonb_array_length(o.inputs -> 'ringing_ages')), 0)::bigint AS Ringing,
            coalesce(sum((o.inputs ->> 'waiting')::bigint), 0)::bigint AS Waiting,
            string_agg(d.reason, ' ' ORDER BY o.call_group_id) AS Reason
        FROM pace_pools() AS o
        CROSS JOIN LATERAL pace_from(o.inputs) AS d
        WHERE o.outbound_list_id = l.OutboundListId
    ) AS p
    CROSS JOIN LATERAL (
        SELECT sum(m.Answered)::float8 / nullif(sum(m.Ended), 0) AS Rate
        FROM PaceMinute AS m
        WHERE m.OutboundListId = l.OutboundListId AND m.Minute > clock() - interval '30 minutes'
    ) AS h
    WHERE l.OutboundListId = list_pace.outbound_list_id;
END
$$;
COMMENT ON FUNCTION list_pace(uuid) IS
'How a list that dials ahead is doing, in one row: whether it has fallen back to Progressive (AgentFirst), agents ready
and busy with its calls, calls that ring and that were answered and wait; the share of attempts of the last half hour
that a person answered; live answers and abandoned ones of 24 hours and 30 days, and for how many more abandoned calls
there is room under the limit; what would be decided now, in words (NULL: it does not dial ahead, or does not run).
Errors: PD004 no such list. Locks nothing.';

CREATE OR REPLACE FUNCTION list_decisions(outbound_list_id uuid, "limit" integer DEFAULT 50)
RETURNS TABLE (
    PacingDecisionId bigint, DecisionTime timestamptz, Starts integer, Dialled integer, AgentFirst Flag,
    ExpectedAbandons double precision, Ready integer, Busy integer, Ringing integer, Reason text
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT d.PacingDecisionId, d.DecisionTime, d.Starts, d.Dialled, d.AgentFirst, d.ExpectedAbandons,
        (d.Inputs ->> 'ready')::integer, jsonb_array_length(d.Inputs -> 'busy_ages'),
        jsonb_array_length(d.Inputs -> 'ringing_ages'), d.Reason
    FROM PacingDecision AS d
    WHERE d.OutboundListId = list_decisions.outbound_list_id
    ORDER BY d.DecisionTime DESC, d.PacingDecisionId DESC
    LIMIT list_decisions."limit";
END
$$;
COMMENT ON FUNCTION list_decisions(uuid, integer) IS
'The newest decisions of the pacing for a list, limit of them at most, the newest first. Errors: PD004 no such list.
Locks nothing.';
