-- What a value may be, once: the trigger, check_setup and the reference read it.
CREATE OR REPLACE FUNCTION read_value(
    parameter Configuration, given text, OUT value text, OUT is_allowed boolean
) RETURNS record
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    value := btrim(given, E' \t\r\n');
    is_allowed := TRUE;
    IF value = '' OR value IS NULL THEN
        IF parameter.EmptyMeans IS NULL THEN
            value := NULL;
        END IF;
        RETURN;
    END IF;
    IF parameter.Kind = 'Boolean' THEN
        value := CASE
            WHEN lower(value) IN ('true', 't', 'yes', 'y', 'on', '1') THEN 'true'
            WHEN lower(value) IN ('false', 'f', 'no', 'n', 'off', '0') THEN 'false'
            ELSE value
        END;
        is_allowed := value IN ('true', 'false');
    ELSIF parameter.Kind = 'Integer' THEN
        is_allowed := value ~ '^[+-]?[0-9]{1,20}$';
        IF is_allowed THEN
            value := value::numeric::text;
            is_allowed := value::numeric BETWEEN coalesce(parameter.MinimumValue, -2147483648)
                AND coalesce(parameter.MaximumValue, 2147483647);
        END IF;
    ELSIF parameter.Kind = 'Country' THEN
        value := upper(value);
        is_allowed := EXISTS (SELECT FROM CallingCountry AS c WHERE c.Country = read_value.value);
    ELSIF parameter.Kind = 'Choice' THEN
        value := coalesce((SELECT min(o.Choice) FROM unnest(parameter.Choices) AS o (Choice)
            WHERE lower(o.Choice) = lower(read_value.value)), value);
        is_allowed := value = ANY (parameter.Choices);
    ELSIF parameter.Kind IN ('TimeZone', 'AgentStatus') THEN
        BEGIN
            IF parameter.Kind = 'TimeZone' THEN
                PERFORM check_time_zone(value);
            ELSE
                PERFORM find_status(value);
            END IF;
        EXCEPTION WHEN SQLSTATE 'PD006' OR SQLSTATE 'PD011' THEN
            is_allowed := FALSE;
        END;
    END IF;
END
$$;
COMMENT ON FUNCTION read_value(Configuration, text) IS
'A value as it is stored: without blanks around it, true and false for all ways to write them, NULL for empty unless
that means something of its own; and whether the parameter may have it. Raises nothing, locks nothing.';

CREATE OR REPLACE FUNCTION allowed_values(parameter Configuration) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN concat(
        CASE parameter.Kind
            WHEN 'Boolean' THEN 'true or false'
            WHEN 'Integer' THEN concat(
                'a whole number', ' of ' || parameter.Unit,
                ' from ' || parameter.MinimumValue, CASE
                    WHEN parameter.MaximumValue IS NOT NULL THEN ' to ' || parameter.MaximumValue
                    WHEN parameter.MinimumValue IS NOT NULL THEN ' on'
                END)
            WHEN 'Country' THEN 'the code of a country, such as CZ'
            WHEN 'TimeZone' THEN 'the name of a time zone, such as Europe/Prague'
            WHEN 'AgentStatus' THEN 'the name or the id of an agent status'
            WHEN 'Choice' THEN 'one of ' || array_to_string(parameter.Choices, ', ')
            ELSE 'any text'
        END,
        ', or empty: ' || parameter.EmptyMeans);
END
$$;
COMMENT ON FUNCTION allowed_values(Configuration) IS 'What the value of a parameter may be, in words.';
