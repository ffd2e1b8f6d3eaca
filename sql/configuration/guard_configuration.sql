CREATE OR REPLACE FUNCTION checked_value(parameter Configuration, column_name text, given text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
    checked record := read_value(parameter, given);
BEGIN
    IF NOT checked.is_allowed THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD040',
            COLUMN = column_name,
            MESSAGE = format('%s cannot be "%s": it is %s%s.', parameter.ConfigurationName, given,
                allowed_values(parameter),
                CASE WHEN column_name <> 'DefaultValue'
                    THEN ', by default ' || coalesce(nullif(parameter.DefaultValue, ''), 'empty')
                END),
            HINT = format('%s = NULL takes %s.', column_name,
                CASE column_name WHEN 'DefaultValue' THEN 'it away' ELSE 'the default' END);
    END IF;
    RETURN checked.value;
END
$$;
COMMENT ON FUNCTION checked_value(Configuration, text, text) IS
'A value of a parameter as it is stored in the column named. Errors: PD040 the parameter may not have it.';

CREATE OR REPLACE FUNCTION guard_configuration() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    is_new boolean := TG_OP = 'INSERT';
    known text;
BEGIN
    NEW.ConfigurationName := btrim(NEW.ConfigurationName);
    IF is_new OR NEW.ConfigurationName <> OLD.ConfigurationName THEN
        IF NOT is_new AND OLD.BuiltIn = 1 AND NEW.BuiltIn = 1 THEN
            PERFORM refuse_built_in(OLD.ConfigurationName, 'renamed');
        END IF;
        SELECT min(c.ConfigurationName) INTO known
        FROM Configuration AS c
        WHERE lower(c.ConfigurationName) = lower(NEW.ConfigurationName)
            AND c.ConfigurationName <> NEW.ConfigurationName
            AND (is_new OR c.ConfigurationName <> OLD.ConfigurationName);
        IF known IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD041',
                COLUMN = 'ConfigurationName',
                MESSAGE = format('"%s" differs from the parameter "%s" in nothing but capitals.',
                    NEW.ConfigurationName, known),
                HINT = format('UPDATE Configuration SET ConfigurationValue WHERE ConfigurationName = %L.', known);
        END IF;
    END IF;
    IF coalesce(btrim(NEW.Description), '') = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD040',
            COLUMN = 'Description',
            MESSAGE = format('The parameter "%s" has no Description.', NEW.ConfigurationName),
            HINT = 'Say in it what the parameter does, with its unit.';
    END IF;
    IF is_new OR NEW.DefaultValue IS DISTINCT FROM OLD.DefaultValue THEN
        NEW.DefaultValue := checked_value(NEW, 'DefaultValue', NEW.DefaultValue);
    END IF;
    NEW.ConfigurationValue := checked_value(NEW, 'ConfigurationValue', NEW.ConfigurationValue);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION guard_configuration() IS
'Trigger on Configuration: brings a value into the form in which it is stored, and refuses one that the parameter may
not have. Errors: PD040 value not allowed, or no description, PD041 one of ours renamed, or a name that differs only in
capitals.';

CREATE OR REPLACE TRIGGER configuration_1_guard
BEFORE INSERT OR UPDATE OF ConfigurationName, ConfigurationValue, DefaultValue, Description ON Configuration
FOR EACH ROW EXECUTE FUNCTION guard_configuration();

CREATE OR REPLACE FUNCTION refuse_built_in(configuration_name text, what text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD041',
        COLUMN = 'ConfigurationName',
        MESSAGE = format('The parameter "%s" belongs to pgdialer and cannot be %s.', configuration_name, what),
        HINT = 'UPDATE Configuration SET ConfigurationValue = NULL takes its default.';
END
$$;
COMMENT ON FUNCTION refuse_built_in(text, text) IS 'Raises PD041: what cannot be done to a parameter of ours.';

CREATE OR REPLACE FUNCTION keep_parameter() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    PERFORM refuse_built_in(OLD.ConfigurationName, 'deleted');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION keep_parameter() IS 'Trigger on Configuration: raises PD041 when a parameter of ours is deleted.';

CREATE OR REPLACE TRIGGER configuration_1_stays BEFORE DELETE ON Configuration
FOR EACH ROW WHEN (OLD.BuiltIn = 1) EXECUTE FUNCTION keep_parameter();
