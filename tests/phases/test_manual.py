"""MAN-1, MAN-2: calls that wait for their release by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, shared_floor
from tests.conftest import Database
from tests.floor import MORNING, Floor, new_number
from tests.phases.test_statements import PRINTED


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    made = Floor(db)
    made.set("OutboundList", made.list_id, ManualDistribution=1)
    return made


def copied(floor: Floor) -> int:
    number = new_number()
    with floor.conn.cursor().copy("COPY OutboundCall (OutboundListId, Number) FROM STDIN") as copy:
        copy.write_row((floor.list_id, number))
    call: int = floor.value("SELECT OutboundCallId FROM OutboundCall WHERE Number = %s", number)
    return call


WAYS: dict[str, Callable[[Floor], int]] = {
    "INSERT": lambda floor: floor.call(),
    "INSERT in phase Enqueue": lambda floor: floor.call(CallPhase="Enqueue"),
    "INSERT in phase EnqueueNoTime": lambda floor: floor.call(CallPhase="EnqueueNoTime"),
    "INSERT in phase New": lambda floor: floor.call(CallPhase="New"),
    "INSERT as Scheduled": lambda floor: floor.call(CallResult="Scheduled"),
    "INSERT as Prepared": lambda floor: floor.call(CallResult="Prepared"),
    "INSERT as Paused": lambda floor: floor.call(CallResult="Paused"),
    "INSERT for later": lambda floor: floor.call(ScheduleTime="2027-01-01"),
    "INSERT outside its window": lambda floor: floor.call(TimeMode="Daily", TimeFrom="11:00", TimeTo="12:00"),
    "INSERT pre-distributed": lambda floor: floor.call(Predistributed=1, AgentId=floor.agent()),
    "INSERT of many": lambda floor: floor.calls(3)[1],
    "INSERT into a batch": lambda floor: floor.call(OutboundListImportId=floor.batch(), Rank=1),
    "COPY": copied,
    "create_call": lambda floor: floor.do("create_call", floor.list_id, "724 123 456"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_new_call_is_manual(floor: Floor, way: str) -> None:
    """MAN-1: whatever way it came, and the cycle ignores it."""
    call = WAYS[way](floor)
    assert floor.see(call, "CallPhase") == "Manual"
    assert floor.see(call, "CallResult") == ("Paused" if way == "INSERT as Paused" else "Prepared")
    floor.agent()
    for _ in range(2):
        assert floor.cycle().offered == 0
        floor.pass_time(365 * 24 * 3600)
    assert floor.see(call, "CallPhase") == "Manual"


def test_a_list_without_manual_dispatch(floor: Floor) -> None:
    """MAN-1: with ManualDistribution 0 a new call goes straight into the queue."""
    floor.set("OutboundList", floor.list_id, ManualDistribution=0)
    assert floor.see(floor.call()) == ("Enqueue", "Scheduled")


RELEASES: dict[str, Callable[[Floor, int], Any]] = {
    "UPDATE of the phase": lambda floor, call: floor.set("OutboundCall", call, CallPhase="Enqueue"),
    "UPDATE of the status": lambda floor, call: floor.set(
        "OutboundCall", call, CallResult="Scheduled"
    ),
    "enqueue_call": lambda floor, call: floor.do("enqueue_call", call),
    "schedule_call": lambda floor, call: floor.do("schedule_call", call),
}


@pytest.mark.parametrize("release", RELEASES)
def test_it_is_released_by_hand(floor: Floor, release: str) -> None:
    """MAN-2: by changing the phase to Enqueue, by whatever hand; then it is distributed."""
    call = floor.call()
    agent = floor.agent()
    assert floor.cycle().offered == 0
    RELEASES[release](floor, call)
    assert floor.see(call) == ("Enqueue", "Scheduled")
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == agent


@pytest.mark.parametrize(("attempts", "manual"), [(0, 0), (1, 1), (2, 2), (3, 3), (99, 5)])
def test_for_how_many_attempts(floor: Floor, attempts: int, manual: int) -> None:
    """MAN-1: the number says for how many attempts calls wait for a hand; later ones go to Enqueue."""
    floor.set("OutboundList", floor.list_id, ManualDistribution=attempts, MaxTrials=5)
    floor.add("RetryRule", CallResult="Busy", Delay=60)
    agent = floor.agent()
    call = floor.call()
    waited = 0
    for trial in range(1, 6):
        if floor.see(call, "CallPhase") == "Manual":
            waited += 1
            floor.pass_time(3600)
            assert floor.cycle().offered == 0
            floor.do("enqueue_call", call)
        floor.pass_time(3600)
        assert floor.cycle().offered == 1
        floor.do("dial_call", call, agent)
        floor.pbx(call, "busy")
        assert floor.see(call, "Trial") == trial
        floor.do("set_agent_status", agent, "Pause")
        floor.cycle()
        floor.do("set_agent_status", agent, "Ready")
    assert waited == manual
    assert floor.broken() == []


def click(agent: Any, call: int) -> Callable[[Floor], int]:
    return lambda floor: (
        floor.conn.execute(PRINTED.encode(), {"agent": agent, "call": call}).rowcount
    )


@pytest.mark.parametrize("by", ["statement", "enqueue_call"])
def test_two_agents_click_the_same_row(database: Database, by: str) -> None:
    """MAN-2: one gets it, the other is told."""
    floor = shared_floor(database, at=MORNING)
    call = floor.call(OutboundListId=floor.outbound_list(ManualDistribution=1))
    quick, slow = floor.agent(), floor.agent()
    rival = beside(database, floor)
    rival.at(MORNING)
    observer = database.connect()

    def release(agent: Any) -> Callable[[Floor], Any]:
        return (
            click(agent, call)
            if by == "statement"
            else lambda there: there.do("enqueue_call", call, agent)
        )

    floor.conn.execute("BEGIN")
    assert release(quick)(floor) in (1, "Enqueue")
    with meanwhile(rival, release(slow)) as waiting:
        assert waiting.is_blocked(observer)
        floor.conn.execute("COMMIT")
        error = waiting.error() if by == "enqueue_call" else None
        if by == "statement":
            assert waiting.result() == 0
        else:
            assert error is not None
            assert error.sqlstate == "PD016"
            assert error.diag.message_hint
    assert floor.see(call, "AgentId", "Predistributed") == (quick, 1)
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == quick
