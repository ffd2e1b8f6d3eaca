"""CB-1: one callback a number, and none for somebody who got through; also when two come at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.callbacks.queue import CALLER, Queue
from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


def test_a_second_loss_makes_no_second_callback(floor: Queue) -> None:
    """CB-1: it finds the first one, says so in its title, and has it wait for longer."""
    first = floor.lose()
    again = floor.pass_time(1800)
    assert floor.lose(ProjectId=floor.project()) == first
    assert floor.callbacks() == 1
    assert floor.see(first, "DisplayName", "ValidUntil") == (
        f"Lost call of 10:00 from {CALLER}, again at 10:30", again + timedelta(hours=1),
    )  # fmt: skip
    floor.pass_time(300)
    assert floor.lose() == first
    assert floor.see(first, "DisplayName") == f"Lost call of 10:00 from {CALLER}, again at 10:35"
    assert floor.value("SELECT count(*) FROM InboundCall WHERE OutboundCallId = %s", first) == 3
    assert floor.lose("+420724000009") != first
    assert floor.broken() == []


def held(floor: Queue, call: int) -> None:
    floor.set("OutboundCall", call, CallPhase="Manual")


def paused(floor: Queue, call: int) -> None:
    floor.do("pause_call", call)


def offered(floor: Queue, call: int) -> None:
    floor.agent()
    assert floor.cycle().offered == 1


def dialled(floor: Queue, call: int) -> None:
    offered(floor, call)
    floor.do("dial_call", call, floor.see(call, "AgentId"))


def to_be_repeated(floor: Queue, call: int) -> None:
    floor.add("RetryRule", CallResult="Busy", Delay=600)
    dialled(floor, call)
    floor.pbx(call, "busy")
    assert floor.see(call, "RetryTime") is not None


def queued(floor: Queue, call: int) -> None:
    assert floor.see(call) == ("Enqueue", "Scheduled")


def talking(floor: Queue, call: int) -> None:
    dialled(floor, call)
    floor.pbx(call, "answered")


def done(floor: Queue, call: int) -> None:
    talking(floor, call)
    floor.pbx(call, "hangup_called")


def neglected(floor: Queue, call: int) -> None:
    floor.do("neglect_call", call)


def cancelled(floor: Queue, call: int) -> None:
    floor.do("cancel_call", call)


STILL_WAITS = [queued, held, paused, offered, dialled, to_be_repeated]
OVER = [talking, done, neglected, cancelled]
State = Callable[[Queue, int], None]


@pytest.mark.parametrize("state", [*STILL_WAITS, *OVER])
def test_while_the_first_one_waits(floor: Queue, state: State) -> None:
    """CB-1: until somebody has been reached or it has been given up, there is no second one; then there is."""
    first = floor.lose()
    state(floor, first)
    second = floor.lose()
    assert (second == first) is (state in STILL_WAITS)
    assert floor.broken() == []


def served(floor: Queue, number: str = CALLER, **columns: Any) -> int:
    return floor.inbound(number, Outcome="Served", **columns)


@pytest.mark.parametrize("state", [queued, held, paused, offered])
def test_got_through_meanwhile(floor: Queue, state: State) -> None:
    """CB-1: the callback becomes Obsolete; an offer of it is withdrawn."""
    call = floor.lose()
    state(floor, call)
    floor.pass_time(60)
    served(floor)
    assert floor.see(call, "CallPhase", "CallResult", "Cause") == (
        "Obsolete",
        "Cancelled",
        "got through",
    )
    last = "SELECT Actor, EventType FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step DESC LIMIT 1"
    assert floor.row(last, call) == ("queue", "cancelled")
    assert floor.broken() == []
    floor.pass_time(60)
    assert floor.lose() != call


def test_got_through_before_the_next_attempt(floor: Queue) -> None:
    """CB-1, RES-5: the attempt that failed was the last one."""
    call = floor.lose()
    to_be_repeated(floor, call)
    served(floor)
    assert floor.see(call, "CallResult", "RetryTime", "Cause") == ("Busy", None, "got through")


@pytest.mark.parametrize("state", [dialled, talking])
def test_a_callback_in_progress_goes_on(floor: Queue, state: State) -> None:
    """CB-1: what is dialled already is not hung up."""
    call = floor.lose()
    state(floor, call)
    before = floor.see(call)
    served(floor)
    assert floor.see(call) == before


def test_another_number_got_through(floor: Queue) -> None:
    """CB-1: that is nobody's concern."""
    call = floor.lose()
    served(floor, "+420724000009")
    assert floor.see(call) == ("Enqueue", "Scheduled")


