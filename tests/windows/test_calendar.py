from __future__ import annotations

from datetime import date
from uuid import uuid4

import psycopg
import pytest

from tests.windows.asking import WORKING_DAYS, Calendar, Exceptional, Window, ask, is_open

ANY = Window("None")
DAY = Window("Daily", "10:00", "20:00")
NIGHT = Window("Daily", "17:00", "09:00")
WEEKEND = Window("Weekly", "Sat 08:00", "Sun 20:00")
TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (24, 25, 26))


def november(day: int, time: str) -> str:
    return f"2026-11-{day} {time}:00+01"


@pytest.mark.parametrize(
    ("window", "moment", "opens", "closes"),
    [
        # The calendar alone: from is inclusive, to is exclusive, a break at noon.
        (ANY, "2026-11-24 10:00+01", november(24, "08:00"), november(24, "12:00")),
        (ANY, "2026-11-24 12:00+01", november(24, "13:00"), november(24, "18:00")),
        (ANY, "2026-11-24 18:00+01", november(25, "08:00"), november(25, "12:00")),
        (ANY, "2026-11-27 18:00+01", november(30, "08:00"), november(30, "12:00")),
        # What both allow.
        (DAY, "2026-11-24 06:00+01", november(24, "10:00"), november(24, "12:00")),
        (DAY, "2026-11-24 12:00+01", november(24, "13:00"), november(24, "18:00")),
        (DAY, "2026-11-24 18:00+01", november(25, "10:00"), november(25, "12:00")),
        (NIGHT, "2026-11-24 09:00+01", november(24, "17:00"), november(24, "18:00")),
        (NIGHT, "2026-11-24 18:00+01", november(25, "08:00"), november(25, "09:00")),
        (Window("Range", "2026-11-24 17:00", "2026-11-25 08:30"), "2026-11-24 10:00+01",
         november(24, "17:00"), november(24, "18:00")),
        (Window("Range", "2026-11-24 17:00", "2026-11-25 08:30"), "2026-11-24 18:00+01",
         november(25, "08:00"), november(25, "08:30")),
        (Window("Range", "2026-11-24 17:00", "2026-11-25 08:30"), "2026-11-25 08:30+01", None, None),
        (Window("Range", "2030-11-23"), "2026-11-25 08:30+01",
         "2030-11-25 08:00:00+01", "2030-11-25 12:00:00+01"),
        (Window("Yearly", "12-26 10:00", "12-31 20:00"), "2026-11-24 10:00+01",
         "2026-12-28 10:00:00+01", "2026-12-28 12:00:00+01"),
        # Nothing in common.
        (WEEKEND, "2026-11-24 10:00+01", None, None),
        (Window("Daily", "12:00", "13:00"), "2026-11-24 10:00+01", None, None),
    ],
)  # fmt: skip
def test_the_calendar_is_added(
    db: psycopg.Connection, window: Window, moment: str, opens: str | None, closes: str | None
) -> None:
    """TIME-2: a call may be dialled when its window and its list's opening hours both allow it."""
    calendar = WORKING_DAYS.insert(db)
    assert ask(db, window, moment, calendar) == (opens, closes)


def test_hours_are_those_of_the_called_party(db: psycopg.Connection) -> None:
    """TIME-2: the same calendar opens in each zone by that zone's clock and date."""
    calendar = WORKING_DAYS.insert(db)
    tokyo, hawaii = Window("None", zone="Asia/Tokyo"), Window("None", zone="Pacific/Honolulu")
    friday_evening = "2026-11-27 23:00Z"
    assert ask(db, tokyo, friday_evening, calendar)[0] == "2026-11-30 08:00:00+09"
    assert ask(db, hawaii, friday_evening, calendar)[0] == "2026-11-27 13:00:00-10"


@pytest.mark.parametrize(
    ("days", "moment", "opens", "closes"),
    [
        # A holiday, once and yearly, also of another year.
        ((Exceptional(TUESDAY),), "2026-11-24 10:00+01", november(25, "08:00"), november(25, "12:00")),
        ((Exceptional(date(2025, 11, 24)),), "2026-11-24 10:00+01",
         november(24, "08:00"), november(24, "12:00")),
        ((Exceptional(date(2025, 11, 24), yearly=1), Exceptional(date(2030, 11, 25), yearly=1)),
         "2026-11-24 10:00+01", november(26, "08:00"), november(26, "12:00")),
        # Exceptional hours replace those of the weekday, also of one without any.
        ((Exceptional(TUESDAY, "09:30", "11:00"),), "2026-11-24 06:00+01",
         november(24, "09:30"), november(24, "11:00")),
        ((Exceptional(TUESDAY, "09:30", "11:00"),), "2026-11-24 11:00+01",
         november(25, "08:00"), november(25, "12:00")),
        ((Exceptional(date(2026, 11, 28), "09:30", "24:00"),), "2026-11-27 18:00+01",
         november(28, "09:30"), november(29, "00:00")),
        ((Exceptional(TUESDAY, "09:00", "10:00"), Exceptional(TUESDAY, "20:00", "21:00")),
         "2026-11-24 10:00+01", november(24, "20:00"), november(24, "21:00")),
        # The very date comes before a yearly entry.
        ((Exceptional(TUESDAY, yearly=1), Exceptional(TUESDAY, "09:00", "10:00")),
         "2026-11-24 06:00+01", november(24, "09:00"), november(24, "10:00")),
        ((Exceptional(date(2020, 11, 24), "09:00", "10:00", 1), Exceptional(TUESDAY)),
         "2026-11-24 06:00+01", november(25, "08:00"), november(25, "12:00")),
        # Of entries that contradict each other the one that closes wins.
        ((Exceptional(TUESDAY, "09:00", "10:00"), Exceptional(TUESDAY)),
         "2026-11-24 06:00+01", november(25, "08:00"), november(25, "12:00")),
        # 29 February recurs in leap years only.
        ((Exceptional(date(2024, 2, 29), yearly=1),), "2028-02-28 18:00+01",
         "2028-03-01 08:00:00+01", "2028-03-01 12:00:00+01"),
        ((Exceptional(date(2024, 2, 29), yearly=1),), "2029-02-28 06:00+01",
         "2029-02-28 08:00:00+01", "2029-02-28 12:00:00+01"),
    ],
)  # fmt: skip
def test_holidays_and_exceptions(
    db: psycopg.Connection, days: tuple[Exceptional, ...], moment: str, opens: str, closes: str
) -> None:
    """TIME-2: an entry for a day replaces the hours of its weekday."""
    calendar = WORKING_DAYS.plus(*days).insert(db)
    assert ask(db, ANY, moment, calendar) == (opens, closes)


