"""A connection to the database that may break and comes back; each statement is a transaction."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import BaseRowFactory, tuple_row

log = structlog.get_logger()

# A server that vanished without a word is noticed within half a minute.
_DEFAULTS: dict[str, Any] = {
    "application_name": "pgdialer",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
_CONFLICTS = ("40001", "40P01", "55P03", "57014")  # the connection is still good
_READ_ONLY = "25006"  # this server has become a standby
_NEW_RELEASE = "0A000"  # a prepared statement does not fit functions deployed meanwhile


class Again(Exception):
    """The database could not do it just now: the same, once more, later."""


class Session:
    """One connection, made when it is needed; statements wait for each other."""

    def __init__(self, conninfo: str, schema: str) -> None:
        self._conninfo = conninfo
        self._schema = schema
        self._lock = asyncio.Lock()
        self._conn: psycopg.AsyncConnection[Any] | None = None

    async def row(self, query: str, *values: Any) -> tuple[Any, ...]:
        """Return the only row of a statement."""
        only: tuple[Any, ...]
        (only,) = await self.rows(query, *values)
        return only

    async def rows(
        self, query: str, *values: Any, as_: BaseRowFactory[Any] = tuple_row
    ) -> list[Any]:
        """Run a statement in a transaction of its own and return its rows.

        Raises Again for whatever time may heal; whether it was done nobody knows then.
        """
        async with self._lock:
            try:
                conn = await self._connected()
                async with conn.cursor(row_factory=as_) as cursor:
                    await cursor.execute(query.encode(), values or None)
                    return await cursor.fetchall()
            except asyncio.CancelledError:
                await self.close()
                raise
            except psycopg.Error as error:
                if means_again(error):
                    if error.sqlstate not in _CONFLICTS:
                        await self.close()
                    raise Again(str(error).partition("\n")[0]) from error
                raise

    async def ask(self, query: str, *values: object) -> list[Any]:
        """Run a statement; what the database refuses for good is logged, and the rest goes on."""
        try:
            return await self.rows(query, *values)
        except psycopg.Error as error:
            said = " ".join(query.split())[:60]
            # Without the traceback: what is wrong is in the database.
            log.error("refused", sqlstate=error.sqlstate, error=str(error), statement=said)  # noqa: TRY400
            return []

    async def connection(self) -> psycopg.AsyncConnection[Any]:
        """Return the connection itself, for what is no statement."""
        try:
            return await self._connected()
        except psycopg.OperationalError as error:
            raise Again(str(error).partition("\n")[0]) from error

    async def close(self) -> None:
        """Close the connection; the next statement makes a new one."""
        conn, self._conn = self._conn, None
        if conn:
            with suppress(psycopg.Error, OSError):
                await conn.close()

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        if self._conn is None or self._conn.closed:
            self._conn = await psycopg.AsyncConnection.connect(
                conninfo_of(self._conninfo), autocommit=True
            )
            await self._conn.execute(search_path(self._schema))
        return self._conn


def conninfo_of(given: str) -> str:
    """Return a connection string with what a session of ours has besides."""
    return make_conninfo(**_DEFAULTS | conninfo_to_dict(given))


def search_path(schema: str) -> sql.Composed:
    """Return the statement that has a session find our schema: poolers refuse it as an option."""
    return sql.SQL("SET search_path TO {}, public").format(sql.Identifier(schema))


def means_again(error: psycopg.Error) -> bool:
    """Whether the same statement may succeed later: no connection, no room, a conflict."""
    return isinstance(error, psycopg.OperationalError) or error.sqlstate in (
        _READ_ONLY,
        _NEW_RELEASE,
    )
