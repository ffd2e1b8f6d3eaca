"""Driving the bridge to Asterisk by hand: no database, no runner."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, Self
from urllib.error import HTTPError
from uuid import uuid4

from pgdialer.runner.asterisk.private import PrivatePbx
from pgdialer.runner.bridges import Bridge, Command, Event, NotDone, find_bridge
from pgdialer.runner.bridges.conformance import Ear, connected

PATIENCE = 30.0  # seconds until something that must happen has happened
STAYS, LEAVES, TALKS, PERSON, MACHINE, RINGS = "12", "05", "13", "30", "31", "06"

_commands = count(1)


def bridge_to(pbx: PrivatePbx, url: str | None = None, **more: str) -> Bridge:
    """Return a bridge to an Asterisk, or to whatever stands before it."""
    told = {"url": url or pbx.url, "user": pbx.user, "password": pbx.password} | more
    return find_bridge("asterisk").configured(told)


class Driver:
    """What one runner does and hears."""

    def __init__(self, pbx: PrivatePbx, ear: Ear) -> None:
        self.pbx, self.ear, self.bridge = pbx, ear, ear.bridge

    @classmethod
    @asynccontextmanager
    async def of(cls, pbx: PrivatePbx, runner: str = "one") -> AsyncIterator[Self]:
        """Be a runner for a while; at the end it is gone, and its channels live on."""
        async with connected(bridge_to(pbx), runner) as ear:
            yield cls(pbx, ear)

    async def dial(self, ending: str, **more: Any) -> str:
        """Dial a customer who does what the ending says, ahead of agents unless told otherwise."""
        name = str(uuid4())
        told = {"ahead": True, "ring_time": 6} | more
        number = f"+420{uuid4().int % 10**7:07}{ending}"
        await self.bridge.send(Command("originate", name, number=number, **told))
        return name

    async def waiting(self, ending: str = STAYS, **more: Any) -> str:
        """Return a customer who has answered, and is where an agent can join in."""
        name = await self.dial(ending, **more)
        await self.ear.answered(name)
        await self.until(lambda: name in self.inside(name))
        return name

    async def open_line(self, extension: str) -> str:
        """Return an open line that is up."""
        line = f"line-{uuid4()}"
        await self.bridge.send(Command("open_line", line, extension=extension))
        await self.ear.answered(line)
        return line

    async def connect(self, name: str, extension: str, **more: Any) -> int:
        """Have an agent put together with a customer; return the number of the command."""
        number = next(_commands)
        told = {"ring_time": 6} | more
        await self.bridge.send(Command("connect", name, number, extension=extension, **told))
        return number

    async def send(self, kind: Any, name: str, **more: Any) -> None:
        await self.bridge.send(Command(kind, name, next(_commands), **more))

    async def talking(self, name: str, agent: str) -> None:
        """Wait until customer and agent are together, it was told, and written down."""
        await self.until(lambda: {name, agent} == {*self.inside(name)})
        await self.until(lambda: bool(self.ear.agents(name)))
        await self.until(lambda: self.variable(name, "PGDIALER_TALK") == "joined")

    async def not_done(self, command: int) -> str:
        """Wait until it is told that a command has come to nothing; return why."""
        await self.ear.until(lambda: bool(self._failed(command)))
        return self._failed(command)[0]

    def _failed(self, command: int) -> list[str]:
        return [
            one.reason
            for one in self.ear.heard
            if isinstance(one, NotDone) and one.pbx_command_id == command
        ]

    def cause(self, name: str, event: str) -> str | None:
        """Return the cause with which something was told."""
        (found,) = {
            one.cause
            for one in self.ear.heard
            if isinstance(one, Event) and (one.pbx_call_id, one.event) == (name, event)
        }
        return found

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true of the PBX."""
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(true):
                await asyncio.sleep(0.02)

    async def gone(self, *names: str) -> None:
        """Wait until there is no channel whose id has one of these in it."""
        await self.until(lambda: not [c for c in self.channels() for n in names if n in c])

    def channels(self) -> list[str]:
        return [one["id"] for one in self.pbx.ask("GET", "/channels")]

    def inside(self, name: str) -> list[str]:
        """Return the channels in the bridge of a call."""
        found = {one["id"]: one["channels"] for one in self.pbx.ask("GET", "/bridges")}
        inside: list[str] = found.get(f"talk-{name}", [])
        return inside

    def leg(self, name: str) -> str | None:
        """Return the channel of the agent who is rung for a call."""
        return next((one for one in self.channels() if one.startswith(f"agent-{name}.")), None)

    def variable(self, channel: str, name: str) -> str:
        """Return a variable of a channel; nothing if it has none, or is gone."""
        try:
            found = self.pbx.ask("GET", f"/channels/{channel}/variable?variable={name}")
        except HTTPError as error:
            assert error.code == 404, error
            return ""
        return str(found["value"])

    def packets(self, channel: str, which: str) -> int:
        return int(self.pbx.ask("GET", f"/channels/{channel}/rtp_statistics")[which])


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)
