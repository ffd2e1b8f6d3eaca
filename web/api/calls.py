"""Calls: made, found and changed."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from flask import Response
from psycopg import sql
from psycopg.types.json import Jsonb
from pydantic import Field

from ..database import acting
from .blueprint import PREFIX, Api
from .kinds import (
    CallId,
    Given,
    Id,
    IfMatch,
    Limit,
    Moment,
    Name,
    Number,
    Percent,
    RepeatKey,
    Shown,
    Text,
)
from .rows import Table, many, new_key, one, plain

api = Api("calls", "Calls: made, found, changed, and moved from phase to phase.")

Mode = Literal["None", "Range", "Daily", "Weekly", "Yearly"]
Dialled = Annotated[str, Field(min_length=1, max_length=100, description="In any spelling.")]


class CallRecording(Shown):
    """A recording of a call."""

    id: int
    url: Annotated[str | None, Field(description="None: its file was deleted.")]
    seconds: float | None


class Call(Shown):
    """A call."""

    outbound_call_id: int
    call_type: str
    call_phase: str
    call_result: str
    step: int
    number: Annotated[str | None, Field(description="A visitor may have none.")]
    number_given: str | None
    display_name: str | None
    outbound_list_id: Id | None
    outbound_list_import_id: int | None
    rank: int | None
    project_id: Id | None
    skill: int
    language_id: Id | None
    proficiency: int
    priority: int
    agent_id: Id | None
    predistributed: bool
    preferred_agent_id: Id | None
    workplace_id: Id | None
    contact_id: Id | None
    phone_number_id: Id | None
    issue_id: Id | None
    message_id: Id | None
    chat_id: Id | None
    call_key: str | None
    time_mode: str
    time_from: str | None
    time_to: str | None
    time_zone: str | None
    schedule_time: Moment | None
    valid_until: Annotated[Moment | None, Field(description="Given up if it waits still.")]
    enqueueing_time: Moment | None
    distribution_time: Moment | None
    dial_time: Moment | None
    ringing_time: Moment | None
    answer_time: Moment | None
    end_time: Moment | None
    post_call_end_time: Moment | None
    talk_state: Annotated[
        str | None, Field(description="Talking, OnHold or Consulting; none: in no conversation.")
    ]
    consult_number: Annotated[str | None, Field(description="Whom its agent consults.")]
    transferred_to: Annotated[str | None, Field(description="To whom it was handed over.")]
    talk_problem: Annotated[
        str | None, Field(description="What the PBX could not do of what the agent wanted last.")
    ]
    muted: Annotated[
        bool | None, Field(description="Nobody hears its agent; none: in no conversation.")
    ]
    keys_sent: Annotated[
        int | None, Field(description="How many keys its agent has sent in the conversation.")
    ]
    trial: int
    offers: int
    retry_time: Annotated[Moment | None, Field(description="When a rule has it tried again.")]
    condition_level: int
    chaining_id: Annotated[int | None, Field(description="The call after which it asks.")]
    inbound_call_id: Annotated[int | None, Field(description="The call that it calls back.")]
    call_result_detail_id: Id | None
    cause: str | None
    extended_fields: Any
    created_time: Moment
    changed_time: Moment
    recordings: list[CallRecording]


class Calls(Shown):
    """A page of calls."""

    items: list[Call]
    next: str | None


class CallNew(Given):
    """A call to be put into a list."""

    outbound_list_id: Id
    number: Dialled
    display_name: Text | None = None
    schedule_time: Moment | None = None
    agent_id: Id | None = None
    predistributed: bool = False
    priority: Number = 0
    language_id: Id | None = None
    contact_id: Id | None = None
    call_key: Annotated[str, Field(max_length=48)] | None = None
    extended_fields: dict[str, Any] | None = None
    project_id: Annotated[Id | None, Field(description="None: the list's.")] = None
    phone_number_id: Id | None = None
    issue_id: Id | None = None
    message_id: Id | None = None
    chat_id: Id | None = None


class CallChange(Given):
    """What may be changed besides phase and status."""

    number: Dialled = ""
    display_name: Text | None = None
    schedule_time: Moment | None = None
    priority: Number = 0
    skill: Percent = 0
    language_id: Id | None = None
    proficiency: Percent = 0
    preferred_agent_id: Id | None = None
    contact_id: Id | None = None
    issue_id: Id | None = None
    message_id: Id | None = None
    chat_id: Id | None = None
    call_key: Annotated[str, Field(max_length=48)] | None = None
    time_mode: Mode = "None"
    time_from: Name | None = None
    time_to: Name | None = None
    time_zone: Name | None = None
    extended_fields: dict[str, Any] | None = None


class CallPath(Given):
    """Which call."""

    outbound_call_id: CallId


class CallQuery(Given):
    """What is looked for. Only what an index finds among millions can be asked."""

    outbound_list_id: Annotated[Id | None, Field(description="Of this list.")] = None
    number: Annotated[str | None, Field(max_length=100, description="To this number.")] = None
    call_key: Annotated[str | None, Field(max_length=48)] = None
    contact_id: Id | None = None
    agent_id: Annotated[Id | None, Field(description="In progress with this agent.")] = None
    after: Annotated[CallId | None, Field(description="Calls behind this one.")] = None
    limit: Limit = 100


RECORDINGS = """
    (SELECT coalesce(jsonb_agg(
        jsonb_build_object('id', r.RecordingId, 'url', r.Url, 'seconds', r.Seconds)
        ORDER BY r.RecordingId), '[]')
    FROM CallRecording AS r
    WHERE r.OutboundCallId = t.OutboundCallId)
