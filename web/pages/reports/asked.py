"""What a report is asked for, as its URL has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ...database import Connection, row
from ...problems import Problem

PERIODS = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "week": _("This week"),
    "7": _("Last 7 days"),
    "30": _("Last 30 days"),
    "custom": _("From … to"),
}
COMPARED = {
    "": _("With nothing"),
    "previous": _("With the period before"),
    "other": _("With the period from …"),
}
DIMENSIONS = {
    "day": _("Day"),
    "hour": _("Hour"),
    "weekday": _("Weekday"),
    "list": _("List"),
    "project": _("Project"),
    "agent": _("Agent"),
    "team": _("Team"),
    "result": _("Result"),
    "detail": _("Result detail"),
}
VIEWS = {"calls": _("Attempts"), "results": _("Results"), "inbound": _("Came in")}
# By what each view can be.
BY = {
    "calls": tuple(DIMENSIONS),
    "results": ("day", "hour", "weekday", "list", "project", "agent", "team"),
    "inbound": ("day", "hour", "weekday", "project", "agent", "team"),
}
FILTERS = ("list", "project", "agent", "team")

# Days of the zone, the last one included; shift is how far the period before lies.
PERIOD = """
    SELECT p.first, p.last,
        CASE WHEN %(period)s = 'week' THEN 7 ELSE p.last - p.first + 1 END AS shift
    FROM (
        SELECT
            CASE %(period)s
                WHEN 'today' THEN d.today WHEN 'yesterday' THEN d.today - 1
                WHEN 'week' THEN date_trunc('week', d.today)::date
                WHEN '7' THEN d.today - 6 WHEN '30' THEN d.today - 29
                ELSE coalesce(%(first)s::date, d.today)
            END AS first,
            CASE %(period)s
                WHEN 'yesterday' THEN d.today - 1
                WHEN 'custom' THEN coalesce(%(last)s::date, %(first)s::date, d.today)
                ELSE d.today
            END AS last
        FROM (SELECT (clock() AT TIME ZONE %(zone)s)::date AS today) AS d
    ) AS p
"""
ZONE = "SELECT configuration('DefaultTimeZone') AS zone"


@dataclass(frozen=True)
class Span:
    """Whole days of a time zone, the last one included."""

    first: date
    last: date
    zone: str

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """When it begins, and when it is over."""
        return self.at(self.first), self.at(self.last + timedelta(days=1))

    def at(self, day: date, hour: int = 0) -> datetime:
        """Return a moment of the zone."""
        return datetime.combine(day, time(hour), ZoneInfo(self.zone))

    def moved(self, days: int) -> Span:
        """Return as many days later."""
        by = timedelta(days=days)
        return Span(self.first + by, self.last + by, self.zone)


@dataclass(frozen=True)
class Asked:
    """A report that is asked for."""

    view: str
    by: str
    period: str
    span: Span
    compare: str
    before: Span | None
    filters: dict[str, Any]

    @property
    def url(self) -> dict[str, str]:
        """The same as parameters of a URL, but its days and view."""
        return {name: str(value) for name, value in self.filters.items() if value}


def read(given: Mapping[str, str], conn: Connection, only: UUID | None) -> Asked:
    """Read the parameters; only is the agent whose figures alone may be seen."""
    view = _one_of(given, "view", VIEWS, "calls")
    by = given.get("by") or "day"
    if by not in DIMENSIONS:
        raise _wrong("by", by, f"It can be {', '.join(DIMENSIONS)}.")
    if by not in BY[view]:
        by = "day"
    usual = "custom" if given.get("from") else "today" if by == "hour" else "7"
    period = _one_of(given, "period", PERIODS, usual)
    zone = given.get("zone", "").strip() or str(row(conn, ZONE)["zone"])
    _known(zone)
    found = row(
        conn,
        PERIOD,
        {
            "period": period,
            "zone": zone,
            "first": _day(given, "from", zone),
            "last": _day(given, "to", zone, end=True),
        },
    )
    span = Span(found["first"], found["last"], zone)
    if span.last < span.first:
        raise _wrong("to", str(span.last), f"It must not be before {span.first}.")
    compare = _one_of(given, "compare", COMPARED, "")
    before = None
    if compare == "previous":
        before = span.moved(-found["shift"])
    elif compare == "other":
        other = _day(given, "since", zone) or span.first - timedelta(days=found["shift"])
        before = span.moved((other - span.first).days)
    filters: dict[str, Any] = {name: _id(given, name) for name in ("list", "project", "agent")}
    filters["team"] = given.get("team", "").strip()[:200] or None
    if only is not None:
        filters["agent"] = only
    if view == "inbound":
        filters["list"] = None
    return Asked(view, by, period, span, compare, before, filters)


def _one_of(given: Mapping[str, str], name: str, known: Mapping[str, Any], usual: str) -> str:
    text = given.get(name) or usual
    if text not in known:
        raise _wrong(name, text, f"It can be {', '.join(filter(None, known))}.")
    return text


def _known(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise _wrong("zone", zone, "Give a name such as Europe/Prague or UTC.") from None


def _day(given: Mapping[str, str], name: str, zone: str, *, end: bool = False) -> date | None:
    """Read a day, or the day of a moment; one at which something ends is that before midnight."""
    text = given.get(name, "").strip()
    if not text:
        return None
    # In a URL an unescaped + is a space.
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text)
    try:
        if len(text) == len("2026-11-24"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(name, text, "Write a day such as 2026-11-24.") from None
    if moment.tzinfo:
        moment = moment.astimezone(ZoneInfo(zone))
    return (moment - timedelta(microseconds=1) if end else moment).date()


def _id(given: Mapping[str, str], name: str) -> UUID | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise _wrong(name, text, "It is the id of a row.") from None


def _wrong(name: str, text: str, hint: str) -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        gettext("Value not allowed"),
        f'{name} cannot be "{text[:100]}".',
        hint,
        name,
    )
