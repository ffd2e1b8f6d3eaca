CREATE OR REPLACE FUNCTION window_open(
    time_mode TimeMode, time_from text, time_to text, time_zone text, calendar_id uuid, moment timestamptz,
    rule_pack_id uuid DEFAULT NULL, region text DEFAULT NULL
) RETURNS boolean
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    stretch CONSTANT record := next_window(
        window_open.time_mode, window_open.time_from, window_open.time_to, window_open.time_zone,
        window_open.calendar_id, window_open.moment, window_open.rule_pack_id, window_open.region);
BEGIN
    RETURN coalesce(stretch.opens <= window_open.moment, FALSE);
END
$$;
COMMENT ON FUNCTION window_open(TimeMode, text, text, text, uuid, timestamptz, uuid, text) IS
'Whether a call may be dialled at a moment, as far as its window and the calendar of its list go.
Parameters and errors: those of next_window, which decides. Returns true or false, never NULL. Locks nothing.';
