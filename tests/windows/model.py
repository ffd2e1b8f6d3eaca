"""What a window means, written down a second time.

Nothing is searched for here: the model only says whether a window is open at an instant. A test
asks it quarter hour by quarter hour; all borders and clock changes fall on full quarters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.windows.asking import Calendar, Exceptional, Window

QUARTER = timedelta(minutes=15)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes(time_of_day: str) -> int:
    """Minutes since midnight of hh:mm; 24:00 is 1440."""
    return int(time_of_day[:2]) * 60 + int(time_of_day[3:5])


def split(border: str) -> tuple[str, str | None]:
    """Day and time of day of a border; a time alone has no day."""
    if border[2] == ":":
        return "", border
    day, _, time_of_day = border.partition(" ")
    return day, time_of_day or None


def last_of_february(year: int) -> date:
    return date(year, 3, 1) - timedelta(days=1)


def in_year(day: str, year: int) -> date:
    """The date of a month and day in a year."""
    return last_of_february(year) if day == "02-29" else date.fromisoformat(f"{year}-{day}")


@dataclass
class Model:
    """One call's window together with the calendar of its list."""

    window: Window
    calendar: Calendar | None

    def open_at(self, instant: datetime) -> bool:
        """Return whether the call may be dialled at an instant."""
        wall = instant.astimezone(ZoneInfo(self.window.zone or "")).replace(tzinfo=None)
        return self.own_open(wall) and self.calendar_open(wall)

    def own_open(self, wall: datetime) -> bool:
        if self.window.mode == "None":
            return True
        if self.window.mode == "Range":
            return self._range[0] <= wall < self._range[1]
        begins, ends = self._times
        for back in (0, 1):
            began = wall.date() - timedelta(days=back)
            minute = wall.hour * 60 + wall.minute + 1440 * back
            if begins <= minute < ends and self.counted(began):
                return True
        return False

    def counted(self, day: date) -> bool:
        """Return whether a stretch begins on this day."""
        first, last = split(self.window.time_from or "")[0], split(self.window.time_to or "")[0]
        if self.window.mode == "Weekly":
            low, high = WEEKDAYS.index(first[:3].lower()), WEEKDAYS.index(last[:3].lower())
            days = range(low, high + 1 + (7 if high < low else 0))
            return day.weekday() in {each % 7 for each in days}
        if self.window.mode == "Yearly":
            begin, end = in_year(first, day.year), in_year(last, day.year)
            return begin <= day <= end if first <= last else day >= begin or day <= end
        return True

    @cached_property
    def _range(self) -> tuple[datetime, datetime]:
        start, stop = datetime.min, datetime.max
        if self.window.time_from:
            start = datetime.fromisoformat(self.window.time_from)
        if self.window.time_to:
            stop = datetime.fromisoformat(self.window.time_to)
            stop += timedelta(days=split(self.window.time_to)[1] is None)
        return start, stop

    @cached_property
    def _times(self) -> tuple[int, int]:
        begins = minutes(split(self.window.time_from or "")[1] or "00:00")
        ends = minutes(split(self.window.time_to or "")[1] or "24:00")
        if begins == ends:
            return 0, 1440
        return begins, ends + (1440 if ends < begins else 0)

    def calendar_open(self, wall: datetime) -> bool:
        if self.calendar is None:
            return True
        if not self.calendar.hours:
            return False
        return any(
            minutes(begins) <= wall.hour * 60 + wall.minute < minutes(ends)
            for begins, ends in self.hours_on(wall.date())
        )

    def hours_on(self, day: date) -> list[list[str]]:
        """The calendar's hours on one day."""
        assert self.calendar is not None
        by_date = [each for each in self.calendar.days if each.day == day and not each.yearly]
        by_year = [
            each
            for each in self.calendar.days
            if each.yearly and (each.day.month, each.day.day) == (day.month, day.day)
        ]
        special: list[Exceptional] = by_date or by_year
        if any(each.time_from is None for each in special):
            return []
        if special:
            return [[each.time_from or "", each.time_to or ""] for each in special]
        return [hours for weekday, *hours in self.calendar.hours if weekday == day.isoweekday()]

    def may_touch(self, instant: datetime) -> bool:
        """Return whether a stretch may end at an instant although the next one begins there."""
        zone = ZoneInfo(self.window.zone or "")
        wall, before = instant.astimezone(zone), (instant - QUARTER).astimezone(zone)
        if wall.utcoffset() != before.utcoffset():
            return True
        minute = wall.hour * 60 + wall.minute
        if self.calendar is not None:
            return minute == 0 or minute in {
                minutes(ends) for _, ends in self.hours_on(wall.date())
            }
        return minute == 0 and self.window.mode != "Range" and self._times == (0, 1440)
