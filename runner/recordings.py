"""Files of recordings: what is over is deleted, what nobody was told of is reported.

Both beside the rounds of the runner, so that no call waits for a slow disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import structlog

from .bridges import Bridge, Disconnected, NotSent, Recorded
from .pace import Pace, Timer

log = structlog.get_logger()

DUE = "SELECT file_name FROM recordings_to_delete(%s, %s)"
DELETED = "SELECT recording_deleted(d.name) FROM unnest(%s::text[]) AS d (name)"
UNKNOWN = "SELECT * FROM unknown_recordings(%s::text[])"

Ask = Callable[..., Awaitable[list[Any]]]


class Deletions:
    """The database names them, the bridge deletes them."""

    def __init__(self, bridge: Bridge, ask: Ask, runner: str, pace: Pace) -> None:
        self._bridge = bridge
        self._ask = ask
        self._runner = runner
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
        names = [name for (name,) in await self._ask(DUE, self._at_a_time, self._runner)]
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


class Missed:
    """What was finished while nobody was connected: the bridge names all, the database picks."""

    def __init__(
        self, bridge: Bridge, ask: Ask, report: Callable[[Recorded], None], pace: Pace
    ) -> None:
        self._bridge = bridge
        self._ask = ask
        self._report = report
        self._to_look = Timer(pace.recordings)
        self._live: Collection[str] | None = None  # channels there were; None: nothing to look for
        self._at_work: asyncio.Task[None] | None = None
        self._names: list[str] = []

    def begin(self, live: Collection[str]) -> None:
        """Look for them: the connection is new, or a call is found over; these channels live."""
        self._live, self._names = {*live}, []
        self._to_look.at_once()

    async def go_on(self) -> None:
        """Have the bridge name what is there, and report of it what nobody was told of."""
        if self._live is None or self._at_work:
            return
        if names := self._names:
            for pbx_call_id, name, finished in await self._ask(UNKNOWN, names):
                # A call that is over here may go on there, and its recording with it.
                if pbx_call_id not in self._live:
                    log.info("recording found", file=name, pbx_call=pbx_call_id)
                    self._report(Recorded(pbx_call_id, name, None, finished))
            self._names, self._live = [], None
        elif self._to_look.is_due():
            self._at_work = asyncio.create_task(self._look())

    def cancel(self) -> None:
        """Leave the rest to another time."""
        if self._at_work:
            self._at_work.cancel()

    async def _look(self) -> None:
        try:
            self._names = list(await self._bridge.recordings())
            if not self._names:
                self._live = None
        except (Disconnected, NotSent) as error:
            log.warning("recordings not listed", error=str(error))
        except Exception as error:
            # A bridge's mistake here must not end the calls.
            log.exception("recordings not listed", error=str(error))
        finally:
            self._at_work = None
