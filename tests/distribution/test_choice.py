"""DIST-5: which of two agents gets the only call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor


@dataclass(frozen=True)
class Person:
    """An agent who could get the call."""

    knowledge: int = 50
    offset: int = 0
    proficiency: int = 80
    idle: int | None = 60
    preferred: bool = False
    status: str = "Ready"

    def insert(self, floor: Floor) -> UUID:
        desk = floor.workplace()
        now = floor.value("SELECT clock()")
        last = None if self.idle is None else now - timedelta(minutes=self.idle)
        agent = floor.agent(
            knowledge=self.knowledge, proficiency=self.proficiency, workplace=desk, status=None, LastCallUtc=last
        )  # fmt: skip
        floor.add("Seating", AgentId=agent, WorkplaceId=desk, KnowledgeOffset=self.offset)
        floor.do("log_in", agent, desk)
        floor.do("set_agent_status", agent, self.status)
        return agent


# The agent who is to get it, and the other one.
CASES = {
    "preferred before all": (Person(10, proficiency=10, idle=1, preferred=True), Person(90)),
    "preferred but not there": (Person(10), Person(90, preferred=True, status="Pause")),
    "highest knowledge": (Person(60, proficiency=10, idle=1), Person(50)),
    "the seat's offset raises knowledge": (Person(40, offset=11), Person(50)),
    "the seat's offset lowers knowledge": (Person(50), Person(60, offset=-11)),
    "highest proficiency": (Person(proficiency=81, idle=1), Person(proficiency=80)),
    "most idle": (Person(idle=61), Person(idle=60)),
    "who never had a call is the most idle": (Person(idle=None), Person(idle=9999)),
}


@pytest.mark.parametrize("case", CASES)
def test_choice_of_agent(db: psycopg.Connection, case: str) -> None:
    """DIST-5: preferred, knowledge with the seat's offset, proficiency, idleness; the other has the lower id."""
    floor = Floor(db)
    best, other = CASES[case]
    other_id, best_id = other.insert(floor), best.insert(floor)
    preferred: dict[str, Any] = {}
    if best.preferred or other.preferred:
        preferred = {"PreferredAgentId": best_id if best.preferred else other_id}
    call = floor.call(**preferred)
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == best_id


def test_the_lower_agent_id_settles_a_tie(db: psycopg.Connection) -> None:
    """DIST-5: alike in everything, the agent with the lower id gets it."""
    floor = Floor(db)
    lower, _ = Person().insert(floor), Person().insert(floor)
    call = floor.call()
    floor.cycle()
    assert floor.see(call, "AgentId") == lower


def test_a_seat_counts_only_where_the_agent_sits(db: psycopg.Connection) -> None:
    """DIST-5: the offset of another workplace of the agent's changes nothing."""
    floor = Floor(db)
    best = floor.agent(knowledge=50)
    other = floor.agent(knowledge=49)
    floor.add("Seating", AgentId=other, WorkplaceId=floor.workplace(), KnowledgeOffset=50)
    call = floor.call()
    floor.cycle()
    assert floor.see(call, "AgentId") == best


def test_knowledge_is_asked_for_without_the_seat(db: psycopg.Connection) -> None:
    """DIST-3, DIST-5: the seat's offset decides between agents, not whether one knows enough."""
    floor = Floor(db)
    Person(40, offset=20).insert(floor)
    able = Person(50, offset=-20).insert(floor)
    call = floor.call(Skill=50)
    floor.cycle()
    assert floor.see(call, "AgentId") == able


def test_a_call_in_no_language_does_not_look_at_proficiency(db: psycopg.Connection) -> None:
    """DIST-5: where no language is asked for, proficiency decides nothing."""
    floor = Floor(db)
    floor.set("Project", floor.project_id, LanguageId=None)
    idle = Person(proficiency=10, idle=61).insert(floor)
    Person(proficiency=90, idle=60).insert(floor)
    call = floor.call()
    floor.cycle()
    assert floor.see(call, "AgentId") == idle


@pytest.mark.parametrize(
    "steps",
    [
        ("dial", "ringing"),
        ("dial", "answered"),
        ("dial", "answered", "hangup_called"),
        ("dial", "busy"),
        ("dial", "no_answer"),
        ("dial", "failed"),
        ("dial", "answered", "hang up"),
        ("reject",),
        ("miss",),
    ],
    ids=" ".join,
)
def test_idleness_is_counted_anew(db: psycopg.Connection, steps: tuple[str, ...]) -> None:
    """DIST-5: LastCallUtc becomes now when a call rings, is answered, ends, or is missed."""
    floor = Floor(db)
    agent = floor.agent(LastCallUtc="2026-11-24 09:00+01")
    call = floor.offered(agent)
    for step in steps:
        now = floor.pass_time(7)
        if step == "dial":
            floor.do("dial_call", call, agent)
        elif step == "hang up":
            floor.do("hang_up", call, agent)
        elif step == "reject":
            floor.do("reject_offer", call, agent)
        elif step == "miss":
            now = floor.pass_time(60)
            assert floor.cycle().expired == 1
        else:
            assert floor.pbx(call, step) == "applied"
    assert floor.look("Agent", agent, "LastCallUtc") == now


def test_calls_go_round(db: psycopg.Connection) -> None:
    """DIST-5: agents alike in everything take calls in turn."""
    floor = Floor(db)
    agents = [floor.agent() for _ in range(3)]
    turns = []
    for _ in range(6):
        call = floor.call()
        floor.pass_time(10)
        floor.cycle()
        turns.append(floor.see(call, "AgentId"))
        floor.do("dial_call", call, turns[-1])
        floor.pbx(call, "busy")
    assert turns == agents * 2
