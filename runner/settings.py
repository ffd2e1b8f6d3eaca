"""Configuration parameters as a process keeps them in memory (CONF-1).

A change takes effect within a second of `SELECT clear_cache('DataStructures.Config')`, and within a
minute without it. The database itself keeps nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

LOOK = 1.0  # seconds between two looks whether the cache was cleared
KEEP = 60.0  # seconds for which a value is kept

VERSION = "SELECT cache_version('DataStructures.Config')"
VALUE = "SELECT configuration(%s)"

# Runs a query of one value, and returns it.
Ask = Callable[..., Any]


class Settings:
    """The parameters, each read when it is first asked for; any number of threads may ask.

    What the database cannot answer it raises, and keeps what it knows for the next time.
    """

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what runs a query, given its text and values, and a clock that never goes back."""
        self._ask = ask
        self._clock = clock
        self._lock = Lock()
        self._values: dict[str, str | None] = {}
        self._version: int | None = None
        self._looked = self._read = float("-inf")

    def __getitem__(self, name: str) -> str | None:
        """Return the value of a parameter, or its default."""
        with self._lock:
            self._look()
            if name not in self._values:
                self._values[name] = self._ask(VALUE, name)
            return self._values[name]

    def is_on(self, name: str) -> bool:
        """Return the value of a parameter that is true or false."""
        return self[name] == "true"

    def number(self, name: str) -> int | None:
        """Return the value of a parameter that is a whole number; None where it is empty."""
        value = self[name]
        return int(value) if value else None

    def _look(self) -> None:
        now = self._clock()
        if now - self._looked < LOOK:
            return
        # The version first: a value that changes between the two is read again, not missed.
        version = self._ask(VERSION)
        if version != self._version or now - self._read >= KEEP:
            self._values, self._version, self._read = {}, version, now
        self._looked = now
