"""Connections on which every transaction begins by saying who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import current_app
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row, tuple_row
from psycopg_pool import ConnectionPool, PoolTimeout

from ..runner.session import conninfo_of, search_path
from .auth import Caller, caller
from .problems import Problem

ACT = "SELECT display_name FROM act_as(%s, %s)"


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
                super().execute(ACT, [self.acts_for.kind, self.acts_for.credential])
            yield begun

    def execute(self, *args: Any, **more: Any) -> psycopg.Cursor[Any]:
        """Run a statement; one outside a transaction gets its own."""
        if self.acts_for and self.info.transaction_status == TransactionStatus.IDLE:
            with self.transaction():
                return super().execute(*args, **more)
        return super().execute(*args, **more)


class Database:
    """The pool of an app's connections."""

    def __init__(self, conninfo: str, schema: str, size: int = 8) -> None:
        self._conninfo, self._schema = conninfo_of(conninfo), schema
        self._pool: ConnectionPool[ActingConnection] = ConnectionPool(
            self._conninfo,
            connection_class=ActingConnection,
            kwargs={"autocommit": True},
            configure=self._configure,
            min_size=1,
            max_size=size,
            timeout=5,
            open=False,
            check=ConnectionPool.check_connection,
        )

    def _configure(self, conn: ActingConnection) -> None:
        conn.execute(search_path(self._schema))
        conn.execute("SET TimeZone TO 'UTC'")

    @contextmanager
    def connection(self, who: Caller | None) -> Iterator[ActingConnection]:
        """Lend a connection that acts for somebody."""
        self._pool.open()
        try:
            with self._pool.connection() as conn:
                conn.acts_for = who
                conn.row_factory = tuple_row
                try:
                    yield conn
                finally:
                    conn.acts_for = None
        except PoolTimeout as error:
            raise Problem(503, detail="The database cannot be reached just now.") from error

    def connect(self, who: Caller | None) -> ActingConnection:
        """Open a connection besides the pool's, for work that takes long."""
        conn = ActingConnection.connect(self._conninfo, autocommit=True)
        self._configure(conn)
        conn.acts_for = who
        return conn

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


def database() -> Database:
    """Return the database of the app that answers."""
    found: Database = current_app.extensions["pgdialer"]
    return found


@contextmanager
def acting(*, timeout: int = 30) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """Begin a transaction in which the request's caller acts; rows are dictionaries."""
    with database().connection(caller()) as conn, conn.transaction():
        conn.row_factory = dict_row
        conn.execute("SELECT set_config('statement_timeout', %s, true)", [f"{timeout}s"])
        yield conn
