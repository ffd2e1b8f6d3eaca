"""Customers dialled before there was an agent: they wait, are connected, or hear a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import structlog

from ..base import Command, Event, NotDone, NotSent
from .ari import Refused
from .attempt import (
    COMMAND,
    CONSULTED,
    EXTENSION,
    GONE,
    JOINED,
    LEAVING,
    LINE,
    MESSAGE,
    SCRIPT,
    TALK,
    TALK_IS,
    Attempt,
    Connection,
    legs_of,
    let_wait,
    read_variable,
    set_variable,
)

if TYPE_CHECKING:
    from .calls import Calls

log = structlog.get_logger()

LONGEST_MESSAGE = 60  # seconds: a fence, for when nobody is there to hang up after it


class Ahead:
    """What is done with a customer who has answered and has no agent yet."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._ari = calls.ari

    # Connecting

    async def connect(self, attempt: Attempt, command: Command) -> None:
        """Put an agent together with the customer, in place of any other."""
        channel = command.line or attempt.leg(command.pbx_command_id)
        new = Connection(command.pbx_command_id, str(command.extension), channel)
        if attempt.agent == channel and attempt.joined.is_set():
            self._tell_connected(attempt, new)
            return
        if attempt.leaving:
            raise NotSent(f"{attempt.id} hears a message")
        await self._let_go(attempt)
        attempt.connecting = new
        try:
            await attempt.be_parked()
            if command.line:
                await self._put_through(attempt, new)
            else:
                await self._ring(attempt, new, command)
        except (Refused, NotSent):
            if attempt.connecting is new:
                attempt.connecting = None
            raise

    async def _put_through(self, attempt: Attempt, new: Connection) -> None:
        """Join an open line: one request, then the two hear each other."""
        on_line, line = self._calls.lines.on_line, new.channel
        async with self._calls.lines.moving[line]:
            on_line[line] = attempt.id
            try:
                await self._add(attempt, new)
                self._see_that_it_lasts(attempt, new)
            except (Refused, NotSent):
                if on_line.get(line) == attempt.id:
                    del on_line[line]
                    # It may have been in the bridge of a call that ended at this moment.
                    await self._calls.quietly(let_wait(self._ari, line))
                raise
        self._connected(attempt, new)

    async def _ring(self, attempt: Attempt, new: Connection, command: Command) -> None:
        self._see_that_it_lasts(attempt, new)
        patience = command.ring_time + self._calls.options.guard
        await set_variable(self._ari, attempt.id, "TIMEOUT(absolute)", str(patience))
        told = {
            "PGDIALER_APP": self._calls.app,
            EXTENSION: new.extension,
            COMMAND: str(new.command),
        }
        await self._ari.post(
            "/channels",
            {"variables": told},
            endpoint=self._calls.options.telephone(new.extension),
            app=self._calls.app,
            channelId=new.channel,
            timeout=command.ring_time,
            callerId=command.number or None,
        )
        try:
            self._see_that_it_lasts(attempt, new)
        except NotSent:  # who ended it did not know this channel
            await self._ari.delete(f"/channels/{new.channel}")
            raise

    def understand_leg(
        self, kind: str, leg: str, attempt: Attempt, event: Mapping[str, Any], at: datetime
    ) -> None:
        """Hear of a telephone that was rung for a customer who waits."""
        one = attempt.connecting
        is_awaited = one is not None and one.channel == leg
        if kind == "StasisStart":
            if one and is_awaited:
                self._calls.do(self._bring_in(attempt, one))
            elif attempt.agent != leg:  # another has taken its place
                self._calls.do(self._ari.delete(f"/channels/{leg}"))
        elif kind == "ChannelDestroyed":
            if one and is_awaited:
                number = f" ({event['cause']})" if event["cause"] else ""
                self._give_up(attempt, one, f"agent unreachable{number}", at)
            elif attempt.agent == leg:
                self._calls.agent_gone(attempt)

    async def _bring_in(self, attempt: Attempt, one: Connection) -> None:
        """The agent has picked up."""
        try:
            await self._add(attempt, one)
        except (Refused, NotSent) as error:
            if attempt.connecting is one:
                self._give_up(attempt, one, str(error), datetime.now(UTC))
            await self._ari.delete(f"/channels/{one.channel}")
            return
        if attempt.connecting is one:
            self._connected(attempt, one)

    async def _add(self, attempt: Attempt, one: Connection) -> None:
        await self._ari.post(f"/bridges/{TALK}{attempt.id}/addChannel", channel=one.channel)

    def _connected(self, attempt: Attempt, one: Connection) -> None:
        attempt.agent, attempt.connecting = one.channel, None
        self._tell_connected(attempt, one)
        self._calls.do(attempt.begin(self._ari), attempt)

    def _tell_connected(self, attempt: Attempt, one: Connection) -> None:
        now = datetime.now(UTC)
        self._calls.tell(Event(attempt.id, "agent_answered", now, one.extension))

    def _give_up(self, attempt: Attempt, one: Connection, reason: str, at: datetime) -> None:
        attempt.connecting = None
        self._calls.tell(NotDone(one.command, reason, at))

    def _see_that_it_lasts(self, attempt: Attempt, one: Connection) -> None:
        if attempt.id not in self._calls.attempts:
            raise NotSent(f"{attempt.id} is over")
        if attempt.connecting is not one and attempt.agent != one.channel:
            raise NotSent("another was connected in its place")
        if (
            one.channel.startswith(LINE)
            and self._calls.lines.on_line.get(one.channel) != attempt.id
        ):
            raise NotSent("the line was hung up")

    async def _let_go(self, attempt: Attempt) -> None:
        """Have no agent there, and none who rings; the customer stays."""
        there = {attempt.rung, attempt.agent} - {None}
        attempt.connecting = attempt.agent = None
        attempt.joined.clear()
        for agent in there:
            await self._calls.lines.give_back(attempt, str(agent))

    # A message, and out

    async def play(self, attempt: Attempt, command: Command) -> None:
        """Let the customer hear a message, alone; what cannot be played ends the call at once."""
        attempt.leaving = True
        try:
            await attempt.be_parked()
            # First: nothing else is done with a channel before what is played there is over.
            await self._ari.delete(f"/playbacks/{SCRIPT}{attempt.id}")
            await self._let_go(attempt)
            await attempt.step_out(self._ari)
            await set_variable(self._ari, attempt.id, "TIMEOUT(absolute)", str(LONGEST_MESSAGE))
            await set_variable(self._ari, attempt.id, TALK_IS, LEAVING)
            await self._ari.post(
                f"/channels/{attempt.id}/play/{MESSAGE}{attempt.id}",
                media=media(str(command.message)),
            )
        except (Refused, NotSent) as error:
            log.warning("message not played", call=attempt.id, error=str(error))
            await self._hang_up(attempt)

    async def see_to_message(self, attempt: Attempt) -> None:
        """Hang up if the message is over, which was not heard of."""
        try:
            await self._ari.get(f"/playbacks/{MESSAGE}{attempt.id}")
        except Refused as error:
            if error.status != GONE:
                raise
            await self._hang_up(attempt)

    def played(self, playback: Mapping[str, Any]) -> None:
        """Hear that something was played to its end, or could not be."""
        attempt = self._calls.attempts.get(str(playback["id"]).removeprefix(MESSAGE))
        # It also ends with the customer, who has hung up then.
        if attempt and attempt.leaving and not attempt.facts.ended_there:
            if playback["state"] == "failed":
                log.warning("message not played", call=attempt.id, media=playback["media_uri"])
            self._calls.do(self._hang_up(attempt))

    async def _hang_up(self, attempt: Attempt) -> None:
        attempt.facts.ended_by_us = True
        await self._ari.delete(f"/channels/{attempt.id}")

    # After a gap

    async def find_out(self, attempt: Attempt, talk: str | None) -> None:
        """See where a customer stands who has answered, and go on from there."""
        if talk == LEAVING:
            attempt.leaving = True
            await self.see_to_message(attempt)
            return
        found = {one["id"]: one["channels"] for one in await self._ari.get("/bridges")}
        inside = found.get(TALK + attempt.id, [])
        agents = [one for one in inside if one != attempt.id and not one.startswith(CONSULTED)]
        if not agents and talk == JOINED:  # hung up meanwhile
            await self._hang_up(attempt)
            return
        if attempt.id not in inside and talk != JOINED:
            await attempt.park(self._ari)
        attempt.parked.set()
        if agents:
            await self._know_agent(attempt, agents[0], talk)
        elif legs := await legs_of(self._ari, attempt.id):
            await self._know_leg(attempt, legs[-1])
        elif attempt.connecting:
            self._give_up(attempt, attempt.connecting, "it was not sent", datetime.now(UTC))

    async def _know_agent(self, attempt: Attempt, agent: str, talk: str | None) -> None:
        if agent.startswith(LINE):
            self._calls.lines.on_line[agent] = attempt.id
        extension = await read_variable(self._ari, agent, EXTENSION)
        one = Connection(0, extension, agent)
        if talk == JOINED:
            attempt.agent, attempt.connecting = agent, None
            attempt.joined.set()
            self._tell_connected(attempt, one)
        else:
            self._connected(attempt, one)

    async def _know_leg(self, attempt: Attempt, leg: str) -> None:
        command = await read_variable(self._ari, leg, COMMAND)
        extension = await read_variable(self._ari, leg, EXTENSION)
        attempt.connecting = one = Connection(int(command or 0), extension, leg)
        try:
            channel = await self._ari.get(f"/channels/{leg}")
        except Refused as error:
            if error.status != GONE:
                raise
            self._give_up(attempt, one, "agent unreachable", datetime.now(UTC))
            return
        if channel["state"] == "Up":
            await self._bring_in(attempt, one)


def media(name: str) -> str:
    """Return what Asterisk calls a sound: a name is one of its files, unless it says otherwise."""
    return name if ":" in name else f"sound:{name}"
