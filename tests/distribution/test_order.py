"""DIST-4: which of two calls the only free agent gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.floor import MORNING, Floor


@dataclass(frozen=True)
class Call:
    """A call that has waited for some minutes."""

    waited: int
    priority: int = 0
    offset: int = 0
    own: bool = False

    def insert(self, floor: Floor, agent: Any) -> int:
        project = floor.project(WaitingOffset=self.offset)
        floor.add("Skill", AgentId=agent, ProjectId=project)
        floor.at(MORNING)
        floor.pass_time(-60 * self.waited)
        own = {"Predistributed": 1, "AgentId": agent} if self.own else {}
        outbound_list = floor.outbound_list(ProjectId=project)
        return floor.call(OutboundListId=outbound_list, Priority=self.priority, **own)


# The call that is to be offered, and the other one.
CASES = {
    "pre-distributed before priority": (Call(10, own=True), Call(50, priority=9)),
    "higher priority before longer waiting": (Call(10, priority=1), Call(50)),
    "priority below zero": (Call(10), Call(50, priority=-1)),
    "longer waiting": (Call(50), Call(10)),
    "a waiting offset is time waited": (Call(10, offset=41 * 60), Call(50)),
    "a waiting offset that is too short": (Call(50), Call(10, offset=39 * 60)),
    "a waiting offset does not outdo priority": (Call(10, priority=1), Call(50, offset=9999)),
    "among pre-distributed ones priority": (Call(10, priority=1, own=True), Call(50, own=True)),
    "among pre-distributed ones waiting": (Call(50, own=True), Call(10, own=True)),
    "among pre-distributed ones the offset": (Call(10, offset=2500, own=True), Call(50, own=True)),
}


@pytest.mark.parametrize("case", CASES)
def test_order_of_calls(db: psycopg.Connection, case: str) -> None:
    """DIST-4: pre-distributed, priority, waiting with the project's offset; the other has the lower id."""
    floor = Floor(db)
    agent = floor.agent()
    first, other = CASES[case]
    other_id, first_id = other.insert(floor, agent), first.insert(floor, agent)
    floor.at(MORNING)
    assert floor.cycle().offered == 1
    assert floor.see(first_id, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)
    assert floor.see(other_id, "CallPhase") == "Enqueue"


@pytest.mark.parametrize("own", [False, True])
def test_the_lower_id_settles_a_tie(db: psycopg.Connection, own: bool) -> None:
    """DIST-4: alike in everything, the lower id goes first, whichever row was written first."""
    floor = Floor(db)
    agent = floor.agent()
    late, early = floor.calls(2, **({"Predistributed": 1, "AgentId": str(agent)} if own else {}))
    floor.conn.execute(
        "UPDATE OutboundCall SET OutboundCallId = -1 WHERE OutboundCallId = %s", (early,)
    )
    assert floor.cycle().offered == 1
    assert floor.see(-1, "CallPhase") == "AgentOfferFirst"
    assert floor.see(late, "CallPhase") == "Enqueue"


def test_waiting_is_counted_from_when_the_call_was_put_into_the_queue(
    db: psycopg.Connection,
) -> None:
    """DIST-4: the order over many waiting times is that of their waiting."""
    floor = Floor(db)
    waited = [30, 10, 50, 20, 40]
    agent = floor.agent()
    calls = {minutes: Call(minutes).insert(floor, agent) for minutes in waited}
    floor.at(MORNING)
    order = []
    for _ in waited:
        assert floor.cycle().offered == 1
        call = floor.value(
            "SELECT OutboundCallId FROM OutboundCall WHERE CallPhase = 'AgentOfferFirst'"
        )
        order.append(call)
        floor.do("dial_call", call, agent)
        floor.pbx(call, "busy")
        floor.do("set_agent_status", agent, "Ready")
        floor.pass_time(1)
    assert order == [calls[minutes] for minutes in sorted(waited, reverse=True)]
