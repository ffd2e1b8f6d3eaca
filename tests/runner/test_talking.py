"""What the runner and the simulated PBX do with commands in the middle of a conversation (DIAL-2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any, Self

import pytest
from pgdialer.runner.bridges import Bridge, Command, Event, NotDone, NotSent, Report
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.carrier import Carrier
from pgdialer.runner.pace import Pace
from pgdialer.runner.simulation.customers import Attempt, Customers


class Talkative(Customers):
    """Customers who answer after a second and talk for a minute."""

    def attempt(self, number: str, occasion: int) -> Attempt:  # noqa: ARG002
        return Attempt(0.01, "answered", answer_after=0.01, talk=0.1)


@pytest.mark.parametrize("last", ["transfer", "take_back"])
def test_the_simulated_customer_stays_until_the_end(last: Any) -> None:
    """A transferred channel goes on, and its customer hangs up in the end; hold is not noticed."""

    async def play() -> list[str]:
        pbx, told = Simulated(Talkative(1)), []
        await pbx.send(Command("originate", "one", number="+420724111222"))
        async for event in pbx.events():
            told.append(event.event)
            if event.event == "answered":
                for kind in ("mute", "send_keys", "hold", "resume", "unmute", "consult", last):
                    await pbx.send(Command(kind, "one", number="+420724555555"))
                    assert await pbx.live() == {"one"}
            if event.ends:
                break
        # Of no channel.
        await pbx.send(Command("transfer", "one"))
        assert await pbx.live() == set()
        return told

    assert asyncio.run(play()) == ["ringing", "answered", "hangup_called"]


class Slow(Bridge):
    """A PBX that takes its time for what comes first, and writes down what it has."""

    def __init__(self) -> None:
        self.has: list[tuple[str, str]] = []

    @classmethod
    def configured(cls, options: Mapping[str, str]) -> Self:  # noqa: ARG003
        return cls()

    async def send(self, command: Command) -> None:
        for _ in range(10 if command.command in ("originate", "hold") else 1):
            await asyncio.sleep(0)
        self.has.append((command.pbx_call_id, command.command))

    async def events(self) -> AsyncIterator[Event]:
        return
        yield

    async def live(self) -> Collection[str]:
        return ()


class Given:
    """A session that hands out these commands once."""

    def __init__(self, *commands: Command) -> None:
        self._commands = list(commands)

    @property
    def left(self) -> int:
        return len(self._commands)

    async def rows(self, *_: Any, **__: Any) -> list[Command]:
        commands, self._commands = self._commands, []
        return commands


def carried(commands: list[Command], pbx: Bridge) -> list[Report]:
    """What is to be reported after these commands have been carried to a PBX, in its order."""

    async def carry() -> list[Report]:
        given: Any = Given(*commands)
        carrier = Carrier(given, pbx, "r1", Pace(), stir=lambda: None, doubted=lambda: None)
        await carrier.carry()
        assert given.left == len(commands)  # not before the channels are compared
        carrier.compared = True
        await carrier.carry()
        async with carrier.quiet():
            return [event for _, _, event in sorted(carrier._events, key=lambda one: one[:2])]

    return asyncio.run(carry())


def test_the_commands_of_an_attempt_are_sent_in_their_order() -> None:
    """DIAL-2: what was said later does not overtake; other attempts do not wait for it."""
    pbx = Slow()
    told: list[Any] = [
        Command(kind, channel)
        for kind, channel in (
            ("hold", "a"), ("originate", "b"), ("resume", "a"), ("hangup", "c"), ("hangup", "b"),
            ("transfer", "a"),
        )
    ]  # fmt: skip
    carried(told, pbx)
    by_channel = {
        one: [kind for channel, kind in pbx.has if channel == one] for one in ("a", "b", "c")
    }
    assert by_channel == {
        "a": ["hold", "resume", "transfer"], "b": ["originate", "hangup"], "c": ["hangup"],
    }  # fmt: skip
    assert pbx.has[0] == ("c", "hangup")


class Refusing(Slow):
    """A PBX that surely does nothing of it."""

    async def send(self, command: Command) -> None:  # noqa: ARG002
        raise NotSent("Allocation failed")


def test_what_was_not_sent_is_reported() -> None:
    """DIAL-1: what its agent must know, an originate for its call; a hold ends with its call."""
    kinds: list[Any] = [
        "originate",
        "hold",
        "consult",
        "transfer",
        "mute",
        "send_keys",
        "unmute",
        "hangup",
    ]
    told = [Command(kind, kind, place) for place, kind in enumerate(kinds)]
    said = carried(told, Refusing())
    assert [(one.pbx_call_id, one.event) for one in said if isinstance(one, Event)] == [
        ("originate", "failed")
    ]
    assert [(one.pbx_command_id, one.reason) for one in said if isinstance(one, NotDone)] == [
        (place, "Allocation failed") for place in (2, 3, 4, 5)
    ]  # fmt: skip
