-- A value may have been written before it was checked, or what it names may be gone since.
CREATE OR REPLACE FUNCTION parameter_setup()
RETURNS TABLE (Rank integer, Requirement text, Holds boolean, Value text, Remedy text)
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN QUERY
    SELECT 11, 'every parameter has a value that is allowed', count(w.ConfigurationName) = 0,
        coalesce(string_agg(w.ConfigurationName || ' "' || w.Given || '"', ', ' ORDER BY w.ConfigurationName), 'all'),
        string_agg(
            format('UPDATE Configuration SET ConfigurationValue = %L WHERE ConfigurationName = %L;',
                w.Better, w.ConfigurationName),
            ' ' ORDER BY w.ConfigurationName)
    FROM (
        SELECT c.ConfigurationName, n.Given, CASE WHEN v.is_allowed THEN v.value END AS Better
        FROM Configuration AS c
        CROSS JOIN LATERAL (SELECT coalesce(c.ConfigurationValue, c.DefaultValue) AS Given) AS n
        CROSS JOIN LATERAL read_value(c, n.Given) AS v
        WHERE NOT v.is_allowed OR v.value IS DISTINCT FROM n.Given
    ) AS w;
END
$$;
COMMENT ON FUNCTION parameter_setup() IS 'Part of check_setup: the values of Configuration.';
