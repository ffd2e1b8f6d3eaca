"""Lost queued calls are called back (CB-1, DIST-11)."""

# ruff: noqa: ARG005 - each takes all that some of them need

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor, new_id, new_number


class Queue(Floor):
    """A floor with a queue: what comes in for the floor's project is called back by its list."""

    def transition(self, **columns: Any) -> Any:
        key = new_id()
        self.add(
            "QueueTransition", QueueTransitionId=key, **({"OutboundListId": self.list_id} | columns)
        )
        return key

    def inbound(self, **columns: Any) -> int:
        made: int = self.add(
            "InboundCall", **({"Number": new_number(), "ProjectId": self.project_id} | columns)
        )
        return made

    def inbound_row(self, call: int) -> Any:
        return self.look("InboundCall", call, "Outcome", "OutboundCallId", "Problem")


@pytest.fixture
def queue(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


@pytest.mark.parametrize("by", ["function", "outcome", "end", "insert"])
def test_a_lost_call_is_called_back(queue: Queue, by: str) -> None:
    """CB-1: whichever way it is said; the title names the lost call, the window begins at its end."""
    queue.transition()
    if by == "insert":
        lost = queue.inbound(Number="724 111 222", Outcome="Lost", DisplayName="Novak")
        call = queue.inbound_row(lost)[1]
    else:
        lost = queue.inbound(Number="724 111 222", DisplayName="Novak")
        assert queue.inbound_row(lost) == ("Waiting", None, None)
        if by == "function":
            call = queue.do("lost_shift", lost)
        elif by == "outcome":
            queue.set("InboundCall", lost, Outcome="Lost")
        else:
            queue.set("InboundCall", lost, EndTime=queue.value("SELECT clock()"))
        call = queue.inbound_row(lost)[1]
    assert queue.see(
        call, "CallPhase", "CallResult", "Number", "OutboundListId", "ProjectId", "DisplayName", "InboundCallId", "Due",
    ) == (
        "Enqueue", "Scheduled", "+420724111222", queue.list_id, queue.project_id,
        f"Lost call {lost} of 2026-11-24 10:00 from Novak", lost, 1,
    )  # fmt: skip
    assert queue.do("lost_shift", lost) == call
    queue.agent()
    assert queue.cycle().offered == 1
    assert queue.broken() == []


def test_the_transition_that_fits(queue: Queue) -> None:
    """CB-1: of the source project before any, open by its calendar, lowest rank; the target project is its own."""
    other, target = queue.project(), queue.project()
    lists = [queue.outbound_list() for _ in range(5)]
    shut = queue.value("INSERT INTO Calendar (DisplayName) VALUES ('never') RETURNING CalendarId")
    queue.transition(OutboundListId=lists[0], Rank=0)
    queue.transition(
        OutboundListId=lists[1], SourceProjectId=queue.project_id, Rank=2, TargetProjectId=target
    )
    queue.transition(OutboundListId=lists[2], SourceProjectId=queue.project_id, Rank=3)
    queue.transition(
        OutboundListId=lists[3], SourceProjectId=queue.project_id, Rank=0, CalendarId=shut
    )
    queue.transition(OutboundListId=lists[4], SourceProjectId=queue.project_id, Rank=1, Deleted=1)
    call = queue.do("lost_shift", queue.inbound())
    assert queue.see(call, "OutboundListId", "ProjectId") == (lists[1], target)
    call = queue.do("lost_shift", queue.inbound(ProjectId=other))
    assert queue.see(call, "OutboundListId", "ProjectId") == (lists[0], queue.project_id)


@pytest.mark.parametrize(
    ("lost", "problem"),
    [
        ({"Number": None}, "no number that can be dialled"),
        ({"Number": "anonymous"}, "no number that can be dialled"),
        ({"EndTime": "2026-11-24 08:00+01"}, "LostShiftWindow over"),
    ],
)
def test_why_it_is_not_called_back(queue: Queue, lost: dict[str, Any], problem: str) -> None:
    """CB-1: said in the row, and nothing is made."""
    queue.transition()
    call = queue.inbound(**lost, Outcome="Lost")
    assert queue.inbound_row(call) == ("Lost", None, problem)
    assert queue.value("SELECT count(*) FROM OutboundCall") == 0


def test_without_a_transition(queue: Queue) -> None:
    """CB-1: no list takes it."""
    lost = queue.inbound()
    assert queue.do("lost_shift", lost) is None
    assert queue.inbound_row(lost) == ("Lost", None, "no queue transition fits")
    with pytest.raises(psycopg.Error) as refused:
        queue.do("lost_shift", 10**9)
    assert refused.value.sqlstate == "PD034"


def test_a_second_loss_makes_no_second_call(queue: Queue) -> None:
    """CB-1: while the first waits or is in progress; afterwards it does."""
    queue.transition()
    agent, number = queue.agent(), new_number()
    call = queue.do("lost_shift", queue.inbound(Number=number))
    assert queue.do("lost_shift", queue.inbound(Number=number)) == call
    queue.cycle()
    assert queue.see(call, "CallResult") == "Active"
    assert queue.do("lost_shift", queue.inbound(Number=number)) == call
    queue.do("dial_call", call, agent)
    queue.do("report_pbx_event", queue.see(call, "PbxCallId"), "answered")
    queue.do("hang_up", call, agent)
    queue.set("OutboundCall", call, CallResult="Completed")
    second = queue.do("lost_shift", queue.inbound(Number=number))
    assert second not in (None, call)
    assert queue.broken() == []


STATES = {
    "waiting": (lambda q, c: None, ("Obsolete", "Cancelled")),
    "offered": (lambda q, c: (q.agent(), q.cycle()), ("Obsolete", "Cancelled")),
    "previewed": (
        lambda q, c: (a := q.agent(), q.cycle(), q.do("accept_offer", c, a)),
        ("Obsolete", "Cancelled"),
    ),
    "dialled": (
        lambda q, c: (a := q.agent(), q.cycle(), q.do("dial_call", c, a)),
        ("AgentDialing", "Active"),
    ),
    "held for release": (
        lambda q, c: q.set("OutboundCall", c, CallPhase="Manual"),
        ("Obsolete", "Cancelled"),
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_got_through_meanwhile(queue: Queue, state: str) -> None:
    """CB-1: the callback becomes Obsolete, unless it is dialled already."""
    queue.transition()
    number = new_number()
    call = queue.do("lost_shift", queue.inbound(Number=number))
    reach, after = STATES[state]
    reach(queue, call)
    queue.pass_time(60)
    queue.inbound(Number=number, AnswerTime=queue.value("SELECT clock()"))
    assert queue.see(call) == after
    assert queue.broken() == []


def test_served_before_the_loss_is_known(queue: Queue) -> None:
    """CB-1: the other way round, and an answer from before the loss, which changes nothing."""
    queue.transition()
    number = new_number()
    lost = queue.inbound(Number=number)
    queue.pass_time(10)
    queue.inbound(Number=number, Outcome="Served")
    queue.set("InboundCall", lost, EndTime="2026-11-24 10:00:05+01")
    assert queue.inbound_row(lost) == ("Lost", None, "got through meanwhile")
    queue.pass_time(1)
    late = queue.do("lost_shift", queue.inbound(Number=number))
    assert queue.see(late, "CallPhase") == "Enqueue"
    queue.inbound(Number=number, AnswerTime="2026-11-24 09:00+01")
    assert queue.see(late, "CallPhase") == "Enqueue"


@pytest.mark.parametrize(
    ("columns", "phase"),
    [
        ({}, "EnqueueTimedOut"),
        ({"CallPhase": "Manual"}, "Obsolete"),
        ({"ScheduleTime": "2026-11-25 10:00+01"}, "EnqueueTimedOut"),
        ({"TimeMode": "Daily", "TimeFrom": "08:00", "TimeTo": "10:30"}, "EnqueueTimedOut"),
        ({"TimeMode": "Daily", "TimeFrom": "14:00", "TimeTo": "15:00"}, "EnqueueTimedOut"),
    ],
)
def test_the_lost_shift_window(queue: Queue, columns: dict[str, Any], phase: str) -> None:
    """DIST-11: over, whatever it waits for, and not a second before; a person may still want it."""
    queue.transition()
    call = queue.do("lost_shift", queue.inbound())
    if columns:
        queue.set("OutboundCall", call, **columns)
    queue.pass_time(3599)
    for _ in range(3):
        queue.cycle()
    assert queue.see(call, "CallResult") in ("Scheduled", "Prepared")
    queue.pass_time(2)
    for _ in range(3):
        queue.cycle()
    assert queue.see(call, "CallPhase", "CallResult", "Cause") == (
        phase, "Neglected", "LostShiftWindow over",
    )  # fmt: skip
    queue.set("OutboundCall", call, TimeMode="None", TimeFrom=None, TimeTo=None)
    queue.do("schedule_call", call)
    queue.agent()
    assert queue.cycle().offered == 1
    assert queue.broken() == []


def test_window_is_a_parameter(queue: Queue) -> None:
    """CB-1: LostShiftWindow in seconds; why_not shows when it ends."""
    queue.transition()
    queue.set("Configuration", "LostShiftWindow", ConfigurationValue="60")
    call = queue.do("lost_shift", queue.inbound())
    queue.pass_time(61)
    queue.cycle()
    queue.cycle()
    assert queue.see(call) == ("EnqueueTimedOut", "Neglected")


def test_numbers_are_forgotten(queue: Queue) -> None:
    """What only serves as a lock goes when nothing waits for it."""
    queue.transition()
    call = queue.do("lost_shift", queue.inbound())
    queue.pass_time(3 * 86400)
    queue.cycle()
    queue.cycle()
    assert queue.see(call, "CallResult") == "Neglected"
    queue.do("purge")
    assert queue.value("SELECT count(*) FROM CallBackNumber") == 0


def test_two_losses_at_once(database: Database) -> None:
    """CB-1, DIST-9: whoever comes second waits for the first and finds its call."""
    queue = Queue(database.connect())
    queue.transition()
    number = new_number()
    first, second = queue.inbound(Number=number), queue.inbound(Number=number)
    one, two = database.connect(autocommit=False), database.connect()
    call = one.execute("SELECT lost_shift(%s)", (first,)).fetchone()
    two.execute("SET lock_timeout = '200ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        two.execute("SELECT lost_shift(%s)", (second,))
    one.commit()
    assert two.execute("SELECT lost_shift(%s)", (second,)).fetchone() == call
    assert queue.value("SELECT count(*) FROM OutboundCall") == 1


def test_loss_and_service_at_once(database: Database) -> None:
    """CB-1: served while the loss is being written: the callback does not stay."""
    queue = Queue(database.connect())
    queue.transition()
    number = new_number()
    queue.do("lost_shift", queue.inbound(Number=number))
    queue.rows("UPDATE OutboundCall SET CallResult = 'Cancelled' RETURNING 1")
    lost, came_again = queue.inbound(Number=number), queue.inbound(Number=number)
    one, two = database.connect(autocommit=False), database.connect()
    one.execute("SELECT set_config('dialer.clock', '2026-11-24 10:00+01', false)")
    two.execute("SELECT set_config('dialer.clock', '2026-11-24 10:01+01', false)")
    (call,) = one.execute("SELECT lost_shift(%s)", (lost,)).fetchone() or (None,)
    two.execute("SET lock_timeout = '200ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        two.execute(
            "UPDATE InboundCall SET Outcome = 'Served' WHERE InboundCallId = %s", (came_again,)
        )
    one.commit()
    two.execute("UPDATE InboundCall SET Outcome = 'Served' WHERE InboundCallId = %s", (came_again,))
    assert queue.see(call, "CallPhase") == "Obsolete"
