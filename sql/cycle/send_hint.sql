CREATE OR REPLACE FUNCTION send_hint() RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    -- The commit of a notification holds a lock of the whole server: it must not wait for the disk or a standby.
    PERFORM set_config('synchronous_commit', 'off', TRUE);
    PERFORM pg_notify(current_schema(), '');
END
$$;
COMMENT ON FUNCTION send_hint() IS
'Wakes the runners, so that they need not wait for their next look. To be called in a transaction of its own, after
one that gave them something to do, such as accept_offer; its commit does not wait for the disk. The channel is the
schema''s name. A hint that is lost costs a second at most, because runners also look by themselves. Locks: none of
ours.';
