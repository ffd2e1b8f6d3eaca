CREATE OR REPLACE FUNCTION parse_number(number text, country text, OUT e164 text, OUT problem text)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    digits text := translate(parse_number.number, U&' \00A0-./()', '');
    international boolean;
    home CallingCountry;   -- where the number is read
    plan CallingCountry;   -- whose numbering plan it follows
    national text;
    stripped text;
BEGIN
    SELECT * INTO home FROM CallingCountry AS c
    WHERE c.Country = upper(parse_number.country) AND c.InternationalPrefix IS NOT NULL;
    e164 := plain_number(parse_number.number, home);
    IF e164 IS NOT NULL THEN
        RETURN;
    END IF;

    -- Many numbers need no more cleaning than that; clean_number also knows short, spelt, foreign and hopeless ones.
    IF digits IS NULL OR length(digits) NOT BETWEEN 4 AND 20
        OR strpos('+0123456789', left(digits, 1)) = 0 OR ltrim(substr(digits, 2), '0123456789') <> ''
    THEN
        digits := clean_number(parse_number.number);
        IF digits ~ '^[a-z]' THEN
            problem := digits;
            RETURN;
        END IF;
        -- Letters spell digits only where the digits alone are no number: in "0800 FLOWERS", not in "724123456 (son)".
        IF parse_number.number ~ '[0-9].*([A-Za-z].*){3}' THEN
            SELECT p.e164 INTO parse_number.e164
            FROM parse_number(regexp_replace(parse_number.number, '[A-Za-z]', '', 'g'), parse_number.country) AS p;
            IF parse_number.e164 IS NOT NULL THEN
                RETURN;
            END IF;
        END IF;
    END IF;

    international := starts_with(digits, '+');
    IF international THEN
        digits := substr(digits, 2);
    END IF;

    -- No calling code starts with 0: "+00 420" has one prefix too many, and only the country tells which.
    IF NOT international OR starts_with(digits, '0') THEN
        IF home.Country IS NULL THEN
            problem := CASE WHEN international THEN 'unknown_calling_code' ELSE 'unknown_country' END;
            RETURN;
        END IF;
        stripped := regexp_replace(digits, home.InternationalPrefix, '');
        IF stripped <> digits AND NOT starts_with(stripped, '0') THEN
            digits := stripped;
            international := TRUE;
        ELSIF international THEN
            problem := 'unknown_calling_code';
            RETURN;
        ELSIF starts_with(digits, home.CallingCode) THEN
            -- The country's own calling code without a +, unless the number is a good one with these digits.
            stripped := strip_national_prefix(substr(digits, length(home.CallingCode) + 1), home);
            IF digits !~ home.NumberPattern AND stripped ~ home.NumberPattern
                OR length(digits) > home.PossibleLengths[cardinality(home.PossibleLengths)]
            THEN
                digits := home.CallingCode || stripped;
                international := TRUE;
            END IF;
        END IF;
    END IF;

    IF NOT international THEN
        plan := home;
        national := digits;
    ELSIF length(digits) <= 2 THEN
        problem := 'too_short';
        RETURN;
    ELSE
        -- No calling code begins another one, so the one that the digits begin with is the last not after them.
        SELECT * INTO plan FROM CallingCountry AS c
        WHERE c.CallingCode <= digits AND c.MainCountry
        ORDER BY c.CallingCode DESC
        LIMIT 1;
        IF starts_with(digits, plan.CallingCode) IS NOT TRUE THEN
            problem := 'unknown_calling_code';
            RETURN;
        END IF;
        national := substr(digits, length(plan.CallingCode) + 1);
    END IF;

    IF national ~ plan.NationalPrefix THEN
        stripped := strip_national_prefix(national, plan);
        -- What would be too short without its prefix may be a short number that begins like one.
        IF length(stripped) = ANY (plan.PossibleLengths)
            OR length(stripped) > plan.PossibleLengths[cardinality(plan.PossibleLengths)]
        THEN
            national := stripped;
        END IF;
    END IF;
    -- "+420 (0) 724 123 456", as if the country had a national prefix; Italy's 0 belongs to the number.
    IF starts_with(national, '0') AND strpos(parse_number.number, '(0)') > 0
        AND national !~ plan.NumberPattern AND substr(national, 2) ~ plan.NumberPattern
    THEN
        national := substr(national, 2);
    END IF;

    IF NOT plan.MainCountry THEN
        SELECT * INTO plan FROM CallingCountry AS c
        WHERE c.CallingCode = plan.CallingCode AND c.MainCountry;
    END IF;
    IF length(national) = ANY (plan.PossibleLengths) THEN
        e164 := '+' || plan.CallingCode || national;
    ELSE
        problem := CASE
            WHEN length(national) = ANY (plan.LocalLengths) THEN 'local_only'
            WHEN length(national) < plan.PossibleLengths[1] THEN 'too_short'
            WHEN length(national) > plan.PossibleLengths[cardinality(plan.PossibleLengths)] THEN 'too_long'
            ELSE 'impossible_length'
        END;
    END IF;
END
$$;
COMMENT ON FUNCTION parse_number(text, text) IS
'Reads a telephone number as it is dialled from a country: the one definition that normalise_number, number_problem and
imports share. Follows libphonenumber''s parse and its test of possible lengths, but finds fault with extensions and with
numbers that lack their area code, and takes no words behind a complete number for digits.
number: the text as it was given. country: ISO code by which a number without a calling code is read, in any case.
Returns e164 (such as +420724123456), or else problem (see explain_number_problem); exactly one of them is NULL.
Raises nothing. Locks nothing.';
