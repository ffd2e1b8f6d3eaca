CREATE OR REPLACE FUNCTION number_region(number text) RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN (SELECT r.Region FROM NumberRegion AS r WHERE r.Prefix = substr(number_region.number, 2, 4));
END
$$;
COMMENT ON FUNCTION number_region(text) IS
'Says in which part of its country a number is, as far as its area code tells. number: in E.164, with its +. Returns the
part, such as US-FL; NULL if it is not known, or the country is not divided. Raises nothing. Locks nothing.';
