CREATE OR REPLACE FUNCTION normalise_number(number text, country text) RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    parsed record := parse_number(normalise_number.number, normalise_number.country);
    explained record;
BEGIN
    IF parsed.problem IS NOT NULL THEN
        explained := explain_number_problem(parsed.problem);
        RAISE EXCEPTION USING
            ERRCODE = 'PD010',
            MESSAGE = format(
                'The number "%s" (country %s) can''t be dialled: %s.',
                normalise_number.number, coalesce(normalise_number.country, 'not given'), explained.reason
            ),
            HINT = explained.remedy,
            DETAIL = format('problem %s', parsed.problem);
    END IF;
    RETURN parsed.e164;
END
$$;
COMMENT ON FUNCTION normalise_number(text, text) IS
'Gives a telephone number the form by which equal numbers are equal. number: the text as it was given, in national or
international form, with any punctuation. country: ISO code by which a number without a calling code is read.
Returns the number in E.164, such as +420724123456.
Raises PD010 if the number can''t be dialled; the detail has the code that number_problem returns. Locks nothing.';
