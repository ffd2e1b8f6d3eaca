CREATE OR REPLACE FUNCTION configuration(configuration_name text) RETURNS text
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    value text;
BEGIN
    SELECT coalesce(c.ConfigurationValue, c.DefaultValue) INTO value
    FROM Configuration AS c
    WHERE c.ConfigurationName = configuration.configuration_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'PD003',
            MESSAGE = format('There is no configuration parameter "%s".', configuration_name),
            HINT = 'SELECT ConfigurationName, Description FROM Configuration lists them.';
    END IF;
    RETURN value;
END
$$;
COMMENT ON FUNCTION configuration(text) IS
'The value of a configuration parameter, or its default. Errors: PD003 no such parameter.';
