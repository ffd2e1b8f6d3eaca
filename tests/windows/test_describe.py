from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from tests.windows.asking import WORKING_DAYS, Calendar, Window

NOWHERE = UUID("00000000-0000-0000-0000-00000000dead")


def describe(db: psycopg.Connection, window: Window, calendar: UUID | None = None) -> str:
    row = db.execute("SELECT describe_window(%s, %s, %s, %s, %s)", (*window, calendar)).fetchone()
    assert row is not None
    assert isinstance(row[0], str)
    return row[0]


@pytest.mark.parametrize(
    ("window", "text"),
    [
        (Window("None"), "Any time"),
        (Window(None, zone=None), "Any time"),
        (Window("Daily", "8:00", "20:00"), "Daily 08:00–20:00 Europe/Prague"),
        (Window("Daily", "22:00", "06:00:30"), "Daily 22:00–06:00:30 Europe/Prague"),
        (Window("Daily", "08:00", "24:00", None), "Daily 08:00–24:00"),
        (Window("Daily", "08:00", "08:00", "UTC"), "Daily all day UTC"),
        (Window("Weekly", "monday 08:00", "2026-11-27 20:00"), "Weekly Mon–Fri 08:00–20:00 Europe/Prague"),
        (Window("Weekly", "Sat", "Sat"), "Weekly Sat all day Europe/Prague"),
        (Window("Yearly", "2026-12-24 08:00", "01-06 20:00"),
         "Yearly 12-24–01-06 08:00–20:00 Europe/Prague"),
        (Window("Range", "2026-11-24 08:00", "2026-11-30"),
         "Range 2026-11-24 08:00 – 2026-11-30 Europe/Prague"),
        (Window("Range", "2026-11-24 08:00"), "Range from 2026-11-24 08:00 Europe/Prague"),
        (Window("Range", None, "2026-11-24 08:00"), "Range until 2026-11-24 08:00 Europe/Prague"),
    ],
)  # fmt: skip
def test_own_window(db: psycopg.Connection, window: Window, text: str) -> None:
    """DIST-12: the value that why_not shows for a call's window."""
    assert describe(db, window) == text


def test_with_a_calendar(db: psycopg.Connection) -> None:
    """DIST-12: the calendar is named, and why it never opens."""
    day = Window("Daily", "08:00", "20:00")
    assert describe(db, day, WORKING_DAYS.insert(db)) == (
        "Daily 08:00–20:00 Europe/Prague, calendar Working days"
    )
    assert describe(db, Window("None"), WORKING_DAYS.insert(db)) == (
        "Any time Europe/Prague, calendar Working days"
    )
    assert describe(db, day, Calendar((), name="New").insert(db)) == (
        "Daily 08:00–20:00 Europe/Prague, calendar New, which has no hours and never opens"
    )
    assert describe(db, day, NOWHERE) == (
        f"Daily 08:00–20:00 Europe/Prague, calendar {NOWHERE}, which does not exist and never opens"
    )
