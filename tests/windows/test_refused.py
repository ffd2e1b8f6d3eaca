from __future__ import annotations

from datetime import date, datetime, time

import psycopg
import pytest
from psycopg.errors import Diagnostic

WRITTEN = [
    "08:00", "8:00", "23:59:59", "24:00", "24:00:00", "08:00:30.123456",
    "2026-11-24", "2026-11-24 08:00", "2026-11-24T08:00", "2026-11-24 08:00:30", "2026-11-24 24:00",
    "12-24", "12-24 08:00", "02-29", "Mon", "mon 08:00", "MONDAY 08:00", "Tue", "tuesday", "Wed",
    "Wednesday", "Thu", "Thursday 8:00", "Fri", "Friday", "Sat", "Saturday", "Sun", "Sunday 24:00",
]  # fmt: skip
MISWRITTEN = [
    "", " ", "8", "08", "0800", "25:00", "08:60", "08:00:60", "24:01", "-08:00", "08:00 PM", " 08:00",
    "08:00 ", "08:00:30.1234567", "24.11.2026", "11/24/2026", "2026-13-01", "2026-00-10", "2026-11-32",
    "2026-11-0", "0999-11-24", "12026-11-24", "2026-11-24  08:00", "2026-11-24 ", "2026-11-24 08:00+01",
    "2026-11-24 08:00Z", "13-01", "12-24-08:00", "Mo 08:00", "Mond 08:00", "Montag", "Tues", "infinity",
    "now", "Mon 2026-11-23", "Mon-Fri",
]  # fmt: skip


def check(db: psycopg.Connection, *window: str | None) -> Diagnostic | None:
    """Return what check_window says against a mode, two borders and a zone."""
    try:
        with db.transaction():
            db.execute("SELECT check_window(%s, %s, %s, %s)", window)
    except psycopg.Error as error:
        return error.diag
    return None


@pytest.mark.parametrize(
    "window",
    [
        (None, None, None, None),
        ("None", "08:00", None, None),
        ("Range", "2026-11-24", "2026-11-24", "Europe/Prague"),
        ("Range", None, "2026-11-24 08:00", "UTC"),
        ("Range", "2028-02-29T08:00", None, None),
        ("Range", "2026-10-25 02:30", "2026-10-25 02:45", "Europe/Prague"),
        ("Daily", "08:00", "20:00", "Etc/UTC"),
        ("Daily", "20:00", "08:00", "america/port-au-prince"),
        ("Daily", "2026-11-24 08:00", "20:00", "America/North_Dakota/New_Salem"),
        ("Weekly", "Mon 08:00", "Friday 20:00", "US/Eastern"),
        ("Weekly", "Mon", "2026-11-24 08:00", None),
        ("Yearly", "12-24 08:00", "2026-01-06", None),
        ("Yearly", "02-29", "02-29", None),
    ],
)
def test_accepted(db: psycopg.Connection, window: tuple[str | None, ...]) -> None:
    """TIME-1: what can be understood passes."""
    assert check(db, *window) is None


@pytest.mark.parametrize(
    ("window", "message", "hint"),
    [
        (("Daily", None, None, None), "TimeMode Daily has TimeFrom NULL and TimeTo NULL.",
         "Daily needs TimeFrom and TimeTo; None is the mode without a window."),
        (("Daily", "08:00", None, None), 'TimeMode Daily has TimeFrom "08:00" and TimeTo NULL.',
         "Daily needs TimeFrom and TimeTo; None is the mode without a window."),
        (("Weekly", None, "Fri", None), 'TimeMode Weekly has TimeFrom NULL and TimeTo "Fri".',
         "Weekly needs TimeFrom and TimeTo; None is the mode without a window."),
        (("Range", None, None, None), "TimeMode Range has TimeFrom NULL and TimeTo NULL.",
         "Range needs TimeFrom, TimeTo or both; None is the mode without a window."),
        (("Range", "08:00", "20:00", None), 'TimeFrom "08:00" does not fit TimeMode Range.',
         "Range takes dates, with or without a time: 2026-11-24 08:00."),
        (("Range", "2026-11-24", "12-24 08:00", None), 'TimeTo "12-24 08:00" does not fit TimeMode Range.',
         "Range takes dates, with or without a time: 2026-11-24 08:00."),
        (("Range", "Mon 08:00", None, None), 'TimeFrom "Mon 08:00" does not fit TimeMode Range.',
         "Range takes dates, with or without a time: 2026-11-24 08:00."),
        (("Daily", "Mon 08:00", "20:00", None), 'TimeFrom "Mon 08:00" does not fit TimeMode Daily.',
         "Daily takes a time of day: 08:00."),
        (("Daily", "08:00", "12-24", None), 'TimeTo "12-24" does not fit TimeMode Daily.',
         "Daily takes a time of day: 08:00."),
        (("Weekly", "08:00", "Fri 20:00", None), 'TimeFrom "08:00" does not fit TimeMode Weekly.',
         "Weekly takes weekdays, or dates for them, with or without a time: Mon 08:00."),
        (("Weekly", "Mon", "12-24", None), 'TimeTo "12-24" does not fit TimeMode Weekly.',
         "Weekly takes weekdays, or dates for them, with or without a time: Mon 08:00."),
        (("Yearly", "Mon 08:00", "Fri", None), 'TimeFrom "Mon 08:00" does not fit TimeMode Yearly.',
         "Yearly takes days of the year, with or without a time: 12-24 08:00."),
        (("Yearly", "12-24", "20:00", None), 'TimeTo "20:00" does not fit TimeMode Yearly.',
         "Yearly takes days of the year, with or without a time: 12-24 08:00."),
        (("Range", "2026-11-24 08:00", "2026-11-24 08:00", None),
         'TimeFrom "2026-11-24 08:00" is not before TimeTo "2026-11-24 08:00".',
         "A Range runs from an earlier moment to a later one."),
        (("Range", "2026-11-25", "2026-11-24", None),
         'TimeFrom "2026-11-25" is not before TimeTo "2026-11-24".',
         "A Range runs from an earlier moment to a later one."),
        (("Range", "2026-02-30", None, None), 'TimeFrom "2026-02-30" is a day that does not exist.',
         "Correct the day or the month."),
        (("Range", None, "2027-02-29 08:00", None),
         'TimeTo "2027-02-29 08:00" is a day that does not exist.', "Correct the day or the month."),
        (("Yearly", "04-31", "05-01", None), 'TimeFrom "04-31" is a day that does not exist.',
         "Correct the day or the month."),
        (("Yearly", "01-01", "02-30", None), 'TimeTo "02-30" is a day that does not exist.',
         "Correct the day or the month."),
        (("Daily", "8 o'clock", "20:00", None), 'TimeFrom "8 o\'clock" is no wall-clock time.',
         "Write it like 08:00, 2026-11-24 08:00, Mon 08:00 or 12-24 08:00, without a zone."),
    ],
)  # fmt: skip
def test_refused(
    db: psycopg.Connection, window: tuple[str | None, ...], message: str, hint: str
) -> None:
    """TIME-1: a window that cannot be understood is refused with what to write instead."""
    error = check(db, *window)
    assert error is not None
    assert (error.sqlstate, error.message_primary, error.message_hint) == ("PD011", message, hint)


