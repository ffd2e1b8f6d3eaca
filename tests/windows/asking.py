"""How the tests ask: windows and calendars as Python values, answers in the called party's zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg


class Window(NamedTuple):
    """A call's own window and its zone."""

    mode: str | None
    time_from: str | None = None
    time_to: str | None = None
    zone: str | None = "Europe/Prague"


class Exceptional(NamedTuple):
    """A row of CalendarDay."""

    day: date
    time_from: str | None = None
    time_to: str | None = None
    yearly: int = 0


@dataclass(frozen=True)
class Calendar:
    """A list's calendar: hours by weekday (1 = Monday), and exceptions."""

    hours: tuple[tuple[int, str, str], ...]
    days: tuple[Exceptional, ...] = ()
    name: str = "Working days"

    def plus(self, *days: Exceptional) -> Calendar:
        """Return the same calendar with these exceptions."""
        return replace(self, days=days)

    def insert(self, db: psycopg.Connection) -> UUID:
        """Store it and return its id."""
        key = uuid4()
        with db.cursor() as cursor:
            cursor.execute("INSERT INTO Calendar VALUES (%s, %s)", (key, self.name))
            cursor.executemany(
                "INSERT INTO CalendarHours (CalendarId, Weekday, TimeFrom, TimeTo)"
                " VALUES (%s, %s, %s, %s)",
                [(key, *row) for row in self.hours],
            )
            cursor.executemany(
                "INSERT INTO CalendarDay (CalendarId, Day, TimeFrom, TimeTo, Yearly)"
                " VALUES (%s, %s, %s, %s, %s)",
                [(key, *row) for row in self.days],
            )
        return key


WORKING_DAYS = Calendar(
    tuple(
        (day, *hours) for day in range(1, 6) for hours in (("08:00", "12:00"), ("13:00", "18:00"))
    )
)


def ask(
    db: psycopg.Connection, window: Window, moment: str, calendar: UUID | None = None
) -> tuple[str | None, str | None]:
    """Return opens and closes as text, as a clock in the window's zone shows them."""
    db.execute("SELECT set_config('TimeZone', %s, true)", (window.zone or "UTC",))
    row = db.execute(
        "SELECT opens::text, closes::text FROM next_window(%s, %s, %s, %s, %s, %s)",
        (*window, calendar, moment),
    ).fetchone()
    assert row is not None
    return row


def is_open(
    db: psycopg.Connection, window: Window, moment: str, calendar: UUID | None = None
) -> bool:
    """Return what window_open says."""
    row = db.execute(
        "SELECT window_open(%s, %s, %s, %s, %s, %s)", (*window, calendar, moment)
    ).fetchone()
    assert row is not None
    assert isinstance(row[0], bool)
    return row[0]
