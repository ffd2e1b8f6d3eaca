-- Lists complete rarely: written down in the transaction that completes one.
CREATE OR REPLACE FUNCTION tell_list_completed() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    now_is CONSTANT timestamptz := clock();
BEGIN
    INSERT INTO WebHookDelivery (WebHookId, Event, Subject, Body, CreatedTime, NextTime)
    SELECT w.WebHookId, 'list_completed', format('%s %s', NEW.OutboundListId, now_is),
        jsonb_build_object(
            'event', 'list_completed', 'time', now_is, 'outbound_list_id', NEW.OutboundListId,
            'display_name', NEW.DisplayName, 'project_id', NEW.ProjectId),
        now_is, now_is
    FROM WebHook AS w
    WHERE w.Active = 1 AND 'list_completed' = ANY (w.Events)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tell_list_completed() IS
'Trigger on OutboundList: writes down, for the web hooks that want to know, that a list is completed.';

CREATE OR REPLACE TRIGGER list_9_completed AFTER UPDATE ON OutboundList
FOR EACH ROW WHEN (NEW.Activity = 'Completed' AND OLD.Activity <> 'Completed')
EXECUTE FUNCTION tell_list_completed();
