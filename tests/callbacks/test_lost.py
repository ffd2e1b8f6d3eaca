"""CB-1: a queued call that ends unserved makes a callback, whatever way its end is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.callbacks.queue import CALLER, Queue


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


def by_function(floor: Queue, inbound: int) -> None:
    floor.do("lost_shift", inbound)


def by_outcome(floor: Queue, inbound: int) -> None:
    floor.set("InboundCall", inbound, Outcome="Lost")


def by_end(floor: Queue, inbound: int) -> None:
    floor.set("InboundCall", inbound, EndTime=floor.value("SELECT clock()"))


@pytest.mark.parametrize("way", [by_function, by_outcome, by_end])
def test_a_lost_call_makes_a_callback(floor: Queue, way: Any) -> None:
    """CB-1: in the transition's list, with the call's contact and language; the title names the lost call."""
    english = floor.language("en")
    contact = floor.add("Contact", DisplayName="Jana")
    inbound = floor.inbound(
        "724 123 456", LanguageId=english, ContactId=contact, DisplayName="Jana"
    )
    assert floor.said(inbound) == ("Waiting", None, None)
    assert floor.callbacks() == 0
    lost = floor.pass_time(300)
    way(floor, inbound)
    outcome, call, problem = floor.said(inbound)
    assert (outcome, problem, floor.said(inbound, "EndTime")) == ("Lost", None, lost)
    assert floor.see(
        call, "CallPhase", "CallResult", "Number", "NumberGiven", "OutboundListId", "ProjectId", "LanguageId",
        "ContactId", "InboundCallId", "DisplayName", "ValidUntil",
    ) == (
        "Enqueue", "Scheduled", CALLER, "724 123 456", floor.list_id, floor.project_id, english, contact, inbound,
        f"Lost call of 10:00 from {CALLER} (Jana)", lost + timedelta(hours=1),
    )  # fmt: skip
    assert floor.rows("SELECT Actor, EventType FROM CallEvent") == [("queue", "created")]
    agent = floor.agent(languages={english: 100})
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == agent
    assert floor.broken() == []


def test_a_row_written_when_all_is_over(floor: Queue) -> None:
    """CB-1: one INSERT afterwards does the same, with a window from the moment of the loss."""
    inbound = floor.inbound(StartTime="2026-11-24 09:30+01", EndTime="2026-11-24 09:40+01")
    outcome, call, _ = floor.said(inbound)
    assert outcome == "Lost"
    assert floor.see(call, "ValidUntil") == floor.value("SELECT timestamptz '2026-11-24 10:40+01'")
    assert floor.see(call, "DisplayName") == f"Lost call of 09:30 from {CALLER}"


def test_the_function_may_be_repeated(floor: Queue) -> None:
    """CB-1: again, the same answer; nothing is made."""
    inbound = floor.inbound()
    first = floor.do("lost_shift", inbound)
    before = floor.rows("SELECT * FROM OutboundCall")
    assert floor.do("lost_shift", inbound) == first
    assert floor.rows("SELECT * FROM OutboundCall") == before


def test_many_at_once(floor: Queue) -> None:
    """CB-1: a plain UPDATE of all that wait makes a callback for each number."""
    for number in (1, 2, 3, 3):
        floor.inbound(f"+42072400000{number}")
    floor.conn.execute("UPDATE InboundCall SET Outcome = 'Lost'")
    assert floor.rows("SELECT Number FROM OutboundCall ORDER BY Number") == [
        ("+420724000001",), ("+420724000002",), ("+420724000003",),
    ]  # fmt: skip
    assert floor.broken() == []


def test_a_served_call_makes_none(floor: Queue) -> None:
    """CB-1: answered, then ended: nobody is called back."""
    inbound = floor.inbound()
    answered = floor.pass_time(60)
    floor.set("InboundCall", inbound, AnswerTime=answered)
    floor.set("InboundCall", inbound, EndTime=floor.pass_time(60))
    assert floor.said(inbound) == ("Served", None, None)
    assert floor.callbacks() == 0


@pytest.mark.parametrize("way", [by_function, by_outcome])
def test_a_served_call_is_not_lost(floor: Queue, way: Any) -> None:
    """CB-1: who says so is told, and nothing changes."""
    inbound = floor.inbound(Outcome="Served")
    with pytest.raises(psycopg.Error, match="was answered at") as refused, floor.conn.transaction():
        way(floor, inbound)
    assert refused.value.sqlstate == "PD037"
    assert floor.said(inbound) == ("Served", None, None)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (None, "its number is hidden"), ("", "its number is hidden"), ("anonymous", "its number is hidden"),
        ("<Unavailable>", "its number is hidden"),
        ("724 1", 'its number "724 1" can\'t be dialled: it has too few digits for its country'),
        ("sip:jana", 'its number "sip:jana" can\'t be dialled: it is not a telephone number'),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_called_back(
    floor: Queue, number: str | None, problem: str
) -> None:
    """CB-1: there is no callback, and the inbound call says why; its number is kept as it was given."""
    inbound = floor.inbound(number)
    assert floor.do("lost_shift", inbound) is None
    assert floor.said(inbound) == ("Lost", None, problem)
    assert floor.said(inbound, "Number", "NumberGiven") == (None, number)
    assert floor.callbacks() == 0
    floor.set("InboundCall", inbound, Number="724 123 456")
    _, call, problem_now = floor.said(inbound)
    assert problem_now is None
    assert floor.see(call, "Number") == CALLER


def test_a_loss_written_down_too_late(floor: Queue) -> None:
    """CB-1: after LostShiftWindow seconds there is none, and the reason is said."""
    inbound = floor.inbound(StartTime="2026-11-24 08:00+01", EndTime="2026-11-24 09:00+01")
    outcome, call, problem = floor.said(inbound)
    assert (outcome, call) == ("Lost", None)
    assert "LostShiftWindow was over" in problem
    floor.set("Configuration", "LostShiftWindow", ConfigurationValue="3601")
    assert floor.lose(StartTime="2026-11-24 08:00+01", EndTime="2026-11-24 09:00+01") is not None


def test_an_inbound_call_that_is_not_there(floor: Queue) -> None:
    """CB-1: an unknown id is an error of its own."""
    with pytest.raises(psycopg.Error) as refused:
        floor.do("lost_shift", -1)
    assert refused.value.sqlstate == "PD034"


def test_manual_dispatch(floor: Queue) -> None:
    """CB-1, MAN-1: in a list with manual dispatch a callback waits for its release."""
    floor.set("OutboundList", floor.list_id, ManualDistribution=1)
    call = floor.lose()
    assert floor.see(call) == ("Manual", "Prepared")
    floor.agent()
    assert floor.cycle().offered == 0
    floor.do("enqueue_call", call)
    assert floor.cycle().offered == 1


# Which transition fits


def list_of(floor: Queue, call: int) -> UUID:
    found: UUID = floor.see(call, "OutboundListId")
    return found


def test_the_very_project_comes_before_any(floor: Queue) -> None:
    """CB-1: source project before any, whatever the rank; among equals the lowest rank."""
    other, own, last = floor.project(), floor.outbound_list(), floor.outbound_list()
    floor.set("QueueTransition", floor.transition, Rank=-9)
    floor.add("QueueTransition", SourceProjectId=floor.project_id, OutboundListId=last, Rank=8)
    floor.add(
        "QueueTransition",
        SourceProjectId=floor.project_id,
        OutboundListId=own,
        Rank=7,
        Priority=5,
        Skill=40,
    )
    assert list_of(floor, floor.lose("+420724000001")) == own
    assert floor.see(floor.lose("+420724000002"), "Priority", "Skill") == (5, 40)
    assert list_of(floor, floor.lose("+420724000003", ProjectId=other)) == floor.list_id
    assert list_of(floor, floor.lose("+420724000004", ProjectId=None)) == floor.list_id


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("QueueTransition", {"Active": 0}), ("QueueTransition", {"Deleted": 1}), ("OutboundList", {"Deleted": 1}),
        ("OutboundList", {"Activity": "Completed"}),
    ],
)  # fmt: skip
def test_none_fits(floor: Queue, table: str, columns: dict[str, Any]) -> None:
    """CB-1: switched off, deleted, or into a list that is over: no callback, and the inbound call says so."""
    floor.set(table, floor.transition if table == "QueueTransition" else floor.list_id, **columns)
    inbound = floor.inbound()
    assert floor.do("lost_shift", inbound) is None
    assert floor.said(inbound) == ("Lost", None, "no queue transition fits")


def test_a_list_that_does_not_run_yet(floor: Queue) -> None:
    """CB-1, LIST-1: its callbacks wait for it."""
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    assert floor.see(floor.lose()) == ("Enqueue", "Scheduled")


def calendar(floor: Queue, *hours: tuple[str, str]) -> UUID:
    made: UUID = floor.add("Calendar", DisplayName="Hours")
    for opens, closes in hours:
        floor.add("CalendarHours", CalendarId=made, Weekday=2, TimeFrom=opens, TimeTo=closes)
    return made


def test_the_calendar_at_the_moment_of_the_loss(floor: Queue) -> None:
    """CB-1, TIME-2: open then, in the centre's own time; without hours it is closed."""
    by_day, by_night = floor.outbound_list(), floor.outbound_list()
    floor.set("QueueTransition", floor.transition, Active=0)
    floor.add("QueueTransition", OutboundListId=floor.list_id, CalendarId=calendar(floor))
    floor.add(
        "QueueTransition", OutboundListId=by_day, CalendarId=calendar(floor, ("08:00", "18:00"))
    )
    floor.add("QueueTransition", OutboundListId=by_night, Rank=5)
    assert list_of(floor, floor.lose("+420724000001")) == by_day
    # A caller from New York is not asked what time it is there.
    assert list_of(floor, floor.lose("+12127365000")) == by_day
    floor.at("2026-11-24 18:00+01")
    assert list_of(floor, floor.lose("+420724000002")) == by_night
    late = floor.lose(
        "+420724000003", StartTime="2026-11-24 17:30+01", EndTime="2026-11-24 17:59+01"
    )
    assert list_of(floor, late) == by_day


