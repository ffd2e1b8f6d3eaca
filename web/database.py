"""Connections of the web service: a bounded pool, and a transaction for each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from flask import current_app, g
from psycopg import sql
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from ..runner.session import conninfo_of, search_path
from .settings import Settings

Connection = psycopg.Connection[DictRow]

BEGIN = "SELECT 1"
ACT_AS = "SELECT agent_id, display_name, scope FROM act_as(%s, %s)"

# Longer than any request is to hold a lock for; a client that has gone holds none.
IDLE = "30s"
WAITING = 64  # requests for a connection; the next ones are told at once to come back


@dataclass(frozen=True)
class Caller:
    """By what a request shows who it comes from; kind and credential are act_as's."""

    kind: str
    credential: str

    @property
    def by_browser(self) -> bool:
        """Whether browsers send it by themselves, whoever made the request."""
        return self.kind != "token"


@dataclass(frozen=True)
class Agent:
    """Who acts in this request."""

    agent_id: UUID
    display_name: str
    scope: str


class Database:
    """The database of the service."""

    def __init__(self, settings: Settings) -> None:
        self._schema = settings.schema
        self._timeout = settings.statement_timeout
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            conninfo_of(settings.database),
            kwargs={"row_factory": dict_row, "autocommit": False},
            configure=self._configure,
            min_size=1,
            max_size=settings.connections,
            max_waiting=WAITING,
            timeout=settings.wait,
            name="pgdialer-web",
            open=False,
        )

    def open(self) -> None:
        """Begin to connect; whoever asks for a connection waits for it."""
        self._pool.open(wait=False)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    @contextmanager
    def transaction(
        self, first: str = BEGIN, values: tuple[object, ...] = ()
    ) -> Iterator[tuple[Connection, DictRow]]:
        """Return a connection in a transaction, and the row of its first statement.

        Commits at the end, rolls back if anything is raised. Where the server has closed a
        connection meanwhile, which its first statement finds out, another one is taken.
        """
        conn, row = self._begin(first, values)
        try:
            with conn:
                yield conn, row
        finally:
            self._pool.putconn(conn)

    def _begin(self, first: str, values: tuple[object, ...]) -> tuple[Connection, DictRow]:
        for last in (False, True):
            conn = self._pool.getconn()
            try:
                return conn, conn.execute(first.encode(), values).fetchone() or {}
            except psycopg.OperationalError:
                broken = conn.broken
                self._give_back(conn)
                if last or not broken:
                    raise
                self._pool.check()
            except BaseException:
                self._give_back(conn)
                raise
        raise AssertionError

    def _give_back(self, conn: Connection) -> None:
        if not conn.broken:
            conn.rollback()
        self._pool.putconn(conn)

    def _configure(self, conn: Connection) -> None:
        conn.execute(search_path(self._schema))
        for name, value in (
            ("statement_timeout", f"{self._timeout:g}s"),
            ("idle_in_transaction_session_timeout", IDLE),
        ):
            conn.execute(sql.SQL("SET {} TO {}").format(sql.Identifier(name), sql.Literal(value)))
        conn.commit()


def database() -> Database:
    """Return the database of the application at work."""
    found: Database = current_app.extensions["pgdialer.database"]
    return found


@contextmanager
def acting() -> Iterator[Connection]:
    """Return a connection with dict rows, in a transaction in which the request's caller acts.

    g.agent is who that is. Raises Problem 401 where the request does not show it.
    """
    from .auth import demand_caller

    caller = demand_caller()
    with database().transaction(ACT_AS, (caller.kind, caller.credential)) as (conn, row):
        g.agent = Agent(**row)
        yield conn


@contextmanager
def nobody() -> Iterator[Connection]:
    """Return a connection in a transaction in which nobody acts: for logging in and for health."""
    with database().transaction() as (conn, _):
        yield conn


def no_connection(error: Exception) -> bool:
    """Whether the database cannot be reached, or has no room."""
    return isinstance(error, (PoolTimeout, TooManyRequests)) or (
        isinstance(error, psycopg.OperationalError) and error.sqlstate is None
    )


def rows(conn: Connection, query: str, values: Any = None) -> list[DictRow]:
    """Return the rows of a statement."""
    return conn.execute(query.encode(), values).fetchall()


def row(conn: Connection, query: str, values: Any = None) -> DictRow:
    """Return the first row of a statement that has one."""
    found = conn.execute(query.encode(), values).fetchone()
    assert found is not None  # noqa: S101
    return found
