CREATE OR REPLACE FUNCTION forget_rejects(outbound_list_import_id bigint) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM demand('OutboundList', 'Full');
    DELETE FROM ImportReject AS r WHERE r.OutboundListImportId = forget_rejects.outbound_list_import_id;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END
$$;
COMMENT ON FUNCTION forget_rejects(bigint) IS
'Deletes what is kept of the rows of an import that were not taken; its counts stay. Returns how many. Raises nothing.
Locks: the rows.';
