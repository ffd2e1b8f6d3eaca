"""Counting the lists, and what happens to them, beside the cycle: figures are there to be read."""

from __future__ import annotations

import asyncio

import psycopg
import structlog

from .session import Again, Session

log = structlog.get_logger()

COUNT = "SELECT take_census()"
TALLY = "SELECT tally_calls()"
PAUSE = 10.0  # seconds after something went wrong


async def count_lists(session: Session) -> None:
    """Count until cancelled, in a session of its own: a large list takes its time."""
    try:
        while True:
            try:
                waits = [*await session.row(TALLY), *await session.row(COUNT)]
                await asyncio.sleep(min(waits) or 0.2)
            except Again:
                await asyncio.sleep(PAUSE)
            except psycopg.Error as error:
                log.error("not counted", sqlstate=error.sqlstate, error=str(error))  # noqa: TRY400
                await asyncio.sleep(PAUSE)
    finally:
        await session.close()
