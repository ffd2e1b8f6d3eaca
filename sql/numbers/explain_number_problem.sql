CREATE OR REPLACE FUNCTION explain_number_problem(problem text, OUT reason text, OUT remedy text)
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
BEGIN
    SELECT p.Reason, p.Remedy INTO explain_number_problem.reason, explain_number_problem.remedy
    FROM (VALUES
        ('empty', 'it is empty', 'Give a number.'),
        ('not_a_number', 'it is not a telephone number', 'Give digits, with a + and the calling code if need be.'),
        ('extension', 'it has an extension or a second number behind it', 'Give one number without an extension.'),
        ('unknown_country', 'its country is not known', 'Give the list a country (ISO code), or the number its + code.'),
        ('unknown_calling_code', 'no country has its calling code', 'Correct the digits after the + or 00.'),
        ('local_only', 'its area code is missing', 'Put the area code in front.'),
        ('too_short', 'it has too few digits for its country', 'Add the missing digits, or correct the country.'),
        ('too_long', 'it has too many digits for its country', 'Take off the surplus digits, or correct the country.'),
        ('impossible_length', 'no number of its country has so many digits', 'Correct the digits, or the country.')
    ) AS p (Problem, Reason, Remedy)
    WHERE p.Problem = explain_number_problem.problem;
END
$$;
COMMENT ON FUNCTION explain_number_problem(text) IS
'Says in words why a number can''t be dialled.
problem: what number_problem or parse_number returned, one of empty, not_a_number, extension, unknown_country,
unknown_calling_code, local_only, too_short, too_long, impossible_length.
Returns the reason (follows "the number can''t be dialled:") and the remedy, both NULL for any other problem.
Raises nothing. Locks nothing.';
