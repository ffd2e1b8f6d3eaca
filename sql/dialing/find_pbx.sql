CREATE OR REPLACE FUNCTION find_pbx(pbx_name text) RETURNS uuid
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    found_ids uuid[] := ARRAY(
        SELECT p.PbxId FROM Pbx AS p WHERE p.DisplayName = find_pbx.pbx_name AND p.Deleted = 0 ORDER BY p.PbxId);
BEGIN
    IF pbx_name IS NULL OR cardinality(found_ids) = 1 THEN
        RETURN found_ids[1];
    ELSIF cardinality(found_ids) > 1 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD071',
            MESSAGE = format('%s PBXs are named "%s".', cardinality(found_ids), pbx_name),
            HINT = 'UPDATE Pbx SET DisplayName so that each has a name of its own.',
            COLUMN = 'DisplayName';
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'PD071',
        MESSAGE = format('There is no PBX named "%s".', pbx_name),
        HINT = coalesce(
            (SELECT 'There are: ' || string_agg(p.DisplayName, ', ' ORDER BY p.DisplayName) || '.'
                FROM Pbx AS p WHERE p.Deleted = 0),
            format('Make it: INSERT INTO Pbx (DisplayName, Bridge) VALUES (%L, ''asterisk'');', pbx_name)),
        COLUMN = 'DisplayName';
END
$$;
COMMENT ON FUNCTION find_pbx(text) IS
'The PBX of this DisplayName; NULL for no name. Errors: PD071 there is none of this name, or more than one. Locks
nothing.';
