CREATE OR REPLACE FUNCTION guard_do_not_call() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    -- Registers have tens of millions of them, all in E.164.
    IF NEW.Number !~ '^\+[1-9][0-9]{6,14}$' THEN
        NEW.Number := normalise_number(NEW.Number, coalesce(
            (SELECT d.Country FROM DoNotCallList AS d WHERE d.DoNotCallListId = NEW.DoNotCallListId),
            configuration('DefaultCountry')));
    END IF;
    NEW.CreatedTime := coalesce(NEW.CreatedTime, clock());
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_do_not_call() IS
'Trigger on DoNotCallNumber: normalises the number, by the country of its list or DefaultCountry, and dates the row.
What is in E.164 is taken as it is. Errors: PD010 number.';

CREATE OR REPLACE TRIGGER do_not_call_1_guard BEFORE INSERT OR UPDATE ON DoNotCallNumber
FOR EACH ROW EXECUTE FUNCTION guard_do_not_call();
