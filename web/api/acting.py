"""Connections for work of many transactions, each of which acts for the caller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from ...runner.session import conninfo_of, search_path
from ..auth import settings
from ..database import ACT_AS, Caller


class ActingConnection(psycopg.Connection[Any]):
    """A connection in autocommit whose transactions, also those of one statement, act for somebody.

    So that code of the command line, which knows nothing of it, can be used for a request.
    """

    acts_for: Caller | None = None

    @contextmanager
    def transaction(
        self, savepoint_name: str | None = None, force_rollback: bool = False
    ) -> Iterator[psycopg.Transaction]:
        """Begin a transaction in which the caller acts."""
        outermost = self.info.transaction_status == TransactionStatus.IDLE
        with super().transaction(savepoint_name, force_rollback) as begun:
            if outermost and self.acts_for:
                super().execute(ACT_AS, [self.acts_for.kind, self.acts_for.credential])
            yield begun

    def execute(self, *args: Any, **more: Any) -> psycopg.Cursor[Any]:
        """Run a statement; one outside a transaction gets its own."""
        if self.acts_for and self.info.transaction_status == TransactionStatus.IDLE:
            with self.transaction():
                return super().execute(*args, **more)
        return super().execute(*args, **more)


@contextmanager
def connected(who: Caller) -> Iterator[ActingConnection]:
    """Lend a connection of the caller's, and close it."""
    with connect(conninfo_of(settings().database), settings().schema, who) as conn:
        yield conn


def connect(conninfo: str, schema: str, who: Caller) -> ActingConnection:
    """Open a connection that acts for somebody, in whatever thread."""
    conn = ActingConnection.connect(conninfo, autocommit=True)
    conn.execute(search_path(schema))
    conn.acts_for = who
    return conn
