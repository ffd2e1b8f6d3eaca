"""How a runner paces itself, in virtual time: no test waits."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.carrier import NEXT, TAKE
from pgdialer.runner.loop import BEAT, CYCLE, EXTENSIONS, RECONCILE, Runner
from pgdialer.runner.pace import Allowance, Pace
from pgdialer.runner.session import Session
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.virtual import VirtualLoop
from psycopg.rows import BaseRowFactory, tuple_row

Result = TypeVar("Result")


def virtually(work: Coroutine[Any, Any, Result]) -> Result:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(start)) as loop:
        return loop.run(work)


async def used_without_pause(share: float, each: float, idle: float, until: float) -> float:
    """How much of the time something takes that is done again as soon as it may be."""
    loop = asyncio.get_running_loop()
    allowance, used = Allowance(share, saved=0.05), 0.0
    await asyncio.sleep(idle)
    while loop.time() < idle + until:
        await asyncio.sleep(max(0.0, allowance.left()))
        await asyncio.sleep(each)
        allowance.spend(each)
        used += each
    return used


@pytest.mark.parametrize("each", [0.003, 0.08, 0.4])
def test_what_never_ends_gets_its_share(each: float) -> None:
    """Short or long, after a rest or none: a quarter of the time, and what was saved."""
    for idle in (0.0, 100.0):
        used = virtually(used_without_pause(0.25, each, idle, until=20.0))
        assert 5.0 - each <= used <= 5.0 + 0.05 + 2 * each


def test_one_after_the_other_does_not_wait() -> None:
    """What is rare never waits; neither do some in a row."""

    async def waits() -> list[float]:
        allowance, seen = Allowance(0.25, saved=0.05), []
        for pause in (10.0, 0.0, 0.0, 0.3, 0.3):
            await asyncio.sleep(pause)
            seen.append(max(0.0, allowance.left()))
            await asyncio.sleep(0.01)
            allowance.spend(0.01)
        return seen

    assert virtually(waits()) == [0.0] * 5


class Database(Session):
    """Answers nothing, and notes what it was asked; a cycle takes a hundredth of a second."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.asked: list[tuple[float, str]] = []

    async def rows(
        self, query: str, *_values: Any, as_: BaseRowFactory[Any] = tuple_row
    ) -> list[Any]:
        del as_
        loop = asyncio.get_running_loop()
        self.asked.append((loop.time(), query))
        if query != CYCLE:
            return []
        await asyncio.sleep(0.01)
        return [(True, 0, 0, None)]


async def asked(hint_every: float, seconds: float) -> tuple[list[float], list[tuple[float, str]]]:
    """When hints came, so often, and what a runner asked then."""
    database = Database()
    runner = Runner(database, Simulated(Customers()), "one", Pace())
    running = asyncio.create_task(runner.run())
    loop = asyncio.get_running_loop()
    hints = []
    while loop.time() < seconds:
        await asyncio.sleep(hint_every)
        hints.append(loop.time())
        runner.wake()
    runner.stop()
    await running
    return hints[:-1], database.asked


def test_nobody_waits_for_what_is_done_by_the_clock() -> None:
    """After a hint come commands and the cycle, at once: no sign of life, and no comparison."""
    hints, said = virtually(asked(hint_every=0.3, seconds=60.0))
    assert {query for _, query in said} == {CYCLE, TAKE, NEXT, BEAT, RECONCILE, EXTENSIONS}
    for hint in hints:
        after = [query for at, query in said if at == hint]
        assert after[0] == CYCLE
        assert TAKE in after


def test_hints_without_end_leave_the_database_time() -> None:
    """Cycles take a quarter of the time, and signs of life are given all the same."""
    _, said = virtually(asked(hint_every=0.001, seconds=60.0))
    cycles = sum(query == CYCLE for _, query in said)
    assert 0.2 < cycles * 0.01 / 60 <= 0.26
    assert sum(query == BEAT for _, query in said) >= 60 / 5


class Full(Database):
    """A call waits for a trunk; the first place opens at a third of a second, the next one later."""

    async def rows(
        self, query: str, *values: Any, as_: BaseRowFactory[Any] = tuple_row
    ) -> list[Any]:
        found = await super().rows(query, *values, as_=as_)
        if query != NEXT:
            return found
        now = asyncio.get_running_loop().time()
        return [(next((at - now for at in (1 / 3, 2.5) if at > now), None),)]


async def looked(seconds: float) -> list[float]:
    """When a runner took commands."""
    database = Full()
    runner = Runner(database, Simulated(Customers()), "one", Pace())
    running = asyncio.create_task(runner.run())
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.sleep(seconds)
    runner.stop()
    await running
    return [at - began for at, query in database.asked if query == TAKE]


def test_a_place_on_a_trunk_is_taken_when_it_opens() -> None:
    """COMP-4: the runner comes when the database says, and else as often as ever."""
    times = virtually(looked(5.0))
    for opens in (1 / 3, 2.5):
        assert any(opens <= at < opens + 0.02 for at in times)
    assert len(times) <= 9
