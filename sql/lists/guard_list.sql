CREATE OR REPLACE FUNCTION guard_list() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM check_time_zone(NEW.TimeZone);
    NEW.Country := upper(NEW.Country);
    IF NEW.Country IS NOT NULL AND NOT EXISTS (SELECT FROM CallingCountry AS c WHERE c.Country = NEW.Country) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD010',
            MESSAGE = format('"%s" is no country whose numbers are known.', NEW.Country),
            HINT = 'Give its ISO code of two letters, such as CZ or DE: SELECT Country FROM CallingCountry lists them.';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.DialingMode <> OLD.DialingMode THEN
        NEW.AgentFirst := 0;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_list() IS
'Trigger on OutboundList: checks the time zone and the country; a change of mode ends a fall back to Progressive.
Errors: PD010 country, PD011 zone.';

CREATE OR REPLACE TRIGGER list_1_guard BEFORE INSERT OR UPDATE OF TimeZone, Country, DialingMode ON OutboundList
FOR EACH ROW EXECUTE FUNCTION guard_list();
