CREATE OR REPLACE FUNCTION agent_day(agent_id uuid, since timestamptz)
RETURNS TABLE (
    OutboundCallId bigint, EndTime timestamptz, DisplayName text, Number text, CallResult CallResult, DetailName text,
    TalkSeconds integer
)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundCall', 'Read', agent_id);
    RETURN QUERY
    SELECT e.OutboundCallId, e.EventTime, coalesce(k.DisplayName, c.DisplayName), c.Number,
        -- The result may have been chosen anew since, unless the call was dialled again.
        CASE WHEN w.IsLast THEN c.CallResult ELSE e.ToResult END,
        d.DisplayName,
        EXTRACT(EPOCH FROM t.TalkEnd - t.TalkStart)::integer
    FROM CallEvent AS e
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = e.OutboundCallId
    LEFT JOIN Contact AS k ON k.ContactId = c.ContactId
    CROSS JOIN LATERAL (
        SELECT coalesce(e.EventTime >= c.DialTime AND c.CallResult NOT IN ('Active', 'Scheduled'), FALSE) AS IsLast
    ) AS w
    LEFT JOIN CallResultDetail AS d
        ON d.CallResultDetailId = CASE WHEN w.IsLast THEN c.CallResultDetailId ELSE (e.Data ->> 'detail')::uuid END
    CROSS JOIN LATERAL (
        -- Of this attempt: what came after the last dialling.
        SELECT max(v.EventTime) FILTER (WHERE v.ToPhase = 'AgentTalk' AND v.FromPhase <> 'AgentTalk') AS TalkStart,
            max(v.EventTime) FILTER (WHERE v.FromPhase = 'AgentTalk' AND v.ToPhase <> 'AgentTalk') AS TalkEnd
        FROM CallEvent AS v
        WHERE v.OutboundCallId = e.OutboundCallId AND v.Step <= e.Step AND v.EventTime > e.EventTime - interval '1 day'
            AND v.Step > coalesce((
                SELECT max(b.Step)
                FROM CallEvent AS b
                WHERE b.OutboundCallId = e.OutboundCallId AND b.Step < e.Step
                    AND b.EventTime > e.EventTime - interval '1 day'
                    AND b.FromResult = 'Active' AND b.ToResult <> 'Active'), 0)
    ) AS t
    WHERE e.AgentId = agent_day.agent_id AND e.EventTime >= since
        AND e.FromResult = 'Active' AND e.ToResult NOT IN ('Active', 'Scheduled')
    ORDER BY e.EventTime DESC, e.OutboundCallId DESC
    LIMIT 1000;
END
$$;
COMMENT ON FUNCTION agent_day(uuid, timestamptz) IS
'What an agent''s attempts came to since a moment, newest first, a thousand at most: also of calls that are scheduled
again or with somebody else by now. TalkSeconds: NULL, nobody answered. Of another agent only for whoever may do
everything with calls. Errors: PD042 not permitted. Locks nothing.';
