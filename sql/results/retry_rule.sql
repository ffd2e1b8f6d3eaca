CREATE OR REPLACE FUNCTION retry_rule(
    outbound_list_id uuid, call_result CallResult, trial integer, OUT action RetryAction, OUT delay integer
) RETURNS record
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    SELECT r.Action, r.Delay INTO action, delay
    FROM OutboundList AS l
    INNER JOIN RetryRule AS r
        ON r.OutboundListId = l.OutboundListId OR r.OutboundListId IS NULL
    WHERE l.OutboundListId = retry_rule.outbound_list_id
        AND r.CallResult = retry_rule.call_result
        AND r.FromTrial <= retry_rule.trial
        AND (l.MaxTrials IS NULL OR retry_rule.trial < l.MaxTrials)
    ORDER BY r.OutboundListId NULLS LAST, r.FromTrial DESC
    LIMIT 1;
    action := coalesce(action, 'Stop');
END
$$;
COMMENT ON FUNCTION retry_rule(uuid, CallResult, integer) IS
'What follows the attempt number trial of a call of the list that ended with call_result: action and delay in seconds.
The list''s own rules go before those of no list; among them the highest FromTrial that is not above trial. Stop where
no rule fits or MaxTrials is reached (RES-5).';