def test_a_calendar_that_cannot_be_read_is_closed(floor: Queue) -> None:
    """CB-1, TIME-2: a zone that the server does not know (any more) closes it, and the loss is written down."""
    floor.set("QueueTransition", floor.transition, CalendarId=calendar(floor, ("08:00", "18:00")))
    assert floor.value(
        "SELECT calendar_is_open(%s, clock())",
        floor.look("QueueTransition", floor.transition, "CalendarId"),
    )
    # A value that the guard has not seen, as one from before the server's zones were replaced.
    floor.conn.execute("ALTER TABLE Configuration DISABLE TRIGGER USER")
    floor.set("Configuration", "DefaultTimeZone", ConfigurationValue="Nowhere/At_All")
    inbound = floor.inbound()
    assert floor.do("lost_shift", inbound) is None
    assert floor.said(inbound, "Problem") == "no queue transition fits"


def test_a_list_that_moved_to_another_project(floor: Queue) -> None:
    """CB-1: a transition that names its target project does not follow the list elsewhere."""
    floor.set("QueueTransition", floor.transition, TargetProjectId=floor.project_id)
    assert floor.lose("+420724000001") is not None
    floor.set("OutboundList", floor.list_id, ProjectId=floor.project())
    assert floor.lose("+420724000002") is None


@pytest.mark.parametrize("wrong", ["no list", "deleted list", "other project"])
def test_a_transition_that_is_wrong_is_refused(floor: Queue, wrong: str) -> None:
    """CB-1: when it is written, with the reason, and not when a call is lost."""
    columns: dict[str, Any] = {"OutboundListId": floor.list_id}
    if wrong == "no list":
        columns["OutboundListId"] = UUID(int=7)
    elif wrong == "deleted list":
        columns["OutboundListId"] = floor.outbound_list(Deleted=1)
    else:
        columns["TargetProjectId"] = floor.project()
    with pytest.raises(psycopg.Error) as refused:
        floor.add("QueueTransition", **columns)
    assert refused.value.sqlstate == ("PD004" if wrong == "no list" else "PD035")
    assert refused.value.diag.message_hint