def test_midnight_ends_a_stretch(db: psycopg.Connection) -> None:
    """TIME-2: stretches that touch are not joined; at closes it is open again."""
    always = Calendar(tuple((day, "00:00", "24:00") for day in range(1, 8))).insert(db)
    assert ask(db, ANY, "2026-11-24 10:00+01", always) == (
        november(24, "00:00"),
        november(25, "00:00"),
    )
    assert ask(db, ANY, "2026-11-25 00:00+01", always) == (
        november(25, "00:00"),
        november(26, "00:00"),
    )


def test_rows_may_overlap(db: psycopg.Connection) -> None:
    """TIME-2: of rows that are open at the same moment the one that closes last counts."""
    calendar = Calendar(
        ((2, "08:00", "12:00"), (2, "09:00", "15:00"), (2, "09:00", "10:00"))
    ).insert(db)
    assert ask(db, ANY, "2026-11-24 07:00+01", calendar) == (
        november(24, "08:00"),
        november(24, "12:00"),
    )
    assert ask(db, ANY, "2026-11-24 09:30+01", calendar) == (
        november(24, "09:00"),
        november(24, "15:00"),
    )
    assert not is_open(db, ANY, "2026-11-24 15:00+01", calendar)


@pytest.mark.parametrize("window", [ANY, DAY, WEEKEND, Window("Range", "2026-11-24")])
def test_a_calendar_that_cannot_be_read_is_closed(db: psycopg.Connection, window: Window) -> None:
    """TIME-2: one that is not there or has no hours never opens, whatever its exceptions say."""
    empty = Calendar(()).insert(db)
    only_exceptions = Calendar((), (Exceptional(TUESDAY, "08:00", "20:00"),)).insert(db)
    for calendar in (uuid4(), empty, only_exceptions):
        assert ask(db, window, "2026-11-24 10:00+01", calendar) == (None, None)
        assert not is_open(db, window, "2026-11-24 10:00+01", calendar)


def test_a_calendar_needs_a_zone(db: psycopg.Connection) -> None:
    """TIME-2: without the called party's zone no calendar can be read."""
    with pytest.raises(psycopg.Error, match="has no TimeZone") as caught:
        is_open(db, Window("None", zone=None), "2026-11-24 10:00+01", WORKING_DAYS.insert(db))
    assert caught.value.diag.sqlstate == "PD011"


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo)", (0, "08:00", "12:00")),
        ("CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo)", (8, "08:00", "12:00")),
        ("CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo)", (1, "12:00", "08:00")),
        ("CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo)", (1, "08:00", "08:00")),
        ("CalendarDay (CalendarId, Day, TimeFrom, TimeTo)", (TUESDAY, "12:00", "08:00")),
        ("CalendarDay (CalendarId, Day, TimeFrom, TimeTo)", (TUESDAY, "12:00", None)),
        ("CalendarDay (CalendarId, Day, TimeFrom, TimeTo)", (TUESDAY, None, "12:00")),
        ("CalendarDay (CalendarId, Day, TimeFrom, TimeTo)", ("infinity", None, None)),
    ],
)
def test_rows_that_make_no_sense_are_refused(
    db: psycopg.Connection, table: str, row: tuple[object, ...]
) -> None:
    """TIME-2: a calendar holds only hours that can be read."""
    calendar = WORKING_DAYS.insert(db)
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute(f"INSERT INTO {table} VALUES (%s, %s, %s, %s)", (calendar, *row))


def test_a_calendar_goes_with_what_hangs_on_it(db: psycopg.Connection) -> None:
    """TIME-2: deleting a calendar deletes its hours and days."""
    calendar = WORKING_DAYS.plus(Exceptional(WEDNESDAY), Exceptional(THURSDAY)).insert(db)
    count = (
        "SELECT (SELECT count(*) FROM CalendarHours WHERE CalendarId = %(key)s),"
        " (SELECT count(*) FROM CalendarDay WHERE CalendarId = %(key)s)"
    )
    assert db.execute(count, {"key": calendar}).fetchone() == (10, 2)
    db.execute("DELETE FROM Calendar WHERE CalendarId = %s", (calendar,))
    assert db.execute(count, {"key": calendar}).fetchone() == (0, 0)


def test_calendar_hours_shows_one_day(db: psycopg.Connection) -> None:
    """TIME-2: the hours of a day as pages show them."""
    calendar = WORKING_DAYS.plus(Exceptional(WEDNESDAY)).insert(db)
    days = [
        db.execute(
            "SELECT opens::text, closes::text FROM calendar_hours(%s, %s) ORDER BY 1",
            (calendar, day),
        ).fetchall()
        for day in (TUESDAY, WEDNESDAY, date(2026, 11, 29))
    ]
    assert days == [[("08:00:00", "12:00:00"), ("13:00:00", "18:00:00")], [], []]
