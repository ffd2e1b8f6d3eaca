CREATE OR REPLACE FUNCTION strip_national_prefix(digits text, plan CallingCountry) RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    prefix CONSTANT text := strip_national_prefix.plan.NationalPrefix;
    pattern CONSTANT text := strip_national_prefix.plan.NumberPattern;
    groups text[] := regexp_match(strip_national_prefix.digits, prefix);
    replacement text := '';
    stripped text;
BEGIN
    IF groups IS NULL THEN
        RETURN strip_national_prefix.digits;
    END IF;
    IF groups[cardinality(groups)] IS NOT NULL THEN
        replacement := coalesce(strip_national_prefix.plan.NationalPrefixRule, '');
    END IF;
    stripped := regexp_replace(strip_national_prefix.digits, prefix, replacement);
    -- A prefix without which a good number would be a bad one is part of the number.
    IF strip_national_prefix.digits ~ pattern AND stripped !~ pattern THEN
        RETURN strip_national_prefix.digits;
    END IF;
    RETURN stripped;
END
$$;
COMMENT ON FUNCTION strip_national_prefix(text, CallingCountry) IS
'Internal part of parse_number. Takes off what is dialled before a number inside its country, such as the 0 of 030.
digits: the number without its calling code. plan: the country whose numbering plan applies.
Returns the national number. Raises nothing. Locks nothing.';
