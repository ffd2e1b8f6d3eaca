"""DIST-1: any number of runners may invoke the cycle."""

from __future__ import annotations

from tests.concurrency.sessions import beside, shared_floor
from tests.conftest import Database
from tests.floor import MORNING


def test_the_second_runner_goes_away(database: Database) -> None:
    """DIST-1: who finds the lock held does nothing, raises nothing and does not wait."""
    first = shared_floor(database, at=MORNING)
    first.agent(), first.agent()
    second = beside(database, first)
    second.at(MORNING)
    second.conn.execute("SET lock_timeout = '1ms'")
    calls = first.calls(2)
    with first.conn.transaction():
        one = first.cycle()
        other = second.cycle()
        assert (one.ran, one.offered) == (True, 2)
        assert (other.ran, other.offered, other.expired, other.opened) == (False, 0, 0, 0)
        assert other.next_run > second.value("SELECT clock()")
    assert second.cycle().ran is True
    assert [first.see(call, "CallPhase") for call in calls] == ["AgentOfferFirst"] * 2


def test_what_others_hold_is_left_for_the_next_cycle(database: Database) -> None:
    """DIST-1: the cycle waits for nobody, neither for a call nor for an agent that somebody works on."""
    floor = shared_floor(database, at=MORNING)
    busy, free = floor.agent(knowledge=90), floor.agent(knowledge=50)
    held, other = floor.calls(2)
    somebody = beside(database, floor)
    floor.conn.execute("SET lock_timeout = '1ms'")
    with somebody.conn.transaction():
        somebody.conn.execute(
            "SELECT FROM OutboundCall WHERE OutboundCallId = %s FOR UPDATE", (held,)
        )
        floor.cycle()
        assert floor.see(held) == ("Enqueue", "Scheduled")
    floor.cycle()
    assert {floor.see(held, "AgentId"), floor.see(other, "AgentId")} == {busy, free}


def test_an_agent_somebody_works_on_is_left_alone(database: Database) -> None:
    """DIST-1: the agent whom another session changes at this moment gets nothing, and nobody waits."""
    floor = shared_floor(database, at=MORNING)
    agent = floor.agent()
    call = floor.call()
    somebody = beside(database, floor)
    floor.conn.execute("SET lock_timeout = '1ms'")
    with somebody.conn.transaction():
        somebody.do("set_agent_status", agent, "Pause")
        assert floor.cycle().offered == 0
    assert floor.cycle().offered == 0
    somebody.do("set_agent_status", agent, "Ready")
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == agent
