"""Time that jumps: an event loop in which nobody waits for anything.

Everything that sleeps, times out or is to happen later asks its event loop. On this one, when there
is nothing left to do at a moment, the clock goes to the next one at once. Its sessions (session.py)
tell the database the same time.
"""

from __future__ import annotations

import asyncio
import selectors
from datetime import UTC, datetime, timedelta


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is not the world's."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Seconds since the start."""
        return self._elapsed

    def now(self) -> datetime:
        """The moment that everybody is to believe in."""
        return self._start + timedelta(seconds=self._elapsed)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._elapsed += seconds


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(0)
        if ready:
            return ready
        self._loop.advance(timeout)
        return []


def virtual() -> VirtualLoop | None:
    """Return the running event loop if its time is virtual."""
    loop = asyncio.get_running_loop()
    return loop if isinstance(loop, VirtualLoop) else None


def now() -> datetime:
    """Return the moment, virtual or real."""
    loop = virtual()
    return loop.now() if loop else datetime.now(UTC)
