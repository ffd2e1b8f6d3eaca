CREATE OR REPLACE FUNCTION like_text(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN regexp_replace(value, '([\\%_])', '\\\1', 'g');
END
$$;
COMMENT ON FUNCTION like_text(text) IS 'A text as LIKE takes it for itself, also where it has a per cent sign.';
