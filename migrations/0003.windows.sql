-- depends: 0001.basis
-- When a call may be dialled: its own window and the calendar of its list.

CREATE TYPE TimeMode AS ENUM ('None', 'Range', 'Daily', 'Weekly', 'Yearly');
COMMENT ON TYPE TimeMode IS
'How TimeFrom and TimeTo of a call are read: None (not checked), Range (from one moment to another), Daily (time of
day), Weekly (weekdays and time of day), Yearly (days of the year and time of day).';

CREATE DOMAIN WallClock AS text CONSTRAINT WallClockIsReadable CHECK (
    VALUE ~* (
        '^((([1-9]\d{3}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])'
        || '|mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?)'
        || '([ T](([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?))?'
        || '|([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)$'
    )
);
COMMENT ON DOMAIN WallClock IS
'A border of a window as a clock on the wall shows it, without a zone: 08:00, 2026-11-24 08:00, 2026-11-24, Mon 08:00 or
12-24 08:00, each with or without seconds. It is text so that a bare time of day fits as well as a timestamp, which
PostgreSQL turns into text by itself when a statement or a driver assigns one. Which of the forms a call needs, its
TimeMode says: see check_window.';

CREATE TABLE Calendar (
    CalendarId uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    DisplayName text NOT NULL
);
COMMENT ON TABLE Calendar IS
'Calendars of outbound lists: when they may dial, in the zone of the called party. One without hours never opens.';
COMMENT ON COLUMN Calendar.CalendarId IS 'Key.';
COMMENT ON COLUMN Calendar.DisplayName IS 'Name shown to people.';

CREATE TABLE CalendarHours (
    CalendarHoursId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    CalendarId uuid NOT NULL REFERENCES Calendar ON DELETE CASCADE,
    Weekday smallint NOT NULL CONSTRAINT WeekdayInWeek CHECK (Weekday BETWEEN 1 AND 7),
    TimeFrom time NOT NULL,
    TimeTo time NOT NULL,
    CONSTRAINT CalendarHoursBeginBeforeEnd CHECK (TimeFrom < TimeTo),
    CONSTRAINT CalendarHoursOnce UNIQUE (CalendarId, Weekday, TimeFrom, TimeTo)
);
COMMENT ON TABLE CalendarHours IS
'Opening hours of a calendar: any number of rows for a weekday, none where it is closed.';
COMMENT ON COLUMN CalendarHours.CalendarHoursId IS 'Key.';
COMMENT ON COLUMN CalendarHours.CalendarId IS 'The calendar.';
COMMENT ON COLUMN CalendarHours.Weekday IS 'Day of the week: 1 = Monday to 7 = Sunday.';
COMMENT ON COLUMN CalendarHours.TimeFrom IS 'Time of day at which it opens (wall clock of the called party).';
COMMENT ON COLUMN CalendarHours.TimeTo IS 'Time of day at which it closes; 24:00 = the end of the day.';

CREATE TABLE CalendarDay (
    CalendarDayId bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    CalendarId uuid NOT NULL REFERENCES Calendar ON DELETE CASCADE,
    Day date NOT NULL CONSTRAINT CalendarDayFinite CHECK (isfinite(Day)),
    Yearly Flag NOT NULL DEFAULT 0,
    DisplayName text,
    TimeFrom time,
    TimeTo time,
    CONSTRAINT CalendarDayHasBothOrNeither CHECK ((TimeFrom IS NULL) = (TimeTo IS NULL)),
    CONSTRAINT CalendarDayBeginBeforeEnd CHECK (TimeFrom < TimeTo)
);
-- By month and day, so that one look finds the entries for a date and the yearly ones.
CREATE INDEX CalendarDayByDate ON CalendarDay (CalendarId, EXTRACT(MONTH FROM Day), EXTRACT(DAY FROM Day));
COMMENT ON TABLE CalendarDay IS
'Holidays and exceptions of a calendar: a day''s entries replace its weekday''s hours. Entries for the very date come
before yearly ones; of several, one that closes wins, otherwise each adds its hours.';
COMMENT ON COLUMN CalendarDay.CalendarDayId IS 'Key.';
COMMENT ON COLUMN CalendarDay.CalendarId IS 'The calendar.';
COMMENT ON COLUMN CalendarDay.Day IS 'The day.';
COMMENT ON COLUMN CalendarDay.Yearly IS '1: on this month and day of every year (29 February: of every leap year).';
COMMENT ON COLUMN CalendarDay.DisplayName IS 'Name shown to people, such as that of the holiday.';
COMMENT ON COLUMN CalendarDay.TimeFrom IS 'Time of day at which it opens on this day; NULL = closed all day.';
COMMENT ON COLUMN CalendarDay.TimeTo IS 'Time of day at which it closes on this day; NULL = closed all day.';
