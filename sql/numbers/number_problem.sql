CREATE OR REPLACE FUNCTION number_problem(number text, country text) RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    parsed record := parse_number(number_problem.number, number_problem.country);
BEGIN
    RETURN parsed.problem;
END
$$;
COMMENT ON FUNCTION number_problem(text, text) IS
'Says why a number can''t be dialled. number: the text as it was given. country: ISO code by which a number without a
calling code is read.
Returns NULL for a number that can be dialled, else a stable code, which explain_number_problem puts into words.
Raises nothing. Locks nothing.';
