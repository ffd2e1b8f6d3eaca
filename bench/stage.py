"""What scenarios are measured on: databases, filled when they are first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import psycopg

from ..runner.cluster import Cluster
from . import floor, lives
from .copy import Copy
from .server import Base, installed
from .size import Size

State = Literal["fresh", "held", "aged"]
STATES: dict[State, str] = {
    "fresh": "as filled",
    "held": "after the first lives of calls, beside a transaction open since before",
    "aged": "after that transaction has ended, all the other lives, and a VACUUM",
}


class Stage:
    """The databases of one bench; one of them grows older from state to state."""

    def __init__(self, cluster: Cluster, size: Size) -> None:
        self.cluster = cluster
        self.size = size
        self.state: State = "fresh"
        self._lived = 0
        self._snapshot: psycopg.Connection[object] | None = None

    @cached_property
    def full(self) -> Base:
        """The centre with all its waiting calls."""
        base = installed(self.cluster, "full")
        with base.connect() as conn:
            floor.fill(conn, self.size, self.size.waiting)
        return base

    @cached_property
    def few(self) -> Base:
        """The same centre with few calls."""
        base = installed(self.cluster, "few")
        with base.connect() as conn:
            floor.fill(conn, self.size, self.size.few)
        return base

    @cached_property
    def empty(self) -> Base:
        """What an installation leaves, and nothing more."""
        return installed(self.cluster, "empty")

    @cached_property
    def copy(self) -> Copy:
        """The calls of `full` in a table that nothing hangs on."""
        return Copy(self.full)

    def enter(self, state: State) -> None:
        """Bring `full` into its next state."""
        self.state = state
        if state == "held":
            self.size = self.size.later()
            self._snapshot = self.full.connect(autocommit=False)
            self._snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            self._snapshot.execute("SELECT count(*) FROM Agent")
            with self.full.connect() as conn:
                # As many come as go.
                floor.calls(conn, self.size, self.size.waiting, self.size.lives)
                self._lived = lives.live(conn, self.size, self.size.held)
        elif state == "aged":
            self.close()
            with self.full.connect() as conn:
                lives.live(conn, self.size, self.size.lives - self._lived)
                conn.execute("VACUUM ANALYZE")

    def close(self) -> None:
        """End the old transaction, if there is one."""
        if self._snapshot:
            self._snapshot.close()
            self._snapshot = None
