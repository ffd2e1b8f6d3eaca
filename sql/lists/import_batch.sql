CREATE OR REPLACE FUNCTION check_staged(batch OutboundListImport) RETURNS ImportCall[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
-- What is known of ImportRow may be from a moment at which it was empty.
SET enable_seqscan TO off
SET jit TO off
AS $$
DECLARE
    duplicates_kept CONSTANT integer := 10000;
    first_line bigint;
    last_line bigint;
    calls ImportCall[];
BEGIN
    -- Lines dealt with before a crash may come again.
    DELETE FROM ImportRow AS r
    WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line <= batch.LastLine;
    SELECT min(r.Line), max(r.Line) INTO first_line, last_line
    FROM ImportRow AS r
    WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line > batch.LastLine;
    IF first_line IS NULL THEN
        RETURN '{}'::ImportCall[];
    END IF;

    calls := check_import(batch, first_line, last_line);
    INSERT INTO ImportReject (OutboundListImportId, Line, Outcome, Reason, Given)
    SELECT batch.OutboundListImportId, c.Line, c.Outcome, c.Reason,
        CASE WHEN c.Outcome = 'Rejected' THEN jsonb_strip_nulls(to_jsonb(r) - '{outboundlistimportid,line}'::text[]) END
    FROM unnest(calls) AS c
    -- OFFSET: a look for each of the few, and not all rows joined in whatever order seems best.
    CROSS JOIN LATERAL (
        SELECT s.* FROM ImportRow AS s
        WHERE s.OutboundListImportId = batch.OutboundListImportId AND s.Line = c.Line
        OFFSET 0
    ) AS r
    WHERE c.Outcome = 'Rejected' OR (c.Outcome = 'Duplicate' AND batch.RowsDuplicate < duplicates_kept);
    DELETE FROM ImportRow AS r
    WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line BETWEEN first_line AND last_line;

    UPDATE OutboundListImport AS i
    SET LastLine = last_line,
        RowsRead = i.RowsRead + n.Read,
        RowsDuplicate = i.RowsDuplicate + n.Duplicate,
        RowsRejected = i.RowsRejected + n.Rejected
    FROM (
        SELECT count(*) AS Read,
            count(*) FILTER (WHERE c.Outcome = 'Duplicate') AS Duplicate,
            count(*) FILTER (WHERE c.Outcome = 'Rejected') AS Rejected
        FROM unnest(calls) AS c
    ) AS n
    WHERE i.OutboundListImportId = batch.OutboundListImportId;
    RETURN ARRAY(SELECT c FROM unnest(calls) AS c WHERE c.Outcome IN ('Imported', 'Updated') ORDER BY c.Line);
END
$$;
COMMENT ON FUNCTION check_staged(OutboundListImport) IS
'Internal part of import_batch and check_batch: decides about the rows that wait in ImportRow, writes down those that
are not taken, and moves LastLine behind them. Returns the calls to be made or updated, by line. Raises nothing.
Locks: the batch.';

CREATE OR REPLACE FUNCTION take_counted(batch OutboundListImport, calls ImportCall[]) RETURNS OutboundListImport
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    taken record;
    counted OutboundListImport;
BEGIN
    SELECT * INTO taken FROM take_import(batch, calls);
    UPDATE OutboundListImport AS i
    SET RowsImported = i.RowsImported + taken.Imported,
        RowsUpdated = i.RowsUpdated + taken.Updated,
        RowsDuplicate = i.RowsDuplicate + taken.Duplicate,
        RowsRejected = i.RowsRejected + taken.Rejected
    WHERE i.OutboundListImportId = batch.OutboundListImportId
    RETURNING i.* INTO counted;
    RETURN counted;
END
$$;
COMMENT ON FUNCTION take_counted(OutboundListImport, ImportCall[]) IS
'Internal part of import_batch and take_batch: makes and updates calls, and adds them to the batch''s counts, last of
all so that others wait for the batch as short as can be. Returns the batch. Locks: the calls updated, the batch.';

CREATE OR REPLACE FUNCTION import_batch(outbound_list_import_id bigint) RETURNS OutboundListImport
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    batch OutboundListImport;
    calls ImportCall[];
    counted OutboundListImport;
BEGIN
    PERFORM demand('OutboundList', 'Write');
    batch := open_import(outbound_list_import_id);
    calls := check_staged(batch);
    IF batch.DryRun = 0 THEN
        RETURN take_counted(batch, calls);
    END IF;
    INSERT INTO ImportNumber (OutboundListImportId, Number)
    SELECT batch.OutboundListImportId, c.Number
    FROM unnest(calls) AS c
    WHERE c.Outcome = 'Imported'
    ON CONFLICT DO NOTHING;
    UPDATE OutboundListImport AS i
    SET RowsImported = i.RowsImported + n.Imported,
        RowsUpdated = i.RowsUpdated + n.Updated
    FROM (
        SELECT count(*) FILTER (WHERE c.Outcome = 'Imported') AS Imported,
            count(*) FILTER (WHERE c.Outcome = 'Updated') AS Updated
        FROM unnest(calls) AS c
    ) AS n
    WHERE i.OutboundListImportId = batch.OutboundListImportId
    RETURNING i.* INTO counted;
    RETURN counted;
END
$$;
COMMENT ON FUNCTION import_batch(bigint) IS
'Takes the rows that wait in ImportRow for an import: those with lines after LastLine; earlier ones are dropped. Each
becomes a call, updates one, is left out as a duplicate, or is rejected with a reason (ImportReject). The batch''s
counts and LastLine follow in the caller''s transaction, so whoever is cut short goes on after LastLine and takes no
row twice. Some 10,000 rows at a time are a good measure. In a dry run no call is written. Returns the batch.
Errors: PD017 no such import, finished or undone. Locks: the batch and the other unfinished ones of its list, then
the calls it updates, by id.';
