from __future__ import annotations

import psycopg
import pytest

from tests.windows.asking import Window, ask, is_open

NEVER = (None, None)
DAY = Window("Daily", "08:00", "20:00")
NIGHT = Window("Daily", "22:00", "06:00")
WEEK = Window("Weekly", "Mon 08:00", "Fri 20:00")
WEEKEND = Window("Weekly", "Saturday 09:00", "mon 11:30")
NIGHTS_OF_WEEK = Window("Weekly", "Thu 22:00", "Fri 02:00")
ADVENT = Window("Yearly", "12-01 10:00", "12-24 16:00")
NEW_YEAR = Window("Yearly", "12-28 10:00", "01-03 16:00")
LEAP = Window("Yearly", "02-29 08:00", "02-29 20:00")
RANGE = Window("Range", "2026-11-24 08:00", "2026-11-26 20:00")


def november(day: int, time: str) -> str:
    return f"2026-11-{day} {time}:00+01"


@pytest.mark.parametrize(
    ("window", "moment", "opens", "closes"),
    [
        # Not checked at all; the borders do not count then, nor does the zone.
        (Window("None"), "2026-11-24 10:00+01", "-infinity", "infinity"),
        (Window(None, zone=None), "2026-11-24 10:00+01", "-infinity", "infinity"),
        (Window("None", "08:00", "09:00"), "2026-11-24 10:00+01", "-infinity", "infinity"),
        # Daily: from is inclusive, to is exclusive. The 24th is a Tuesday.
        (DAY, "2026-11-24 10:00+01", november(24, "08:00"), november(24, "20:00")),
        (DAY, "2026-11-24 07:59:59.999999+01", november(24, "08:00"), november(24, "20:00")),
        (DAY, "2026-11-24 08:00+01", november(24, "08:00"), november(24, "20:00")),
        (DAY, "2026-11-24 19:59:59.999999+01", november(24, "08:00"), november(24, "20:00")),
        (DAY, "2026-11-24 20:00+01", november(25, "08:00"), november(25, "20:00")),
        # Of a timestamp, as a driver assigns one, Daily takes the time.
        (Window("Daily", "2020-01-01 08:00:00", "2019-01-01T20:00"), "2026-11-24 10:00+01",
         november(24, "08:00"), november(24, "20:00")),
        (Window("Daily", "8:00", "20:00:30.5"), "2026-11-24 20:00+01",
         november(24, "08:00"), "2026-11-24 20:00:30.5+01"),
        # Past midnight.
        (NIGHT, "2026-11-24 21:00+01", november(24, "22:00"), november(25, "06:00")),
        (NIGHT, "2026-11-24 23:00+01", november(24, "22:00"), november(25, "06:00")),
        (NIGHT, "2026-11-25 05:00+01", november(24, "22:00"), november(25, "06:00")),
        (NIGHT, "2026-11-25 06:00+01", november(25, "22:00"), november(26, "06:00")),
        (Window("Daily", "20:00", "00:00"), "2026-11-24 10:00+01",
         november(24, "20:00"), november(25, "00:00")),
        (Window("Daily", "20:00", "24:00"), "2026-11-24 10:00+01",
         november(24, "20:00"), november(25, "00:00")),
        # The same or no time of day is the whole day; each day is a stretch of its own.
        (Window("Daily", "09:00", "09:00"), "2026-11-24 10:00+01",
         november(24, "00:00"), november(25, "00:00")),
        (Window("Weekly", "Tue", "Wed"), "2026-11-24 10:00+01",
         november(24, "00:00"), november(25, "00:00")),
        (Window("Weekly", "Tue", "Tue 12:00"), "2026-11-24 12:00+01",
         "2026-12-01 00:00:00+01", "2026-12-01 12:00:00+01"),
        # Weekly: on each of the days from one time of day to the other.
        (WEEK, "2026-11-24 10:00+01", november(24, "08:00"), november(24, "20:00")),
        (WEEK, "2026-11-27 20:00+01", november(30, "08:00"), november(30, "20:00")),
        (WEEK, "2026-11-29 10:00+01", november(30, "08:00"), november(30, "20:00")),
        (Window("Weekly", "2026-11-23 08:00", "2026-11-27 20:00"), "2026-12-05 10:00+01",
         "2026-12-07 08:00:00+01", "2026-12-07 20:00:00+01"),
        (Window("Weekly", "wed 08:00", "Wednesday 20:00"), "2026-11-26 10:00+01",
         "2026-12-02 08:00:00+01", "2026-12-02 20:00:00+01"),
        # The week wraps; a night belongs to the day on which it begins.
        (WEEKEND, "2026-11-24 10:00+01", november(28, "09:00"), november(28, "11:30")),
        (WEEKEND, "2026-11-29 12:00+01", november(30, "09:00"), november(30, "11:30")),
        (WEEKEND, "2026-11-30 11:30+01", "2026-12-05 09:00:00+01", "2026-12-05 11:30:00+01"),
        (NIGHTS_OF_WEEK, "2026-11-28 01:00+01", november(27, "22:00"), november(28, "02:00")),
        (NIGHTS_OF_WEEK, "2026-11-26 01:00+01", november(26, "22:00"), november(27, "02:00")),
        # Yearly: the same by days of the year.
        (ADVENT, "2026-11-24 10:00+01", "2026-12-01 10:00:00+01", "2026-12-01 16:00:00+01"),
        (ADVENT, "2026-12-24 15:00+01", "2026-12-24 10:00:00+01", "2026-12-24 16:00:00+01"),
        (ADVENT, "2026-12-24 16:00+01", "2027-12-01 10:00:00+01", "2027-12-01 16:00:00+01"),
        (Window("Yearly", "2020-12-01 10:00", "2020-12-24 16:00"), "2026-12-24 16:00+01",
         "2027-12-01 10:00:00+01", "2027-12-01 16:00:00+01"),
        (Window("Yearly", "12-24", "12-24"), "2026-12-25 00:00+01",
         "2027-12-24 00:00:00+01", "2027-12-25 00:00:00+01"),
        # The year wraps, and so may its last night.
        (NEW_YEAR, "2026-12-31 17:00+01", "2027-01-01 10:00:00+01", "2027-01-01 16:00:00+01"),
        (NEW_YEAR, "2027-01-03 17:00+01", "2027-12-28 10:00:00+01", "2027-12-28 16:00:00+01"),
        (Window("Yearly", "12-31 22:00", "12-31 04:00"), "2027-01-01 03:00+01",
         "2026-12-31 22:00:00+01", "2027-01-01 04:00:00+01"),
        # 29 February is the last day of February, in any year.
        (LEAP, "2026-11-24 10:00+01", "2027-02-28 08:00:00+01", "2027-02-28 20:00:00+01"),
        (LEAP, "2027-03-01 10:00+01", "2028-02-29 08:00:00+01", "2028-02-29 20:00:00+01"),
        (Window("Yearly", "02-27 08:00", "02-28 20:00"), "2028-02-28 20:00+01",
         "2029-02-27 08:00:00+01", "2029-02-27 20:00:00+01"),
        (Window("Yearly", "02-28 08:00", "03-01 20:00"), "2028-02-28 20:00+01",
         "2028-02-29 08:00:00+01", "2028-02-29 20:00:00+01"),
        # Range: from one moment to the other, once.
        (RANGE, "2026-11-01 10:00+01", november(24, "08:00"), november(26, "20:00")),
        (RANGE, "2026-11-25 03:00+01", november(24, "08:00"), november(26, "20:00")),
        (RANGE, "2026-11-26 20:00+01", None, None),
        (Window("Range", "2026-11-24", "2026-11-26"), "2026-11-26 23:00+01",
         november(24, "00:00"), november(27, "00:00")),
        (Window("Range", "2026-11-24", "2026-11-24"), "2026-11-24 23:00+01",
         november(24, "00:00"), november(25, "00:00")),
        (Window("Range", "2026-11-24 08:00"), "2026-11-24 07:00+01",
         november(24, "08:00"), "infinity"),
        (Window("Range", None, "2026-11-24 08:00"), "2026-11-24 07:00+01",
         "-infinity", november(24, "08:00")),
        (Window("Range", None, "2026-11-24 08:00"), "2026-11-24 08:00+01", None, None),
        # However far away the borders are.
        (Window("Range", "2031-07-01", "9999-12-31"), "2026-11-24 08:00+01",
         "2031-07-01 00:00:00+02", "10000-01-01 00:00:00+01"),
        (Window("Range", "1999-07-01", "2199-06-30"), "2026-11-24 08:00+01",
         "1999-07-01 00:00:00+02", "2199-07-01 00:00:00+02"),
        # A moment that is none opens nothing.
        (DAY, "infinity", None, None),
        (DAY, "-infinity", None, None),
    ],
)  # fmt: skip
def test_next_window(
    db: psycopg.Connection, window: Window, moment: str, opens: str | None, closes: str | None
) -> None:
    """TIME-1: each mode opens and closes as its borders say."""
    assert ask(db, window, moment) == (opens, closes)


