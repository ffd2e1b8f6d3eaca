"""DIST-11: LostShiftWindow, and ValidUntil of any call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.callbacks.queue import Queue

HOUR = 3600


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


def missed(floor: Queue) -> int:
    call = floor.lose()
    agent = floor.agent()
    floor.cycle()
    floor.do("reject_offer", call, agent)
    floor.do("set_agent_status", agent, "Pause")
    assert floor.see(call) == ("AgentOfferMissed", "Scheduled")
    return call


def outside(floor: Queue) -> int:
    calendar = floor.add("Calendar", DisplayName="Tomorrow")
    floor.add("CalendarHours", CalendarId=calendar, Weekday=3, TimeFrom="08:00", TimeTo="18:00")
    floor.set("OutboundList", floor.list_id, CalendarId=calendar)
    call = floor.lose()
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    return call


def never(floor: Queue) -> int:
    floor.set("OutboundList", floor.list_id, CalendarId=floor.add("Calendar", DisplayName="Never"))
    call = floor.lose()
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    return call


def by_hand(floor: Queue) -> int:
    floor.set("OutboundList", floor.list_id, ManualDistribution=1)
    call = floor.lose()
    assert floor.see(call) == ("Manual", "Prepared")
    return call


def queued(floor: Queue) -> int:
    return floor.lose()


@pytest.mark.parametrize("how", [queued, missed, outside, never, by_hand])
def test_when_it_is_over_the_call_is_neglected(floor: Queue, how: Any) -> None:
    """DIST-11, CB-1: in phase EnqueueTimedOut, whatever phase it waited in; the cycle knows when."""
    call = how(floor)
    end = floor.see(call, "ValidUntil")
    floor.at((end - timedelta(seconds=1)).isoformat())
    assert floor.cycle().next_run == end
    assert floor.see(call, "CallResult") in ("Scheduled", "Prepared")
    floor.at(end.isoformat())
    floor.cycle()
    assert floor.see(call, "CallPhase", "CallResult", "Cause") == (
        "EnqueueTimedOut", "Neglected", "LostShiftWindow over",
    )  # fmt: skip
    floor.conn.execute("UPDATE Agent SET AgentStatusId = default_status('Ready')")
    assert floor.cycle().offered == 0
    assert floor.broken() == []


def test_it_is_offered_until_then(floor: Queue) -> None:
    """DIST-11, DIST-2: in the last second it is distributable, at the end it is not, cycle or no cycle."""
    call = floor.lose()
    floor.pass_time(HOUR - 1)
    possible = "SELECT count(*) FROM DistributableCall WHERE OutboundCallId = %s"
    assert floor.value(possible, call) == 1
    floor.pass_time(1)
    assert floor.value(possible, call) == 0


def test_an_offer_that_is_over_then_is_given_up(floor: Queue) -> None:
    """DIST-11: taken in the last moment, it is not dialled after the end."""
    agent = floor.agent(status="Pause")
    call = floor.lose()
    floor.pass_time(HOUR - 10)
    floor.do("set_agent_status", agent, "Ready")
    floor.cycle()
    floor.do("accept_offer", call, agent)
    floor.pass_time(30)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("dial_call", call, agent)
    assert refused.value.sqlstate == "PD021"
    floor.cycle()
    floor.cycle()
    assert floor.see(call) == ("EnqueueTimedOut", "Neglected")


def test_any_waiting_call_may_have_an_end(floor: Queue) -> None:
    """DIST-11: a DBA sets ValidUntil, on a new call or later, changes it, takes it off."""
    end = "2026-11-24 10:30+01"
    new, later, longer, free = (
        floor.call(ValidUntil=end),
        floor.call(),
        floor.call(ValidUntil=end),
        floor.call(ValidUntil=end),
    )
    floor.set("OutboundCall", later, ValidUntil=end)
    floor.set("OutboundCall", longer, ValidUntil="2026-11-24 10:45+01")
    floor.set("OutboundCall", free, ValidUntil=None)
    floor.at(end)
    floor.cycle()
    states = [floor.see(call, "CallPhase", "Cause") for call in (new, later, longer, free)]
    assert states == [
        ("EnqueueTimedOut", "ValidUntil over"), ("EnqueueTimedOut", "ValidUntil over"), ("Enqueue", None), ("Enqueue", None),
    ]  # fmt: skip
    over = floor.call(ValidUntil="2026-11-24 09:00+01")
    floor.cycle()
    assert floor.see(over) == ("EnqueueTimedOut", "Neglected")


def test_the_end_of_a_call_held_by_hand(floor: Queue) -> None:
    """DIST-11, MAN-1: set, put off and taken off, while it waits for its release."""
    floor.set("OutboundList", floor.list_id, ManualDistribution=1)
    first, second, third = (floor.call(ValidUntil="2026-11-24 10:30+01") for _ in range(3))
    floor.set("OutboundCall", second, ValidUntil="2026-11-24 12:00+01")
    floor.set("OutboundCall", third, ValidUntil=None)
    floor.at("2026-11-24 10:30+01")
    floor.cycle()
    assert [floor.see(call, "CallPhase") for call in (first, second, third)] == [
        "EnqueueTimedOut", "Manual", "Manual",
    ]  # fmt: skip


def test_a_paused_call_is_somebodys_concern(floor: Queue) -> None:
    """DIST-11, PHASE-4: it stays paused; taken up again after its end, it is given up."""
    call = floor.lose()
    floor.do("pause_call", call)
    floor.pass_time(2 * HOUR)
    floor.cycle()
    assert floor.see(call, "CallResult") == "Paused"
    floor.set("OutboundCall", call, CallResult="Scheduled")
    floor.cycle()
    assert floor.see(call) == ("EnqueueTimedOut", "Neglected")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT schedule_call(%s)",
        "UPDATE OutboundCall SET CallPhase = 'Enqueue' WHERE OutboundCallId = %s RETURNING 1",
    ],
)
def test_a_person_schedules_it_anew(floor: Queue, statement: str) -> None:
    """PHASE-4: then its end is no more, and it is distributed."""
    call = floor.lose()
    floor.pass_time(HOUR)
    floor.cycle()
    assert floor.see(call, "CallResult") == "Neglected"
    floor.rows(statement, call)
    assert floor.see(call, "CallPhase", "ValidUntil") == ("Enqueue", None)
    floor.agent()
    assert floor.cycle().offered == 1


def test_the_agent_agrees_on_another_time(floor: Queue) -> None:
    """RES-4, CB-1: what was agreed with the customer is not bound to the hour after the loss."""
    floor.set("Project", floor.project_id, ResultWait=None)
    agent = floor.agent()
    call = floor.lose()
    floor.cycle()
    floor.do("dial_call", call, agent)
    floor.pbx(call, "answered")
    floor.pbx(call, "hangup_called")
    floor.do("reschedule_call", call, agent, "2026-11-25 10:00+01", True)
    floor.at("2026-11-25 10:00+01")
    floor.cycle()
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)


def test_scheduled_for_later_by_hand(floor: Queue) -> None:
    """CB-1: schedule_call for a time after the end takes the end off; for one before it does not."""
    call = floor.lose()
    end = floor.see(call, "ValidUntil")
    floor.do("schedule_call", call, "2026-11-24 10:30+01")
    assert floor.see(call, "ValidUntil") == end
    floor.do("schedule_call", call, "2026-11-25 10:30+01")
    assert floor.see(call, "ValidUntil") is None


def test_retries_go_on_until_then(floor: Queue) -> None:
    """RES-5, DIST-11: an attempt that failed is repeated by the rule, until the window is over."""
    floor.add("RetryRule", CallResult="Busy", Delay=1200)
    agent = floor.agent()
    call = floor.lose()
    for trial in (1, 2):
        floor.cycle()
        floor.do("dial_call", call, agent)
        floor.pbx(call, "busy")
        floor.do("set_agent_status", agent, "Ready")
        assert floor.see(call, "Trial") == trial
        floor.cycle()
        floor.pass_time(1200)
    assert floor.see(call, "CallPhase") == "Enqueue"
    floor.pass_time(1200)
    assert floor.cycle().next_run == floor.value("SELECT clock()")
    floor.cycle()
    assert floor.see(call) == ("EnqueueTimedOut", "Neglected")


def window_row(floor: Queue, call: int) -> tuple[Any, ...]:
    return floor.row(
        "SELECT Holds, Value, LimitValue FROM why_not(%s) WHERE Condition = 'it is inside its time window'",
        call,
    )


def test_why_not_tells_the_end(floor: Queue) -> None:
    """DIST-12: until when it may be dialled, and since when not any more."""
    floor.conn.execute("SET TIME ZONE 'Europe/Prague'")
    call = floor.lose()
    assert window_row(floor, call) == (
        True, "open until 2026-11-24 11:00:00+01", "Any time, not after 2026-11-24 11:00:00+01",
    )  # fmt: skip
    floor.pass_time(HOUR)
    holds, value, _ = window_row(floor, call)
    assert (holds, value) == (False, "over since 2026-11-24 11:00:00+01")
    floor.cycle()
    holds, value, _ = window_row(floor, call)
    assert (holds, value) == (False, "over since 2026-11-24 11:00:00+01")


def test_why_not_of_one_that_will_never_be_due(floor: Queue) -> None:
    """DIST-12: its window opens after its end."""
    call = outside(floor)
    holds, value, _ = window_row(floor, call)
    assert (holds, value) == (False, "not before its end")
