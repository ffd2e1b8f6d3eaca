CREATE OR REPLACE FUNCTION clean_number(number text) RETURNS text
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Each character becomes the one below it; the rest (invisible marks) has none below and disappears.
    foreign_signs CONSTANT text := '０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹＋＃＊（）［］／．～⁓∼－‐‑‒–—―−ー'
        || 'ｅｘｔｎｉＥＸＴＮＩ' || U&'\00A0\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\202F\205F\3000'
        || U&'\00AD\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2066\2067\2068\2069\FEFF';
    ascii_signs CONSTANT text := '012345678901234567890123456789+#*()[]/.~~~---------'
        || 'extniEXTNI' || repeat(' ', 15);
    -- Three digits at least, then also letters: a number may be spelt (0800 FLOWERS).
    viable CONSTANT text := '^([0-9]{2}|\+*([-x ()./~*[\]]*[0-9]){3,}[-x ()./~*[\]0-9A-Za-z]*)$';
    extension CONSTANT text := '(;ext=[0-9]{1,20}'
        || '|[ \t,]*(e?xt(ensi(ó|o\u0301?))?n?|доб|anexo)[:.]?[ \t,-]*[0-9]{1,20}#?'
        || '|[ \t,]*([x#~]|int)[:.]?[ \t,-]*[0-9]{1,9}#?'
        || '|[- ]+[0-9]{1,6}#'
        || '|[ \t]*(,,|;)[:.]?[ \t,-]*[0-9]{1,15}#?'
        || '|[ \t]*,+[:.]?[ \t,-]*[0-9]{1,9}#?)$';
    body text;
    without_extension text;
BEGIN
    IF clean_number.number IS NULL OR btrim(clean_number.number, U&' \0009\000A\000D\00A0') = '' THEN
        RETURN 'empty';
    ELSIF length(clean_number.number) > 250 THEN
        RETURN 'too_long';
    END IF;
    -- The number starts at its first digit or +, so that "tel:" goes; what ends it or starts another one goes too.
    body := substring(translate(clean_number.number, foreign_signs, ascii_signs) FROM '[+0-9].*');
    body := regexp_replace(body, '(_|[^\w#])+$', '');
    body := regexp_replace(body, '([\\/] *x|;isub=).*$', '');
    without_extension := regexp_replace(body, extension, '', 'i');
    IF without_extension <> body AND without_extension ~* viable THEN
        RETURN 'extension';
    ELSIF body IS NULL OR body !~* viable THEN
        RETURN 'not_a_number';
    END IF;
    IF body ~ '([A-Za-z].*){3}' THEN
        body := translate(upper(body), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '22233344455566677778889999');
    END IF;
    RETURN CASE WHEN left(body, 1) = '+' THEN '+' ELSE '' END || regexp_replace(body, '[^0-9]', '', 'g');
END
$$;
COMMENT ON FUNCTION clean_number(text) IS
'Internal part of parse_number. Takes the punctuation, blanks, foreign digits, letters and leading words off a number.
number: the text as it was given.
Returns the digits, after a + if it had one, or else a problem (see explain_number_problem), which starts with a letter.
Raises nothing. Locks nothing.';
