"""From attempts of the past to the figures of a replay. Pure: rows in, figures out.

How ready customers are to answer differs: as a beta distribution, whose mean and narrowness are
found by the answer rates after none, one, two … attempts in vain. Who answers easily is gone after
the first ones; so the more those rates fall, the less alike customers are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .figures import Fitted

LEAST_ATTEMPTS = 100  # for shares; from fewer nothing can be told
LEAST_TIMES = 30  # for times
LEAST_PAIRS = 30  # first attempts that failed and were followed by a second
MOST_ALIKE = 200.0


class Seen(NamedTuple):
    """One attempt of the past; times in seconds, None where they are not known."""

    call: int
    result: str
    answered: bool
    talks: float | None = None
    wraps_up: float | None = None


class Rang(NamedTuple):
    """One telephone that rang; times in seconds."""

    rings_after: float  # since dialling
    answers_after: float | None = None  # since the first ring


def fit(
    attempts: Iterable[Seen], rings: Sequence[Rang] = (), people: int = 0, machines: int = 0
) -> dict[str, Fitted]:
    """Find the figures; attempts of one call come in the order in which they were made.

    People and machines are how often who had answered was listened to, and found.
    """
    by_call: dict[int, list[Seen]] = defaultdict(list)
    for one in attempts:
        by_call[one.call].append(one)
    every = [one for calls in by_call.values() for one in calls]
    found = _shares(by_call, every) if len(every) >= LEAST_ATTEMPTS else {}
    times = (
        ("setup", None, [one.rings_after for one in rings]),
        ("answer_after", "answer_spread", [one.answers_after for one in rings]),
        ("talk", "talk_spread", [one.talks for one in every]),
        ("wrap_up", "wrap_up_spread", [one.wraps_up for one in every]),
    )
    for name, spread, seen in times:
        known = [value for value in seen if value is not None and value > 0]
        if len(known) >= LEAST_TIMES:
            found[name] = Fitted(sum(known) / len(known), len(known))
            if spread:
                found[spread] = Fitted(_spread(known), len(known))
    if machines and people + machines >= LEAST_ATTEMPTS:
        found["machines"] = Fitted(100 * machines / (people + machines), people + machines)
    return found


def _shares(by_call: Mapping[int, Sequence[Seen]], every: Sequence[Seen]) -> dict[str, Fitted]:
    dead, failed = _failures(by_call)
    rang = sum(one.answered or one.result == "NoAnswer" for one in every)
    busy = sum(one.result == "Busy" for one in every)
    # Of the attempts to numbers that lead somewhere, those that did not fail.
    reached = rang + busy
    busy_share = (1 - failed) * busy / reached if reached else 0.0
    readiness, likeness = _readiness(by_call)
    found = {
        "dead": Fitted(100 * dead, len(by_call)),
        "failed": Fitted(100 * failed, len(every)),
        "busy": Fitted(100 * busy_share, len(every)),
        "answer_rate": Fitted(
            100 * (1 - dead) * (1 - failed - busy_share) * readiness, len(by_call)
        ),
    }
    if likeness:
        found["likeness"] = Fitted(likeness, rang)
    return found


def _failures(by_call: Mapping[int, Sequence[Seen]]) -> tuple[float, float]:
    """Return the share of numbers that lead nowhere, and that of attempts that fail to others.

    A dead number fails again, others mostly do not: with F the share of first attempts that failed
    and g that of their second ones, F = d + (1 - d) f and F g = d + (1 - d) f².
    """
    first = sum(calls[0].result == "Failed" for calls in by_call.values()) / len(by_call)
    again = [
        calls[1].result == "Failed"
        for calls in by_call.values()
        if len(calls) > 1 and calls[0].result == "Failed"
    ]
    if len(again) < LEAST_PAIRS or first >= 1:
        return 0.0, first
    failed = min(first * (1 - sum(again) / len(again)) / (1 - first), first)
    return 1 - (1 - first) / (1 - failed), failed


def _readiness(by_call: Mapping[int, Sequence[Seen]]) -> tuple[float, float | None]:
    """Return how ready customers are on average, and how alike they are (alpha + beta).

    The most likely ones: after k attempts in vain a customer answers with the chance
    mean * likeness / (likeness + k).
    """
    rang: dict[int, int] = defaultdict(int)
    answered: dict[int, int] = defaultdict(int)
    for calls in by_call.values():
        vain = 0
        for one in calls:
            if one.answered or one.result == "NoAnswer":
                rang[vain] += 1
                answered[vain] += one.answered
                vain += not one.answered
    if not rang:
        return 0.0, None
    if sum(many for vain, many in rang.items() if vain) < LEAST_ATTEMPTS:
        return answered[0] / rang[0], None

    def likelihood(mean: float, likeness: float) -> float:
        total = 0.0
        for vain, many in rang.items():
            chance = mean * likeness / (likeness + vain)
            total += answered[vain] * math.log(chance)
            total += (many - answered[vain]) * math.log(1 - chance)
        return total

    means = [place / 200 for place in range(1, 200)]
    alike = [0.5 * (MOST_ALIKE / 0.5) ** (place / 40) for place in range(41)]
    pairs = ((mean, likeness) for mean in means for likeness in alike)
    return max(pairs, key=lambda pair: likelihood(*pair))


def _spread(times: Sequence[float]) -> float:
    """Return the spread of a lognormal time: the standard deviation of its logarithm."""
    logs = [math.log(time) for time in times]
    mean = sum(logs) / len(logs)
    return math.sqrt(sum((one - mean) ** 2 for one in logs) / len(logs))
