"""A shift in virtual time: runner, simulated PBX and floor against the database (DIAL-1 to DIAL-5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Self

import pytest
from pgdialer.runner.bridges import Bridge, Command, Event
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.session import Session
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.floor import Seat
from pgdialer.runner.simulation.shift import play

from tests.conftest import Database
from tests.floor import Floor

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OPEN = """
    SELECT count(*) FROM OutboundCall
    WHERE CallResult IN ('Active', 'Scheduled', 'Prepared', 'Paused') OR RetryTime IS NOT NULL
"""


async def all_over(session: Session) -> bool:
    """Whether every call is final, or the shift has lasted a day."""
    (left,) = await session.row(OPEN)
    (late,) = await session.row("SELECT clock() > %s", START + timedelta(hours=24))
    return left == 0 or late


def centre(database: Database, agents: int = 8, calls: int = 120) -> tuple[Floor, list[Seat]]:
    """Make a list with retry rules, its calls, and seats for agents who are not logged in yet."""
    floor = Floor(database.connect(), at=START)
    floor.set("Project", floor.project_id, PostCallPause=20)
    floor.set("OutboundList", floor.list_id, MaxTrials=3)
    for result in ("Busy", "NoAnswer", "Failed"):
        floor.add("RetryRule", CallResult=result, Delay=600)
    seats = []
    for number in range(agents):
        agent = floor.agent(status=None, Login=f"agent{number}")
        seats.append(Seat(agent, floor.workplace(), f"agent{number}"))
    floor.calls(calls)
    return floor, seats


def outcome(floor: Floor) -> dict[str, int]:
    return dict(floor.rows("SELECT CallResult::text, count(*) FROM OutboundCall GROUP BY 1"))


def judge(floor: Floor, calls: int) -> None:
    """Every call is final, in a way that the PBX or an agent gave; no invariant is broken."""
    assert floor.value(OPEN) == 0
    done = outcome(floor)
    assert sum(done.values()) == calls
    assert done.get("Completed", 0) > calls / 10
    assert done.get("NoAnswer", 0) > 0
    assert floor.broken() == []


def test_a_shift_ends_with_every_call_final(database: Database) -> None:
    """DIAL-1, RES-5: offers, previews, attempts, results and retries until nothing is left to do."""
    floor, seats = centre(database)
    end = play(database.dsn, seats, START, all_over)
    assert timedelta(minutes=5) < end - START < timedelta(hours=24)
    judge(floor, 120)


def test_two_runners_share_a_shift(database: Database) -> None:
    """DIAL-2, DIST-1: each command goes to one of them, and both work."""
    floor, seats = centre(database)
    play(
        database.dsn, seats, START, all_over,
        bridges=[Simulated(Customers(1)), Simulated(Customers(1))],
    )  # fmt: skip
    judge(floor, 120)
    takers = floor.rows("SELECT DISTINCT TakenBy FROM PbxCommand WHERE Command = 'originate'")
    assert {taker for (taker,) in takers} == {"shift-1", "shift-2"}


class Careless(Bridge):
    """A PBX that says everything twice, loses some of it, and now and then forgets a channel."""

    def __init__(self) -> None:
        self.inner = Simulated(Customers(3))
        self.told = 0
        self.forgotten: set[str] = set()

    @classmethod
    def configured(cls, options: Mapping[str, str]) -> Self:
        assert not options
        return cls()

    async def send(self, command: Command) -> None:
        await self.inner.send(command)

    async def events(self) -> AsyncIterator[Event]:
        async for event in self.inner.events():
            self.told += 1
            if self.told % 13 == 0 and event.ends:
                self.forgotten.add(event.pbx_call_id)
                continue
            yield event
            yield event

    async def live(self) -> Collection[str]:
        return set(await self.inner.live()) - self.forgotten

    async def close(self) -> None:
        await self.inner.close()


def test_a_careless_pbx_does_no_harm(database: Database) -> None:
    """DIAL-2, DIAL-5: what is said twice counts once; a channel that vanished is Failed, cause unknown, and rests."""
    floor, seats = centre(database)
    bridge = Careless()
    play(database.dsn, seats, START, all_over, bridges=[bridge])
    judge(floor, 120)
    assert bridge.forgotten
    unknown = floor.rows(
        "SELECT CallResult::text, RetryTime FROM OutboundCall WHERE Cause = 'unknown'"
    )
    assert unknown
    assert set(unknown) == {("Failed", None)}


@pytest.mark.parametrize("seed", [5])
def test_a_seed_gives_the_same_shift_again(database: Database, seed: int) -> None:
    """DIAL-1: the simulated customers and agents are dice, thrown the same for the same seed."""
    customers = [Customers(seed), Customers(seed)]
    numbers = [f"+4207241{n:05}" for n in range(200)]
    attempts = [[one.attempt(number, 1) for number in numbers] for one in customers]
    assert attempts[0] == attempts[1]
    assert attempts[0] != [Customers(seed + 1).attempt(number, 1) for number in numbers]
    outcomes = {attempt.outcome for attempt in attempts[0]}
    assert {"answered", "busy", "failed"} <= outcomes
