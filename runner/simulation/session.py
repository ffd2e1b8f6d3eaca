"""A session in virtual time: the clock of the database stands where that of the event loop does."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import BaseRowFactory, tuple_row

from ..session import Again, Session, conninfo_of, means_again, search_path
from .virtual import now


class VirtualSession(Session):
    """One connection for everybody in a virtual day.

    While a statement is at work the whole day stands still: nothing else could happen meanwhile,
    so that nothing is gained by waiting for it asynchronously, and a seed gives the same day again.
    """

    def __init__(self, conninfo: str, schema: str) -> None:
        super().__init__(conninfo, schema)
        self._here: psycopg.Connection[Any] | None = None
        self._moment = ""

    async def rows(
        self, query: str, *values: Any, as_: BaseRowFactory[Any] = tuple_row
    ) -> list[Any]:
        """Run a statement in a transaction of its own and return its rows."""
        try:
            conn = self._connect()
            moment = now().isoformat()
            if moment != self._moment:
                conn.execute("SELECT set_config('dialer.clock', %s, false)", (moment,))
                self._moment = moment
            with conn.cursor(row_factory=as_) as cursor:
                return cursor.execute(query.encode(), values or None).fetchall()
        except psycopg.Error as error:
            if means_again(error):
                await self.close()
                raise Again(str(error).partition("\n")[0]) from error
            raise

    async def close(self) -> None:
        """Close the connection; the next statement makes a new one."""
        conn, self._here, self._moment = self._here, None, ""
        if conn:
            conn.close()

    def _connect(self) -> psycopg.Connection[Any]:
        if self._here is None or self._here.closed:
            self._moment = ""
            self._here = psycopg.connect(conninfo_of(self._conninfo), autocommit=True)
            self._here.execute(search_path(self._schema))
            # Nobody outside relies on what was said in a virtual day.
            self._here.execute("SET synchronous_commit TO off")
        return self._here
