"""The connection to Asterisk: commands go to it, events come from it, and channels are compared."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any, Self

import structlog

from ..base import Bridge, Command, Disconnected, Event, Finding, NotSent, Report
from . import callers
from .ari import Ari, Refused
from .attempt import CONSULTED, read_variables
from .calls import Calls, moment
from .inspection import inspect
from .options import Options
from .telephones import Telephones

log = structlog.get_logger()


class Asterisk(Bridge):
    """One Asterisk, reached by one user of its ARI.

    Each runner has an application of its own there. What is remembered of a channel is only what
    Asterisk has said of it, until its end.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._ari = Ari(options.url, options.user, options.password)
        self._said: asyncio.Queue[Report | Disconnected | None] = asyncio.Queue()
        self._calls = Calls(self._ari, options, self._said.put_nowait)
        self._telephones = Telephones(self._ari, options)
        self._readers: dict[str, asyncio.Task[None]] = {}

    @classmethod
    def configured(cls, options: Mapping[str, str]) -> Self:
        """Make one from the options that options.py lists."""
        return cls(Options.read(options))

    def join(self, runner: str) -> None:
        """Use an application named after the runner."""
        self._calls.app = f"{self._options.app}-{re.sub(r'[^A-Za-z0-9_.-]', '_', runner)}"

    async def events(self) -> AsyncIterator[Report]:
        """Connect, and yield what happens until close()."""
        self._telephones.forget()
        self._calls.connect()
        self._read(self._calls.app)
        if self._options.inbound:
            self._read(self._options.inbound)
        try:
            while said := await self._said.get():
                if isinstance(said, Disconnected):
                    raise said
                if isinstance(said, Event):
                    self._calls.heard(said)
                yield said
        finally:
            for reader in self._readers.values():
                reader.cancel()
            self._readers.clear()

    def _read(self, app: str) -> None:
        if app not in self._readers:
            self._readers[app] = asyncio.create_task(self._listen(app))

    async def _listen(self, app: str) -> None:
        try:
            async for event in self._ari.events(app):
                if event["type"] == "ApplicationReplaced":
                    raise Disconnected(f"another runner has taken the application {app}")  # noqa: TRY301
                await self._understand(event)
        except Disconnected as error:
            if app == self._calls.app:
                self._said.put_nowait(error)
            else:  # the runner whose calls were taken over is back
                self._readers.pop(app, None)
                log.warning("no more events of another", app=app, error=str(error))

    async def _understand(self, event: Mapping[str, Any]) -> None:
        if event["type"] == "Connected":
            return
        if event["type"] == "DeviceStateChanged":
            self._calls.do(self._look_at_telephone(event["device_state"]["name"]))
        elif event.get("application") == self._options.inbound:
            if caller := callers.understand(event, moment(event)):
                self._said.put_nowait(caller)
                if caller.event == "came":
                    self._calls.do(callers.let_wait(self._ari, caller.pbx_call_id))
        else:
            self._calls.understand(event)

    async def send(self, command: Command) -> None:
        """Do it."""
        try:
            await self._calls.obey(command)
        except Refused as error:
            raise NotSent(str(error)) from error

    async def live(self) -> Collection[str]:
        """Return the channels there are, and those whose end is still to be told."""
        try:
            there = {one["id"] for one in await self._ari.get("/channels")}
        except (Refused, NotSent) as error:
            raise Disconnected(str(error)) from error
        self._calls.count(there)
        # The runner that had the calls that come in may be gone.
        if self._options.inbound and not await self._is_taken(self._options.inbound):
            self._read(self._options.inbound)
        return {*there, *self._calls.known}

    async def _is_taken(self, app: str) -> bool:
        try:
            await self._ari.get(f"/applications/{app}")
        except (Refused, NotSent):
            return False
        return True

    async def adopt(self, pbx_call_id: str) -> None:
        """Hear of a channel, whatever application it is in, and go on with it."""
        try:
            # Whom the customer was handed over to, another runner may have dialled.
            told, other = await asyncio.gather(
                read_variables(self._ari, pbx_call_id),
                read_variables(self._ari, CONSULTED + pbx_call_id),
            )
            for app in {one["PGDIALER_APP"] for one in (told, other) if one}:
                self._read(app)
            if told:
                channel = await self._ari.get(f"/channels/{pbx_call_id}")
                await self._calls.know(pbx_call_id, channel, told)
        except Refused as error:
            raise NotSent(str(error)) from error

    async def watch(self, extensions: Collection[str]) -> None:
        """Say what becomes of these telephones' lines, beginning with what they are now."""
        try:
            for state in await self._telephones.watch(self._calls.app, extensions):
                self._said.put_nowait(state)
        except (Refused, NotSent) as error:
            raise Disconnected(str(error)) from error

    async def _look_at_telephone(self, device: str) -> None:
        if state := await self._telephones.changed(device):
            self._said.put_nowait(state)

    async def recordings(self) -> Collection[str]:
        """Return the names of the files in Asterisk's folder of recordings."""
        try:
            stored = await self._ari.get("/recordings/stored")
        except Refused as error:
            raise NotSent(str(error)) from error
        return [f"{one['name']}.{one['format']}" for one in stored]

    async def delete_recording(self, name: str) -> None:
        """Delete a file that Asterisk has recorded."""
        try:
            await self._ari.delete(f"/recordings/stored/{name.rpartition('.')[0] or name}")
        except Refused as error:
            raise NotSent(str(error)) from error

    async def inspect(self, extensions: Collection[str], trunks: Collection[str]) -> list[Finding]:
        """Look at what inspection.py lists."""
        try:
            return await inspect(self._ari, self._options, extensions, trunks)
        except (Refused, NotSent, Disconnected) as error:
            return [Finding(False, f"the check came to an end: {error}", "Try again.")]

    async def close(self) -> None:
        """End events(). Channels live on, and the next runner finds them."""
        self._said.put_nowait(None)
        await self._calls.close()
        await self._ari.close()
