CREATE OR REPLACE FUNCTION call_time_zone(time_zone text, number text, list_time_zone text) RETURNS text
LANGUAGE plpgsql STABLE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    RETURN coalesce(
        time_zone, number_time_zone(number), list_time_zone, configuration('DefaultTimeZone'));
END
$$;
COMMENT ON FUNCTION call_time_zone(text, text, text) IS
'The zone in which a call''s wall clock is read: its own, else the one its number implies, else its list''s, else
DefaultTimeZone (TIME-1).';