@pytest.mark.parametrize(
    "zone",
    ["+01:00", "-5", "UTC+1", "GMT-3", "Etc/GMT+5", "CET", "CEST", "EST", "EST5EDT", "Foo1", "<x>1",
     "Europe/Prague1", "", " ", "Europe/Prague ", "Europe/"],
)  # fmt: skip
def test_a_zone_that_is_no_name(db: psycopg.Connection, zone: str) -> None:
    """TIME-1: zones by name, never by offset or abbreviation, though PostgreSQL takes most of these."""
    error = check(db, "None", None, None, zone)
    assert error is not None
    assert (error.sqlstate, error.message_primary, error.message_hint) == (
        "PD011", f'TimeZone "{zone}" is not the name of a time zone.',
        "Give zones by name, never by offset or abbreviation: Europe/Prague, America/New_York, UTC.",
    )  # fmt: skip


@pytest.mark.parametrize("zone", ["Europe/Pragu", "Etc/Unknown", "Europe/Prague/Karlin"])
def test_a_zone_that_is_nowhere(db: psycopg.Connection, zone: str) -> None:
    """TIME-1: a name that the server does not know is refused."""
    error = check(db, "Daily", "08:00", "20:00", zone)
    assert error is not None
    assert (error.sqlstate, error.message_primary, error.message_hint) == (
        "PD011", f'TimeZone "{zone}" is not known to this server.',
        "Look its name up in pg_timezone_names: Europe/Prague, America/New_York, UTC.",
    )  # fmt: skip


def test_every_place_is_a_zone(db: psycopg.Connection) -> None:
    """TIME-1: no name of the form Area/Place that the server knows is refused, but offsets."""
    with db.transaction(force_rollback=True):
        names = db.execute(
            "SELECT count(check_time_zone(name)) FROM pg_timezone_names"
            " WHERE name LIKE '%/%' AND name !~ '^(posix|right)/' AND name !~ 'Etc/GMT.'"
        ).fetchone()
    assert names is not None
    assert names[0] > 400


@pytest.mark.parametrize("border", WRITTEN)
def test_written_in_any_of_the_forms(db: psycopg.Connection, border: str) -> None:
    """TIME-1: the column and the functions take the same forms."""
    assert db.execute("SELECT %s::text::WallClock", (border,)).fetchone() == (border,)
    assert any(
        check(db, mode, *borders, "Europe/Prague") is None
        for mode in ("Range", "Daily", "Weekly", "Yearly")
        for borders in ((border, border), (border, None))
    )


@pytest.mark.parametrize("border", MISWRITTEN)
def test_written_in_none_of_the_forms(db: psycopg.Connection, border: str) -> None:
    """TIME-1: the column and the functions refuse the same texts."""
    for mode in ("Range", "Daily", "Weekly", "Yearly"):
        error = check(db, mode, border, border, "Europe/Prague")
        assert error is not None
        assert error.message_primary == f'TimeFrom "{border}" is no wall-clock time.'
    with pytest.raises(psycopg.errors.CheckViolation, match="wallclockisreadable"):
        db.execute("SELECT %s::text::WallClock", (border,))


def test_the_column_takes_what_drivers_assign(db: psycopg.Connection) -> None:
    """TIME-1: a timestamp, a date or a time becomes a border by itself, a moment in a zone does not."""
    db.execute("CREATE TEMPORARY TABLE Border (Border WallClock)")
    for border in (datetime(2026, 11, 24, 8, 0, 30, 5), date(2026, 11, 24), time(8)):
        db.execute("INSERT INTO Border VALUES (%s)", (border,))
    db.execute("INSERT INTO Border VALUES (timestamp '2026-11-24 08:00')")
    borders = [row[0] for row in db.execute("SELECT Border FROM Border")]
    assert borders == [
        "2026-11-24 08:00:30.000005",
        "2026-11-24",
        "08:00:00",
        "2026-11-24 08:00:00",
    ]
    with pytest.raises(psycopg.errors.CheckViolation):
        db.execute("INSERT INTO Border VALUES (timestamptz '2026-11-24 08:00+01')")
