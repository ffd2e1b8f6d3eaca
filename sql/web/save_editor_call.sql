CREATE OR REPLACE FUNCTION save_editor_call(parameters jsonb, request_key uuid DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    call_id bigint;
BEGIN
    PERFORM demand('OutboundCall', 'Write');
    call_id := first_answer(request_key);
    IF call_id IS NOT NULL THEN
        RETURN call_id;
    END IF;
    SELECT e.outbound_call_id INTO call_id FROM editor_call(parameters, TRUE) AS e;
    RETURN keep_answer(request_key, call_id);
END
$$;
COMMENT ON FUNCTION save_editor_call(jsonb, uuid) IS
'Creates the call that the editor''s parameters describe, as editor_call does with save, but once only: request_key is a
key of the caller''s making, with which a repeated request gets the first answer. Returns OutboundCallId. Errors: as
editor_call.';
