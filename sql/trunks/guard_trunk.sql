CREATE OR REPLACE FUNCTION refuse_trunk(column_name text, message text, hint text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD060',
        MESSAGE = refuse_trunk.message,
        HINT = refuse_trunk.hint,
        COLUMN = column_name;
END
$$;
COMMENT ON FUNCTION refuse_trunk(text, text, text) IS 'Raises PD060: what of a trunk will not do, and the remedy.';

CREATE OR REPLACE FUNCTION guard_trunk() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    bad record;
    other text;
BEGIN
    NEW.DisplayName := btrim(NEW.DisplayName);
    NEW.Endpoint := btrim(NEW.Endpoint);
    IF coalesce(NEW.DisplayName, '') = '' THEN
        PERFORM refuse_trunk('DisplayName', 'The trunk has no DisplayName.', 'Give the name shown to people.');
    ELSIF NEW.Endpoint IS NULL OR NEW.Endpoint !~ '^\S{1,200}$' THEN
        PERFORM refuse_trunk('Endpoint',
            format('"%s" is no name of a trunk on a PBX.', left(NEW.Endpoint, 250)),
            'Give the name that the PBX has for it, without blanks, 200 characters at most.');
    END IF;
    SELECT v.* INTO bad
    FROM (VALUES
        (1, 'CallsPerSecond', NEW.CallsPerSecond, 1, 1000, 'NULL means no limit; Deleted = 1 takes it out of use'),
        (2, 'MaxCalls', NEW.MaxCalls, 1, 100000, 'NULL means no limit; Deleted = 1 takes it out of use'),
        (3, 'RestAttempts', NEW.RestAttempts, 0, 100, '0 or NULL means that it never rests'),
        (4, 'RestFailures', NEW.RestFailures, 0, coalesce(NEW.RestAttempts, 0),
            'The upper end is RestAttempts; 0 or NULL means that it never rests'),
        (5, 'RestTime', coalesce(NEW.RestTime, 0), 1, 86400, 'It is in seconds')
    ) AS v (Place, ColumnName, Given, Lowest, Highest, Meaning)
    WHERE v.Given NOT BETWEEN v.Lowest AND v.Highest
    ORDER BY v.Place
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse_trunk(bad.ColumnName,
            format('%s of trunk "%s" cannot be %s.', bad.ColumnName, NEW.DisplayName, bad.Given),
            CASE
                WHEN bad.Highest = 0 THEN 'Set RestAttempts first: failures are counted among so many.'
                ELSE format('Give a number from %s to %s. %s.', bad.Lowest, bad.Highest, bad.Meaning)
            END);
    END IF;
    SELECT t.DisplayName INTO other
    FROM Trunk AS t
    WHERE NEW.Deleted = 0 AND t.Deleted = 0 AND t.Endpoint = NEW.Endpoint AND t.TrunkId <> NEW.TrunkId;
    IF FOUND THEN
        PERFORM refuse_trunk('Endpoint',
            format('"%s" is the endpoint of trunk "%s" already.', NEW.Endpoint, other),
            'Change that one, or mark it as deleted first.');
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_trunk() IS
'Trigger on Trunk: checks what people write there, and says what will not do. Errors: PD060.';

-- Not for what is kept for each call.
CREATE OR REPLACE TRIGGER trunk_1_guard
BEFORE INSERT OR UPDATE OF
TrunkId, DisplayName, Endpoint, CallsPerSecond, MaxCalls, RestFailures, RestAttempts, RestTime, Deleted
ON Trunk
FOR EACH ROW EXECUTE FUNCTION guard_trunk();
