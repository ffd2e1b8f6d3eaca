"""The seam between pgdialer and a telephone exchange.

To drive another PBX, write a class with these coroutines: docs/explanation/pbx-bridges.md.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

Kind = Literal[
    "originate",
    "hangup",
    "hold",
    "resume",
    "mute",
    "unmute",
    "send_keys",
    "consult",
    "take_back",
    "transfer",
    "open_line",
    "close_line",
    "connect",
    "message",
]
Happening = Literal[
    "ringing",
    "answered",
    "machine",
    "agent_answered",
    "hangup_called",
    "hangup_agent",
    "busy",
    "no_answer",
    "failed",
    "keyed",
]


State = Literal["Free", "Ring", "Busy", "Hold", "OutOfOrder"]


class Disconnected(Exception):
    """The PBX cannot be reached; what became of a command just sent is not known."""


class NotSent(Exception):
    """A command surely did not reach the PBX: nothing rings."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the PBX is to do, as take_pbx_commands hands it out; a hangup may say no more than whom.

    extension is the agent's telephone, line the open line on which it is up already (None: it is to
    be rung first), caller_id what the called party sees (None: the PBX's own), ring_time seconds of
    ringing after which to give up, trunk what the PBX calls the line to dial by (None: it chooses
    itself). With a script there is no agent: it talks to whoever answers. With a recording both
    legs are recorded, as a file of that name with the extension of its kind.

    hold, resume: the customer hears music, the agent again. mute: nobody hears the agent, until
    unmute or until the agent is out of this call; a hold does not end it. send_keys: keys are
    pressed for the customer's side, in their order; they may be the number of a card, and are not
    to be written down anywhere. consult: the customer waits, and the agent is connected with
    number, a telephone number or an extension; take_back ends that. transfer: the customer goes to
    whom the agent consults, else to number, and the agent is out; the channel goes on under its id
    until its end is told. After a consult or transfer that was NotSent follows take_back, and the
    customer is the agent's again; one that was muted before a transfer is not any more.
    open_line, close_line: the telephone of an agent is rung, and its line stays up, under an id of
    its own.

    An originate with ahead has no agent yet: whoever answers hears silence until connect, message
    or hangup. connect: the agent, on the open line or by ringing the extension for ring_time
    seconds, is put together with the called party; told by agent_answered, whose cause is the
    extension, or NotSent, or NotDone where it turns out later that nobody picks up. A connect that
    follows takes the place of one that still rings. message: whoever has answered hears the
    recording of this name, without any agent, and is hung up after it. With detect, answered is
    told when it is known that a person has answered or when it cannot be known; else machine, and
    what is there goes on until message, connect or hangup.
    """

    command: Kind
    pbx_call_id: str
    pbx_command_id: int = 0
    outbound_call_id: int = 0
    number: str = ""
    caller_id: str | None = None
    extension: str | None = None
    ring_time: int = 30
    pbx_id: UUID | None = None
    script: str | None = None
    line: str | None = None
    trunk: str | None = None
    recording: str | None = None
    keys: str | None = field(default=None, repr=False)
    ahead: bool = False
    detect: bool = False
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What the PBX says of an attempt or of an open line, and when it happened there.

    machine: an answering machine has answered, in place of answered. agent_answered: the agent of a
    connect is in the call; its cause is the extension. keyed: the called party of a script has
    answered its questions by pressing keys.
    """

    pbx_call_id: str
    event: Happening
    happened_at: datetime
    cause: str | None = None
    answers: Mapping[str, str] | None = None

    @property
    def ends(self) -> bool:
        """Whether the channel is gone with it."""
        return self.event not in ("ringing", "answered", "machine", "agent_answered", "keyed")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recording of an attempt is finished: its file, with its extension and without a folder.

    happened_at: when it was finished; seconds, bytes: None where the PBX does not say.
    """

    pbx_call_id: str
    file_name: str
    seconds: float | None
    happened_at: datetime
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """What the line of an agent's telephone is in, as far as it is none of our calls."""

    extension: str
    state: State
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Inbound:
    """What the PBX says of a call that comes in and waits: it came, a key was pressed, it ended."""

    pbx_call_id: str  # under which it is in live(), too
    event: Literal["came", "pressed", "ended"]
    happened_at: datetime
    caller: str | None = None
    called: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class NotDone:
    """A command of the middle of a call surely came to nothing; a bridge may find out late."""

    pbx_command_id: int
    reason: str
    happened_at: datetime


Report = Event | LineState | Recorded | Inbound | NotDone


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at: whether it is as it must be (None: not, and it may be so)."""

    holds: bool | None
    what: str
    remedy: str = ""


class Bridge(ABC):
    """One PBX. It keeps nothing but its connection: what is true of a call, the database knows."""

    @classmethod
    @abstractmethod
    def configured(cls, options: Mapping[str, str]) -> Self:
        """Make one from NAME=VALUE options of the command line; raise UserError for a bad one."""

    def join(self, runner: str) -> None:  # noqa: ARG002
        """Learn the name of the runner, before anything else; no other live runner has it."""
        return

    @abstractmethod
    async def send(self, command: Command) -> None:
        """Send a command, under its own pbx_call_id; return when the PBX has it.

        Raise NotSent if it surely does not have it, Disconnected if nobody knows.
        """

    @abstractmethod
    def events(self) -> AsyncIterator[Report]:
        """Connect, and yield what happens, in the order in which it happens.

        Raise Disconnected when the connection ends: the runner asks again, then compares.
        """

    @abstractmethod
    async def live(self) -> Collection[str]:
        """Return the pbx_call_id of every channel there is.

        A channel counts until its end was yielded by events(), so that an end on its way is never
        taken for a loss. Raise Disconnected rather than guess.
        """

    async def adopt(self, pbx_call_id: str) -> None:  # noqa: ARG002
        """Say what becomes of a channel from now on.

        It was dialled by another runner, which is dead, or by this one before it connected again or
        was started anew. Perhaps it is known well; it may have been transferred.
        """
        return

    async def watch(self, extensions: Collection[str]) -> None:  # noqa: ARG002
        """Yield, by events(), what these telephones' lines are in, now and whenever it changes.

        Asked again from time to time, with all of them. A PBX that does not know says nothing.
        """
        return

    async def recordings(self) -> Collection[str]:
        """Return the names of all files of recordings that are there, each with its extension.

        Asked once after connecting, for what was finished meanwhile. Raise Disconnected or NotSent
        if they cannot be listed: it is asked for again.
        """
        return ()

    async def delete_recording(self, name: str) -> None:  # noqa: B027  (not every PBX keeps files)
        """Delete the file of a recording; return when it is not there, also if it never was.

        Raise NotSent if it is still there, Disconnected if nobody knows: it is asked for again. A
        bridge that has not this is never asked, and what is due stays.
        """

    async def inspect(
        self,
        extensions: Collection[str],  # noqa: ARG002
        trunks: Collection[str],  # noqa: ARG002
    ) -> list[Finding]:
        """Say what of the PBX is as it must be and what is not, for pgdialer check --pbx.

        extensions: the telephones of the workplaces; trunks: those of the database, if there are
        any. Changes nothing there, and raises nothing.
        """
        return []

    async def close(self) -> None:
        """End events(). Channels of a real PBX live on, and the next runner finds them."""
        return
