"""How often a runner does things by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from .session import Again


@dataclass(frozen=True)
class Pace:
    """How often the runner does things by itself, in seconds."""

    look: float = 1.0  # for commands, and for the cycle, at the latest
    rest: float = 0.005  # between two rounds, at least: what comes meanwhile is done together
    looks: float = 0.25  # of the time, at most, is spent on looking for commands,
    cycles: float = 0.25  # and on cycles, however many hints come;
    saved: float = 0.05  # so many seconds of either may be saved up
    give_way: float = 0.1  # to another runner that is at the cycle
    beat: float = 4.0  # RunnerSilence must be some times as long
    reconcile: float = 10.0
    watch: float = 60.0  # the telephones' lines, in case that a change was not heard
    recordings: float = 60.0  # between looks for files that are to be deleted
    back_off: float = 5.0  # without a database, at most
    patience: float = 10.0  # for what is still to be reported when it is to stop
    commands: int = 100  # at a time
    events: int = 200  # at a time
    deletions: int = 100  # of files of recordings, at a time


class Allowance:
    """Time for something that must not take all of it: a share, saved up to a limit.

    After a while with little to do it may be done at once, and once more at once, so that a hint
    does not wait because of the one before. Without pause it gets its share and no more: hints that
    never end take no whole processor from the database, and the busier the machine is, the more of
    them are answered together.
    """

    def __init__(self, share: float, saved: float) -> None:
        self._share = share
        self._saved = saved
        self._full = 0.0  # when all will be there again that may be saved

    def left(self) -> float:
        """Seconds until some of it is there."""
        return self._full - self._saved / self._share - asyncio.get_running_loop().time()

    def spend(self, seconds: float) -> None:
        """Take off what was used, also what is not there yet."""
        now = asyncio.get_running_loop().time()
        self._full = max(self._full, now - seconds) + seconds / self._share


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


async def sleep(seconds: float, or_until: asyncio.Event) -> None:
    """Wait so long, or until something happens."""
    if seconds <= 0 or or_until.is_set():
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await or_until.wait()


async def keep_at(
    step: Callable[[], Awaitable[None]],
    stopping: asyncio.Event,
    longest: float,
    failed: Callable[[Again], None],
) -> None:
    """Do a step over and over until told to stop; after a failure that time may heal, in a while.

    longest: seconds, at most, until the next attempt.
    """
    back_off = 0.1
    while not stopping.is_set():
        try:
            await step()
            back_off = 0.1
        except Again as error:
            failed(error)
            await sleep(back_off, stopping)
            back_off = min(2 * back_off, longest)
