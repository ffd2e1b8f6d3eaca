"""Files of recordings whose time is over: the database names them, the bridge deletes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from .bridges import Bridge, Disconnected, NotSent
from .pace import Pace, Timer

log = structlog.get_logger()

DUE = "SELECT file_name FROM recordings_to_delete(%s)"
DELETED = "SELECT recording_deleted(d.name) FROM unnest(%s::text[]) AS d (name)"

Ask = Callable[..., Awaitable[list[Any]]]


class Deletions:
    """Deletes beside the rounds of the runner, so that no call waits for a slow disk."""

    def __init__(self, bridge: Bridge, ask: Ask, pace: Pace) -> None:
        self._bridge = bridge
        self._ask = ask
        self._to_look = Timer(pace.recordings)
        self._at_a_time = pace.deletions
        self._at_work: asyncio.Task[None] | None = None
        self._gone: list[str] = []  # deleted, but not marked yet
        # What nobody deletes must not be marked as deleted.
        self._can_delete = type(bridge).delete_recording is not Bridge.delete_recording

    async def go_on(self) -> None:
        """Mark what has been deleted, and begin with what is due."""
        if gone := list(self._gone):
            await self._ask(DELETED, gone)
            del self._gone[: len(gone)]
        if self._at_work or not self._can_delete or not self._to_look.is_due():
            return
        names = [name for (name,) in await self._ask(DUE, self._at_a_time)]
        if names:
            self._at_work = asyncio.create_task(self._delete(names))

    def cancel(self) -> None:
        """Leave the rest to another time."""
        if self._at_work:
            self._at_work.cancel()

    async def _delete(self, names: list[str]) -> None:
        try:
            for name in names:
                try:
                    await self._bridge.delete_recording(name)
                except NotSent as error:
                    log.warning("recording not deleted", file=name, error=str(error))
                else:
                    log.info("recording deleted", file=name)
                    self._gone.append(name)
        except Disconnected as error:
            log.warning("recordings not deleted", error=str(error))
        except Exception as error:
            # A bridge's mistake here must not end the calls; the same files come again in an hour.
            log.exception("recordings not deleted", error=str(error))
        finally:
            self._at_work = None
