"""Callbacks asked for in the IVR (CB-2), and customers called by a script (CB-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.callbacks.test_lost_shift import Queue
from tests.floor import new_number

NOON = "2026-11-24 12:00+01"


@pytest.fixture
def queue(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


def test_for_now_and_for_a_time(queue: Queue) -> None:
    """CB-2: from the queue, whose call is then not lost; and from outside."""
    queue.transition()
    inbound = queue.inbound(Number="724 111 222")
    call = queue.do("ivr_call_back", None, None, inbound)
    assert queue.see(call, "Number", "CallPhase", "ScheduleTime", "InboundCallId", "ValidUntil") == (
        "+420724111222", "Enqueue", None, inbound, None,
    )  # fmt: skip
    assert queue.inbound_row(inbound) == ("CallBack", call, None)
    queue.set("InboundCall", inbound, EndTime=NOON)
    assert queue.do("lost_shift", inbound) == call
    assert queue.inbound_row(inbound)[0] == "CallBack"
    other = queue.do("ivr_call_back", "724 333 444", NOON, None, queue.list_id)
    assert queue.value(
        "SELECT ScheduleTime = %s FROM OutboundCall WHERE OutboundCallId = %s", NOON, other
    )
    assert queue.value("SELECT count(*) FROM OutboundCall") == 2


def test_asked_twice(queue: Queue) -> None:
    """CB-1, CB-2: the waiting one is moved to the new time, also one of a lost call."""
    queue.transition()
    number = new_number()
    call = queue.do("lost_shift", queue.inbound(Number=number))
    assert queue.do("ivr_call_back", number, NOON) == call
    assert queue.see(call, "ValidUntil", "Due") == (None, 0)
    assert queue.value("SELECT ScheduleTime = %s FROM OutboundCall", NOON)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (("12", None, None), "PD010"),
        ((None, None, None), "PD010"),
        (("724 111 222", None, None), "PD035"),
        (("724 111 222", None, 10**9), "PD034"),
        (("724 111 222", None, None, UUID(int=1)), "PD004"),
    ],
)
def test_refusals(queue: Queue, values: tuple[Any, ...], code: str) -> None:
    """CB-2: and nothing is written."""
    with pytest.raises(psycopg.Error) as refused, queue.conn.transaction():
        queue.do("ivr_call_back", *values)
    assert refused.value.sqlstate == code
    assert refused.value.diag.message_hint
    assert (
        queue.value("SELECT count(*) FROM OutboundCall")
        + queue.value("SELECT count(*) FROM InboundCall")
        == 0
    )


def scripted(queue: Queue, **columns: Any) -> UUID:
    return queue.outbound_list(DialingMode="Ivr", IvrScript="satisfaction", **columns)


def test_feedback(queue: Queue) -> None:
    """CB-3: dialled by the cycle with no agent, answered by a key, over."""
    ivr = scripted(queue)
    queue.agent()
    first = queue.call()
    call = queue.do("ivr_feedback", first, ivr, 60)
    assert queue.do("ivr_feedback", first, ivr) == call
    assert queue.see(call, "ChainingId", "Number") == (first, queue.see(first, "Number"))
    queue.do("cancel_call", first)
    assert (queue.cycle().offered, queue.cycle().scripts_dialled) == (0, 0)
    queue.pass_time(61)
    cycle = queue.cycle()
    assert (cycle.offered, cycle.scripts_dialled) == (0, 1)
    assert queue.see(call, "CallPhase", "CallResult", "AgentId") == ("AutoDial", "Active", None)
    assert queue.rows(
        "SELECT outbound_call_id, extension, script FROM take_pbx_commands('r1')"
    ) == [(call, None, "satisfaction")]
    pbx_id = queue.see(call, "PbxCallId")
    with pytest.raises(psycopg.Error) as refused, queue.conn.transaction():
        queue.do("ivr_result", call, "5")
    assert refused.value.sqlstate == "PD037"
    queue.do("report_pbx_event", pbx_id, "answered")
    assert queue.see(call) == ("IvrScript", "Active")
    queue.do("ivr_result", call, "4")
    queue.do("ivr_result", call, "5")
    queue.do("report_pbx_event", pbx_id, "hangup_called")
    assert queue.see(call) == ("IvrEnded", "Completed")
    assert queue.rows("SELECT Question, Answer FROM IvrAnswer") == [("", "5")]
    assert queue.broken() == []


def test_no_answer_and_a_late_one(queue: Queue) -> None:
    """CB-3: NoResult, until an answer comes after all."""
    call = queue.do("ivr_feedback", queue.call(CallPhase="New"), scripted(queue))
    queue.cycle()
    queue.rows("SELECT * FROM take_pbx_commands('r1')")
    pbx_id = queue.see(call, "PbxCallId")
    for event in ("answered", "hangup_called"):
        queue.do("report_pbx_event", pbx_id, event)
    assert queue.see(call) == ("IvrEnded", "NoResult")
    queue.do("ivr_result", call, "1")
    assert queue.see(call) == ("IvrEnded", "Completed")
    assert queue.broken() == []


def test_busy_and_the_list_goes_on(queue: Queue) -> None:
    """CB-3, RES-5: what is not reached is AutoDial with its status, and the list's rules decide."""
    ivr = scripted(queue)
    queue.add("RetryRule", OutboundListId=ivr, CallResult="Busy", Delay=60)
    call = queue.call(OutboundListId=ivr)
    queue.cycle()
    queue.do("report_pbx_event", queue.see(call, "PbxCallId"), "busy")
    assert queue.see(call) == ("AutoDial", "Busy")
    queue.cycle()
    queue.pass_time(61)
    queue.cycle()
    assert queue.see(call, "CallPhase", "Trial") == ("AutoDial", 2)


