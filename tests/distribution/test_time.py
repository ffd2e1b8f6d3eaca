"""DIST-11: windows that open, close and end."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

# Floors begin on Tuesday, 2026-11-24 at 10:00 in Prague.
LATER: dict[str, dict[str, Any]] = {
    "Range": {"TimeMode": "Range", "TimeFrom": "2026-11-24 12:00", "TimeTo": "2026-11-24 14:00"},
    "Daily": {"TimeMode": "Daily", "TimeFrom": "12:00", "TimeTo": "14:00"},
    "Weekly": {"TimeMode": "Weekly", "TimeFrom": "Tue 12:00", "TimeTo": "Wed 14:00"},
    "Yearly": {"TimeMode": "Yearly", "TimeFrom": "11-24 12:00", "TimeTo": "11-25 14:00"},
}


def at(floor: Floor, prague: str) -> None:
    floor.at(f"{prague}+01")


@pytest.mark.parametrize("mode", LATER)
def test_a_window_opens_and_closes(db: psycopg.Connection, mode: str) -> None:
    """DIST-11, TIME-1: outside the phase is EnqueueNoTime; it is Enqueue again by itself when the window opens."""
    floor = Floor(db)
    call = floor.call(**LATER[mode])
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    at(floor, "2026-11-24 11:59:59")
    assert floor.cycle().opened == 0
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    at(floor, "2026-11-24 12:00")
    assert floor.cycle().opened == 1
    assert floor.see(call) == ("Enqueue", "Scheduled")
    at(floor, "2026-11-24 13:59:59")
    assert floor.cycle().closed == 0
    assert floor.see(call) == ("Enqueue", "Scheduled")
    at(floor, "2026-11-24 14:00")
    assert floor.cycle().closed == 1
    expected = (
        ("EnqueueTimedOut", "Neglected") if mode == "Range" else ("EnqueueNoTime", "Scheduled")
    )
    floor.cycle()
    assert floor.see(call) == expected


@pytest.mark.parametrize("mode", LATER)
def test_it_is_offered_the_moment_the_window_opens(db: psycopg.Connection, mode: str) -> None:
    """DIST-11, DIST-1: the cycle says when the window opens, and offers the call when it is run then."""
    floor = Floor(db)
    agent = floor.agent()
    call = floor.call(**LATER[mode])
    result = floor.cycle()
    assert result.offered == 0
    at(floor, "2026-11-24 12:00")
    assert result.next_run == floor.value("SELECT clock()")
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)


def test_it_is_not_offered_the_moment_the_window_closes(db: psycopg.Connection) -> None:
    """DIST-11, DIST-2: at TimeTo it is over, also when no cycle has run since the window was open."""
    floor = Floor(db)
    floor.agent(status="Pause")
    call = floor.call(TimeMode="Daily", TimeFrom="08:00", TimeTo="11:00")
    assert floor.see(call) == ("Enqueue", "Scheduled")
    floor.conn.execute("UPDATE Agent SET AgentStatusId = default_status('Ready')")
    at(floor, "2026-11-24 11:00")
    assert floor.cycle().offered == 0
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    at(floor, "2026-11-25 08:00")
    assert floor.cycle().offered == 1


def test_the_last_window_is_over(db: psycopg.Connection) -> None:
    """DIST-11, PHASE-4: then it is Neglected in phase EnqueueTimedOut, and distributed no more."""
    floor = Floor(db)
    call = floor.call(TimeMode="Range", TimeFrom="2026-11-24 08:00", TimeTo="2026-11-24 11:00")
    at(floor, "2026-11-24 11:00")
    floor.cycle()
    assert floor.see(call) == ("EnqueueTimedOut", "Neglected")
    floor.agent()
    for day in (25, 26):
        at(floor, f"2026-11-{day} 09:00")
        assert floor.cycle().offered == 0
    assert floor.see(call) == ("EnqueueTimedOut", "Neglected")


def test_a_window_that_was_over_before_it_came(db: psycopg.Connection) -> None:
    """DIST-11: a call inserted too late is not offered; it is given up."""
    floor = Floor(db)
    floor.agent()
    call = floor.call(TimeMode="Range", TimeFrom="2026-11-23 08:00", TimeTo="2026-11-24 09:59")
    assert floor.cycle().offered == 0
    floor.cycle()
    assert floor.see(call) == ("EnqueueTimedOut", "Neglected")


def test_a_missed_call_outside_its_window(db: psycopg.Connection) -> None:
    """DIST-11, DIST-10: a missed offer waits for the next window like any other call."""
    floor = Floor(db)
    agent = floor.agent()
    floor.set("Workplace", floor.desk(agent), Blocking=60)
    call = floor.call(TimeMode="Daily", TimeFrom="08:00", TimeTo="11:00")
    floor.cycle()
    at(floor, "2026-11-24 11:30")
    floor.cycle()
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    assert floor.look("Agent", agent, "MissedCalls") == 1
    assert floor.look("Workplace", floor.desk(agent), "BlockedUntil") == floor.pass_time(60)
    assert floor.cycle().offered == 0
    at(floor, "2026-11-25 09:00")
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == agent


@pytest.mark.parametrize("change", ["CalendarDay", "CalendarHours"])
def test_a_calendar_that_changes(db: psycopg.Connection, change: str) -> None:
    """DIST-11, TIME-2, TIME-3: a holiday entered closes the waiting calls at once; taken away, it opens them."""
    floor = Floor(db)
    calendar = floor.add("Calendar", DisplayName="Hours")
    hours = {"CalendarId": calendar, "Weekday": 2, "TimeFrom": "08:00", "TimeTo": "18:00"}
    floor.add("CalendarHours", **hours)
    floor.set("OutboundList", floor.list_id, CalendarId=calendar)
    floor.agent()
    call = floor.call()
    if change == "CalendarDay":
        floor.add("CalendarDay", CalendarId=calendar, Day="2026-11-24")
    else:
        floor.conn.execute("DELETE FROM CalendarHours")
    assert floor.cycle().offered == 0
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    if change == "CalendarDay":
        floor.conn.execute("DELETE FROM CalendarDay")
    else:
        floor.add("CalendarHours", **hours)
    assert floor.cycle().offered == 1


def test_the_zone_of_the_called_party(db: psycopg.Connection) -> None:
    """DIST-11, TIME-1: eight o'clock in New York is fourteen o'clock in Prague."""
    floor = Floor(db)
    floor.agent()
    call = floor.call("+1 212 736 5000", TimeMode="Daily", TimeFrom="08:00", TimeTo="20:00")
    at(floor, "2026-11-24 13:59")
    assert floor.cycle().offered == 0
    at(floor, "2026-11-24 14:00")
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase") == "AgentOfferFirst"


def test_schedule_time(db: psycopg.Connection) -> None:
    """DIST-2: not before ScheduleTime, and then at once; the cycle says when."""
    floor = Floor(db)
    floor.agent()
    call = floor.call(ScheduleTime="2026-11-24 10:30+01")
    result = floor.cycle()
    assert result.offered == 0
    floor.pass_time(1800 - 1)
    assert floor.cycle().offered == 0
    assert floor.pass_time(1) == result.next_run
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase") == "AgentOfferFirst"


@pytest.mark.parametrize("to", [None, "2026-11-24 10:10+01"])
def test_schedule_time_put_forward(db: psycopg.Connection, to: str | None) -> None:
    """DIST-2, DIST-12: a call scheduled for later comes earlier when its ScheduleTime is taken off or is earlier."""
    floor = Floor(db)
    floor.agent()
    call = floor.call(ScheduleTime="2026-11-24 16:00+01")
    floor.set("OutboundCall", call, ScheduleTime=to)
    if to:
        assert floor.cycle().offered == 0
        floor.at(to)
    assert floor.cycle().offered == 1


def test_schedule_time_outside_the_window(db: psycopg.Connection) -> None:
    """DIST-2: when ScheduleTime falls outside the window, the next window counts."""
    floor = Floor(db)
    floor.agent()
    floor.call(
        ScheduleTime="2026-11-24 19:00+01", TimeMode="Daily", TimeFrom="08:00", TimeTo="18:00"
    )
    at(floor, "2026-11-24 19:00")
    assert floor.cycle().offered == 0
    at(floor, "2026-11-25 07:59")
    assert floor.cycle().offered == 0
    at(floor, "2026-11-25 08:00")
    assert floor.cycle().offered == 1
