-- What a sender does: take, send, report. Each delivery is sent at least once; a receiver that was told twice knows it
-- by the delivery's id.
CREATE OR REPLACE FUNCTION take_hook_deliveries(runner_name text, "limit" integer DEFAULT 20)
RETURNS TABLE (
    WebHookDeliveryId bigint, WebHookId uuid, Url text, Secret text, Event text, Body text, Attempts integer
)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Seconds after which a sender that says nothing has died, and how much of one hook is in hand at a time, so that
    -- a receiver that hangs takes its own share only.
    lease CONSTANT integer := 60;
    share CONSTANT integer := 8;
    now_is timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM WebHook) THEN
        RETURN;
    END IF;
    PERFORM follow_history();
    PERFORM purge_hook_deliveries();
    now_is := clock();
    RETURN QUERY
    WITH Due AS MATERIALIZED (
        SELECT d.WebHookDeliveryId
        FROM WebHook AS w
        CROSS JOIN LATERAL (
            SELECT o.WebHookDeliveryId
            FROM WebHookDelivery AS o
            WHERE o.WebHookId = w.WebHookId AND o.NextTime <= now_is
            ORDER BY o.NextTime, o.WebHookDeliveryId
            LIMIT greatest(0, share - (
                SELECT count(*) FROM WebHookDelivery AS t
                WHERE t.WebHookId = w.WebHookId AND t.TakenTime IS NOT NULL AND t.NextTime > now_is))
            FOR UPDATE SKIP LOCKED
        ) AS d
        WHERE w.Active = 1
        ORDER BY d.WebHookDeliveryId
        LIMIT take_hook_deliveries."limit"
    )
    UPDATE WebHookDelivery AS d
    SET TakenTime = now_is, TakenBy = take_hook_deliveries.runner_name, Attempts = d.Attempts + 1,
        NextTime = now_is + lease * interval '1 second'
    FROM Due AS u
    INNER JOIN WebHookDelivery AS o ON o.WebHookDeliveryId = u.WebHookDeliveryId
    INNER JOIN WebHook AS w ON w.WebHookId = o.WebHookId
    WHERE d.WebHookDeliveryId = u.WebHookDeliveryId
    RETURNING d.WebHookDeliveryId, d.WebHookId, w.Url, w.Secret, d.Event, d.Body::text, d.Attempts;
END
$$;
COMMENT ON FUNCTION take_hook_deliveries(text, integer) IS
'Reads what is new in the history for the web hooks, and hands a sender up to so many deliveries that are due; each must
be reported within a minute, or it is handed out again. Locks: HookReader and the deliveries, skipping those held.';

CREATE OR REPLACE FUNCTION report_hook_delivery(web_hook_delivery_id bigint, status integer, error text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    first_wait CONSTANT integer := 10;
    longest_wait CONSTANT integer := 3600;
    now_is CONSTANT timestamptz := clock();
    good CONSTANT boolean := coalesce(status BETWEEN 200 AND 299, FALSE);
    attempts_at_most CONSTANT integer := configuration('HookAttempts')::integer;
    outcome text;
BEGIN
    UPDATE WebHookDelivery AS d
    SET TakenTime = NULL,
        LastStatus = report_hook_delivery.status,
        LastError = CASE WHEN NOT good THEN left(coalesce(error, format('The answer was %s.', status)), 500) END,
        DeliveredTime = CASE WHEN good THEN now_is END,
        FailedTime = CASE WHEN NOT good AND d.Attempts >= attempts_at_most THEN now_is END,
        NextTime = CASE WHEN NOT good AND d.Attempts < attempts_at_most
            THEN now_is + least(first_wait * 2.0 ^ least(d.Attempts - 1, 20), longest_wait) * interval '1 second'
        END
    WHERE d.WebHookDeliveryId = report_hook_delivery.web_hook_delivery_id AND d.NextTime IS NOT NULL
    RETURNING CASE
        WHEN d.DeliveredTime IS NOT NULL THEN 'delivered'
        WHEN d.FailedTime IS NOT NULL THEN 'given up'
        ELSE 'again'
    END INTO outcome;
    RETURN coalesce(outcome, 'over');
END
$$;
COMMENT ON FUNCTION report_hook_delivery(bigint, integer, text) IS
'Says how sending a delivery went: the HTTP status of the answer (NULL = none came) and, if it failed, why. Any status
from 200 to 299 is a success; after anything else it is sent again, after 10 s, 20 s, … up to an hour, until HookAttempts.
Returns delivered, again, given up, or over when it was so before or is gone. Locks: the delivery.';

CREATE OR REPLACE FUNCTION purge_hook_deliveries() RETURNS integer
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    bite CONSTANT integer := 500;
    before timestamptz := date_trunc('day', clock(), 'UTC')
        - nullif(configuration('HookLogDays'), '')::integer * interval '24 hours';
    purged integer;
BEGIN
    WITH Old AS MATERIALIZED (
        SELECT d.WebHookDeliveryId
        FROM WebHookDelivery AS d
        WHERE coalesce(d.DeliveredTime, d.FailedTime) < before
        ORDER BY coalesce(d.DeliveredTime, d.FailedTime)
        LIMIT bite
        FOR UPDATE SKIP LOCKED
    )
    DELETE FROM WebHookDelivery AS d
    USING Old AS o
    WHERE d.WebHookDeliveryId = o.WebHookDeliveryId;
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END
$$;
COMMENT ON FUNCTION purge_hook_deliveries() IS
'Deletes deliveries that have been over for HookLogDays, some hundred at a time. Returns how many. Locks: them.';
