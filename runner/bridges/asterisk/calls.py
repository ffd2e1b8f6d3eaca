"""Calls on one Asterisk: what is heard of their channels, and what is done with them there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import Any

import structlog

from ..base import Command, Disconnected, Event, Happening, NotSent, Recorded, Report
from . import detection
from .ahead import Ahead, media
from .ari import Ari, Refused
from .attempt import (
    AGENT,
    AHEAD,
    BLIND,
    CONSULTED,
    GONE,
    JOINED,
    LEAVING,
    LINE,
    LISTEN,
    SCRIPT,
    TALK,
    TALK_IS,
    TRANSFERRED,
    Attempt,
    end_bridge,
    legs_of,
    read_variable,
)
from .handover import Handover
from .lines import Lines
from .options import Options

log = structlog.get_logger()

QUESTION, ASKING = "answer", 15.0  # all that a prompt asks, and seconds until a key is pressed
PROMPT = 60  # seconds that it may take with that, at most
TOLD_WITHIN = 1.0  # seconds until the end of a channel that was hung up, or left us, is told


class Calls:
    """Attempts and open lines, as far as this runner has to do with them."""

    def __init__(self, ari: Ari, options: Options, say: Callable[[Report], None]) -> None:
        self.ari = ari
        self.options = options
        self.tell = say
        self.app = options.app
        self.attempts: dict[str, Attempt] = {}
        self._unheard: set[str] = set()  # ended, but nobody has been told
        self._tasks: set[asyncio.Task[Any]] = set()
        self.lines = Lines(self)
        self._ahead = Ahead(self)
        self._handover = Handover(self)
        self._detection = detection.Detection(ari)

    def connect(self) -> None:
        """Begin with a connection to Asterisk."""
        self._detection.forget()

    @property
    def known(self) -> set[str]:
        """Calls that are not over, and those whose end nobody has been told."""
        return {*self.attempts, *self._unheard}

    def heard(self, event: Event) -> None:
        """Somebody was told."""
        if event.ends:
            self._unheard.discard(event.pbx_call_id)

    # What comes from Asterisk

    def understand(self, event: Mapping[str, Any]) -> None:
        """Take an event of an application of ours."""
        kind = event["type"]
        if kind == "RecordingFinished":
            self._recorded(event["recording"], datetime.now(UTC))
            return
        if kind == "PlaybackFinished":
            self._ahead.played(event["playback"])
            return
        channel = event.get("channel") or event.get("peer") or {}
        name, at = str(channel.get("id", "")), moment(event)
        if name.startswith(LINE):
            self.lines.understand(kind, name, event, at)
        elif name.startswith(AGENT):
            self._understand_agent(kind, name, event, at)
        elif name.startswith(CONSULTED):
            self._handover.understand(kind, self.attempts.get(name.removeprefix(CONSULTED)))
        elif attempt := self.attempts.get(name):
            self._understand_customer(kind, attempt, event, at)

    def _understand_customer(
        self, kind: str, attempt: Attempt, event: Mapping[str, Any], at: datetime
    ) -> None:
        facts = attempt.facts
        if kind == "ChannelStateChange" and event["channel"]["state"] == "Ringing":
            if not facts.ringing:
                facts.ringing = True
                self.say(attempt.id, "ringing", at)
        elif kind == "ChannelStateChange" and event["channel"]["state"] == "Up":
            self._answered(attempt, at)
        elif kind == "StasisStart":
            self._came(attempt, event["args"], at)
        elif kind == "ChannelHangupRequest":
            facts.ended_there |= not event.get("soft")
        elif kind == "ChannelDtmfReceived" and attempt.script and not facts.ended_by_us:
            if attempt.leaving or attempt.listen:  # no question was asked
                return
            self.tell(Event(attempt.id, "keyed", at, answers={QUESTION: event["digit"]}))
            facts.ended_by_us = True  # there is nothing more to ask
            self.do(self.ari.delete(f"/channels/{attempt.id}"))
        elif kind == "StasisEnd":
            self.do(self._see_whether_over(attempt, at))
        elif kind == "ChannelDestroyed":
            ended, cause = facts.outcome(event["cause"], event.get("tech_cause"))
            self._end(attempt, ended, cause, at)

    def _came(self, attempt: Attempt, found: Sequence[str], at: datetime) -> None:
        """A customer who has answered is ours to deal with: at first, or after listening."""
        attempt.facts.answered = True
        is_machine = False
        if attempt.listen and not found:
            self.do(detection.begin(self.ari, attempt.id, attempt.listen), attempt)
            return
        if attempt.listen:
            attempt.listen = ""
            is_machine, attempt.heard_out = detection.verdict(found)
        self._answered(attempt, at, "machine" if is_machine else "answered")
        self.do(self._meet(attempt), attempt)

    def _answered(self, attempt: Attempt, at: datetime, what: Happening = "answered") -> None:
        attempt.facts.answered = True
        if not attempt.answer_told and not attempt.listen:
            attempt.answer_told = True
            self.say(attempt.id, what, at, attempt.heard_out)

    def _understand_agent(
        self, kind: str, leg: str, event: Mapping[str, Any], at: datetime
    ) -> None:
        name, _, command = leg.removeprefix(AGENT).partition(".")
        attempt = self.attempts.get(name)
        if attempt is None:
            return
        if command:
            self._ahead.understand_leg(kind, leg, attempt, event, at)
            return
        if kind == "StasisStart":
            self.do(self._dial_customer(attempt), attempt)
        elif kind == "ChannelDestroyed":
            if attempt.command is not None:  # the customer was not dialled yet
                if attempt.facts.ended_by_us:
                    self._end(attempt, "hangup_agent", "given up here", at)
                else:
                    number = f" ({event['cause']})" if event["cause"] else ""
                    self._end(attempt, "failed", f"agent unreachable{number}", at)
            else:
                self.agent_gone(attempt)

    def _recorded(self, recording: Mapping[str, Any], at: datetime) -> None:
        bridge = str(recording["target_uri"]).removeprefix("bridge:")
        if bridge.startswith(TALK):
            file = f"{recording['name']}.{recording['format']}"
            seconds = recording.get("duration")
            self.tell(Recorded(bridge.removeprefix(TALK), file, seconds, at))

    def agent_gone(self, attempt: Attempt) -> None:
        """Whoever talked with the customer has hung up."""
        if not attempt.transferred:
            attempt.facts.ended_by_us = True
            self.do(attempt.take_down(self.ari))

    def say(self, name: str, what: Happening, at: datetime, cause: str | None = None) -> None:
        """Tell of a call or line."""
        self.tell(Event(name, what, at, cause))

    def say_over(self, name: str, what: Happening, cause: str, at: datetime) -> None:
        """Tell that a call or line is over: it counts as there until somebody has heard it."""
        self._unheard.add(name)
        self.say(name, what, at, cause)

    def _end(self, attempt: Attempt, what: Happening, cause: str, at: datetime) -> None:
        if self.attempts.pop(attempt.id, None):
            attempt.parked.set()  # whoever waits for it sees that it is over
            self.say_over(attempt.id, what, cause, at)
            self.do(self._wind_up(attempt))

    async def _see_whether_over(self, attempt: Attempt, at: datetime) -> None:
        """Ask: now and then Asterisk does not tell that a channel is gone."""
        await asyncio.sleep(TOLD_WITHIN)
        if self.attempts.get(attempt.id) is not attempt:
            return
        try:
            await self.ari.get(f"/channels/{attempt.id}")
        except Refused as error:
            if error.status != GONE:
                raise
            ended, cause = attempt.facts.outcome(0, None)
            self._end(attempt, ended, cause, at)

    # What is done with it there

    async def obey(self, command: Command) -> None:
        """Do what the database says."""
        name, ari = command.pbx_call_id, self.ari
        attempt = self.attempts.get(name)
        match command.command:
            case "originate":
                await self._originate(command)
            case "open_line":
                await self.lines.open(command)
            case "close_line":
                await self.lines.close(name)
            case "hangup":
                if attempt:
                    attempt.facts.ended_by_us = True
                await (attempt or Attempt(name)).take_down(ari)
                if attempt and attempt.facts.answered:
                    self.do(self._see_whether_over(attempt, datetime.now(UTC)))
                if not attempt:  # a recording would go on, a telephone ring
                    await end_bridge(ari, TALK + name)
                    for leg in await legs_of(ari, name):
                        await ari.delete(f"/channels/{leg}")
            case "connect" if attempt:
                await self._ahead.connect(attempt, command)
            case "message" if attempt:
                await self._ahead.play(attempt, command)
            case "hold" if attempt:
                await attempt.hold(ari)
            case "resume" if attempt:
                await attempt.resume(ari)
            case "mute" if attempt and attempt.agent:
                await attempt.mute(ari)
            case "unmute" if attempt and attempt.agent:
                await attempt.unmute(ari)
            case "send_keys" if attempt:
                await attempt.send_keys(ari, command.keys or "")
            case "consult" if attempt:
                await attempt.hold(ari)
                await self._handover.consult(attempt, command)
            case "take_back" if attempt:
                await ari.delete(f"/channels/{CONSULTED}{name}")
                await attempt.resume(ari)
            case "transfer" if attempt:
                await self._handover.transfer(attempt, command)
            case _:
                raise NotSent(f"there is no channel {name}")

    async def _originate(self, command: Command) -> None:
        name = command.pbx_call_id
        agent = command.line or (AGENT + name if command.extension else None)
        if command.ahead:
            agent = None
        attempt = Attempt(name, agent, command.script, command.recording, ahead=command.ahead)
        self.attempts[name] = attempt
        try:
            if command.detect:
                attempt.listen = await self._detection.context()
                attempt.heard_out = detection.UNKNOWN
            if attempt.own_leg:
                attempt.command = command
                await self._ring_agent(attempt, command)
                return
            if command.line and agent:
                async with self.lines.moving[command.line]:
                    self.lines.on_line[command.line] = name
                    await attempt.prepare(self.ari)
            await self._dial(attempt, command)
        except (Refused, NotSent) as error:
            if attempt.own_leg:
                self._end(attempt, "failed", f"agent unreachable ({error})", datetime.now(UTC))
                return
            self.attempts.pop(name, None)
            await self._wind_up(attempt)
            raise

    async def _dial(self, attempt: Attempt, command: Command) -> None:
        told = {
            "PGDIALER_APP": self.app,
            "PGDIALER_AGENT": attempt.agent or "",
            "PGDIALER_SCRIPT": attempt.script or "",
            "PGDIALER_RECORDING": attempt.recording or "",
            AHEAD: "1" if attempt.ahead else "",
            LISTEN: attempt.listen,
            # Whoever answers while nobody is connected here is not left in silence.
            "TIMEOUT(absolute)": str(
                command.ring_time
                + (PROMPT if attempt.script else self.options.guard)
                + (detection.LONGEST if attempt.listen else 0)
            ),
        }
        await self.ari.post(
            "/channels",
            {"variables": told},
            endpoint=self.options.customer(command.number, command.trunk),
            app=self.app,
            channelId=attempt.id,
            timeout=command.ring_time,
            callerId=command.caller_id,
        )

    async def _ring_agent(self, attempt: Attempt, command: Command) -> None:
        await attempt.prepare(self.ari)
        await self.ari.post(
            "/channels",
            {"variables": {"PGDIALER_APP": self.app}},
            endpoint=self.options.telephone(str(command.extension)),
            app=self.app,
            channelId=attempt.agent,
            timeout=self.options.rings,
            callerId=command.number,
        )

    async def _dial_customer(self, attempt: Attempt) -> None:
        """The agent has picked up: now the customer."""
        command, attempt.command = attempt.command, None
        if command is None:
            return
        await attempt.let_agent_in(self.ari)
        try:
            await self._dial(attempt, command)
        except (Refused, NotSent) as error:
            self._end(attempt, "failed", f"not sent: {error}", datetime.now(UTC))

    async def _meet(self, attempt: Attempt) -> None:
        """The customer has answered."""
        if attempt.ahead:
            await attempt.park(self.ari)
        elif attempt.script:
            attempt.parked.set()
            await self._ask(attempt)
        elif attempt.agent and not attempt.joined.is_set():
            await attempt.join(self.ari)

    async def _ask(self, attempt: Attempt) -> None:
        await self.ari.post(
            f"/channels/{attempt.id}/play/{SCRIPT}{attempt.id}", media=media(str(attempt.script))
        )
        await asyncio.sleep(PROMPT - ASKING)
        if attempt.id in self.attempts and not attempt.leaving:
            attempt.facts.ended_by_us = True
            await self.ari.delete(f"/channels/{attempt.id}")

    async def _wind_up(self, attempt: Attempt) -> None:
        """Give back what the attempt had."""
        coming = attempt.connecting.channel if attempt.connecting else None
        for agent in {attempt.agent, coming} - {None}:
            if not attempt.transferred:
                await self.lines.give_back(attempt, str(agent))
        await self.ari.delete(f"/channels/{CONSULTED}{attempt.id}")
        await end_bridge(self.ari, TALK + attempt.id)

    def do(self, work: Coroutine[Any, Any, None], attempt: Attempt | None = None) -> None:
        """Have something done beside; what fails of a call ends the call."""

        async def doing() -> None:
            try:
                await work
            except (Refused, NotSent, Disconnected) as error:
                log.warning("not done", call=attempt and attempt.id, error=str(error))
                if attempt and attempt.id in self.attempts:
                    attempt.facts.ended_by_us = True
                    await self.quietly(attempt.take_down(self.ari))

        task = asyncio.create_task(doing())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # One that was called off before it began would be complained of.
        task.add_done_callback(lambda _: work.close())

    @staticmethod
    async def quietly(work: Coroutine[Any, Any, None]) -> None:
        """Do it; what fails is logged, and no more."""
        try:
            await work
        except (Refused, NotSent, Disconnected) as error:
            log.warning("not done", error=str(error))

    # Comparison

    def count(self, there: Set[str]) -> None:
        """Forget the calls whose end was not heard: missing for the second time."""
        for attempt in list(self.attempts.values()):
            if there & {attempt.id, AGENT + attempt.id}:
                attempt.missing = False
                if attempt.leaving:  # that the message is over may not have been heard
                    self.do(self._ahead.see_to_message(attempt))
            elif attempt.missing:
                del self.attempts[attempt.id]
                self.do(self._wind_up(attempt))
            else:
                attempt.missing = True

    async def know(self, name: str, channel: Mapping[str, Any], told: Mapping[str, str]) -> None:
        """Learn of a channel from what was written on it, and go on with it."""
        if name.startswith(LINE):
            await self.lines.know(name, channel)
            return
        if name.startswith((AGENT, CONSULTED)):
            return
        talk = told.get(TALK_IS)
        attempt = self.attempts.setdefault(
            name,
            Attempt(
                name,
                told.get("PGDIALER_AGENT") or None,
                told.get("PGDIALER_SCRIPT") or None,
                told.get("PGDIALER_RECORDING") or None,
                transferred=talk in (BLIND, TRANSFERRED),
                blind=talk == BLIND,
                ahead=bool(told.get(AHEAD)),
                listen=told.get(LISTEN, ""),
            ),
        )
        if attempt.agent and not attempt.own_leg and not attempt.transferred:
            self.lines.on_line[attempt.agent] = name
        if channel["state"] != "Up":
            return
        if attempt.listen and not talk and not await self._know_verdict(attempt):
            return
        attempt.listen = ""
        self._answered(attempt, datetime.now(UTC))
        if attempt.transferred:
            self.do(self._handover.see_to(attempt), attempt)
        elif attempt.ahead or talk == LEAVING:
            await self._ahead.find_out(attempt, talk)
        elif talk == JOINED or any(
            name in one["channels"] for one in await self.ari.get("/bridges")
        ):
            attempt.joined.set()  # and on hold, perhaps
        else:
            self.do(self._meet_again(attempt), attempt)

    async def _know_verdict(self, attempt: Attempt) -> bool:
        """Whether it is known who has answered; if not, somebody listens from now on."""
        found = [await read_variable(self.ari, attempt.id, name) for name in detection.FOUND]
        if not found[0]:
            await detection.begin(self.ari, attempt.id, attempt.listen)
            return False
        attempt.listen = ""
        is_machine, attempt.heard_out = detection.verdict(found)
        self._answered(attempt, datetime.now(UTC), "machine" if is_machine else "answered")
        return True

    async def _meet_again(self, attempt: Attempt) -> None:
        if attempt.agent and not attempt.script:
            await attempt.join_again(self.ari)
        else:
            await self._meet(attempt)

    async def close(self) -> None:
        """Leave undone what is not done."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def moment(event: Mapping[str, Any]) -> datetime:
    """Return when an event happened."""
    return datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z")
