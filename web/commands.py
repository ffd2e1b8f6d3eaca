"""The commands of the call bar's URL: the one table that maps each to its procedure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from .parameters import Given, Parameters, malformed

Kind = Literal["id", "call", "text", "time", "flag"]
TYPES: dict[Kind, str] = {
    "id": "uuid",
    "call": "bigint",
    "text": "text",
    "time": "timestamptz",
    "flag": "boolean",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a command: its name in the URL, and the procedure's."""

    name: str
    argument: str
    kind: Kind
    required: bool = False
    aliases: tuple[str, ...] = ()
    acting: bool = False  # whoever acts, where it is not given
    default: Any = None

    def find(self, parameters: Parameters) -> Given | None:
        """Return what was given for it."""
        found = [
            parameters[name.lower()]
            for name in (self.name, *self.aliases)
            if name.lower() in parameters
        ]
        if len({one.text.strip() for one in found}) > 1:
            raise malformed(
                self.name,
                f"is given twice: {' and '.join(one.text for one in found)}",
                "Give it once.",
            )
        return found[0] if found else None


@dataclass(frozen=True)
class Command:
    """One command: the procedure it calls, and with what."""

    name: str
    procedure: str
    parameters: tuple[Parameter, ...] = ()
    changes: bool = True  # whether it does something, so that a page elsewhere must not make it
    whole: bool = False  # the procedure takes all parameters as they are, and reads them itself
    keyed: bool = False  # it takes a request key

    @property
    def statement(self) -> sql.Composed:
        """The call of the procedure, with a placeholder for each of its arguments."""
        types = {one.argument: TYPES[one.kind] for one in self.parameters}
        if self.whole:
            types["parameters"] = "jsonb"
        if self.keyed:
            types["request_key"] = "uuid"
        arguments = sql.SQL(", ").join(
            sql.SQL("{} => {}::{}").format(
                sql.Identifier(name), sql.Placeholder(name), sql.SQL(type_)
            )
            for name, type_ in types.items()
        )
        return sql.SQL("SELECT * FROM {}({})").format(sql.Identifier(self.procedure), arguments)

    def bind(self, parameters: Parameters, agent_id: UUID, key: UUID | None) -> dict[str, Any]:
        """Return the arguments of the procedure."""
        bound: dict[str, Any] = {}
        for one in self.parameters:
            given = one.find(parameters)
            if given is not None:
                bound[one.argument] = _READERS[one.kind](one.name, given.text.strip())
            elif one.acting:
                bound[one.argument] = agent_id
            elif one.required:
                raise malformed(one.name, "is missing", f"{self.name} needs it.")
            else:
                bound[one.argument] = one.default
        if self.whole:
            bound["parameters"] = Jsonb({one.name: one.text for one in parameters.values()})
        if self.keyed:
            bound["request_key"] = key
        return bound

    def names(self) -> set[str]:
        """Return the names that mean something to it, in small letters."""
        named = {name for one in self.parameters for name in (one.name, *one.aliases)}
        return {name.lower() for name in (*named, *ALWAYS, *(WHOLE if self.whole else ()))}


ALWAYS = ("Cmd", "Seq", "RequestKey")
# What web_private_call reads.
WHOLE = (
    "OutboundListId", "OutboundList", "Par", "AgentId", "ProjectId", "LanguageId", "IssueId",
    "ContactId", "CallKey",
)  # fmt: skip

_CALL = Parameter("OutboundCallId", "call_id", "call", required=True, aliases=("CallId",))
_AGENT = Parameter("AgentId", "agent_id", "id", acting=True)
_FOR_AGENT = Parameter("AgentId", "agent_id", "id")
_TARGET = Parameter("Target", "target", "text", aliases=("Par",))
_TIME = Parameter("ScheduleTime", "schedule_time", "time")

