CREATE OR REPLACE FUNCTION complete_phone_number() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    NEW.Number := normalise_number(NEW.Number, configuration('DefaultCountry'));
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION complete_phone_number() IS
'Trigger on PhoneNumber: normalises the number to E.164, read by DefaultCountry (CALL-6). Errors: PD010 number.';

CREATE OR REPLACE TRIGGER phone_number_complete BEFORE INSERT OR UPDATE OF Number ON PhoneNumber
FOR EACH ROW EXECUTE FUNCTION complete_phone_number();
