"""What a bridge must do: checks for its own tests, against a PBX; each raises AssertionError.

    for check in CHECKS:
        asyncio.run(check(make_bridge(), Numbers(...)))

The PBX needs somebody at the other ends who behaves as Numbers says, and a telephone that picks up.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .base import Bridge, Command, Disconnected, Event, Kind, NotSent, Report

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

IN_CONVERSATION: tuple[Kind, ...] = (
    "mute", "mute", "hold", "resume", "unmute", "unmute", "send_keys",
    "consult", "mute", "take_back", "transfer",
)  # fmt: skip
NONSENSE: tuple[Kind, ...] = ("hold", "mute", "unmute", "send_keys")
PATIENCE = 30.0  # seconds until something that must happen has happened


@dataclass(frozen=True)
class Numbers:
    """Whom to dial: what happens there is in the name."""

    stays: str  # answers and never hangs up
    leaves: str  # answers, and hangs up after some seconds
    busy: str
    silent: str  # rings and does not answer
    unknown: str  # a number that does not exist
    presses: str  # answers, and presses a key
    extension: str  # a telephone of an agent, which picks up
    script: str = "tone:busy"  # of the PBX, which asks for a key
    ring_time: int = 3


class Ear:
    """What the bridge said, and waiting for what it must say."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.heard: list[Report] = []
        self._news = asyncio.Condition()

    def of(self, name: str) -> list[str]:
        """What was said of a channel, in its order."""
        return [
            one.event for one in self.heard if isinstance(one, Event) and one.pbx_call_id == name
        ]

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to be said."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(true)

    async def ended(self, name: str) -> str:
        """Wait for the end of a channel, and return what it was."""
        ends = ("hangup_called", "hangup_agent", "busy", "no_answer", "failed")
        await self.until(lambda: any(what in ends for what in self.of(name)))
        return next(what for what in self.of(name) if what in ends)

    async def answered(self, name: str) -> None:
        """Wait until somebody has answered."""
        await self.until(lambda: "answered" in self.of(name))

    async def listen(self) -> None:
        """Take down what is said until the bridge is closed."""
        async for one in self.bridge.events():
            async with self._news:
                self.heard.append(one)
                self._news.notify_all()


@asynccontextmanager
async def connected(bridge: Bridge) -> AsyncIterator[Ear]:
    """Connect a bridge for a while; when it is closed, events() must end."""
    bridge.join("conformance")
    ear = Ear(bridge)
    listening = asyncio.create_task(ear.listen())
    for _ in range(100):
        try:
            await bridge.live()
            break
        except Disconnected:
            await asyncio.sleep(0.1)
    try:
        yield ear
    finally:
        await bridge.close()
        async with asyncio.timeout(PATIENCE):
            await listening


async def _dial(ear: Ear, numbers: Numbers, number: str, **more: str) -> str:
    name = str(uuid.uuid4())
    if "script" not in more:
        more = {"extension": numbers.extension} | more
    await ear.bridge.send(
        Command("originate", name, number=number, ring_time=numbers.ring_time, **more)  # type: ignore[arg-type]
    )
    assert name in await ear.bridge.live()
    return name


async def outcomes(bridge: Bridge, numbers: Numbers) -> None:
    """Each end is told in its own word, once; a channel is live until its end is told."""
    wanted = {
        numbers.busy: "busy",
        numbers.silent: "no_answer",
        numbers.unknown: "failed",
        numbers.leaves: "hangup_called",
    }
    async with connected(bridge) as ear:
        for number, end in wanted.items():
            name = await _dial(ear, numbers, number)
            assert await ear.ended(name) == end, (number, ear.of(name))
            assert name not in await bridge.live()
            assert len(ear.of(name)) == len(set(ear.of(name)))
            assert ("answered" in ear.of(name)) is (end == "hangup_called")


async def our_hang_up(bridge: Bridge, numbers: Numbers) -> None:
    """A hang-up ends what rings and what talks; of what is not there it is harmless."""
    async with connected(bridge) as ear:
        rings = await _dial(ear, numbers, numbers.silent)
        await ear.until(lambda: "ringing" in ear.of(rings))
        await bridge.send(Command("hangup", rings))
        assert await ear.ended(rings) == "hangup_agent"
        talks = await _dial(ear, numbers, numbers.stays)
        await ear.answered(talks)
        await bridge.send(Command("hangup", talks))
        assert await ear.ended(talks) == "hangup_agent"
        await bridge.send(Command("hangup", talks))
        await bridge.send(Command("hangup", str(uuid.uuid4())))


async def lines(bridge: Bridge, numbers: Numbers) -> None:
    """A line is opened under its own id and stays up over calls, until it is closed."""
    async with connected(bridge) as ear:
        line = f"line-{uuid.uuid4()}"
        await bridge.send(Command("open_line", line, extension=numbers.extension))
        await ear.until(lambda: "answered" in ear.of(line))
        for _ in range(2):
            talks = await _dial(ear, numbers, numbers.stays, line=line)
            await ear.answered(talks)
            await bridge.send(Command("hangup", talks))
            await ear.ended(talks)
        assert line in await bridge.live()
        await bridge.send(Command("close_line", line))
        await ear.ended(line)
        assert line not in await bridge.live()


async def in_conversation(bridge: Bridge, numbers: Numbers) -> None:
    """Mute, keys, hold, consult, transfer and back; what is transferred goes on to its own end."""
    async with connected(bridge) as ear:
        talks = await _dial(ear, numbers, numbers.stays)
        await ear.answered(talks)
        for kind in IN_CONVERSATION:
            await bridge.send(Command(kind, talks, number=numbers.stays, keys="1*#D"))
            await asyncio.sleep(0.5)
            assert talks in await bridge.live()
        await bridge.send(Command("hangup", talks))
        await ear.ended(talks)


async def scripts(bridge: Bridge, numbers: Numbers) -> None:
    """Without an agent a script talks; the key is told before the end."""
    async with connected(bridge) as ear:
        asks = await _dial(ear, numbers, numbers.presses, script=numbers.script)
        await ear.ended(asks)
        told = ear.of(asks)
        assert "keyed" in told[:-1], told
        keyed = next(one for one in ear.heard if isinstance(one, Event) and one.event == "keyed")
        assert keyed.answers
        assert all(len(key) == 1 for key in keyed.answers.values())


async def nonsense(bridge: Bridge, numbers: Numbers) -> None:
    """What cannot be done is NotSent, and nothing comes of it."""
    async with connected(bridge) as ear:
        nobody = str(uuid.uuid4())
        for kind in NONSENSE:
            with suppress(NotSent):
                await bridge.send(Command(kind, nobody, keys="1"))
        assert ear.of(nobody) == []
        await bridge.watch([numbers.extension, "no such extension"])
        findings = await bridge.inspect([numbers.extension], [])
        assert all(one.holds for one in findings), findings


CHECKS: tuple[Callable[[Bridge, Numbers], Awaitable[None]], ...] = (
    outcomes, our_hang_up, lines, in_conversation, scripts, nonsense,
)  # fmt: skip
