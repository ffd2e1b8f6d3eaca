CREATE OR REPLACE FUNCTION check_configuration() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
    value text := btrim(NEW.ConfigurationValue);
    allowed text;
BEGIN
    IF value = '' AND NEW.Emptiable = 0 THEN
        value := NULL;
    END IF;
    IF value <> '' THEN
        allowed := CASE NEW.Kind
            WHEN 'Boolean' THEN CASE WHEN lower(value) NOT IN ('true', 'false', 'yes', 'no', 'on', 'off', '1', '0')
                THEN 'true or false' END
            WHEN 'Integer' THEN CASE
                WHEN value !~ '^[+-]?\d{1,18}$' OR value::bigint < NEW.MinimumValue OR value::bigint > NEW.MaximumValue
                    THEN concat_ws(' ', 'a whole number', 'from ' || NEW.MinimumValue, 'to ' || NEW.MaximumValue)
                END
            WHEN 'Country' THEN CASE
                WHEN NOT EXISTS (SELECT FROM CallingCountry AS c WHERE c.Country = upper(value))
                    THEN 'the ISO code of a country, such as CZ' END
            WHEN 'TimeZone' THEN CASE
                WHEN NOT EXISTS (SELECT FROM pg_timezone_names AS z WHERE z.name = value)
                    THEN 'the name of a time zone, such as Europe/Prague' END
            WHEN 'AgentStatus' THEN CASE
                WHEN NOT EXISTS (
                    SELECT FROM AgentStatus AS s
                    WHERE s.Deleted = 0 AND (s.DisplayName = value OR s.AgentStatusId::text = lower(value)))
                    THEN 'the name or id of an agent status' END
        END;
        IF allowed IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'PD040',
                MESSAGE = format('The parameter %s cannot be "%s".', NEW.ConfigurationName, value),
                HINT = format('It takes %s; NULL takes the default, %s.', allowed,
                    coalesce('"' || NEW.DefaultValue || '"', 'which is empty')),
                COLUMN = 'ConfigurationValue';
        END IF;
        value := CASE NEW.Kind
            WHEN 'Boolean' THEN value::boolean::text
            WHEN 'Integer' THEN value::bigint::text
            WHEN 'Country' THEN upper(value)
            ELSE value
        END;
    END IF;
    NEW.ConfigurationValue := value;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION check_configuration() IS
'Trigger on Configuration: refuses a value that the parameter''s Kind and range do not allow, and writes others the usual
way (yes as true). Errors: PD040 with the value and what is allowed.';

CREATE OR REPLACE TRIGGER configuration_1_checked BEFORE INSERT OR UPDATE ON Configuration
FOR EACH ROW EXECUTE FUNCTION check_configuration();

CREATE OR REPLACE FUNCTION keep_configuration() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'PD041',
        MESSAGE = format('The parameter %s belongs to pgdialer and cannot be deleted or renamed.', OLD.ConfigurationName),
        HINT = 'Set ConfigurationValue to NULL to have its default.';
END
$$;
COMMENT ON FUNCTION keep_configuration() IS
'Trigger on Configuration: raises PD041 when a parameter that pgdialer reads would go.';

CREATE OR REPLACE TRIGGER configuration_2_stays BEFORE DELETE ON Configuration
FOR EACH ROW WHEN (OLD.BuiltIn = 1) EXECUTE FUNCTION keep_configuration();

CREATE OR REPLACE TRIGGER configuration_2_keeps_its_name BEFORE UPDATE OF ConfigurationName ON Configuration
FOR EACH ROW WHEN (OLD.BuiltIn = 1 AND NEW.ConfigurationName <> OLD.ConfigurationName)
EXECUTE FUNCTION keep_configuration();
