-- As for lists and calendars (TIME-3): what waiting calls have worked out by the zone is worked out again with it.
CREATE OR REPLACE FUNCTION refresh_default_zone() RETURNS trigger
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
    UPDATE OutboundCall AS c
    SET Due = NULL
    FROM OutboundList AS l
    WHERE l.OutboundListId = c.OutboundListId AND c.CallResult = 'Scheduled'
        AND c.TimeZone IS NULL AND l.TimeZone IS NULL
        AND (c.TimeMode <> 'None' OR l.CalendarId IS NOT NULL)
        AND number_time_zone(c.Number) IS NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION refresh_default_zone() IS
'Trigger on Configuration: has the windows of waiting calls for which DefaultTimeZone counts worked out again. Locks:
these calls.';

CREATE OR REPLACE TRIGGER configuration_2_zone AFTER UPDATE OF ConfigurationValue, DefaultValue ON Configuration
FOR EACH ROW
WHEN (
    NEW.ConfigurationName = 'DefaultTimeZone'
    AND coalesce(OLD.ConfigurationValue, OLD.DefaultValue)
    IS DISTINCT FROM coalesce(NEW.ConfigurationValue, NEW.DefaultValue)
)
EXECUTE FUNCTION refresh_default_zone();