def test_channels_are_bounded(queue: Queue) -> None:
    """CB-3: never more than MaxChannels of a list at once; higher priority first."""
    ivr = scripted(queue, MaxChannels=2)
    calls = [queue.call(OutboundListId=ivr, Priority=p) for p in (1, 3, 2)]
    assert queue.cycle().scripts_dialled == 2
    assert [queue.see(c, "CallPhase") for c in calls] == ["Enqueue", "AutoDial", "AutoDial"]
    assert queue.cycle().scripts_dialled == 0
    queue.do("report_pbx_event", queue.see(calls[1], "PbxCallId"), "busy")
    assert queue.cycle().scripts_dialled == 1


def test_one_attempt_to_a_number(queue: Queue) -> None:
    """DIST-9: the same number twice in the lists is dialled once at a time."""
    number = new_number()
    one, two = scripted(queue), scripted(queue)
    for ivr in (one, two):
        queue.call(OutboundListId=ivr, Number=number)
    assert queue.cycle().scripts_dialled == 1
    assert queue.cycle().scripts_dialled == 0


@pytest.mark.parametrize("activity", ["Prepared", "Paused", "Completed"])
def test_only_running_lists(queue: Queue, activity: str) -> None:
    """LIST-1: a script is no exception."""
    queue.call(OutboundListId=scripted(queue, Activity=activity))
    assert queue.cycle().scripts_dialled == 0


def test_feedback_needs_a_script(queue: Queue) -> None:
    """CB-3: refused for a list that agents work on, and for none."""
    call = queue.call()
    for outbound_list, code in ((queue.list_id, "PD036"), (UUID(int=1), "PD004")):
        with pytest.raises(psycopg.Error) as refused, queue.conn.transaction():
            queue.do("ivr_feedback", call, outbound_list)
        assert refused.value.sqlstate == code


@pytest.mark.parametrize(("minutes", "taken_by_other"), [(None, False), (5, True)])
def test_missed_personal_callback(queue: Queue, minutes: int | None, taken_by_other: bool) -> None:
    """RES-6: it waits for its agent, or is open to anybody after the list's minutes."""
    ours = queue.outbound_list(OpenMissedAfter=minutes)
    jana, petr = queue.agent(), queue.agent()
    call = queue.call(OutboundListId=ours, AgentId=jana, Predistributed=1)
    queue.do("set_agent_status", jana, "Pause")
    queue.cycle()
    assert queue.see(call, "CallPhase") == "Enqueue"
    queue.pass_time(301)
    queue.cycle()
    queue.cycle()
    assert queue.see(call, "AgentId") == (petr if taken_by_other else jana)
    assert queue.see(call, "CallPhase") == ("AgentOfferFirst" if taken_by_other else "Enqueue")
