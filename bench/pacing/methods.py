"""Ways of pacing that ours is compared with. Each says how many calls to start now.

They are given the whole centre; those that were published are written from their descriptions.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import deque
from typing import Protocol

from .centre import Centre

AGENT_FIRST = -1


class Method(Protocol):
    """A way of pacing, for one run."""

    def decide(self, centre: Centre) -> int:
        """Return how many calls to start, or AGENT_FIRST."""


class Progressive:
    """An agent is reserved, then a call is dialled: nothing can be abandoned."""

    def decide(self, centre: Centre) -> int:
        """Give each agent who is ready a call."""
        del centre
        return AGENT_FIRST


class FixedRatio:
    """So many lines for each agent who is ready."""

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio

    def decide(self, centre: Centre) -> int:
        """Fill up the lines."""
        lines = math.floor(self._ratio * len(centre.ready))
        return max(lines - len(centre.ringing) - len(centre.waiting), 0)


class DialLevel:
    """The adaptive dial level of VICIdial, method ADAPT_HARD_LIMIT, as its program documents it.

    Lines are the level times the agents at work, those in calls included; calls with agents take
    lines, too. Every 15 s the level grows by the share by which, over the last minute, agents
    waited for calls, and shrinks by that by which calls waited for agents. With more than 50 live
    answers and more abandoned than the limit it is 1.
    """

    def __init__(self, limit: float, most: float = 3.0) -> None:
        self._limit = limit / 100.0
        self._most = most
        self._level = 1.0
        self._minute: deque[tuple[int, int]] = deque(maxlen=60)

    def decide(self, centre: Centre) -> int:
        """Adapt the level, and fill up the lines."""
        ready, busy = len(centre.ready), len(centre.busy)
        self._minute.append((ready - len(centre.waiting), ready + busy))
        agents = sum(count for _, count in self._minute)
        if centre.now % 15.0 == 0.0 and agents:
            self._level *= 1.0 + sum(over for over, _ in self._minute) / agents
            self._level = min(self._level, self._most)
            if centre.answered > 50 and centre.abandoned > self._limit * centre.answered:
                self._level = 1.0
            self._level = max(self._level, 1.0)
        lines = math.floor(self._level * (ready + busy))
        return max(lines - busy - len(centre.ringing) - len(centre.waiting), 0)


class Weights:
    """The call pacing of EIS International: US patents 5,640,445 (1997) and 5,926,528 (1999).

    Each engaged agent weighs as much as it is likely that the call, old as it is, ends within a
    time window. Agents who are ready and these weights, less the answers to expect from what
    rings, divided by the chance of an answer, are the calls to dial. The window is shortened when
    the share of abandoned calls is above the limit and lengthened when it is below.
    """

    STEP = 1.1
    LONGEST = 60.0

    def __init__(self, limit: float) -> None:
        self._limit = limit / 100.0
        self._window = 5.0
        self._times: list[float] = []

    def decide(self, centre: Centre) -> int:
        """Predict agents and answers, and dial the difference."""
        if centre.now % 60.0 == 0.0:
            self._times = sorted(centre.handle_times)
            if centre.answered:
                over = centre.abandoned > self._limit * centre.answered
                self._window *= 1.0 / self.STEP if over else self.STEP
                self._window = min(max(self._window, 0.1), self.LONGEST)
        ended, answers = sum(centre.ended), sum(centre.answers)
        ringing = len(centre.ringing)
        if answers < 20 or not self._times:
            return max(len(centre.ready) - ringing - len(centre.waiting), 0)
        chance = answers / ended
        agents = len(centre.ready) - len(centre.waiting) + self._ending(centre)
        return max(math.floor(agents / chance) - ringing, 0)

    def _ending(self, centre: Centre) -> float:
        times, count = self._times, len(self._times)
        total = 0.0
        for since in centre.busy.values():
            age = centre.now - since
            left = count - bisect_right(times, age)
            if left:
                total += 1.0 - (count - bisect_left(times, age + self._window)) / left
        return total
