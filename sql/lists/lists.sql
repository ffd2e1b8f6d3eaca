CREATE OR REPLACE FUNCTION find_list(outbound_list_id uuid) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    display_name text;
BEGIN
    SELECT l.DisplayName INTO display_name
    FROM OutboundList AS l
    WHERE l.OutboundListId = find_list.outbound_list_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD004',
            MESSAGE = format('There is no outbound list %s.', coalesce(outbound_list_id::text, 'NULL')),
            HINT = 'SELECT OutboundListId, DisplayName FROM OutboundList lists them.';
    END IF;
    RETURN display_name;
END
$$;
COMMENT ON FUNCTION find_list(uuid) IS 'The name of a list. Errors: PD004 there is none.';

CREATE OR REPLACE FUNCTION set_list_activity(outbound_list_id uuid, activity ListActivity) RETURNS ListActivity
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Write');
    PERFORM find_list(outbound_list_id);
    UPDATE OutboundList AS l
    SET Activity = set_list_activity.activity
    WHERE l.OutboundListId = set_list_activity.outbound_list_id;
    RETURN activity;
END
$$;
COMMENT ON FUNCTION set_list_activity(uuid, ListActivity) IS
'Sets a list Prepared, Running, Paused or Completed; takes effect on the next offer, calls in progress go on (LIST-1).
Returns the state. Errors: PD004 no such list. Locks: the list.';

CREATE OR REPLACE FUNCTION list_progress(outbound_list_id uuid)
RETURNS TABLE (CallResult CallResult, CallPhase CallPhase, Calls bigint, Trials bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Read');
    PERFORM find_list(outbound_list_id);
    RETURN QUERY
    SELECT c.CallResult, c.CallPhase, count(*), sum(c.Trial)
    FROM OutboundCall AS c
    WHERE c.OutboundListId = list_progress.outbound_list_id
    GROUP BY c.CallResult, c.CallPhase
    ORDER BY c.CallResult, c.CallPhase;
END
$$;
COMMENT ON FUNCTION list_progress(uuid) IS
'The calls of a list by status and phase, with the attempts made. Errors: PD004 no such list.';
