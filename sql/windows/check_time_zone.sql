CREATE OR REPLACE FUNCTION check_time_zone(time_zone text) RETURNS void
LANGUAGE plpgsql
STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM check_zone_name(check_time_zone.time_zone);
    -- To try the name is a thousand times quicker than to look it up in pg_timezone_names.
    IF timestamp '2000-01-01' AT TIME ZONE check_time_zone.time_zone IS NULL THEN
        RETURN;
    END IF;
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE EXCEPTION USING ERRCODE = 'PD011',
        MESSAGE = format('TimeZone "%s" is not known to this server.', check_time_zone.time_zone),
        HINT = 'Look its name up in pg_timezone_names: Europe/Prague, America/New_York, UTC.';
END
$$;
COMMENT ON FUNCTION check_time_zone(text) IS
'Checks that a time zone is one, given by name.
time_zone: its name, such as Europe/Prague or UTC; NULL passes.
Returns nothing. Raises PD011 for an unknown name, an offset (+01:00, UTC+1) or an abbreviation (CEST). Locks nothing.
Not for parallel plans: it tries the name in a subtransaction.';
