CREATE OR REPLACE FUNCTION number_time_zone(number text) RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    digits text := substr(number_time_zone.number, 2);
BEGIN
    IF starts_with(number_time_zone.number, '+') IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT z.TimeZone FROM NumberZone AS z
        WHERE z.Prefix IN (
            left(digits, 1), left(digits, 2), left(digits, 3), left(digits, 4), left(digits, 5),
            left(digits, 6), left(digits, 7), left(digits, 8), left(digits, 9)
        )
        ORDER BY length(z.Prefix) DESC
        LIMIT 1
    );
END
$$;
COMMENT ON FUNCTION number_time_zone(text) IS
'Says in which time zone a number is answered, as far as its digits tell. number: in E.164, with its +.
Returns the zone''s name; NULL if its first digits are of no zone, or of several that do not keep the same time, and for
numbers that are not in E.164.
Raises nothing. Locks nothing.';
