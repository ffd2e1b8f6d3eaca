from __future__ import annotations

import psycopg
import pytest

from tests.windows.asking import Calendar, Window, ask

PRAGUE, NEW_YORK = "Europe/Prague", "America/New_York"


@pytest.mark.parametrize(
    ("mode", "time_from", "time_to", "zone", "moment", "opens", "closes"),
    [
        # Prague, 29 March 2026: 02:00 becomes 03:00. The next day opens by the wall clock.
        ("Daily", "08:00", "20:00", PRAGUE, "2026-03-28 21:00+01",
         "2026-03-29 08:00:00+02", "2026-03-29 20:00:00+02"),
        ("Daily", "22:00", "06:00", PRAGUE, "2026-03-28 21:00+01",
         "2026-03-28 22:00:00+01", "2026-03-29 06:00:00+02"),
        # What lies in the hour left out does not happen on that day.
        ("Daily", "02:15", "02:45", PRAGUE, "2026-03-29 00:00+01",
         "2026-03-30 02:15:00+02", "2026-03-30 02:45:00+02"),
        ("Range", "2026-03-29 02:15", "2026-03-29 02:45", PRAGUE, "2026-03-29 00:00+01", None, None),
        # What begins in it begins after it, what ends in it ends with it.
        ("Daily", "02:30", "04:00", PRAGUE, "2026-03-29 00:00+01",
         "2026-03-29 03:00:00+02", "2026-03-29 04:00:00+02"),
        ("Daily", "01:00", "02:30", PRAGUE, "2026-03-29 00:00+01",
         "2026-03-29 01:00:00+01", "2026-03-29 03:00:00+02"),
        ("Daily", "03:00", "04:00", PRAGUE, "2026-03-29 00:00+01",
         "2026-03-29 03:00:00+02", "2026-03-29 04:00:00+02"),
        ("Daily", "01:00", "02:00", PRAGUE, "2026-03-29 00:00+01",
         "2026-03-29 01:00:00+01", "2026-03-29 03:00:00+02"),
        # 25 October 2026: 03:00 becomes 02:00. What lies in the hour that comes twice happens twice.
        ("Daily", "08:00", "20:00", PRAGUE, "2026-10-24 21:00+02",
         "2026-10-25 08:00:00+01", "2026-10-25 20:00:00+01"),
        ("Daily", "22:00", "06:00", PRAGUE, "2026-10-25 00:00+02",
         "2026-10-24 22:00:00+02", "2026-10-25 06:00:00+01"),
        ("Daily", "02:15", "02:45", PRAGUE, "2026-10-25 00:00+02",
         "2026-10-25 02:15:00+02", "2026-10-25 02:45:00+02"),
        ("Daily", "02:15", "02:45", PRAGUE, "2026-10-25 02:45+02",
         "2026-10-25 02:15:00+01", "2026-10-25 02:45:00+01"),
        ("Daily", "02:15", "02:45", PRAGUE, "2026-10-25 02:45+01",
         "2026-10-26 02:15:00+01", "2026-10-26 02:45:00+01"),
        # It begins twice, or ends twice.
        ("Daily", "02:30", "04:00", PRAGUE, "2026-10-25 00:00+02",
         "2026-10-25 02:30:00+02", "2026-10-25 02:00:00+01"),
        ("Daily", "02:30", "04:00", PRAGUE, "2026-10-25 02:00+01",
         "2026-10-25 02:30:00+01", "2026-10-25 04:00:00+01"),
        ("Daily", "01:00", "02:30", PRAGUE, "2026-10-25 00:00+02",
         "2026-10-25 01:00:00+02", "2026-10-25 02:30:00+02"),
        ("Daily", "01:00", "02:30", PRAGUE, "2026-10-25 02:30+02",
         "2026-10-25 02:00:00+01", "2026-10-25 02:30:00+01"),
        ("Daily", "02:00", "03:00", PRAGUE, "2026-10-25 00:00+02",
         "2026-10-25 02:00:00+02", "2026-10-25 03:00:00+01"),
        ("Daily", "03:00", "04:00", PRAGUE, "2026-10-25 00:00+02",
         "2026-10-25 03:00:00+01", "2026-10-25 04:00:00+01"),
        # A Range that seemed to be over, or to be open without end.
        ("Range", "2026-10-25 02:00", "2026-10-25 02:30", PRAGUE, "2026-10-25 02:45+02",
         "2026-10-25 02:00:00+01", "2026-10-25 02:30:00+01"),
        ("Range", "2026-10-25 02:30", None, PRAGUE, "2026-10-25 02:30+02",
         "2026-10-25 02:30:00+02", "2026-10-25 02:00:00+01"),
        ("Range", "2026-10-25 02:30", None, PRAGUE, "2026-10-25 02:00+01",
         "2026-10-25 02:30:00+01", "infinity"),
        # A year ahead, both changes between.
        ("Yearly", "10-25 02:15", "10-25 02:30", PRAGUE, "2026-10-25 02:30+01",
         "2027-10-25 02:15:00+02", "2027-10-25 02:30:00+02"),
        ("Yearly", "10-31 02:15", "10-31 02:45", PRAGUE, "2026-12-01 10:00+01",
         "2027-10-31 02:15:00+02", "2027-10-31 02:45:00+02"),
        # New York, 8 March 2026 and 1 November 2026, at the same hours of the wall clock.
        ("Daily", "08:00", "20:00", NEW_YORK, "2026-03-07 21:00-05",
         "2026-03-08 08:00:00-04", "2026-03-08 20:00:00-04"),
        ("Daily", "02:15", "02:45", NEW_YORK, "2026-03-08 00:00-05",
         "2026-03-09 02:15:00-04", "2026-03-09 02:45:00-04"),
        ("Daily", "01:30", "02:30", NEW_YORK, "2026-03-08 00:00-05",
         "2026-03-08 01:30:00-05", "2026-03-08 03:00:00-04"),
        ("Daily", "08:00", "20:00", NEW_YORK, "2026-10-31 21:00-04",
         "2026-11-01 08:00:00-05", "2026-11-01 20:00:00-05"),
        ("Daily", "01:15", "01:45", NEW_YORK, "2026-11-01 01:45-04",
         "2026-11-01 01:15:00-05", "2026-11-01 01:45:00-05"),
        ("Weekly", "Sun 22:00", "Sun 03:00", NEW_YORK, "2026-11-01 21:00-05",
         "2026-11-01 22:00:00-05", "2026-11-02 03:00:00-05"),
        # Where the clocks are changed at midnight, a day begins at 01:00, or twice.
        ("Daily", "00:00", "06:00", "America/Havana", "2026-03-07 12:00-05",
         "2026-03-08 01:00:00-04", "2026-03-08 06:00:00-04"),
        ("Daily", "00:00", "00:30", "America/Havana", "2026-11-01 00:30-04",
         "2026-11-01 00:00:00-05", "2026-11-01 00:30:00-05"),
        # By half an hour.
        ("Daily", "01:00", "01:40", "Australia/Lord_Howe", "2026-04-04 12:00+11",
         "2026-04-05 01:00:00+11", "2026-04-05 01:40:00+11"),
        ("Daily", "01:00", "01:40", "Australia/Lord_Howe", "2026-04-05 01:40+11",
         "2026-04-05 01:30:00+10:30", "2026-04-05 01:40:00+10:30"),
    ],
)  # fmt: skip
def test_the_wall_clock_decides(
    db: psycopg.Connection, mode: str, time_from: str, time_to: str | None, zone: str,
    moment: str, opens: str | None, closes: str | None,
) -> None:  # fmt: skip
    """TIME-1: both clock changes, seen from within and from before."""
    assert ask(db, Window(mode, time_from, time_to, zone), moment) == (opens, closes)


