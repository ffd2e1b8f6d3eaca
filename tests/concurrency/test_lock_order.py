"""List, calls by id, agents by id, workplaces by id: whoever comes the other way waits, and nobody dies of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor

Deed = Callable[[Floor], Any]


def held(database: Database, floor: Floor, *statements: tuple[str, Any]) -> psycopg.Connection[Any]:
    """Return an open transaction that holds what the statements lock."""
    conn = settle(database.connect(autocommit=False))
    for statement, *values in statements:
        conn.execute(statement.encode(), values)
    return conn


CALL = "SELECT 1 FROM OutboundCall WHERE OutboundCallId = %s FOR NO KEY UPDATE"
AGENT = "SELECT 1 FROM Agent WHERE AgentId = %s FOR NO KEY UPDATE"


@pytest.mark.parametrize("what", ["call", "agent"])
def test_the_cycle_waits_for_nobody(database: Database, what: str) -> None:
    """DIST-1: a call or an agent that somebody holds is left for the next cycle, the others are served."""
    floor = shared_floor(database)
    agents = [floor.agent(), floor.agent()]
    calls = floor.calls(2)
    holder = held(
        database, floor, (CALL, calls[0]) if what == "call" else (AGENT, agents[0])
    )  # fmt: skip
    with meanwhile(beside(database, floor), lambda other: other.cycle()) as cycle:
        assert not cycle.is_blocked(floor.conn)
    assert cycle.result().offered == 1
    holder.rollback()
    assert floor.cycle().offered == 1
    assert floor.broken() == []


def test_an_expired_offer_that_its_agent_accepts_now_is_left_alone(database: Database) -> None:
    """DIST-10: the cycle skips a call that its agent is just answering."""
    floor = shared_floor(database, at="2026-11-24 10:00+01")
    agent = floor.agent()
    call = floor.call()
    floor.cycle()
    accepting = held(database, floor, ("SELECT accept_offer(%s, %s)", call, agent))
    other = beside(database, floor)
    other.at("2026-11-24 10:30+01")
    with meanwhile(other, lambda late: late.cycle()) as cycle:
        assert not cycle.is_blocked(floor.conn)
    assert cycle.result().expired == 0
    accepting.commit()
    assert floor.see(call) == ("AgentPreCall", "Active")


PAIRS: dict[str, tuple[Deed, Deed]] = {
    "event and hang-up": (
        lambda f: f.pbx(f.last, "hangup_called"),  # type: ignore[attr-defined]
        lambda f: f.do("hang_up", f.last, f.who),  # type: ignore[attr-defined]
    ),
    "bulk update and event": (
        lambda f: f.conn.execute(b"UPDATE OutboundCall SET Priority = 7"),
        lambda f: f.pbx(f.last, "hangup_called"),  # type: ignore[attr-defined]
    ),
    "status and end of a call": (
        lambda f: f.do("set_agent_status", f.who, "Pause"),  # type: ignore[attr-defined]
        lambda f: f.pbx(f.last, "hangup_called"),  # type: ignore[attr-defined]
    ),
    "logging off and end of a call": (
        lambda f: f.pbx(f.last, "hangup_called"),  # type: ignore[attr-defined]
        lambda f: f.do("log_off", f.who),  # type: ignore[attr-defined]
    ),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("pair", PAIRS)
def test_two_ways_to_one_call(database: Database, pair: str, turned: bool) -> None:
    """DIST-9: one holds its locks, the other comes and waits; both end, with no deadlock."""
    floor = shared_floor(database)
    floor.who = floor.agent()  # type: ignore[attr-defined]
    floor.last = floor.talking(floor.who)  # type: ignore[attr-defined]
    first, second = reversed(PAIRS[pair]) if turned else PAIRS[pair]
    one = floor.via(settle(database.connect(autocommit=False)))
    try:
        first(one)
    except psycopg.Error as error:
        assert (error.sqlstate or "").startswith("PD"), error
    with meanwhile(beside(database, floor), second) as other:
        other.is_blocked(floor.conn)
        one.conn.commit()
    error = other.error()
    assert error is None or (error.sqlstate or "").startswith("PD"), error
    assert floor.broken() == []


def test_a_second_click_on_the_same_row(database: Database) -> None:
    """MAN-2: two agents who click the same row: one gets it, the other is told."""
    floor = shared_floor(database)
    floor.set("OutboundList", floor.list_id, ManualDistribution=1)
    agents = [floor.agent(), floor.agent()]
    call = floor.call()
    one = floor.via(settle(database.connect(autocommit=False)))
    one.do("enqueue_call", call, agents[0])
    with meanwhile(
        beside(database, floor), lambda other: other.do("enqueue_call", call, agents[1])
    ) as click:
        assert click.is_blocked(floor.conn)
        one.conn.commit()
    error = click.error()
    assert error is not None
    assert error.sqlstate == "PD016"
    assert floor.see(call, "AgentId", "Predistributed") == (agents[0], 1)


@pytest.mark.parametrize("statement", ["SELECT * FROM run_cycle()", "SELECT accept_offer(%s, %s)"])
def test_a_session_that_dies_leaves_nothing_half_done(database: Database, statement: str) -> None:
    """DIST-9: killed before its commit, it has done nothing; the next one does it."""
    floor = shared_floor(database)
    agent = floor.agent()
    call = floor.call()
    if "accept" in statement:
        floor.cycle()
    before = floor.see(call, "CallPhase", "Step")
    dying = settle(database.connect(autocommit=False))
    dying.execute(statement.encode(), (call, agent) if "accept" in statement else None)
    floor.do("pg_terminate_backend", dying.info.backend_pid, 5000)
    assert floor.see(call, "CallPhase", "Step") == before
    assert floor.broken() == []
    floor.conn.execute(statement.encode(), (call, agent) if "accept" in statement else None)
    assert floor.see(call, "CallPhase", "Step") != before
