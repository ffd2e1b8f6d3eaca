"""One attempt to reach somebody: the customer's channel, the agent's, and the bridge of the two.

The ids say what is what, to every runner and after any restart: the customer's channel bears the id
of the attempt, everything else of it the same behind a prefix. Of the agents who are rung for a
customer who was dialled ahead there may be several, one after the other: theirs have the number of
the command behind it, too. (The bridge, too: Asterisk takes a
channel and a bridge of one id for one thing, and a channel for one whose id begins like its own.)
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from ..base import Command, NotSent
from .ari import Ari, Refused
from .outcome import Facts

AGENT, CONSULTED, TALK, TONE = "agent-", "consult-", "talk-", "tone-"
SCRIPT, MESSAGE = "script-", "message-"  # what is played to a customer
LINES = "pgdialer-lines"  # the holding bridge in which open lines wait
GONE, CONFLICT, NOT_IN_IT = 404, 409, 422
JOINING = 2.0  # seconds
LINE = "line-"  # how the id of an open line begins
# What was done with a customer who has answered, written on the channel: so it is known who is on
# hold and not waiting for the first word, and who was handed over.
TALK_IS = "PGDIALER_TALK"
JOINED, BLIND, TRANSFERRED, LEAVING = "joined", "blind", "transferred", "message"
AHEAD, LISTEN = "PGDIALER_AHEAD", "PGDIALER_LISTEN"  # as in Attempt
VARIABLES = (
    "PGDIALER_APP", "PGDIALER_AGENT", "PGDIALER_SCRIPT", "PGDIALER_RECORDING",
    TALK_IS, AHEAD, LISTEN,
)  # fmt: skip
# On an agent's channel: whose telephone it is, and for which connect it was rung.
EXTENSION, COMMAND = "PGDIALER_EXTENSION", "PGDIALER_COMMAND"


@dataclass(frozen=True, slots=True)
class Connection:
    """An agent who is being put together with a customer who has answered."""

    command: int
    extension: str
    channel: str  # an open line, or the leg that rings for it


def is_ours(channel: str) -> bool:
    """Whether a channel is an agent's side of a call or line of ours, by its id."""
    return channel.startswith((LINE, AGENT, CONSULTED))


@dataclass(slots=True)
class Attempt:
    """What is known of it; nothing that could not be asked again."""

    id: str
    agent: str | None = None  # channel of the agent: an open line or a leg of its own
    script: str | None = None
    recording: str | None = None
    command: Command | None = None  # kept while the agent's own telephone rings first
    facts: Facts = field(default_factory=Facts)
    joined: asyncio.Event = field(default_factory=asyncio.Event)  # the two hear each other
    transferred: bool = False  # the agent has left; the one consulted or dialled has come instead
    blind: bool = False  # to be handed over as soon as the other side answers
    missing: bool = False  # was not among the channels when they were last counted
    ahead: bool = False  # dialled before there was an agent
    listen: str = ""  # the context in which it is found out who answers, until it is known
    heard_out: str | None = None  # what became of that: the cause of the answer
    answer_told: bool = False
    parked: asyncio.Event = field(default_factory=asyncio.Event)  # in the bridge, agent or not
    connecting: Connection | None = None
    is_recorded: bool = False
    leaving: bool = False  # hears a message, and is hung up after it

    @property
    def own_leg(self) -> bool:
        """Whether the agent's telephone was rung for this call alone."""
        return bool(self.agent and self.agent.startswith(AGENT))

    def leg(self, command: int) -> str:
        """Return the channel of the agent that a connect has rung."""
        return f"{AGENT}{self.id}.{command:012}"

    @property
    def rung(self) -> str | None:
        """The agent's channel that rings for a connect, if any."""
        one = self.connecting
        return one.channel if one and one.channel.startswith(AGENT) else None

    async def prepare(self, ari: Ari) -> None:
        """Make the bridge; an agent with an open line hears it ring."""
        if self.agent is None:
            return
        await make_bridge(ari, TALK + self.id, "mixing")
        if not self.own_leg:
            await self.let_agent_in(ari)

    async def let_agent_in(self, ari: Ari) -> None:
        """Put the agent's channel into the bridge, with a ringing tone until somebody answers."""
        await ari.post(f"/bridges/{TALK}{self.id}/addChannel", channel=self.agent)
        await ari.post(f"/bridges/{TALK}{self.id}/play/{TONE}{self.id}", media="tone:ring")

    async def join(self, ari: Ari) -> None:
        """Let customer and agent hear each other; nothing else comes before that."""
        await ari.post(f"/bridges/{TALK}{self.id}/addChannel", channel=self.id)
        self.parked.set()
        await self.begin(ari)

    async def park(self, ari: Ari) -> None:
        """Put a customer who has answered where an agent can join in at once."""
        await make_bridge(ari, TALK + self.id, "mixing")
        await ari.post(f"/bridges/{TALK}{self.id}/addChannel", channel=self.id)
        self.parked.set()

    async def begin(self, ari: Ari) -> None:
        """See to what belongs to a conversation: the two hear each other already."""
        self.joined.set()
        await asyncio.gather(
            ari.delete(f"/playbacks/{TONE}{self.id}"),
            # It was the guard against silence.
            set_variable(ari, self.id, "TIMEOUT(absolute)", "0"),
            set_variable(ari, self.id, TALK_IS, JOINED),
        )
        if self.recording and not self.is_recorded:
            self.is_recorded = True
            await ari.post(
                f"/bridges/{TALK}{self.id}/record",
                name=self.recording,
                format="wav",
                ifExists="overwrite",
            )

    async def join_again(self, ari: Ari) -> None:
        """Do so for a customer who has answered while nobody was connected."""
        await make_bridge(ari, TALK + self.id, "mixing")
        await ari.post(f"/bridges/{TALK}{self.id}/addChannel", channel=self.agent)
        await self.join(ari)

    async def hold(self, ari: Ari) -> None:
        """Give the customer music instead of the agent."""
        await self._be_joined()
        await self.step_out(ari)
        await ari.post(f"/channels/{self.id}/moh")

    async def step_out(self, ari: Ari) -> None:
        """Take the customer out of the bridge; perhaps that was done already."""
        try:
            await ari.post(f"/bridges/{TALK}{self.id}/removeChannel", channel=self.id)
        except Refused as error:
            if error.status not in (NOT_IN_IT, GONE):
                raise

    async def resume(self, ari: Ari) -> None:
        """Bring the customer back."""
        await ari.delete(f"/channels/{self.id}/moh")
        await ari.post(f"/bridges/{TALK}{self.id}/addChannel", channel=self.id)

    async def mute(self, ari: Ari) -> None:
        """Hear nothing from the agent's telephone. Asterisk remembers it with the channel."""
        await ari.post(f"/channels/{self.agent}/mute", direction="in")

    async def unmute(self, ari: Ari) -> None:
        """Let the agent be heard."""
        await unmute(ari, str(self.agent))

    async def send_keys(self, ari: Ari, keys: str) -> None:
        """Press keys for the customer; not in the address, which others may write down."""
        await self._be_joined()
        await ari.post(f"/channels/{self.id}/dtmf", {"dtmf": keys})

    async def _be_joined(self) -> None:
        """Wait: the answer is told before the two are joined, and some are quick."""
        try:
            async with asyncio.timeout(JOINING):
                await self.joined.wait()
        except TimeoutError as error:
            raise NotSent(f"{self.id} was not joined with its agent") from error

    async def be_parked(self) -> None:
        """Wait: the answer is told before the customer is where somebody can join in."""
        try:
            async with asyncio.timeout(JOINING):
                await self.parked.wait()
        except TimeoutError as error:
            raise NotSent(f"{self.id} has not answered") from error

    async def release_agent(self, ari: Ari) -> None:
        """Take the agent out: an open line goes back to where it waits, a leg of its own ends."""
        if self.agent is None:
            return
        if self.own_leg:
            await ari.delete(f"/channels/{self.agent}")
        else:
            await let_wait(ari, str(self.agent))

    async def take_down(self, ari: Ari) -> None:
        """Hang up whatever of it there may be."""
        legs = [self.id, CONSULTED + self.id, AGENT + self.id, self.rung, self.agent]
        for leg in dict.fromkeys(legs):
            if leg and not leg.startswith(LINE):
                await ari.delete(f"/channels/{leg}")


