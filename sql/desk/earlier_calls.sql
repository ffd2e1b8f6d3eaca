CREATE OR REPLACE FUNCTION earlier_calls(call_id bigint)
RETURNS TABLE (
    OutboundCallId bigint, EndTime timestamptz, AgentName text, CallResult CallResult, DetailName text, ListName text,
    TalkSeconds integer
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    called OutboundCall;
BEGIN
    PERFORM demand_call(call_id, 'Read');
    SELECT c.* INTO called FROM OutboundCall AS c WHERE c.OutboundCallId = call_id;
    RETURN QUERY
    WITH Earlier AS (
        -- The call's own attempts; what follows are other calls. Private ones are nobody else's concern.
        SELECT e.OutboundCallId, e.EventTime AS EndTime, e.AgentId, e.ToResult AS CallResult, NULL::uuid AS DetailId,
            called.OutboundListId, NULL::timestamptz AS AnswerTime
        FROM CallEvent AS e
        WHERE e.OutboundCallId = call_id AND e.FromResult = 'Active' AND e.ToResult NOT IN ('Active', 'Scheduled')
            AND e.EventTime < coalesce(called.DistributionTime, called.DialTime, called.ChangedTime)
        UNION
        (SELECT o.OutboundCallId, o.EndTime, o.AgentId, o.CallResult, o.CallResultDetailId, o.OutboundListId,
            o.AnswerTime
        FROM OutboundCall AS o
        WHERE o.ContactId = called.ContactId AND o.OutboundCallId <> call_id AND o.EndTime IS NOT NULL
            AND o.OutboundListId IS NOT NULL
        ORDER BY o.EndTime DESC
        LIMIT 5)
        UNION
        SELECT n.*
        FROM OutboundList AS l
        CROSS JOIN LATERAL (
            SELECT o.OutboundCallId, o.EndTime, o.AgentId, o.CallResult, o.CallResultDetailId, o.OutboundListId,
                o.AnswerTime
            FROM OutboundCall AS o
            WHERE o.OutboundListId = l.OutboundListId AND o.Number = called.Number AND o.OutboundCallId <> call_id
                AND o.EndTime IS NOT NULL
            ORDER BY o.EndTime DESC
            LIMIT 5
        ) AS n
    )
    SELECT e.OutboundCallId, e.EndTime, a.DisplayName, e.CallResult, d.DisplayName, l.DisplayName,
        EXTRACT(EPOCH FROM e.EndTime - e.AnswerTime)::integer
    FROM Earlier AS e
    LEFT JOIN Agent AS a ON a.AgentId = e.AgentId
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = e.DetailId
    LEFT JOIN OutboundList AS l ON l.OutboundListId = e.OutboundListId
    ORDER BY e.EndTime DESC, e.OutboundCallId DESC
    LIMIT 5;
END
$$;
COMMENT ON FUNCTION earlier_calls(bigint) IS
'What came before a call: its attempts until it was offered last, and the calls of lists to the same contact or number,
whoever made them; the last five, newest first. For whoever may read the call. Errors: PD042 not permitted. Locks
nothing.';
