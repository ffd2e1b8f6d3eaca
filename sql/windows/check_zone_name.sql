CREATE OR REPLACE FUNCTION check_zone_name(time_zone text) RETURNS void
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
BEGIN
    -- PostgreSQL would take CEST, UTC+1 and Foo1 too, all of them offsets that know nothing of summer time.
    IF check_zone_name.time_zone !~* '^(UTC|[a-z_]+(/[a-z_-]+)+)$' THEN
        RAISE EXCEPTION USING ERRCODE = 'PD011',
            MESSAGE = format('TimeZone "%s" is not the name of a time zone.', check_zone_name.time_zone),
            HINT = 'Give zones by name, never by offset or abbreviation: Europe/Prague, America/New_York, UTC.';
    END IF;
END
$$;
COMMENT ON FUNCTION check_zone_name(text) IS
'Internal part of check_time_zone and next_window: checks the form of a zone''s name, which is quick.
time_zone: the name; NULL passes. Returns nothing. Raises PD011 for an offset or an abbreviation. Locks nothing.';
