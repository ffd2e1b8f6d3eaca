"""Two sessions at once, step by step and without sleeping: one holds a lock, the other waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.conftest import Database
from tests.floor import Floor

# A statement that waits longer than this is stuck; only a failing test gets there.
STUCK = "30s"
LOOKS = 20_000


def settle(conn: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Make a session find deadlocks quickly and never hang."""
    conn.execute(f"SET deadlock_timeout = '100ms'; SET statement_timeout = '{STUCK}'".encode())
    return conn


def shared_floor(database: Database, at: str | None = None) -> Floor:
    """Return a floor whose work is committed at once."""
    return Floor(settle(database.connect()), at=at)


def beside(database: Database, floor: Floor) -> Floor:
    """Return the same floor in a session of its own."""
    return floor.via(settle(database.connect()))


class Waiting:
    """What another session does meanwhile."""

    def __init__(self, doing: Future[Any], session: psycopg.Connection[Any]) -> None:
        self.doing = doing
        self.pid = session.info.backend_pid

    def is_blocked(self, observer: psycopg.Connection[Any]) -> bool:
        """Return once the session waits for a lock (true) or is done without waiting (false)."""
        for _ in range(LOOKS):
            row = observer.execute(
                "SELECT cardinality(pg_blocking_pids(%s)) > 0", (self.pid,)
            ).fetchone()
            if row == (True,):
                return True
            if self.doing.done():
                return False
        raise AssertionError("neither blocked nor done")

    def result(self) -> Any:
        """Return what came of it, or raise what it raised."""
        return self.doing.result()

    def error(self) -> psycopg.Error | None:
        """Return what it raised, if anything."""
        raised = self.doing.exception()
        assert raised is None or isinstance(raised, psycopg.Error), raised
        return raised


@contextmanager
def meanwhile(floor: Floor, function: Callable[[Floor], Any]) -> Iterator[Waiting]:
    """Let a session do something in a thread."""
    with ThreadPoolExecutor(1) as pool:
        yield Waiting(pool.submit(function, floor), floor.conn)
