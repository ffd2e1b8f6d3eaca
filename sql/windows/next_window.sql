CREATE OR REPLACE FUNCTION next_window(
    time_mode TimeMode, time_from text, time_to text, time_zone text, calendar_id uuid, moment timestamptz,
    rule_pack_id uuid DEFAULT NULL, region text DEFAULT NULL,
    OUT opens timestamptz, OUT closes timestamptz
)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
    -- Moments here are UTC without a zone, so that adding to them never meets the session's time zone.
    start CONSTANT timestamp := next_window.moment AT TIME ZONE 'UTC';
    here timestamp := start;
    wall timestamp;
    stretch record;
    begins timestamp;
    ends timestamp;
BEGIN
    IF coalesce(next_window.time_mode, 'None') = 'None' AND next_window.calendar_id IS NULL
        AND next_window.rule_pack_id IS NULL
    THEN
        opens := '-infinity';
        closes := 'infinity';
        RETURN;
    ELSIF next_window.time_zone IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'PD011',
            MESSAGE = 'A call with a window or a calendar has no TimeZone.',
            HINT = 'Name one, such as Europe/Prague, in the call, its list or the parameter DefaultTimeZone.';
    ELSIF start IS NULL OR NOT isfinite(start) THEN
        RETURN;
    END IF;
    PERFORM check_zone_name(next_window.time_zone);

    -- Until the clocks are changed the wall clock runs evenly. From there on the search begins anew, so that an hour
    -- that is left out opens nothing, and one that comes twice opens twice.
    LOOP
        wall := here AT TIME ZONE 'UTC' AT TIME ZONE next_window.time_zone;
        stretch := next_wall_window(
            next_window.time_mode, next_window.time_from, next_window.time_to, next_window.calendar_id,
            next_window.rule_pack_id, next_window.region, wall);
        -- What is over by the wall clock may come once more on the day on which the clocks are put back.
        begins := greatest(here, coalesce(stretch.opens, wall + interval '1 day') - (wall - here));
        EXIT WHEN begins = here;
        here := offset_holds_until(next_window.time_zone, here, begins);
        EXIT WHEN here IS NULL;
    END LOOP;
    IF stretch.closes IS NULL THEN
        RETURN;
    END IF;

    -- Clocks that are changed while it is open move its end, or end it.
    here := begins;
    LOOP
        wall := here AT TIME ZONE 'UTC' AT TIME ZONE next_window.time_zone;
        IF wall < stretch.opens OR wall >= stretch.closes THEN
            ends := here;
            EXIT;
        END IF;
        ends := stretch.closes - (wall - here);
        here := offset_holds_until(next_window.time_zone, here, ends);
        EXIT WHEN here IS NULL;
    END LOOP;

    opens := begins AT TIME ZONE 'UTC';
    closes := ends AT TIME ZONE 'UTC';
    IF begins = start THEN
        opens := least(stretch.opens AT TIME ZONE next_window.time_zone, next_window.moment);
    END IF;
END
$$;
COMMENT ON FUNCTION next_window(TimeMode, text, text, text, uuid, timestamptz, uuid, text) IS
'When a call may be dialled next: its own window and the calendar of its list together, in the zone of the called
party. time_mode, time_from, time_to: the window, as check_window describes it. time_zone: name of the zone; NULL only
where there is neither a window nor a calendar. calendar_id: the calendar; NULL = none; one that is not there or has
no hours never opens. moment: from when on. rule_pack_id, region: rules whose hours and holidays hold besides
(pack_hours); NULL = none. Returns the first stretch that is not over at the moment: opens (inclusive) to closes
(exclusive). Open now: opens is when the stretch began by the wall clock, at the latest the moment. Without window and
calendar: -infinity and infinity. Never again, which for what recurs means not within 400 days: both NULL. Stretches
are not joined where one ends as the next begins: at closes, ask again. The wall clock decides: a call may be dialled
when a clock at the called party shows a time in its window. What falls into the hour left out in spring does not
happen, what falls into the hour that comes twice in autumn happens twice. Raises PD011 for a window that cannot be
understood or a zone not given by name, 22023 for an unknown one (of which check_window makes PD011 beforehand). Locks
nothing.';
