"""The simulated people and their time: the same dice for the same seed, and figures to be believed."""

from __future__ import annotations

import asyncio
from collections import Counter
from statistics import median

from pgdialer.runner.simulation.agents import Manner, Person, Sight
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.virtual import VirtualLoop, now

from tests.runner.centre import START

NUMBERS = [f"+420724{n:06}" for n in range(4000)]


def test_customers_are_the_same_for_the_same_seed() -> None:
    """DIAL-3: seed, number and occasion decide how an attempt goes."""
    attempts = [Customers(5).attempt(number, 1) for number in NUMBERS[:200]]
    assert attempts == [Customers(5).attempt(number, 1) for number in NUMBERS[:200]]
    assert attempts != [Customers(5).attempt(number, 2) for number in NUMBERS[:200]]
    assert attempts != [Customers(6).attempt(number, 1) for number in NUMBERS[:200]]


def test_dead_numbers_stay_dead() -> None:
    """DIAL-3: a fixed share of numbers never leads anywhere, on any occasion, for the same cause."""
    customers = Customers(5)
    dead = [number for number in NUMBERS if customers.is_dead(number)]
    assert 0.03 < len(dead) / len(NUMBERS) < 0.05
    for number in dead[:20]:
        attempts = {customers.attempt(number, occasion) for occasion in range(10)}
        assert {attempt.outcome for attempt in attempts} == {"failed"}
        assert len({attempt.cause for attempt in attempts}) == 1


def test_what_customers_do() -> None:
    """DIAL-3: every outcome occurs about as often as it should, and a few conversations do not end."""
    attempts = [Customers(5).attempt(number, 1) for number in NUMBERS]
    share = {
        what: many / len(attempts) for what, many in Counter(a.outcome for a in attempts).items()
    }
    assert 0.35 < share["answered"] < 0.55
    assert 0.35 < share["no_answer"] < 0.55
    assert 0.04 < share["busy"] < 0.10
    assert 0.03 < share["failed"] < 0.09
    talks = sorted(attempt.talk for attempt in attempts if attempt.outcome == "answered")
    assert 50 < median(talks) < 100
    assert talks[-1] > 10 * median(talks)


def test_an_agent_decides_by_what_is_on_the_screen() -> None:
    """DIAL-1: the same sight of a call gives the same plan; all kinds of plans occur."""
    offers = [Sight("Ready", "Ready", call, "AgentOfferFirst", 2) for call in range(1000)]
    plans = [Person(1, "jana").plan(sight, 0.0) for sight in offers]
    assert plans == [Person(1, "jana").plan(sight, 0.0) for sight in offers]
    acts = Counter(plan.act if plan else None for plan in plans)
    assert set(acts) == {"accept", "reject", None}
    assert acts["accept"] > 900
    after = {
        "AgentPreCall": {"dial"},
        "AgentTalk": {"hang up", None},
        "AgentDialing": {"hang up", None},
    }
    for phase, expected in after.items():
        seen = [
            Person(1, "jana").plan(Sight("Ready", "Ready", c, phase, 3), 0.0) for c in range(200)
        ]
        assert {plan.act if plan else None for plan in seen} == expected


def test_an_agent_rests_and_comes_back() -> None:
    """DIST-10: a break that was wanted is long, one for missed offers shorter."""
    person = Person(1, "jana", Manner(works=1000, rests=600, comes_back=60))
    pause = Sight("Pause", "Pause")
    assert person.plan(Sight("LogOff", "Logged off"), 0.0).act == "log in"  # type: ignore[union-attr]
    person.did("be ready", 0.0)
    sent = person.plan(pause, 10.0)
    due = person.plan(Sight("Ready", "Ready"), 10.0)
    assert due is not None and due.act == "take a break" and due.after < 1000
    person.did("take a break", 10.0 + due.after)
    wanted = person.plan(pause, 10.0 + due.after)
    assert sent is not None and wanted is not None
    assert sent.act == wanted.act == "be ready"
    assert sent.after < wanted.after


def test_virtual_time_jumps() -> None:
    """DIAL-1: hours pass at once, and what is due earlier happens earlier."""
    order: list[tuple[str, float]] = []

    async def nap(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        order.append((name, (now() - START).total_seconds()))

    async def day() -> None:
        await asyncio.gather(nap("long", 8 * 3600), nap("short", 60), nap("none", 0))

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(START)) as loop:
        loop.run(day())
    assert order == [("none", 0), ("short", 60), ("long", 8 * 3600)]