async def make_bridge(ari: Ari, name: str, kind: str) -> None:
    """Make a bridge, unless there is one of this name."""
    try:
        await ari.post(f"/bridges/{name}", type=kind)
    except Refused as error:
        # Older ones say 500 here: then it must be there.
        if error.status != CONFLICT:
            await ari.get(f"/bridges/{name}")


async def end_bridge(ari: Ari, name: str) -> None:
    """Take a bridge away; perhaps somebody is about to."""
    try:
        await ari.delete(f"/bridges/{name}")
    except Refused as error:
        if error.status != CONFLICT:
            raise


async def let_wait(ari: Ari, line: str) -> None:
    """Put an open line where lines wait; it is not muted for the next call."""
    await ari.post(f"/bridges/{LINES}/addChannel", channel=line)
    await unmute(ari, line)


async def unmute(ari: Ari, channel: str) -> None:
    """Let be heard who was muted, or was not."""
    await ari.delete(f"/channels/{channel}/mute", direction="in")


async def set_variable(ari: Ari, channel: str, name: str, value: str) -> None:
    """Set a variable of a channel; one that is gone needs none."""
    try:
        await ari.post(f"/channels/{channel}/variable", variable=name, value=value)
    except Refused as error:
        if error.status not in (GONE, CONFLICT):
            raise


async def legs_of(ari: Ari, name: str) -> list[str]:
    """Return the agents' channels that were rung for a customer who had answered."""
    begins = f"{AGENT}{name}."
    return [one["id"] for one in await ari.get("/channels") if one["id"].startswith(begins)]


async def read_variables(ari: Ari, channel: str) -> dict[str, str]:
    """Return what was written on a channel of ours; nothing of others."""
    ours, *more = VARIABLES
    told = {ours: await read_variable(ari, channel, ours)}
    if told[ours]:
        values = await asyncio.gather(*(read_variable(ari, channel, name) for name in more))
        told |= dict(zip(more, values, strict=True))
    return {name: value for name, value in told.items() if value}


async def read_variable(ari: Ari, channel: str, name: str) -> str:
    """Return a variable of a channel; nothing if it has none, or is gone."""
    try:
        return str((await ari.get(f"/channels/{channel}/variable", variable=name))["value"])
    except Refused as error:
        if error.status != GONE:
            raise
        return ""
