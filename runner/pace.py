"""How often a runner does things by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How often the runner does things by itself, in seconds."""

    look: float = 1.0  # for commands, and for the cycle, at the latest
    rest: float = 0.005  # between two rounds, and between two cycles, at least
    cycles: float = 3.0  # between two cycles, as many times as the last one took
    give_way: float = 0.1  # to another runner that is at the cycle
    beat: float = 4.0  # RunnerSilence must be some times as long
    reconcile: float = 10.0
    back_off: float = 5.0  # without a database, at most
    patience: float = 10.0  # for what is still to be reported when it is to stop
    commands: int = 100  # at a time
    events: int = 200  # at a time


class Timer:
    """Something to be done every now and then, by the loop's time; at once to begin with."""

    def __init__(self, every: float = 0.0) -> None:
        self._every = every
        self._next = 0.0

    def left(self) -> float:
        """Seconds until it is time."""
        return self._next - asyncio.get_running_loop().time()

    def is_due(self) -> bool:
        """Whether it is time; if so, for this time."""
        if self.left() > 0:
            return False
        self.leave(self._every)
        return True

    def leave(self, seconds: float) -> None:
        """Leave it for so long."""
        self._next = asyncio.get_running_loop().time() + seconds

    def at_once(self) -> None:
        """Have it done now."""
        self._next = 0.0
