"""Measuring: samples, what they are compared with, and the target they are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal

COUNTS = ("bytes", "broken", "calls", "MB")  # units of what is no time and no rate
Figure = Literal["median", "p95", "p99", "most", "ratio", "added p95"]


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the value under which this share of the samples lies, as percentile_cont does."""
    ordered = sorted(samples)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@dataclass(frozen=True)
class Target:
    """A limit for one figure."""

    of: Figure
    limit: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        """Whether a value keeps to the limit."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True)
class Baseline:
    """The same in another way, measured in turn with it."""

    what: str
    samples: Sequence[float]


@dataclass(frozen=True)
class Measured:
    """One line of the table. A unit that ends in /s is a rate: more is better."""

    what: str
    samples: Sequence[float]
    unit: str = "ms"
    baseline: Baseline | None = None
    ratio_of: Literal["median", "p95"] = "median"
    targets: tuple[Target, ...] = ()
    statement: str | None = None  # its plan is shown when a target is missed
    scenario: str = ""
    state: str = ""
    plan: str = field(default="", repr=False)

    @property
    def is_rate(self) -> bool:
        """Whether more is better."""
        return self.unit.endswith("/s")

    def figure(self, name: Figure) -> float:
        """Return the median, a percentile, the worst, or what it is to the baseline."""
        if name in ("ratio", "added p95"):
            if self.baseline is None:
                raise ValueError(f"{self.what} has no baseline.")
            if name == "added p95":
                return percentile(self.samples, 0.95) - percentile(self.baseline.samples, 0.95)
            share = {"median": 0.5, "p95": 0.95}[self.ratio_of]
            base = percentile(self.baseline.samples, share)
            return percentile(self.samples, share) / base if base else float("inf")
        share = {"median": 0.5, "p95": 0.95, "p99": 0.99, "most": 1.0}[name]
        # The slow end of a rate is its low one.
        return percentile(self.samples, 1 - share if self.is_rate else share)

    def met(self) -> bool:
        """Whether every target of its own is met."""
        return all(target.met(self.figure(target.of)) for target in self.targets)


def slower(now: Measured, fresh: Measured) -> float | None:
    """How many times as long it takes as it did at first; None where that says nothing."""
    if now.unit in COUNTS:
        return None
    before, after = fresh.figure("median"), now.figure("median")
    if not before or not after:
        return None
    return before / after if now.is_rate else after / before


def timed(work: Callable[..., object], *values: object) -> float:
    """Return how many milliseconds it takes."""
    began = perf_counter()
    work(*values)
    return (perf_counter() - began) * 1000


def in_turn(
    rounds: int, *ways: Callable[[], float | Iterable[float]], warm_up: int = 1
) -> list[list[float]]:
    """Measure several ways in turn, each time beginning with another; return each one's samples.

    What the machine does besides then comes over all of them alike.
    """
    samples: list[list[float]] = [[] for _ in ways]
    for number in range(-warm_up, rounds):
        for place in range(len(ways)):
            which = (number + place) % len(ways)
            got = ways[which]()
            if number >= 0:
                samples[which].extend([got] if isinstance(got, float) else got)
    return samples
