CREATE OR REPLACE FUNCTION import_batch(outbound_list_import_id bigint) RETURNS OutboundListImport
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    duplicates_kept CONSTANT integer := 10000;
    batch OutboundListImport := open_import(outbound_list_import_id);
    first_line bigint;
    last_line bigint;
    calls ImportCall[];
    counted record;
    taken record;
BEGIN
    -- Lines dealt with before a crash may come again.
    DELETE FROM ImportRow AS r
    WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line <= batch.LastLine;
    SELECT min(r.Line), max(r.Line) INTO first_line, last_line
    FROM ImportRow AS r
    WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line > batch.LastLine;
    IF first_line IS NULL THEN
        RETURN batch;
    END IF;

    calls := check_import(batch, first_line, last_line);
    SELECT count(*) AS Read,
        count(*) FILTER (WHERE c.Outcome = 'Imported') AS Imported,
        count(*) FILTER (WHERE c.Outcome = 'Updated') AS Updated,
        count(*) FILTER (WHERE c.Outcome = 'Duplicate') AS Duplicate,
        count(*) FILTER (WHERE c.Outcome = 'Rejected') AS Rejected
    INTO counted
    FROM unnest(calls) AS c;
    IF batch.DryRun = 1 THEN
        INSERT INTO ImportNumber (OutboundListImportId, Number)
        SELECT batch.OutboundListImportId, c.Number
        FROM unnest(calls) AS c
        WHERE c.Outcome = 'Imported'
        ON CONFLICT DO NOTHING;
        taken := counted;
        taken.Duplicate := 0;
        taken.Rejected := 0;
    ELSE
        SELECT * INTO taken
        FROM take_import(batch, ARRAY(
            SELECT c FROM unnest(calls) AS c WHERE c.Outcome IN ('Imported', 'Updated') ORDER BY c.Line));
    END IF;

    INSERT INTO ImportReject (OutboundListImportId, Line, Outcome, Reason, Given)
    SELECT batch.OutboundListImportId, c.Line, c.Outcome, c.Reason,
        CASE WHEN c.Outcome = 'Rejected' THEN jsonb_strip_nulls(to_jsonb(r) - '{outboundlistimportid,line}'::text[]) END
    FROM unnest(calls) AS c
    INNER JOIN ImportRow AS r ON r.OutboundListImportId = batch.OutboundListImportId AND r.Line = c.Line
    WHERE c.Outcome = 'Rejected' OR (c.Outcome = 'Duplicate' AND batch.RowsDuplicate < duplicates_kept);
    DELETE FROM ImportRow AS r
    WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line BETWEEN first_line AND last_line;

    UPDATE OutboundListImport AS i
    SET LastLine = last_line,
        RowsRead = i.RowsRead + counted.Read,
        RowsImported = i.RowsImported + taken.Imported,
        RowsUpdated = i.RowsUpdated + taken.Updated,
        RowsDuplicate = i.RowsDuplicate + counted.Duplicate + taken.Duplicate,
        RowsRejected = i.RowsRejected + counted.Rejected + taken.Rejected
    WHERE i.OutboundListImportId = batch.OutboundListImportId
    RETURNING i.* INTO batch;
    RETURN batch;
END
$$;
COMMENT ON FUNCTION import_batch(bigint) IS
'Takes the rows that wait in ImportRow for an import: those with lines after LastLine; earlier ones are dropped. Each
becomes a call, updates one, is left out as a duplicate, or is rejected with a reason (ImportReject). The batch''s
counts and LastLine follow in the caller''s transaction, so whoever is cut short goes on after LastLine and takes no
row twice. Some 10,000 rows at a time are a good measure. In a dry run no call is written. Returns the batch.
Errors: PD017 no such import, finished or undone. Locks: the batch and the other unfinished ones of its list, then
the calls it updates, by id.';
