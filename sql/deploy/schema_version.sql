CREATE OR REPLACE FUNCTION schema_version() RETURNS text
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (SELECT v.Version || ' / ' || v.Migration FROM SchemaVersion AS v ORDER BY v.DeployedTime DESC LIMIT 1);
END
$$;
COMMENT ON FUNCTION schema_version() IS 'The release in force here: its version and its last migration.';