def test_a_calendar_follows_the_wall_clock_too(db: psycopg.Connection) -> None:
    """TIME-2: the day after a change opens at the same hour of the wall clock."""
    weekend = Calendar(((6, "08:00", "12:00"), (7, "08:00", "12:00"))).insert(db)
    none = Window("None")
    assert ask(db, none, "2026-03-28 12:00+01", weekend) == (
        "2026-03-29 08:00:00+02", "2026-03-29 12:00:00+02",
    )  # fmt: skip
    assert ask(db, none, "2026-10-24 12:00+02", weekend) == (
        "2026-10-25 08:00:00+01", "2026-10-25 12:00:00+01",
    )  # fmt: skip


def test_the_hour_that_comes_twice_in_a_calendar(db: psycopg.Connection) -> None:
    """TIME-2: hours inside it come in turn, the first ones again after the second ones."""
    sunday = Calendar(((7, "02:00", "02:10"), (7, "02:30", "02:40"))).insert(db)
    moment, seen = "2026-10-25 00:00+02", []
    for _ in range(5):
        opens, closes = ask(db, Window("None"), moment, sunday)
        assert opens is not None
        assert closes is not None
        seen.append(opens)
        moment = closes
    assert seen == [
        "2026-10-25 02:00:00+02", "2026-10-25 02:30:00+02",
        "2026-10-25 02:00:00+01", "2026-10-25 02:30:00+01", "2026-11-01 02:00:00+01",
    ]  # fmt: skip


def test_a_day_of_23_and_one_of_25_hours(db: psycopg.Connection) -> None:
    """TIME-2: a whole day in a calendar lasts from midnight to midnight."""
    always = Calendar(tuple((day, "00:00", "24:00") for day in range(1, 8))).insert(db)
    for date, opens, closes in (
        ("2026-03-29", "+01", "2026-03-30 00:00:00+02"),
        ("2026-10-25", "+02", "2026-10-26 00:00:00+01"),
    ):
        found = ask(db, Window("None"), f"{date} 12:00+01", always)
        assert found == (f"{date} 00:00:00{opens}", closes)
