CREATE OR REPLACE FUNCTION begin_import(
    outbound_list_id uuid,
    file_name text,
    file_hash text DEFAULT NULL,
    options jsonb DEFAULT '{}',
    duplicates DuplicatePolicy DEFAULT NULL,
    all_or_nothing boolean DEFAULT FALSE,
    dry_run boolean DEFAULT FALSE,
    again boolean DEFAULT FALSE
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    policy DuplicatePolicy := coalesce(
        duplicates, (SELECT l.Duplicates FROM OutboundList AS l WHERE l.OutboundListId = begin_import.outbound_list_id));
    -- A dry run leaves no trace by which the file would be known.
    hash text := CASE WHEN NOT dry_run THEN file_hash END;
    earlier OutboundListImport;
    import_id bigint;
BEGIN
    PERFORM demand('OutboundList', 'Write');
    PERFORM find_list(outbound_list_id);
    LOOP
        SELECT i.* INTO earlier
        FROM OutboundListImport AS i
        WHERE i.OutboundListId = begin_import.outbound_list_id AND i.FileHash = hash AND i.UndoneTime IS NULL
        ORDER BY i.FinishedTime IS NULL DESC, i.OutboundListImportId DESC
        LIMIT 1;
        IF FOUND AND earlier.FinishedTime IS NOT NULL AND NOT again THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD017',
                MESSAGE = format('"%s" has been imported into this list already: import %s, finished %s, %s of %s rows.',
                    file_name, earlier.OutboundListImportId, to_char(earlier.FinishedTime, 'YYYY-MM-DD HH24:MI'),
                    earlier.RowsImported + earlier.RowsUpdated, earlier.RowsRead),
                DETAIL = format('OutboundListImportId %s', earlier.OutboundListImportId),
                HINT = 'Say --again (again => true) to import it once more, or undo that import first.';
        ELSIF FOUND AND earlier.FinishedTime IS NULL THEN
            IF (earlier.Options, earlier.Duplicates, earlier.AllOrNothing)
                IS DISTINCT FROM (options, policy, all_or_nothing::integer::Flag)
            THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'PD017',
                    MESSAGE = format('Import %s of "%s" was begun with other options, and stopped after line %s.',
                        earlier.OutboundListImportId, earlier.DisplayName, earlier.LastLine),
                    DETAIL = format('OutboundListImportId %s', earlier.OutboundListImportId),
                    HINT = format('Repeat its options to go on, or undo it first: pgdialer import --undo %s.',
                        earlier.OutboundListImportId);
            END IF;
            RETURN earlier.OutboundListImportId;
        END IF;

        INSERT INTO OutboundListImport
        (OutboundListId, DisplayName, RankBarrier, FileHash, Options, Duplicates, AllOrNothing, DryRun, StartedTime)
        SELECT l.OutboundListId, file_name, l.RankBatch, hash, options, policy, all_or_nothing::integer, dry_run::integer,
            clock()
        FROM OutboundList AS l
        WHERE l.OutboundListId = begin_import.outbound_list_id
        ON CONFLICT DO NOTHING
        RETURNING OutboundListImportId INTO import_id;
        -- Not there: somebody else has begun the same file meanwhile.
        EXIT WHEN FOUND;
    END LOOP;
    RETURN import_id;
END
$$;
COMMENT ON FUNCTION begin_import(uuid, text, text, jsonb, DuplicatePolicy, boolean, boolean, boolean) IS
'Begins an import into a list, or goes on with one of the same file that was cut short (see LastLine).
file_name: shown to people; file_hash: by which the file is known again, NULL = never; options: how it is read, the
same for whoever goes on; duplicates: Skip, Update or Keep, NULL takes the list''s; all_or_nothing: one rejected row
refuses all, so do everything in one transaction; dry_run: check and count only; again: although the file was
imported before.
Returns OutboundListImportId: put rows with it into ImportRow, call import_batch as often as you like, then
finish_import.
Errors: PD004 no such list, PD017 imported already or begun with other options. Locks: the new batch.';

CREATE OR REPLACE FUNCTION open_import(outbound_list_import_id bigint) RETURNS OutboundListImport
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    batch OutboundListImport;
BEGIN
    -- All that are open for this list: imports into one list take turns, so that none misses the other's numbers.
    PERFORM FROM OutboundListImport AS i
    WHERE i.FinishedTime IS NULL AND i.UndoneTime IS NULL AND i.OutboundListId = (
        SELECT o.OutboundListId FROM OutboundListImport AS o
        WHERE o.OutboundListImportId = open_import.outbound_list_import_id)
    ORDER BY i.OutboundListImportId
    FOR NO KEY UPDATE;
    SELECT i.* INTO batch
    FROM OutboundListImport AS i
    WHERE i.OutboundListImportId = open_import.outbound_list_import_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('There is no import %s.', coalesce(outbound_list_import_id::text, 'NULL')),
            HINT = 'SELECT OutboundListImportId, DisplayName FROM OutboundListImport lists them.';
    ELSIF batch.FinishedTime IS NOT NULL OR batch.UndoneTime IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('Import %s of "%s" %s.', batch.OutboundListImportId, batch.DisplayName,
                CASE WHEN batch.UndoneTime IS NULL THEN 'is finished' ELSE 'was undone' END),
            DETAIL = format('OutboundListImportId %s', batch.OutboundListImportId),
            HINT = 'Begin another one.';
    END IF;
    RETURN batch;
END
$$;
COMMENT ON FUNCTION open_import(bigint) IS
'The import, locked for change together with the other unfinished ones of its list, by id. Errors: PD017 there is
none, or it is finished or undone.';

CREATE OR REPLACE FUNCTION finish_import(outbound_list_import_id bigint) RETURNS OutboundListImport
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    batch OutboundListImport;
BEGIN
    PERFORM demand('OutboundList', 'Write');
    -- Before the batch is locked: a session that still takes some of it (its client may be dead) wants the batch last.
    PERFORM take_batch(outbound_list_import_id);
    batch := open_import(outbound_list_import_id);
    IF EXISTS (
        SELECT FROM ImportRow AS r
        WHERE r.OutboundListImportId = batch.OutboundListImportId AND r.Line > batch.LastLine)
    THEN
        batch := import_batch(batch.OutboundListImportId);
    END IF;
    IF batch.AllOrNothing = 1 AND batch.RowsRejected > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('%s of %s rows of "%s" were rejected, so nothing is imported.',
                batch.RowsRejected, batch.RowsRead, batch.DisplayName),
            DETAIL = format('OutboundListImportId %s', batch.OutboundListImportId),
            HINT = 'Correct them, or import without all-or-nothing.';
    END IF;
    UPDATE OutboundListImport AS i
    SET FinishedTime = clock()
    WHERE i.OutboundListImportId = batch.OutboundListImportId
    RETURNING i.* INTO batch;
    PERFORM count_soon(batch.OutboundListId);
    RETURN batch;
END
$$;
COMMENT ON FUNCTION finish_import(bigint) IS
'Ends an import after the last row of its file, taking what is still staged; the list''s figures are counted anew.
Returns the batch with its counts.
Errors: PD017 no such import, finished or undone already, or rows were rejected where all or nothing was asked for:
roll the transaction back then. Locks: the batch and the other unfinished ones of its list, and its census.';