@pytest.mark.parametrize(
    ("zone", "moment", "opens"),
    [
        ("UTC", "2026-11-24 07:00Z", "2026-11-24 08:00:00+00"),
        ("America/New_York", "2026-11-24 07:00Z", "2026-11-24 08:00:00-05"),
        ("Asia/Kolkata", "2026-11-24 15:00Z", "2026-11-25 08:00:00+05:30"),
        ("Pacific/Kiritimati", "2026-11-23 17:00Z", "2026-11-24 08:00:00+14"),
        ("Pacific/Pago_Pago", "2026-11-24 07:00Z", "2026-11-24 08:00:00-11"),
        ("america/argentina/buenos_aires", "2026-11-24 07:00Z", "2026-11-24 08:00:00-03"),
    ],
)
def test_the_zone_of_the_called_party_decides(
    db: psycopg.Connection, zone: str, moment: str, opens: str
) -> None:
    """TIME-1: the borders are wall clock in the call's zone, on its own date."""
    assert ask(db, Window("Daily", "08:00", "20:00", zone), moment)[0] == opens


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_session_decides_nothing(db: psycopg.Connection, zone: str) -> None:
    """TIME-1: neither the session's zone nor its styles change an answer."""
    db.execute("SELECT set_config('TimeZone', %s, true)", (zone,))
    db.execute("SET LOCAL DateStyle = 'SQL, DMY'")
    db.execute("SET LOCAL IntervalStyle = 'sql_standard'")
    answer = db.execute(
        "SELECT opens = timestamptz '2027-03-01T09:00Z', closes = timestamptz '2027-03-01T15:00Z'"
        " FROM next_window('Yearly', '2026-03-01 10:00', '03-24 16:00', 'Europe/Prague', NULL,"
        " timestamptz '2026-11-24T09:00Z')"
    ).fetchone()
    assert answer == (True, True)


