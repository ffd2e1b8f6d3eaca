-- The same as import_batch in two halves: one session checks chunk after chunk, others write what it let pass. On one
-- processor that wins nothing; on two the import of a long file takes little more than half the time.
CREATE OR REPLACE FUNCTION check_batch(outbound_list_import_id bigint)
RETURNS TABLE (FirstLine bigint, LastLine bigint)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    batch OutboundListImport;
    calls ImportCall[];
BEGIN
    PERFORM demand('OutboundList', 'Write');
    batch := open_import(outbound_list_import_id);
    IF batch.Duplicates = 'Update' OR batch.AllOrNothing = 1 OR batch.DryRun = 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD017',
            MESSAGE = format('Import %s of "%s" cannot be checked apart: its rows depend on those before them.',
                batch.OutboundListImportId, batch.DisplayName),
            DETAIL = format('OutboundListImportId %s', batch.OutboundListImportId),
            HINT = 'Call import_batch.';
    END IF;
    calls := check_staged(batch);
    INSERT INTO ImportPending (OutboundListImportId, Line, Number, Call)
    SELECT batch.OutboundListImportId, c.Line, c.Number, c
    FROM unnest(calls) AS c;
    FirstLine := calls[1].Line;
    LastLine := calls[cardinality(calls)].Line;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION check_batch(bigint) IS
'The first half of import_batch: decides about the rows that wait in ImportRow, and keeps those that are to become
calls in ImportPending, where they count as numbers of the list. The batch''s LastLine moves behind them.
Returns the lines from which to which take_batch is to be called, in any session and order; NULL = none is left.
Errors: PD017 no such import, finished or undone; its policy is Update, it is a dry run, or all or nothing. Locks: the
batch and the other unfinished ones of its list.';

CREATE OR REPLACE FUNCTION take_batch(
    outbound_list_import_id bigint, first_line bigint DEFAULT NULL, last_line bigint DEFAULT NULL
) RETURNS OutboundListImport
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    batch OutboundListImport;
    calls ImportCall[];
BEGIN
    PERFORM demand('OutboundList', 'Write');
    -- Against undo_import only: sessions that check or take are in nobody's way.
    SELECT i.* INTO batch
    FROM OutboundListImport AS i
    WHERE i.OutboundListImportId = take_batch.outbound_list_import_id AND i.UndoneTime IS NULL
    FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN open_import(outbound_list_import_id);
    END IF;
    WITH Taken AS (
        DELETE FROM ImportPending AS p
        WHERE p.OutboundListImportId = take_batch.outbound_list_import_id
            AND p.Line BETWEEN coalesce(first_line, 0) AND coalesce(last_line, batch.LastLine)
        RETURNING p.Line, p.Call
    )
    SELECT array_agg(t.Call ORDER BY t.Line) INTO calls FROM Taken AS t;
    IF calls IS NULL THEN
        RETURN batch;
    END IF;
    RETURN take_counted(batch, calls);
END
$$;
COMMENT ON FUNCTION take_batch(bigint, bigint, bigint) IS
'The second half of import_batch: makes calls of what check_batch left in ImportPending from one line to another, NULL
= all there is. Safe to repeat: nothing is taken twice. Returns the batch.
Errors: PD017 no such import, or undone. Locks: the rows taken; the batch, at the end.';
