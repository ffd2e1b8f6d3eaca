"""A PBX that exists only here: no line leaves this process, and its channels die with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Self

from ..errors import UserError
from ..simulation.customers import Attempt, Customers
from ..simulation.told import Told
from ..simulation.virtual import now
from .base import Bridge, Command, Event, Happening

NETWORK_PATIENCE = 60.0
SILENCE = 8.0  # seconds that somebody who has answered waits for a voice
PICK_UP, MESSAGE = 1.5, 6.0  # seconds until an agent picks up, and that a message takes
QUESTION, ASKING = "answer", 15.0  # all that a script asks here, and seconds until a key is pressed


@dataclass(slots=True)
class _Channel:
    pbx_call_id: str
    number: str
    attempt: Attempt
    ring_time: float
    script: str | None
    ahead: bool
    detect: bool
    answered: bool = False
    next: asyncio.TimerHandle | None = None


class Simulated(Bridge):
    """Customers on one side, commands on the other; `speed` of their seconds are one of ours."""

    def __init__(self, customers: Customers, speed: float = 1.0) -> None:
        self._customers = customers
        self._speed = speed
        self._channels: dict[str, _Channel] = {}
        self._lines: set[str] = set()
        self._unheard: set[str] = set()  # ended, but nobody has been told
        self._told: asyncio.Queue[Event | None] = asyncio.Queue()

    @classmethod
    def configured(cls, options: Mapping[str, str]) -> Self:
        """Make one from the options seed and speed, and customers: dice or digits."""
        customers = options.get("customers", "dice")
        try:
            unknown = set(options) - {"seed", "speed", "customers"}
            seed, speed = int(options.get("seed", "1")), float(options.get("speed", "1"))
        except ValueError as error:
            raise UserError(f"The simulated PBX cannot read its options: {error}.") from error
        if unknown:
            raise UserError(f"The simulated PBX has no option {', '.join(sorted(unknown))}.")
        if speed <= 0:
            raise UserError("The speed of the simulated PBX must be above 0.")
        if customers not in ("dice", "digits"):
            raise UserError(
                f'The customers of the simulated PBX are dice or digits, not "{customers}".'
            )
        return cls(Told() if customers == "digits" else Customers(seed), speed)

    async def send(self, command: Command) -> None:
        """Do it. Whatever is done in a conversation, it lasts until the customer has had enough."""
        name = command.pbx_call_id
        match command.command:
            case "originate":
                self._originate(command)
            case "open_line":  # picked up at once
                self._lines.add(name)
                self._say(Event(name, "answered", now()))
            case "close_line" | "hangup" if name in self._lines:
                self._lines.remove(name)
                self._say(Event(name, "hangup_agent", now()))
            case "hangup" if name in self._channels:
                self._end(self._channels[name], "hangup_agent")
            case "connect" if name in self._channels:
                self._connect(self._channels[name], command)
            case "message" if name in self._channels:
                self._later(self._channels[name], MESSAGE, self._played)

    async def events(self) -> AsyncIterator[Event]:
        """Yield what happens until close()."""
        while event := await self._told.get():
            if event.ends:
                self._unheard.discard(event.pbx_call_id)
            yield event

    async def live(self) -> Collection[str]:
        """Return the channels, and those whose end is still to be told."""
        return {*self._channels, *self._lines, *self._unheard}

    async def close(self) -> None:
        """Take every channel down: there is nothing that could keep them up."""
        for channel in list(self._channels.values()):
            self._end(channel, "hangup_called" if channel.answered else "failed", "PBX stopped")
        self._told.put_nowait(None)

    def _originate(self, command: Command) -> None:
        attempt = self._customers.attempt(command.number, command.pbx_command_id)
        if any(channel.number == command.number for channel in self._channels.values()):
            attempt = Attempt(attempt.setup, "busy")  # with another call of ours
        channel = _Channel(
            command.pbx_call_id,
            command.number,
            attempt,
            # The list's seconds are ours; and no network lets a telephone ring for ever.
            min(command.ring_time * self._speed, NETWORK_PATIENCE),
            command.script,
            command.ahead,
            command.detect,
        )
        self._channels[command.pbx_call_id] = channel
        self._later(channel, attempt.setup, self._reached)

    def _reached(self, channel: _Channel) -> None:
        attempt = channel.attempt
        if attempt.outcome in ("busy", "failed"):
            self._end(channel, attempt.outcome, attempt.cause)
            return
        self._tell(channel, "ringing")
        if attempt.outcome == "answered" and attempt.answer_after < channel.ring_time:
            self._later(channel, attempt.answer_after, self._answered)
        else:
            self._later(channel, channel.ring_time, self._rang_out)

    def _rang_out(self, channel: _Channel) -> None:
        self._end(channel, "no_answer")

    def _answered(self, channel: _Channel) -> None:
        channel.answered = True
        is_machine = channel.detect and channel.attempt.machine
        cause = "person" if channel.detect else None
        self._tell(channel, "machine" if is_machine else "answered", None if is_machine else cause)
        if channel.ahead:
            self._later(channel, SILENCE, self._had_enough)
        elif channel.script and channel.attempt.talk > ASKING:
            self._later(channel, ASKING, self._keyed)
        else:
            self._later(channel, channel.attempt.talk, self._had_enough)

    def _keyed(self, channel: _Channel) -> None:
        answers = {QUESTION: self._customers.key(channel.number)}
        self._say(Event(channel.pbx_call_id, "keyed", now(), answers=answers))
        self._end(channel, "hangup_agent")  # the script has nothing more to ask

    def _connect(self, channel: _Channel, command: Command) -> None:
        def picks_up(channel: _Channel) -> None:
            self._tell(channel, "agent_answered", command.extension)
            self._later(channel, channel.attempt.talk, self._had_enough)

        if command.line:
            picks_up(channel)
        else:
            self._later(channel, PICK_UP, picks_up)

    def _played(self, channel: _Channel) -> None:
        self._end(channel, "hangup_agent")

    def _had_enough(self, channel: _Channel) -> None:
        self._end(channel, "hangup_called")

    def _later(self, channel: _Channel, seconds: float, step: Callable[[_Channel], None]) -> None:
        if channel.next:
            channel.next.cancel()
        loop = asyncio.get_running_loop()
        channel.next = loop.call_later(seconds / self._speed, step, channel)

    def _end(self, channel: _Channel, event: Happening, cause: str | None = None) -> None:
        if channel.next:
            channel.next.cancel()
        del self._channels[channel.pbx_call_id]
        self._unheard.add(channel.pbx_call_id)
        self._tell(channel, event, cause)

    def _tell(self, channel: _Channel, event: Happening, cause: str | None = None) -> None:
        self._say(Event(channel.pbx_call_id, event, now(), cause))

    def _say(self, event: Event) -> None:
        self._told.put_nowait(event)


bridge = Simulated
