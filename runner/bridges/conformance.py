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
NONSENSE: tuple[Kind, ...] = ("hold", "mute", "unmute", "send_keys", "connect", "message")
ENDS = ("hangup_called", "hangup_agent", "busy", "no_answer", "failed")
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
    person: str  # answers, says hello, and stays
    machine: str  # an answering machine, which talks on and stays
    extension: str  # a telephone of an agent, which picks up
    deaf: str  # a telephone of an agent, which rings and is not picked up
    message: str  # a recording that the PBX can play
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
        await self.until(lambda: bool(self.end(name)))
        return self.end(name)

    def end(self, name: str) -> str:
        """What the end of a channel was; nothing if none was told."""
        return next((what for what in self.of(name) if what in ENDS), "")

    async def answered(self, name: str) -> None:
        """Wait until somebody has answered."""
        await self.until(lambda: "answered" in self.of(name))

    def agents(self, name: str) -> list[str | None]:
        """The agents who came into a call."""
        return [
            one.cause
            for one in self.heard
            if isinstance(one, Event) and (one.pbx_call_id, one.event) == (name, "agent_answered")
        ]

    async def listen(self) -> None:
        """Take down what is said until the bridge is closed."""
        async for one in self.bridge.events():
            async with self._news:
                self.heard.append(one)
                self._news.notify_all()


@asynccontextmanager
async def connected(bridge: Bridge, runner: str = "conformance") -> AsyncIterator[Ear]:
    """Connect a bridge for a while; when it is closed, events() must end."""
    bridge.join(runner)
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


async def _dial(ear: Ear, numbers: Numbers, number: str, **more: str | bool) -> str:
    name = str(uuid.uuid4())
    if "script" not in more and "ahead" not in more:
        more["extension"] = more.get("extension", numbers.extension)
    await ear.bridge.send(
        Command("originate", name, number=number, ring_time=numbers.ring_time, **more)  # type: ignore[arg-type]
    )
    # Who is busy may be that at once.
    assert name in await ear.bridge.live() or ear.end(name)
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


async def ahead_of_agents(bridge: Bridge, numbers: Numbers) -> None:
    """Without an agent the ends are the same; whoever answers waits, and can be let go."""
    wanted = {numbers.busy: "busy", numbers.silent: "no_answer", numbers.unknown: "failed"}
    async with connected(bridge) as ear:
        for number, end in wanted.items():
            name = await _dial(ear, numbers, number, ahead=True)
            assert await ear.ended(name) == end, (number, ear.of(name))
        waits = await _dial(ear, numbers, numbers.stays, ahead=True)
        await ear.answered(waits)
        assert waits in await bridge.live()
        await bridge.send(Command("hangup", waits))
        assert await ear.ended(waits) == "hangup_agent"
        assert ear.agents(waits) == []


async def agents_who_join(bridge: Bridge, numbers: Numbers) -> None:
    """An agent joins by the open line, or by being rung; then it is a conversation as any other."""
    async with connected(bridge) as ear:
        line = f"line-{uuid.uuid4()}"
        await bridge.send(Command("open_line", line, extension=numbers.extension))
        await ear.answered(line)
        for place, on_line in enumerate((line, line, None), 1):
            if not on_line:
                await bridge.send(Command("close_line", line))
                await ear.ended(line)
            talks = await _dial(ear, numbers, numbers.stays, ahead=True)
            await ear.answered(talks)
            await bridge.send(
                Command("connect", talks, place, extension=numbers.extension, line=on_line)
            )
            await ear.until(lambda talks=talks: bool(ear.agents(talks)))  # type: ignore[misc]
            for kind in ("mute", "hold", "resume", "unmute"):
                await bridge.send(Command(kind, talks))
            assert talks in await bridge.live()
            await bridge.send(Command("hangup", talks))
            assert await ear.ended(talks) == "hangup_agent"
            assert ear.agents(talks) == [numbers.extension]
            assert not on_line or line in await bridge.live()


async def agents_who_do_not(bridge: Bridge, numbers: Numbers) -> None:
    """A connect takes the place of one that rings; the end of the call ends the ringing, too."""
    async with connected(bridge) as ear:
        talks = await _dial(ear, numbers, numbers.stays, ahead=True)
        await ear.answered(talks)
        await bridge.send(Command("connect", talks, 1, extension=numbers.deaf))
        await bridge.send(Command("connect", talks, 2, extension=numbers.extension))
        await ear.until(lambda: bool(ear.agents(talks)))
        assert ear.agents(talks) == [numbers.extension]
        await bridge.send(Command("hangup", talks))
        await ear.ended(talks)
        rings = await _dial(ear, numbers, numbers.stays, ahead=True)
        await ear.answered(rings)
        await bridge.send(Command("connect", rings, 3, extension=numbers.deaf))
        await bridge.send(Command("hangup", rings))
        assert await ear.ended(rings) == "hangup_agent"
        assert ear.agents(rings) == []
        with suppress(NotSent):
            await bridge.send(Command("connect", rings, 4, extension=numbers.extension))
        await asyncio.sleep(0.5)
        assert ear.agents(rings) == []
        assert rings not in await bridge.live()


async def messages(bridge: Bridge, numbers: Numbers) -> None:
    """Whoever has answered hears it, also while an agent is rung, and is hung up after it."""
    async with connected(bridge) as ear:
        for deaf in (False, True):
            waits = await _dial(ear, numbers, numbers.stays, ahead=True)
            await ear.answered(waits)
            if deaf:
                await bridge.send(Command("connect", waits, 1, extension=numbers.deaf))
            await bridge.send(Command("message", waits, message=numbers.message))
            assert await ear.ended(waits) == "hangup_agent"
            assert ear.agents(waits) == []
            assert waits not in await bridge.live()
        with suppress(NotSent):
            await bridge.send(Command("message", waits, message=numbers.message))


async def machines(bridge: Bridge, numbers: Numbers) -> None:
    """A machine is told in place of the answer, and goes on until it is told otherwise."""
    told = {"answered", "machine"}
    async with connected(bridge) as ear:
        for number, what in ((numbers.person, "answered"), (numbers.machine, "machine")):
            name = await _dial(ear, numbers, number, ahead=True, detect=True)
            await ear.until(lambda name=name: not told.isdisjoint(ear.of(name)))  # type: ignore[misc]
            assert {"ringing", *ear.of(name)} == {"ringing", what}
            assert name in await bridge.live()
            await bridge.send(Command("message", name, message=numbers.message))
            assert await ear.ended(name) == "hangup_agent"
        causes = [
            one.cause for one in ear.heard if isinstance(one, Event) and one.event == "answered"
        ]
        assert causes == ["person"]


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
    outcomes, our_hang_up, lines, in_conversation, ahead_of_agents, agents_who_join,
    agents_who_do_not, messages, machines, scripts, nonsense,
)  # fmt: skip
