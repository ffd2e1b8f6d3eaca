"""Lists and calendars: wrong values are refused, changes reach the calls that wait (TIME-3, LIST-1)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("TimeZone", "Europe/Nowhere", "PD011"),
        ("TimeZone", "+01:00", "PD011"),
        ("Country", "XX", "PD010"),
    ],
)
def test_a_wrong_value_is_refused(floor: Floor, column: str, value: str, code: str) -> None:
    """TIME-1: zones by name, never by offset; the value is in the message."""
    with pytest.raises(psycopg.Error) as refused:
        floor.set("OutboundList", floor.list_id, **{column: value})
    assert refused.value.sqlstate == code
    assert value in str(refused.value.diag.message_primary)
    assert refused.value.diag.message_hint


def phases(floor: Floor, calls: list[int]) -> set[str]:
    return {floor.see(call, "CallPhase") for call in calls}


def test_a_calendar_given_to_a_list_reaches_its_calls(floor: Floor) -> None:
    """TIME-3: worked out when the calendar changes, whatever of it changes; TIME-2: empty means closed."""
    calls = floor.calls(3)
    calendar = floor.add("Calendar", DisplayName="Hours")
    floor.set("OutboundList", floor.list_id, CalendarId=calendar)
    assert phases(floor, calls) == {"EnqueueNoTime"}
    floor.agent()
    assert floor.cycle().offered == 0
    hours = floor.add(
        "CalendarHours", CalendarId=calendar, Weekday=2, TimeFrom="09:00", TimeTo="17:00"
    )
    assert phases(floor, calls) == {"Enqueue"}
    day = floor.add("CalendarDay", CalendarId=calendar, Day="2026-11-24", DisplayName="Holiday")
    assert phases(floor, calls) == {"EnqueueNoTime"}
    floor.rows("DELETE FROM CalendarDay WHERE CalendarDayId = %s RETURNING 1", day)
    assert phases(floor, calls) == {"Enqueue"}
    floor.set("CalendarHours", hours, TimeFrom="11:00")
    assert phases(floor, calls) == {"EnqueueNoTime"}
    floor.pass_time(3600)
    assert floor.cycle().offered == 1
    floor.rows("DELETE FROM CalendarHours WHERE CalendarHoursId = %s RETURNING 1", hours)
    assert floor.see(calls[-1], "CallPhase") == "EnqueueNoTime"
    assert floor.broken() == []


def test_a_call_s_zone_is_its_own_else_its_number_s_else_its_list_s(floor: Floor) -> None:
    """TIME-1: 10:00 in Prague is 09:00 in London and 04:00 in New York."""
    window = {"TimeMode": "Daily", "TimeFrom": "09:30", "TimeTo": "10:30"}
    assert floor.see(floor.call("+420 724 111 111", **window), "CallPhase") == "Enqueue"
    london = floor.call("+44 20 7946 0018", **window)
    assert floor.see(london, "CallPhase") == "EnqueueNoTime"
    assert (
        floor.see(floor.call("+44 20 7946 0019", TimeZone="Europe/Prague", **window), "CallPhase")
        == "Enqueue"
    )
    # A number that implies no zone: the list's.
    american = floor.outbound_list(TimeZone="America/New_York")
    free = floor.call("+1 800 555 0199", OutboundListId=american, **window)
    assert floor.see(free, "CallPhase") == "EnqueueNoTime"
    floor.set("OutboundList", american, TimeZone="Europe/Prague")
    assert floor.see(free, "CallPhase") == "Enqueue"
