"""Ours beside others, setting by setting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import product

import psycopg

from ..server import SEARCH_PATH
from .methods import DialLevel, FixedRatio, Method, Progressive, Weights
from .trial import Result, by_method, by_pace, seeds
from .world import Setting

RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0)
# What others are told to keep: the highest with which they keep the limit is taken, with hindsight.
TOLD = (3.0, 2.5, 2.0, 1.5, 1.0, 0.5)


@dataclass(frozen=True)
class Wish:
    """What is to be compared."""

    agents: tuple[int, ...] = (10, 30, 100)
    rates: tuple[float, ...] = (0.15, 0.3, 0.6)
    hours: float = 8.0
    seeds: int = 10
    processes: int = 1

    def settings(self) -> list[Setting]:
        """Return each combination."""
        return [
            Setting(agents, rate, self.hours) for agents, rate in product(self.agents, self.rates)
        ]


@dataclass(frozen=True)
class Played:
    """A way of pacing, and its runs."""

    name: str
    results: Sequence[Result]

    @property
    def talk_share(self) -> float:
        """Talk in percent of the time at work, over all runs."""
        return 100.0 * sum(one.talk_share for one in self.results) / len(self.results)

    @property
    def calls_an_hour(self) -> float:
        """Live answers."""
        return sum(one.calls_an_hour for one in self.results) / len(self.results)

    @property
    def rate(self) -> float:
        """Percent of live answers abandoned, over all runs together."""
        answered = sum(one.answered for one in self.results)
        return 100.0 * sum(one.abandoned for one in self.results) / max(answered, 1)

    @property
    def worst(self) -> float:
        """The highest abandon rate at the end of any minute of any run."""
        return max(one.worst for one in self.results)


@dataclass(frozen=True)
class Compared:
    """One setting."""

    setting: Setting
    ours: Played
    progressive: Played
    fixed: Played
    others: tuple[Played, ...]

    def ahead(self) -> bool:
        """Whether ours is ahead of the published methods that keep the limit on average."""
        return all(
            self.ours.talk_share > other.talk_share or other.rate > self.setting.limit
            for other in self.others
        )


def prove(url: str, wish: Wish) -> Iterator[Compared]:
    """Play every setting by every method; url: a database with our schema."""
    tasks = [(url, setting, wish.seeds) for setting in wish.settings()]
    if wish.processes == 1:
        yield from map(compare, tasks)
        return
    with ProcessPoolExecutor(wish.processes) as pool:
        yield from pool.map(compare, tasks)


def compare(task: tuple[str, Setting, int]) -> Compared:
    """Play one setting by every method."""
    url, setting, count = task
    runs = seeds(setting, count)
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as conn:
        conn.execute(f"SET search_path TO {SEARCH_PATH}".encode())
        ours = Played("pace()", by_pace(conn, runs))
    progressive = Played("progressive", by_method(runs, Progressive))
    fixed = progressive
    for ratio in RATIOS:
        tried = Played(f"{ratio:g} lines", by_method(runs, partial(FixedRatio, ratio)))
        if tried.rate > setting.limit:
            break
        fixed = max(fixed, tried, key=lambda one: one.talk_share)
    return Compared(
        setting,
        ours,
        progressive,
        fixed,
        (
            _told("dial level", runs, partial(DialLevel, most=5.0)),
            _told("weights", runs, Weights),
        ),
    )


def _told(name: str, runs: Sequence[Setting], make: Callable[[float], Method]) -> Played:
    """Play a method with the highest limit by which it keeps the real one, or else the lowest."""
    played = Played(name, ())
    for told in TOLD:
        played = Played(f"{name}, told {told:g} %", by_method(runs, partial(make, told)))
        if played.rate <= runs[0].limit:
            break
    return played