def test_answered_before_it_was_lost_again(floor: Queue) -> None:
    """CB-1: who was served, called again and was lost is called back; by whatever order it is written down."""
    served(floor, AnswerTime="2026-11-24 09:50+01")
    call = floor.lose()
    assert call is not None
    served(floor, AnswerTime="2026-11-24 09:55+01")
    assert floor.see(call) == ("Enqueue", "Scheduled")


def test_a_loss_written_down_after_the_caller_got_through(floor: Queue) -> None:
    """CB-1: the other order: no callback, and the lost call says why."""
    served(floor, AnswerTime="2026-11-24 09:55+01")
    inbound = floor.inbound(StartTime="2026-11-24 09:40+01", EndTime="2026-11-24 09:45+01")
    outcome, call, problem = floor.said(inbound)
    assert (outcome, call) == ("Lost", None)
    assert "got through" in problem
    assert floor.callbacks() == 0


def test_a_loss_that_was_none(floor: Queue) -> None:
    """CB-1: put right, it takes its callback with it."""
    inbound = floor.inbound()
    call = floor.do("lost_shift", inbound)
    floor.set("InboundCall", inbound, AnswerTime="2026-11-24 09:58+01")
    assert floor.said(inbound, "Outcome") == "Served"
    assert floor.see(call) == ("Obsolete", "Cancelled")


# Two sessions


def queue_of(database: Database) -> Queue:
    floor = shared_floor(database)
    queue = Queue(floor.conn, at=None)
    queue.cycle()
    return queue


def lost(floor: Floor) -> Any:
    return floor.value("INSERT INTO InboundCall (Number, Outcome) VALUES (%s, 'Lost') RETURNING OutboundCallId", CALLER)  # fmt: skip


def answered(floor: Floor) -> Any:
    return floor.value(
        "INSERT INTO InboundCall (Number, Outcome) VALUES (%s, 'Served') RETURNING 1", CALLER
    )


def asked(floor: Floor) -> Any:
    return floor.value("SELECT ivr_call_back(%s)", CALLER)


@pytest.mark.parametrize("one", [lost, asked])
@pytest.mark.parametrize("other", [lost, asked])
def test_two_at_once_make_one_callback(database: Database, one: Any, other: Any) -> None:
    """CB-1, CB-2: the second waits for the first and finds its callback."""
    floor = queue_of(database)
    first = floor.via(settle(database.connect(autocommit=False)))
    made = one(first)
    with meanwhile(beside(database, floor), other) as second:
        assert second.is_blocked(floor.conn)
        first.conn.commit()
    assert second.result() == made
    assert floor.callbacks() == 1
    assert floor.broken() == []


@pytest.mark.parametrize("way", ["lost first", "answered first"])
def test_lost_and_answered_at_once(database: Database, way: str) -> None:
    """CB-1: neither overlooks the other: nobody who has got through is called back."""
    floor = queue_of(database)
    before = floor.value("SELECT clock()")
    first = floor.via(settle(database.connect(autocommit=False)))
    if way == "lost first":
        lost(first)
        second_does = answered
    else:
        answered(first)

        # Lost a moment before, written down later.
        def second_does(other: Floor) -> Any:
            return other.value(
                "INSERT INTO InboundCall (Number, Outcome, EndTime) VALUES (%s, 'Lost', %s) RETURNING OutboundCallId",
                CALLER, before,
            )  # fmt: skip

    with meanwhile(beside(database, floor), second_does) as second:
        assert second.is_blocked(floor.conn)
        first.conn.commit()
    assert second.error() is None
    waiting = floor.value("SELECT count(*) FROM OutboundCall WHERE CallResult = 'Scheduled'")
    assert waiting == 0
    assert floor.callbacks() == (1 if way == "lost first" else 0)


def test_a_callback_that_is_just_being_accepted(database: Database) -> None:
    """CB-1, DIST-9: whoever holds the call decides; the other sees what became of it."""
    floor = queue_of(database)
    agent = floor.agent()
    call = lost(floor)
    floor.cycle()
    accepting = floor.via(settle(database.connect(autocommit=False)))
    accepting.do("dial_call", call, agent)
    with meanwhile(beside(database, floor), answered) as served_now:
        assert served_now.is_blocked(floor.conn)
        accepting.conn.commit()
    assert served_now.error() is None
    assert floor.see(call) == ("AgentDialing", "Active")
    assert floor.broken() == []
