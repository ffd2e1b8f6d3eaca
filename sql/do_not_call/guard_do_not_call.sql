CREATE OR REPLACE FUNCTION guard_do_not_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    NEW.Number := normalise_number(NEW.Number, configuration('DefaultCountry'));
    NEW.CreatedTime := coalesce(NEW.CreatedTime, clock());
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_do_not_call() IS
'Trigger on DoNotCallNumber: normalises the number and dates the row. Errors: PD010 number.';

CREATE OR REPLACE TRIGGER do_not_call_1_guard BEFORE INSERT OR UPDATE ON DoNotCallNumber
FOR EACH ROW EXECUTE FUNCTION guard_do_not_call();