COMMANDS = (
    Command("PrivateCall", "web_private_call", whole=True, keyed=True),
    Command(
        "CreateVisitor",
        "create_visitor",
        (
            _AGENT,
            Parameter("Number", "number", "text", aliases=("Par",)),
            Parameter("ProjectId", "project_id", "id"),
            Parameter("OutboundListId", "outbound_list_id", "id", aliases=("OutboundList",)),
            Parameter("LanguageId", "language_id", "id"),
            Parameter("IssueId", "issue_id", "id"),
            Parameter("ContactId", "contact_id", "id"),
            Parameter("CallKey", "call_key", "text"),
        ),
        keyed=True,
    ),
    Command(
        "LogIn",
        "log_in",
        (_AGENT, Parameter("WorkplaceId", "workplace_id", "id", required=True)),
    ),
    Command("LogOff", "log_off", (_AGENT,)),
    Command(
        "SetAgentStatus",
        "set_agent_status",
        (_AGENT, Parameter("Status", "status", "text", required=True, aliases=("AgentStatusId",))),
    ),
    Command("AcceptOffer", "accept_offer", (_CALL, _AGENT)),
    Command("RejectOffer", "reject_offer", (_CALL, _AGENT)),
    Command("DialCall", "dial_call", (_CALL, _AGENT)),
    Command("HangUp", "hang_up", (_CALL, _AGENT)),
    Command("Hold", "hold_call", (_CALL, _AGENT)),
    Command("Resume", "resume_call", (_CALL, _AGENT)),
    Command("Mute", "mute_call", (_CALL, _AGENT)),
    Command("Unmute", "unmute_call", (_CALL, _AGENT)),
    Command(
        "SendKeys",
        "send_keys",
        (_CALL, _AGENT, Parameter("Keys", "keys", "text", required=True, aliases=("Par",))),
        keyed=True,
    ),
    Command("Consult", "consult", (_CALL, _AGENT, replace(_TARGET, required=True))),
    Command("TakeBack", "take_back", (_CALL, _AGENT)),
    Command("Transfer", "transfer_call", (_CALL, _AGENT, _TARGET)),
    Command(
        "SetCallResult",
        "set_call_result",
        (
            _CALL,
            _AGENT,
            Parameter("CallResultDetailId", "call_result_detail_id", "id", required=True),
        ),
    ),
    Command(
        "RescheduleCall",
        "reschedule_call",
        (
            _CALL,
            _AGENT,
            Parameter("ScheduleTime", "schedule_time", "time", required=True),
            Parameter("Personal", "personal", "flag", default=False),
        ),
    ),
    Command("ScheduleCall", "schedule_call", (_CALL, _TIME, _FOR_AGENT)),
    Command("EnqueueCall", "enqueue_call", (_CALL, _FOR_AGENT)),
    Command("PauseCall", "pause_call", (_CALL,)),
    Command("CancelCall", "cancel_call", (_CALL,)),
    Command("NeglectCall", "neglect_call", (_CALL,)),
    Command("GetState", "agent_state", (_AGENT,), changes=False),
)
BY_NAME = {one.name.lower(): one for one in COMMANDS}


def find_command(parameters: Parameters) -> Command:
    """Return the command that the parameters name."""
    given = parameters.get("cmd")
    found = given and BY_NAME.get(given.text.strip().lower())
    if not found:
        problem = f'"{given.text.strip()}" is not known' if given else "is missing"
        listed = ", ".join(one.name for one in COMMANDS)
        raise malformed("Cmd", problem, f"Commands are {listed}.")
    return found


def _read_id(name: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise malformed(
            name,
            f'"{text}" is no id',
            "An id looks like 00000000-0000-0000-0000-000000000001.",
        ) from None


def _read_call(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise malformed(name, f'"{text}" is no call\'s id', "Give the whole number of the call.")
    return int(text)


def _read_time(name: str, text: str) -> datetime:
    # In a URL an unescaped + is a space.
    text = re.sub(r"(:\d\d(?:\.\d+)?) (\d\d:?\d\d)$", r"\1+\2", text)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise malformed(
            name,
            f'"{text}" is no moment' if read is None else f'"{text}" has no time zone',
            "Write 2026-11-24T10:00:00Z, or 2026-11-24T10:00:00+01:00.",
        )
    return read


def _read_flag(name: str, text: str) -> bool:
    if text.lower() not in ("1", "0", "true", "false", "yes", "no"):
        raise malformed(name, f'"{text}" is neither yes nor no', "Give true or false.")
    return text.lower() in ("1", "true", "yes")


_READERS: dict[Kind, Callable[[str, str], Any]] = {
    "id": _read_id,
    "call": _read_call,
    "text": lambda _name, text: text,
    "time": _read_time,
    "flag": _read_flag,
}
