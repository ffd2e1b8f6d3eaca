CREATE OR REPLACE FUNCTION refuse_talk(call_id bigint, reason text, remedy text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD069',
        MESSAGE = format('Call %s %s.', call_id, reason),
        DETAIL = format('OutboundCallId %s', call_id),
        HINT = remedy;
END
$$;
COMMENT ON FUNCTION refuse_talk(bigint, text, text) IS
'Raises PD069: why the conversation does not allow it (follows "Call 5"), and what to do.';
