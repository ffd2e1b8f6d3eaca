-- The first counts what the second does.
CREATE OR REPLACE FUNCTION undo_preview(outbound_list_import_id bigint)
RETURNS TABLE (Removed bigint, Kept bigint, InProgress bigint)
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Full');
    RETURN QUERY
    SELECT count(*) FILTER (WHERE c.Trial = 0 AND c.CallResult <> 'Active'),
        count(*) FILTER (WHERE c.Trial > 0 OR c.CallResult = 'Active'),
        count(*) FILTER (WHERE c.CallResult = 'Active')
    FROM OutboundCall AS c
    WHERE c.OutboundListImportId = undo_preview.outbound_list_import_id;
END
$$;
COMMENT ON FUNCTION undo_preview(bigint) IS
'What undo_import would return now: how many calls of an import it would remove, how many it would keep, and how many of
these are in progress. Changes nothing. Locks nothing.';

CREATE OR REPLACE FUNCTION undo_import(outbound_list_import_id bigint)
RETURNS TABLE (Removed bigint, Kept bigint, InProgress bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM demand('OutboundList', 'Full');
    PERFORM FROM OutboundListImport AS i
    WHERE i.OutboundListImportId = undo_import.outbound_list_import_id
    FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('There is no import %s.', coalesce(outbound_list_import_id::text, 'NULL')),
            HINT = 'SELECT OutboundListImportId, DisplayName FROM OutboundListImport lists them.';
    END IF;
    UPDATE OutboundListImport AS i
    SET UndoneTime = coalesce(i.UndoneTime, clock())
    WHERE i.OutboundListImportId = undo_import.outbound_list_import_id;
    DELETE FROM ImportRow AS r WHERE r.OutboundListImportId = undo_import.outbound_list_import_id;
    DELETE FROM ImportPending AS p WHERE p.OutboundListImportId = undo_import.outbound_list_import_id;

    WITH Untouched AS MATERIALIZED (
        SELECT c.OutboundCallId
        FROM OutboundCall AS c
        WHERE c.OutboundListImportId = undo_import.outbound_list_import_id AND c.Trial = 0 AND c.CallResult <> 'Active'
        ORDER BY c.OutboundCallId
        FOR UPDATE
    ),
    Gone AS (
        DELETE FROM OutboundCall AS c
        USING Untouched AS u
        WHERE c.OutboundCallId = u.OutboundCallId
        RETURNING c.OutboundCallId
    ),
    History AS (
        DELETE FROM CallEvent AS e
        USING Gone AS g
        WHERE e.OutboundCallId = g.OutboundCallId
    )
    SELECT count(*) INTO Removed FROM Gone;
    SELECT count(*), count(*) FILTER (WHERE c.CallResult = 'Active')
    INTO Kept, InProgress
    FROM OutboundCall AS c
    WHERE c.OutboundListImportId = undo_import.outbound_list_import_id;
    PERFORM count_soon(i.OutboundListId)
    FROM OutboundListImport AS i
    WHERE i.OutboundListImportId = undo_import.outbound_list_import_id;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION undo_import(bigint) IS
'Takes an import back: removes its calls that were never attempted, with their history. Calls that were attempted or
are in progress stay as they are, and so does what it wrote into calls of other imports; to hold back those that
stay, set the batch''s Active to 0. Returns how many were removed, how many are kept, and how many of these are in
progress. Safe to repeat: calls that were in progress and came to nothing go then.
Errors: PD017 no such import. Locks: the batch, its calls by id, the list''s census.';
