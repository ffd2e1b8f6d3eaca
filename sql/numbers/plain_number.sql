CREATE OR REPLACE FUNCTION plain_number(number text, home CallingCountry) RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    digits text;
    national text := substr(plain_number.number, length(home.CallingCode) + 2);
BEGIN
    -- What it has made itself, at a glance: the numbers of an import come by here twice.
    IF starts_with(plain_number.number, '+' || home.CallingCode)
        AND national ~ '^[1-9][0-9]{3,15}$' AND length(national) = ANY (home.PossibleLengths)
        AND (home.NationalPrefix IS NULL OR home.NationalPrefix = '^(?:0)' OR national !~ home.NationalPrefix)
        AND home.MainCountry AND home.InternationalPrefix IS NOT NULL
    THEN
        RETURN plain_number.number;
    END IF;
    digits := translate(plain_number.number, U&' \00A0-./()', '');
    national := digits;
    -- Countries that share a calling code are judged by the main one of them: not here.
    IF digits !~ '^\+?[0-9]{4,19}$' OR home.MainCountry IS NOT TRUE OR home.InternationalPrefix IS NULL THEN
        RETURN NULL;
    END IF;
    IF starts_with(digits, '+') THEN
        national := substr(digits, 2);
    ELSIF digits ~ home.InternationalPrefix THEN
        national := regexp_replace(digits, home.InternationalPrefix, '');
    END IF;
    IF national <> digits THEN
        IF NOT starts_with(national, home.CallingCode) THEN
            RETURN NULL;
        END IF;
        national := substr(national, length(home.CallingCode) + 1);
    ELSIF starts_with(digits, home.CallingCode) THEN
        RETURN NULL;
    END IF;
    IF home.NationalPrefix = '^(?:0)' AND starts_with(national, '0') AND national !~ home.NumberPattern THEN
        national := substr(national, 2);
    ELSIF national ~ home.NationalPrefix THEN
        RETURN NULL;
    END IF;
    IF starts_with(national, '0') OR NOT length(national) = ANY (home.PossibleLengths) THEN
        RETURN NULL;
    END IF;
    RETURN '+' || home.CallingCode || national;
END
$$;
COMMENT ON FUNCTION plain_number(text, CallingCountry) IS
'Internal part of parse_number, for the numbers that most are: digits and punctuation, of the country itself, with its
calling code or without. number: the text as it was given. home: where it is read.
Returns the number in E.164; NULL if that takes a closer look. Raises nothing. Locks nothing.';
