CREATE OR REPLACE FUNCTION easter_date(year integer) RETURNS date
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    -- The anonymous Gregorian computus; its letters.
    a CONSTANT integer := year % 19;
    b CONSTANT integer := year / 100;
    c CONSTANT integer := year % 100;
    h CONSTANT integer := (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    l CONSTANT integer := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    m CONSTANT integer := (a + 11 * h + 22 * l) / 451;
    n CONSTANT integer := h + l - 7 * m + 114;
BEGIN
    RETURN make_date(easter_date.year, n / 31, n % 31 + 1);
END
$$;
COMMENT ON FUNCTION easter_date(integer) IS
'Easter Sunday of a year of the Gregorian calendar. Raises nothing. Locks nothing.';

CREATE OR REPLACE FUNCTION holiday_date(holiday text, year integer) RETURNS date
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    parts CONSTANT text[] := regexp_split_to_array(holiday, '\s+');
    weekday integer;
    first date;
    last date;
    own date;
    kept date;
BEGIN
    IF parts[2] = 'observed' THEN
        -- That of the year before or after may be kept in this one.
        FOR own_year IN holiday_date.year - 1..holiday_date.year + 1 LOOP
            own := holiday_date(parts[1], own_year);
            kept := CASE EXTRACT(ISODOW FROM own) WHEN 6 THEN own - 1 WHEN 7 THEN own + 1 END;
            IF EXTRACT(YEAR FROM kept) = holiday_date.year THEN
                RETURN kept;
            END IF;
        END LOOP;
        RETURN NULL;
    ELSIF starts_with(holiday, 'easter') THEN
        RETURN easter_date(holiday_date.year) + coalesce(nullif(substr(holiday, 7), ''), '0')::integer;
    ELSIF cardinality(parts) = 3 THEN
        weekday := array_position(ARRAY['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], parts[2]);
        first := make_date(holiday_date.year, parts[3]::integer, 1);
        IF parts[1] = 'last' THEN
            last := (first + interval '1 month')::date - 1;
            RETURN last - (EXTRACT(ISODOW FROM last)::integer - weekday + 7) % 7;
        END IF;
        RETURN first + (weekday - EXTRACT(ISODOW FROM first)::integer + 7) % 7 + 7 * (parts[1]::integer - 1);
    ELSIF length(holiday) = 10 THEN
        RETURN CASE WHEN left(holiday, 4)::integer = holiday_date.year THEN holiday::date END;
    ELSIF holiday = '02-29' AND (holiday_date.year % 4 <> 0
        OR (holiday_date.year % 100 = 0 AND holiday_date.year % 400 <> 0))
    THEN
        RETURN NULL;
    END IF;
    RETURN make_date(holiday_date.year, left(holiday, 2)::integer, right(holiday, 2)::integer);
END
$$;
COMMENT ON FUNCTION holiday_date(text, integer) IS
'On which day of a year a holiday is. holiday: 12-25, 2026-07-04, easter, easter+39, easter-2, 4 Thu 11 (the fourth
Thursday of November), last Mon 05, 07-04 observed (the Friday before a Saturday, the Monday after a Sunday). Returns
NULL in a year that does not have it. Raises 22008 for a day that no year has. Locks nothing.';
