CREATE OR REPLACE FUNCTION preview_import(outbound_list_import_id bigint) RETURNS SETOF ImportCall
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    batch OutboundListImport;
BEGIN
    PERFORM demand('OutboundList', 'Write');
    batch := open_import(outbound_list_import_id);
    RETURN QUERY
    SELECT c.*
    FROM unnest(check_import(batch, batch.LastLine + 1, (
        SELECT max(r.Line) FROM ImportRow AS r WHERE r.OutboundListImportId = batch.OutboundListImportId
    ))) AS c;
END
$$;
COMMENT ON FUNCTION preview_import(bigint) IS
'What import_batch would make of the rows that wait in ImportRow, and changes nothing: each row with its values as they
are read, what becomes of it, and why it is not taken. For the first rows of a file; roll back afterwards.
Errors: PD017 no such import, finished or undone. Locks: the batch and the other unfinished ones of its list.';
