CREATE OR REPLACE FUNCTION write_changes(table_name text, before jsonb[], after jsonb[]) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    changes CONSTANT integer := greatest(coalesce(cardinality(before), 0), coalesce(cardinality(after), 0));
    recorded RecordedTable;
    moment timestamptz;
    who text;
BEGIN
    IF changes = 0 THEN
        RETURN;
    END IF;
    SELECT r.* INTO recorded FROM RecordedTable AS r WHERE r.TableName = write_changes.table_name;
    moment := clock();
    who := actor();
    INSERT INTO SetupChange (ChangedTime, Actor, Action, TableName, RowKey, OwnerTable, OwnerKey, Before, After)
    SELECT moment, who,
        CASE WHEN p.Before IS NULL THEN 'Added' WHEN p.After IS NULL THEN 'Removed' ELSE 'Changed' END::SetupAction,
        recorded.TableName, p.Key, recorded.OwnerTable, coalesce(p.After, p.Before) ->> recorded.OwnerColumn,
        coalesce(c.Before, '{}'), coalesce(c.After, '{}')
    FROM (
        SELECT coalesce(n.Key, o.Key) AS Key, o.Doc AS Before, n.Doc AS After, coalesce(n.Place, o.Place) AS Place
        FROM (
            SELECT d.Doc, d.Place, concat_ws(' ', d.Doc ->> recorded.KeyColumns[1], d.Doc ->> recorded.KeyColumns[2],
                    d.Doc ->> recorded.KeyColumns[3]) AS Key
            FROM unnest(before) WITH ORDINALITY AS d (Doc, Place)
        ) AS o
        FULL JOIN (
            SELECT d.Doc, d.Place, concat_ws(' ', d.Doc ->> recorded.KeyColumns[1], d.Doc ->> recorded.KeyColumns[2],
                    d.Doc ->> recorded.KeyColumns[3]) AS Key
            FROM unnest(after) WITH ORDINALITY AS d (Doc, Place)
        ) AS n ON n.Key = o.Key
    ) AS p
    CROSS JOIN LATERAL (
        SELECT count(*) AS Columns,
            jsonb_object_agg(k.Name, CASE k.Name WHEN recorded.Secret THEN '"…"' ELSE p.Before -> k.Name END)
                FILTER (WHERE p.Before -> k.Name <> 'null') AS Before,
            jsonb_object_agg(k.Name, CASE k.Name WHEN recorded.Secret THEN '"…"' ELSE p.After -> k.Name END)
                FILTER (WHERE p.After -> k.Name <> 'null') AS After
        FROM jsonb_object_keys(coalesce(p.After, p.Before)) AS k (Name)
        WHERE k.Name <> ALL (recorded.LeftOut) AND p.Before -> k.Name IS DISTINCT FROM p.After -> k.Name
    ) AS c
    WHERE c.Columns > 0
    ORDER BY p.Place;
END
$$;
COMMENT ON FUNCTION write_changes(text, jsonb[], jsonb[]) IS
'Part of record_changes: writes down what was added, changed and removed of a table, a row for each row in which
something is another than before. Who acts is asked once.';

CREATE OR REPLACE FUNCTION record_changes() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    -- What changes more at once, such as a register of numbers that is read in, is not to be held in memory for it.
    most CONSTANT integer := 10000;
    changes integer := 0;
    before jsonb[];
    after jsonb[];
BEGIN
    IF TG_LEVEL = 'ROW' THEN
        PERFORM write_changes(TG_ARGV[0], ARRAY[to_jsonb(OLD)], ARRAY[to_jsonb(NEW)]);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        changes := (SELECT count(*) FROM OldRow);
        IF changes BETWEEN 1 AND most THEN
            before := ARRAY(SELECT to_jsonb(o) FROM OldRow AS o);
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        changes := (SELECT count(*) FROM NewRow);
        IF changes BETWEEN 1 AND most THEN
            after := ARRAY(SELECT to_jsonb(n) FROM NewRow AS n);
        END IF;
    END IF;
    IF changes <= most THEN
        PERFORM write_changes(TG_ARGV[0], before, after);
    ELSE
        INSERT INTO SetupChange (ChangedTime, Actor, Action, TableName, OwnerTable, RowCount)
        SELECT clock(), actor(),
            CASE TG_OP WHEN 'INSERT' THEN 'Added' WHEN 'DELETE' THEN 'Removed' ELSE 'Changed' END::SetupAction,
            r.TableName, r.OwnerTable, changes
        FROM RecordedTable AS r
        WHERE r.TableName = TG_ARGV[0];
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_changes() IS
'Trigger on the tables of RecordedTable, whose name is its argument: writes down in SetupChange who has changed what. Of
a statement that changes more than 10000 rows it says only how many.';

-- As many triggers as RecordedTable has tables, times three: they are made here, and not one by one.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT format('CREATE TRIGGER %I AFTER %s ON %I %s EXECUTE FUNCTION record_changes(%L)',
            v.TriggerName, v.Event, lower(r.TableName), v.Scope, r.TableName) AS Statement
        FROM RecordedTable AS r
        CROSS JOIN LATERAL (VALUES
            ('setup_9_added', 'INSERT', 'REFERENCING NEW TABLE AS NewRow FOR EACH STATEMENT'),
            ('setup_9_removed', 'DELETE', 'REFERENCING OLD TABLE AS OldRow FOR EACH STATEMENT'),
            ('setup_9_changed', concat('UPDATE', ' OF ' || r.Watched), CASE
                WHEN r.Watched IS NULL
                    THEN 'REFERENCING OLD TABLE AS OldRow NEW TABLE AS NewRow FOR EACH STATEMENT'
                ELSE 'FOR EACH ROW'
            END)
        ) AS v (TriggerName, Event, Scope)
        WHERE NOT EXISTS (
            SELECT FROM pg_trigger AS t
            WHERE t.tgrelid = lower(r.TableName)::regclass AND t.tgname = v.TriggerName)
        ORDER BY r.TableName, v.TriggerName
    LOOP
        EXECUTE made.Statement;
    END LOOP;
END
$$;
