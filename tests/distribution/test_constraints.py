"""DIST-9: two of anything at once is refused by the database, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, shared_floor
from tests.conftest import Database
from tests.floor import MORNING, Floor

Move = tuple[int, dict[str, Any]]


def write(move: Move) -> Callable[[Floor], None]:
    """Return what writes a change of a call, as a DBA would."""
    return lambda floor: floor.set("OutboundCall", move[0], **move[1])


def offer(agent: Any, phase: str = "AgentOfferFirst") -> dict[str, Any]:
    return {"CallPhase": phase, "AgentId": agent}


def two_calls_of_an_agent(floor: Floor, first: str, second: str) -> tuple[Move, Move]:
    agent = floor.agent()
    one, other = floor.calls(2)
    return (one, offer(agent, first)), (other, offer(agent, second))


def two_attempts_to_a_number(floor: Floor, **columns: Any) -> tuple[Move, Move]:
    outbound_list = floor.outbound_list(**columns)
    one, other = (floor.call("+420 724 123 456", OutboundListId=outbound_list) for _ in range(2))
    return (one, offer(floor.agent())), (other, offer(floor.agent()))


CASES: dict[str, tuple[Callable[[Floor], tuple[Move, Move]], str | None]] = {
    "one agent, two offers": (
        lambda floor: two_calls_of_an_agent(floor, "AgentOfferFirst", "AgentOfferFirst"), "oneattemptperagent",
    ),
    "one agent, a call and an offer": (
        lambda floor: two_calls_of_an_agent(floor, "AgentPreCall", "AgentOfferFirst"), "oneattemptperagent",
    ),
    "one agent, two calls": (
        lambda floor: two_calls_of_an_agent(floor, "AgentPreCall", "AgentPreCall"), "oneattemptperagent",
    ),
    "one number, two attempts": (two_attempts_to_a_number, "oneattemptpernumber"),
    "one number, two attempts, allowed": (
        lambda floor: two_attempts_to_a_number(floor, AllowSharedNumber=1), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["COMMIT", "ROLLBACK"])
@pytest.mark.parametrize("case", CASES)
def test_who_comes_second_waits_and_is_refused(database: Database, case: str, ending: str) -> None:
    """DIST-9: of two sessions that write the same at once, one gets it; after a rollback the other does."""
    made, constraint = CASES[case]
    floor = shared_floor(database, at=MORNING)
    (first, changes), second = made(floor)
    rival = beside(database, floor)
    rival.at(MORNING)
    observer = database.connect()
    floor.conn.execute("BEGIN")
    floor.set("OutboundCall", first, **changes)
    with meanwhile(rival, write(second)) as waiting:
        assert waiting.is_blocked(observer) is (constraint is not None)
        floor.conn.execute(ending.encode())
        error = waiting.error()
    if constraint is None or ending == "ROLLBACK":
        assert error is None
        assert floor.see(second[0], "CallResult") == "Active"
    else:
        assert isinstance(error, psycopg.errors.UniqueViolation)
        assert error.diag.constraint_name == constraint
        assert floor.see(second[0]) == ("Enqueue", "Scheduled")
    assert floor.broken() == []


def test_one_call_for_two_agents(database: Database) -> None:
    """DIST-9: who comes second finds the call taken, is told so, and does not take it away."""
    floor = shared_floor(database, at=MORNING)
    call, first, second = floor.call(), floor.agent(), floor.agent()
    rival = beside(database, floor)
    rival.at(MORNING)
    observer = database.connect()
    floor.conn.execute("BEGIN")
    floor.set("OutboundCall", call, **offer(first))
    with meanwhile(rival, write((call, offer(second)))) as waiting:
        assert waiting.is_blocked(observer)
        floor.conn.execute("COMMIT")
        error = waiting.error()
    assert error is not None
    assert error.sqlstate == "PD002"
    assert floor.see(call, "AgentId") == first


def test_a_workplace_seats_one(database: Database) -> None:
    """DIST-9: two agents cannot sit at one workplace, so it cannot have two calls."""
    floor = shared_floor(database)
    desk = floor.workplace()
    floor.agent(workplace=desk)
    other = floor.agent(status=None)
    with pytest.raises(psycopg.Error, match="taken") as refused:
        floor.do("log_in", other, desk)
    assert refused.value.sqlstate == "PD008"
    with pytest.raises(psycopg.errors.UniqueViolation):
        floor.set("Agent", other, WorkplaceId=desk)


@pytest.mark.parametrize("shared", [0, 1])
def test_duplicate_numbers_are_distributed_one_at_a_time(database: Database, shared: int) -> None:
    """DIST-9: of calls to one number one is offered, in whatever list they are; a list may allow more."""
    floor = shared_floor(database, at=MORNING)
    lists = [floor.outbound_list(AllowSharedNumber=shared) for _ in range(2)]
    for _ in range(4):
        floor.agent()
    for outbound_list in lists * 2:
        floor.call("00420 724 123 456", OutboundListId=outbound_list)
    assert floor.cycle().offered == (4 if shared else 1)
    assert floor.broken() == []


def test_the_next_duplicate_follows_when_the_first_is_over(db: psycopg.Connection) -> None:
    """DIST-9: the number is free again once the attempt has ended, also while its result is awaited."""
    floor = Floor(db)
    floor.set("Project", floor.project_id, ResultWait=None)
    agent, other = floor.agent(), floor.agent()
    first, second = (floor.call("724 123 456") for _ in range(2))
    floor.cycle()
    floor.do("dial_call", first, agent)
    floor.pbx(first, "answered")
    assert floor.cycle().offered == 0
    floor.pbx(first, "hangup_called")
    assert floor.see(first, "CallPhase") == "WaitForResult"
    assert floor.cycle().offered == 1
    assert floor.see(second, "AgentId") == other


def test_an_attempt_has_an_id_of_its_own(db: psycopg.Connection) -> None:
    """DIST-9, DIAL-2: two attempts cannot share the id on the PBX."""
    floor = Floor(db)
    one, other = floor.talking(), floor.talking()
    with pytest.raises(psycopg.errors.UniqueViolation):
        floor.set("OutboundCall", other, PbxCallId=floor.see(one, "PbxCallId"))
