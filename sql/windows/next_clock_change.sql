CREATE OR REPLACE FUNCTION next_clock_change(time_zone text, after timestamp, before timestamp) RETURNS timestamp
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Two changes that cancel each other out lie further apart than this (Ramadan, in zones that suspend summer time).
    stride CONSTANT interval := interval '28 days';
    utc_offset CONSTANT interval :=
        next_clock_change.after AT TIME ZONE 'UTC' AT TIME ZONE next_clock_change.time_zone - next_clock_change.after;
    horizon CONSTANT timestamp := CASE
        WHEN isfinite(next_clock_change.before) THEN next_clock_change.before
        ELSE next_clock_change.after + interval '400 days'
    END;
    low timestamp := next_clock_change.after;
    high timestamp;
    middle timestamp;
BEGIN
    LOOP
        IF low >= horizon THEN
            RETURN NULL;
        END IF;
        high := least(low + stride, horizon);
        EXIT WHEN high AT TIME ZONE 'UTC' AT TIME ZONE next_clock_change.time_zone - high <> utc_offset;
        low := high;
    END LOOP;
    -- The change is after low and not after high, on a full second.
    low := date_trunc('second', low);
    high := date_trunc('second', high);
    LOOP
        middle := date_trunc('second', low + (high - low) / 2);
        EXIT WHEN middle = low;
        IF middle AT TIME ZONE 'UTC' AT TIME ZONE next_clock_change.time_zone - middle = utc_offset THEN
            low := middle;
        ELSE
            high := middle;
        END IF;
    END LOOP;
    RETURN nullif(high, next_clock_change.before);
END
$$;
COMMENT ON FUNCTION next_clock_change(text, timestamp, timestamp) IS
'Internal part of next_window: when the clocks of a zone are changed next, for summer time or for good.
time_zone: the zone. after, before: between which moments, both exclusive, in UTC; 400 days if before is infinity.
Returns the moment in UTC, NULL if there is none. Raises 22023 for an unknown zone. Locks nothing.';