"""
CALLS = Table("OutboundCall", "outbound_call_id", Call, {"recordings": RECORDINGS})

# Each goes along one index, in the order of ids.
_WAYS = {
    "outbound_list_id": "t.OutboundListId = %(outbound_list_id)s",
    "number": "t.Number = normalise_number(%(number)s, configuration('DefaultCountry'))"
    " AND t.OutboundListId IN (SELECT l.OutboundListId FROM OutboundList AS l)",
    "call_key": "t.CallKey = %(call_key)s",
    "contact_id": "t.ContactId = %(contact_id)s",
    "agent_id": "t.AgentId = %(agent_id)s AND t.CallResult = 'Active' AND t.CallPhase IN ("
    "'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk',"
    " 'AgentRing')",
}


@api.get("/calls", responses={200: Calls})
def list_calls(query: CallQuery) -> Response:
    """Find calls, a page at a time."""
    asked = {name: getattr(query, name) for name in _WAYS if getattr(query, name) is not None}
    values = asked | {"after": query.after or 0, "limit": query.limit}
    # The calls of a list have no index by id: they go by number, which two may share.
    by_number = "outbound_list_id" in asked and len(asked) == 1
    where = [_WAYS[name] for name in asked]
    if by_number and query.after:
        where.append(
            "(t.Number, t.OutboundCallId) > (SELECT a.Number, a.OutboundCallId"
            " FROM OutboundCall AS a WHERE a.OutboundCallId = %(after)s)"
            " AND t.Number >= (SELECT a.Number FROM OutboundCall AS a"
            " WHERE a.OutboundCallId = %(after)s)"
        )
    elif not by_number:
        where.append("t.OutboundCallId > %(after)s")
    order = "t.Number, t.OutboundCallId" if by_number else "t.OutboundCallId"
    statement = sql.SQL("SELECT {} FROM OutboundCall AS t WHERE {} ORDER BY {} LIMIT %(limit)s")
    with acting() as conn:
        rows = conn.execute(
            statement.format(
                CALLS.columns,
                sql.SQL(" AND ").join([sql.SQL(one) for one in where] or [sql.SQL("TRUE")]),
                sql.SQL(order),
            ),
            values,
        ).fetchall()
    return many(Call, rows, _next(query, rows))


def _next(query: CallQuery, rows: list[dict[str, Any]]) -> str | None:
    if len(rows) < query.limit:
        return None
    asked = query.model_dump(mode="json", exclude_none=True)
    return f"{PREFIX}/calls?" + urlencode(asked | {"after": rows[-1]["outbound_call_id"]})


@api.post("/calls", responses={201: Call})
def create_call(header: RepeatKey, body: CallNew) -> Response:
    """Put a call into a list; the rest follows from the list."""
    values = body.model_dump() | {"request_key": new_key(header)}
    if values["extended_fields"] is not None:
        values["extended_fields"] = Jsonb(values["extended_fields"])
    with acting() as conn:
        made = conn.execute(
            "SELECT create_call(%(outbound_list_id)s, %(number)s, %(display_name)s,"
            " %(schedule_time)s::timestamptz, %(agent_id)s, %(predistributed)s, %(priority)s,"
            " %(language_id)s, %(contact_id)s, %(call_key)s, %(extended_fields)s, %(request_key)s,"
            " %(project_id)s, %(phone_number_id)s, %(issue_id)s, %(message_id)s, %(chat_id)s)"
            " AS id",
            values,
        ).fetchone()
        key = made["id"] if made else None
        row = CALLS.find(conn, key)
    return one(Call, row, 201, f"{PREFIX}/calls/{key}")


@api.get("/calls/<outbound_call_id>", responses={200: Call})
def read_call(path: CallPath) -> Response:
    """Show a call."""
    with acting() as conn:
        return one(Call, CALLS.find(conn, path.outbound_call_id))


@api.patch("/calls/<outbound_call_id>", responses={200: Call})
def change_call(path: CallPath, header: IfMatch, body: CallChange) -> Response:
    """Change plain fields of a call; its phase and status have operations of their own."""
    with acting() as conn:
        return one(Call, CALLS.change(conn, path.outbound_call_id, body, header.if_match))


def told(shown: type[Shown], answer: str, function: str, call: int, *values: Any) -> Response:
    """Call a function of the engine for a call, and show its answer."""
    query = sql.SQL("SELECT {}({})::text AS {}").format(
        sql.Identifier(function),
        sql.SQL(", ").join([sql.Placeholder()] * (len(values) + 1)),
        sql.Identifier(answer),
    )
    with acting() as conn:
        row = conn.execute(query, [call, *values]).fetchone()
    return plain(shown, row or {})
