"""CB-2: a callback asked for in the IVR or in the waiting queue, for now or for a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.callbacks.queue import CALLER, Queue

LATER = "2026-11-24 16:00+01"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


def ask(floor: Queue, number: str | None = "724 123 456", **more: Any) -> int:
    names = ", ".join(f"{name} => %s" for name in more)
    call: int = floor.value(
        f"SELECT ivr_call_back(%s{', ' if names else ''}{names})", number, *more.values()
    )
    return call


def test_for_now(floor: Queue) -> None:
    """CB-2: due at once, without an end, made by the IVR."""
    call = ask(floor)
    assert floor.see(call, "CallPhase", "CallResult", "Number", "OutboundListId", "ValidUntil", "Due", "DisplayName") == (
        "Enqueue", "Scheduled", CALLER, floor.list_id, None, 1, f"Callback asked for at 10:00 from {CALLER}",
    )  # fmt: skip
    assert floor.rows("SELECT Actor FROM CallEvent") == [("ivr",)]
    floor.agent()
    assert floor.cycle().offered == 1


def test_for_a_time(floor: Queue) -> None:
    """CB-2: not before it, and also hours after LostShiftWindow."""
    call = ask(floor, schedule_time=LATER)
    floor.agent()
    assert floor.cycle().offered == 0
    floor.at(LATER)
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase") == "AgentOfferFirst"


def test_within_an_inbound_call(floor: Queue) -> None:
    """CB-2: number, project, language from the call; its outcome is CallBack, and its end is no loss."""
    english = floor.language("en")
    inbound = floor.inbound(LanguageId=english, DisplayName="Jana")
    call = ask(floor, None, inbound_call_id=inbound)
    assert floor.said(inbound) == ("CallBack", call, None)
    assert floor.see(call, "Number", "InboundCallId", "LanguageId") == (CALLER, inbound, english)
    floor.pass_time(60)
    assert floor.do("lost_shift", inbound) == call
    assert floor.said(inbound, "Outcome", "EndTime") == ("CallBack", floor.value("SELECT clock()"))
    assert floor.callbacks() == 1
    assert floor.see(call, "ValidUntil") is None


def test_a_plain_update_asks_too(floor: Queue) -> None:
    """CB-2: the outcome alone is enough."""
    inbound = floor.inbound()
    floor.set("InboundCall", inbound, Outcome="CallBack")
    _, call, _ = floor.said(inbound)
    assert floor.see(call, "InboundCallId", "ValidUntil") == (inbound, None)


def test_answered_after_all(floor: Queue) -> None:
    """CB-1, CB-2: who asked, waited on and was served is not called back."""
    inbound = floor.inbound()
    call = ask(floor, "+420 724 000 009", inbound_call_id=inbound)
    floor.set("InboundCall", inbound, Outcome="Served")
    assert floor.see(call, "CallPhase", "Cause") == ("Obsolete", "got through")
    # Asked for during the conversation, it is wanted all the same.
    again = ask(floor, None, inbound_call_id=inbound, schedule_time=LATER)
    assert floor.said(inbound, "Outcome", "OutboundCallId") == ("Served", again)
    assert floor.see(again) == ("Enqueue", "Scheduled")


def test_a_later_request_moves_the_time(floor: Queue) -> None:
    """CB-2: of the callback that waits; there is no second one."""
    call = ask(floor, schedule_time="2026-11-25 10:00+01")
    assert ask(floor, schedule_time=LATER) == call
    assert floor.see(call, "ScheduleTime") == floor.value("SELECT %s::timestamptz", LATER)
    assert ask(floor) == call
    assert floor.see(call, "ScheduleTime", "Due") == (None, 1)
    assert floor.callbacks() == 1


def test_who_was_lost_asks_for_a_time(floor: Queue) -> None:
    """CB-1, CB-2: the callback of the loss is moved, and is not bound to LostShiftWindow any more."""
    call = floor.lose()
    assert ask(floor, schedule_time=LATER) == call
    assert floor.see(call, "ValidUntil") is None
    # The other way round: lost after having asked, it stays at the time agreed on.
    assert floor.lose() == call
    assert floor.see(call, "ScheduleTime", "ValidUntil") == (
        floor.value("SELECT %s::timestamptz", LATER),
        None,
    )


@pytest.mark.parametrize(("time", "phase"), [(LATER, "Enqueue"), (None, "AgentOfferFirst")])
def test_while_it_is_offered(floor: Queue, time: str | None, phase: str) -> None:
    """CB-2: for a later time the offer is withdrawn, for now it stands."""
    call = ask(floor)
    floor.agent()
    floor.cycle()
    assert ask(floor, schedule_time=time) == call
    assert floor.see(call, "CallPhase") == phase
    assert floor.broken() == []


def test_while_it_is_dialled(floor: Queue) -> None:
    """CB-2: an attempt in progress is not touched."""
    call = ask(floor)
    agent = floor.agent()
    floor.cycle()
    floor.do("dial_call", call, agent)
    assert ask(floor, schedule_time=LATER) == call
    assert floor.see(call, "CallPhase", "ScheduleTime") == ("AgentDialing", None)


def test_before_the_next_attempt(floor: Queue) -> None:
    """CB-2, RES-5: the time asked for goes before the retry rule's."""
    floor.add("RetryRule", CallResult="Busy", Delay=600)
    call = ask(floor)
    agent = floor.agent()
    floor.cycle()
    floor.do("dial_call", call, agent)
    floor.pbx(call, "busy")
    assert ask(floor, schedule_time=LATER) == call
    assert floor.see(call, "CallPhase", "CallResult", "RetryTime") == ("Enqueue", "Scheduled", None)
    assert floor.see(call, "DueTime") == floor.value("SELECT %s::timestamptz", LATER)


def test_the_list_and_its_country(floor: Queue) -> None:
    """CB-2, CALL-6: a list that is given is taken, and the number is read in its country."""
    german = floor.outbound_list(Country="DE")
    call = ask(floor, "030 901820", outbound_list_id=german)
    assert floor.see(call, "OutboundListId", "Number") == (german, "+4930901820")


def test_the_project_s_transition(floor: Queue) -> None:
    """CB-2: without a list the project says which."""
    project, there = floor.project(), floor.outbound_list()
    floor.add("QueueTransition", SourceProjectId=project, OutboundListId=there, Priority=3)
    assert floor.see(ask(floor, project_id=project), "OutboundListId", "Priority") == (there, 3)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"number": "724 1"}, "PD010"), ({"number": None}, "PD010"), ({"inbound_call_id": -1}, "PD034"),
        ({"outbound_list_id": UUID(int=7)}, "PD004"), ({"project_id": "none fits"}, "PD036"),
        ({"outbound_list_id": "ours", "project_id": "other"}, "PD036"),
    ],
)  # fmt: skip
def test_what_is_refused(floor: Queue, wrong: dict[str, Any], code: str) -> None:
    """CB-2, URL-3: each with its own code and a remedy; nothing is made."""
    if "none fits" in wrong.values():
        floor.set("QueueTransition", floor.transition, Active=0)
    known = {"none fits": floor.project_id, "ours": floor.list_id, "other": floor.project()}
    values = {name: known.get(value, value) for name, value in wrong.items()}
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        ask(floor, values.pop("number", CALLER), **values)
    assert refused.value.sqlstate == code
    assert refused.value.diag.message_hint
    assert floor.callbacks() == 0