def test_open_is_what_next_window_says(db: psycopg.Connection) -> None:
    """DIST-2: one definition of "inside its window", true or false at any moment."""
    assert [
        is_open(db, DAY, moment)
        for moment in ("2026-11-24 07:59+01", "2026-11-24 08:00+01", "2026-11-24 20:00+01")
    ] == [False, True, False]
    assert is_open(db, Window("None", zone=None), "2026-11-24 03:00+01")
    assert not is_open(db, RANGE, "2026-12-24 10:00+01")
    assert not is_open(db, DAY, "infinity")


def test_a_call_needs_a_zone(db: psycopg.Connection) -> None:
    """TIME-1: no zone is refused, never taken for some zone."""
    with pytest.raises(psycopg.Error, match="has no TimeZone") as caught:
        ask(db, Window("Daily", "08:00", "20:00", None), "2026-11-24 10:00+01")
    assert caught.value.diag.sqlstate == "PD011"


def test_a_zone_that_is_an_offset_opens_nothing(db: psycopg.Connection) -> None:
    """TIME-1: PostgreSQL would read UTC+1 as one hour west of Greenwich."""
    with pytest.raises(psycopg.Error, match=r"UTC\+1") as caught:
        is_open(db, Window("Daily", "08:00", "20:00", "UTC+1"), "2026-11-24 10:00+01")
    assert caught.value.diag.sqlstate == "PD011"
