"""Hints from the database that there is something to do; who misses one finds it a second later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from psycopg import sql

from .session import Again, Session

log = structlog.get_logger()

BACK_OFF = 5.0  # seconds


async def listen(conninfo: str, schema: str, wake: Callable[[], None]) -> None:
    """Call wake at every hint, for ever, on a connection of its own.

    Through a pooler that takes no LISTEN, runners look by themselves.
    """
    session = Session(conninfo, schema)
    try:
        while True:
            try:
                conn = await session.connection()
                # send_hint() notifies the channel that has the schema's name.
                await conn.execute(sql.SQL("LISTEN {}").format(sql.Identifier(schema)))
                wake()
                async for _ in conn.notifies():
                    wake()
            except (Again, psycopg.Error) as error:
                log.info("no hints for now", error=str(error))
            await session.close()
            await asyncio.sleep(BACK_OFF)
    finally:
        await session.close()
