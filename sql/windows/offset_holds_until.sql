CREATE OR REPLACE FUNCTION offset_holds_until(time_zone text, after timestamp, before timestamp) RETURNS timestamp
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    utc_offset CONSTANT interval :=
        offset_holds_until.after AT TIME ZONE 'UTC' AT TIME ZONE offset_holds_until.time_zone
        - offset_holds_until.after;
    low timestamp := offset_holds_until.after;
    high timestamp := least(low + interval '1 day', offset_holds_until.before);
    middle timestamp;
BEGIN
    IF high AT TIME ZONE 'UTC' AT TIME ZONE offset_holds_until.time_zone - high = utc_offset THEN
        IF high = offset_holds_until.before OR NOT isfinite(offset_holds_until.before) THEN
            RETURN NULL;
        END IF;
        low := greatest(high, offset_holds_until.before - interval '1 day');
        high := offset_holds_until.before;
        IF low AT TIME ZONE 'UTC' AT TIME ZONE offset_holds_until.time_zone - low <> utc_offset THEN
            RETURN low;
        ELSIF high AT TIME ZONE 'UTC' AT TIME ZONE offset_holds_until.time_zone - high = utc_offset THEN
            RETURN NULL;
        END IF;
    END IF;
    -- The clocks are changed after low and not after high, on a full second.
    high := date_trunc('second', high);
    LOOP
        middle := date_trunc('second', low + (high - low) / 2);
        EXIT WHEN middle = low;
        IF middle AT TIME ZONE 'UTC' AT TIME ZONE offset_holds_until.time_zone - middle = utc_offset THEN
            low := middle;
        ELSE
            high := middle;
        END IF;
    END LOOP;
    RETURN high;
END
$$;
COMMENT ON FUNCTION offset_holds_until(text, timestamp, timestamp) IS
'Internal part of next_window: how long one can reckon with the offset that a zone''s clocks have at a moment.
time_zone: the zone. after: the moment. before: how far one wants to reckon, perhaps infinity. Both are UTC.
Returns NULL if all the way, else the moment (not after before) from which to reckon anew: when the clocks change, if
that is within a day after the moment or before the end, where it may open or close a window; else some moment between.
Raises 22023 for an unknown zone. Locks nothing.';
