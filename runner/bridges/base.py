"""The seam between pgdialer and a telephone exchange.

To drive another PBX, write a class with these coroutines: docs/explanation/simulated-pbx.md.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

Happening = Literal[
    "ringing", "answered", "hangup_called", "hangup_agent", "busy", "no_answer", "failed", "keyed"
]


class Disconnected(Exception):
    """The PBX cannot be reached; what became of a command just sent is not known."""


class NotSent(Exception):
    """A command surely did not reach the PBX: nothing rings."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the PBX is to do, as take_pbx_commands hands it out; a hangup may say no more than whom.

    extension is the agent's telephone, caller_id what the called party sees (None: the PBX's own),
    ring_time seconds of ringing after which to give up. With a script there is no agent: it talks
    to whoever answers. With a recording both legs are recorded, as a file of that name with the
    extension of its kind.
    """

    command: Literal["originate", "hangup"]
    pbx_call_id: str
    pbx_command_id: int = 0
    outbound_call_id: int = 0
    number: str = ""
    caller_id: str | None = None
    extension: str | None = None
    ring_time: int = 30
    pbx_id: UUID | None = None
    script: str | None = None
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What the PBX says of an attempt, and when it happened there.

    keyed: the called party of a script has answered its questions by pressing keys.
    """

    pbx_call_id: str
    event: Happening
    happened_at: datetime
    cause: str | None = None
    answers: Mapping[str, str] | None = None

    @property
    def ends(self) -> bool:
        """Whether the channel is gone with it."""
        return self.event not in ("ringing", "answered", "keyed")


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


class Bridge(ABC):
    """One PBX. It keeps nothing but its connection: what is true of a call, the database knows."""

    @classmethod
    @abstractmethod
    def configured(cls, options: Mapping[str, str]) -> Self:
        """Make one from NAME=VALUE options of the command line; raise UserError for a bad one."""

    @abstractmethod
    async def send(self, command: Command) -> None:
        """Send a command, under its own pbx_call_id; return when the PBX has it.

        Raise NotSent if it surely does not have it, Disconnected if nobody knows.
        """

    @abstractmethod
    def events(self) -> AsyncIterator[Event | Recorded]:
        """Connect, and yield what happens, in the order in which it happens.

        Raise Disconnected when the connection ends: the runner asks again, then compares.
        """

    @abstractmethod
    async def live(self) -> Collection[str]:
        """Return the pbx_call_id of every channel there is.

        A channel counts until its end was yielded by events(), so that an end on its way is never
        taken for a loss. Raise Disconnected rather than guess.
        """

    async def delete_recording(self, name: str) -> None:  # noqa: B027  (not every PBX keeps files)
        """Delete the file of a recording; return when it is not there, also if it never was.

        Raise NotSent if it is still there, Disconnected if nobody knows: it is asked for again. A
        bridge that has not this is never asked, and what is due stays.
        """

    async def close(self) -> None:
        """End events(). Channels of a real PBX live on, and the next runner finds them."""
        return
