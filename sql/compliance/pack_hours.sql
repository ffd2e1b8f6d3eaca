CREATE OR REPLACE FUNCTION pack_hours(rule_pack_id uuid, region text, day date) RETURNS int4multirange
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    weekday CONSTANT integer := EXTRACT(ISODOW FROM day);
    year CONSTANT integer := EXTRACT(YEAR FROM day);
BEGIN
    IF NOT EXISTS (SELECT FROM RulePackRule AS r WHERE r.RulePackId = pack_hours.rule_pack_id)
        OR EXISTS (
            SELECT FROM RulePackRule AS r
            WHERE r.RulePackId = pack_hours.rule_pack_id AND r.Kind = 'Holiday'
                AND coalesce(r.Region = pack_hours.region, TRUE) AND coalesce(r.StartsOn <= pack_hours.day, TRUE)
                AND holiday_date(r.Holiday, year) = pack_hours.day)
    THEN
        RETURN '{}'::int4multirange;
    END IF;
    -- Those of the country and those of the region: what all of them allow. Where none has hours, the whole day.
    RETURN coalesce((
        SELECT range_intersect_agg(g.Hours)
        FROM (
            SELECT coalesce(
                    range_agg(int4range(EXTRACT(EPOCH FROM r.TimeFrom)::integer, EXTRACT(EPOCH FROM r.TimeTo)::integer))
                        FILTER (WHERE strpos(r.Weekdays, weekday::text) > 0),
                    '{}'::int4multirange) AS Hours
            FROM RulePackRule AS r
            WHERE r.RulePackId = pack_hours.rule_pack_id AND r.Kind = 'Hours'
                AND coalesce(r.Region = pack_hours.region, TRUE) AND coalesce(r.StartsOn <= pack_hours.day, TRUE)
            GROUP BY r.Region
        ) AS g), '{[0,86400)}'::int4multirange);
END
$$;
COMMENT ON FUNCTION pack_hours(uuid, text, date) IS
'When the rules of a pack allow calls on a day: hours of the country and of the region, but not on their holidays.
rule_pack_id: the pack; one that is not there, or has no rules, is closed. region: of the number; NULL = not known: then
those of all regions hold. day: by the clock of who is called. Returns seconds of the day. Raises nothing. Locks
nothing.';

CREATE OR REPLACE FUNCTION day_hours(calendar_id uuid, rule_pack_id uuid, region text, day date)
RETURNS TABLE (opens time, closes time)
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
    hours int4multirange;
BEGIN
    IF rule_pack_id IS NULL THEN
        RETURN QUERY SELECT h.opens, h.closes FROM calendar_hours(day_hours.calendar_id, day_hours.day) AS h;
        RETURN;
    END IF;
    hours := pack_hours(rule_pack_id, region, day);
    IF calendar_id IS NOT NULL THEN
        hours := hours * coalesce((
            SELECT range_agg(int4range(EXTRACT(EPOCH FROM h.opens)::integer, EXTRACT(EPOCH FROM h.closes)::integer))
            FROM calendar_hours(day_hours.calendar_id, day_hours.day) AS h
            WHERE h.opens < h.closes), '{}'::int4multirange);
    END IF;
    RETURN QUERY
    SELECT make_time(lower(h.Hours) / 3600, lower(h.Hours) / 60 % 60, lower(h.Hours) % 60),
        CASE upper(h.Hours)
            WHEN 86400 THEN time '24:00'
            ELSE make_time(upper(h.Hours) / 3600, upper(h.Hours) / 60 % 60, upper(h.Hours) % 60)
        END
    FROM unnest(hours) AS h (Hours);
END
$$;
COMMENT ON FUNCTION day_hours(uuid, uuid, text, date) IS
'The hours of a day that a calendar and the rules of a pack allow, both or the one that is given. calendar_id,
rule_pack_id: NULL = none. region, day: as pack_hours and calendar_hours have them. Returns a row per stretch: opens
(inclusive) and closes (exclusive, up to 24:00). Raises nothing. Locks nothing.';
