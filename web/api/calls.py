"""Calls."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from flask import Response, g
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
    Phase,
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


class Release(Given):
    """To whom."""

    agent_id: Annotated[Id | None, Field(description="Who alone gets it; none: anybody.")] = None


class Schedule(Given):
    """When, and to whom."""

    schedule_time: Annotated[Moment | None, Field(description="Not before; none: at once.")] = None
    agent_id: Annotated[Id | None, Field(description="Who alone gets it.")] = None


class Reschedule(Given):
    """When an agent wants the call again."""

    agent_id: Id
    schedule_time: Moment
    personal: bool = False


class Result(Given):
    """The result an agent chose."""

    agent_id: Id
    call_result_detail_id: Id


class ResultSet(Shown):
    """The status a call has got."""

    call_result: str


class Empty(Given):
    """Nothing is to be said."""


def _call_of(shown: type[Shown], answer: str, function: str, call: int, *values: Any) -> Response:
    query = sql.SQL("SELECT {}({})::text AS {}").format(
        sql.Identifier(function),
        sql.SQL(", ").join([sql.Placeholder()] * (len(values) + 1)),
        sql.Identifier(answer),
    )
    with acting() as conn:
        row = conn.execute(query, [call, *values]).fetchone()
    return plain(shown, row or {})


def _move(function: str, call: int, *values: Any) -> Response:
    return _call_of(Phase, "call_phase", function, call, *values)


@api.post("/calls/<outbound_call_id>/release", responses={200: Phase})
def release_call(path: CallPath, body: Release) -> Response:
    """Release a call from manual dispatch (enqueue_call)."""
    return _move("enqueue_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/schedule", responses={200: Phase})
def schedule_call(path: CallPath, body: Schedule) -> Response:
    """Have a call distributed, again if it is paused, neglected or over."""
    return _move("schedule_call", path.outbound_call_id, body.schedule_time, body.agent_id)


@api.post("/calls/<outbound_call_id>/pause", responses={200: Phase})
def pause_call(path: CallPath, body: Empty) -> Response:  # noqa: ARG001
    """Hold a waiting call back."""
    return _move("pause_call", path.outbound_call_id)


@api.post("/calls/<outbound_call_id>/cancel", responses={200: Phase})
def cancel_call(path: CallPath, body: Empty) -> Response:  # noqa: ARG001
    """Call a waiting or offered call off."""
    return _move("cancel_call", path.outbound_call_id)


@api.post("/calls/<outbound_call_id>/neglect", responses={200: Phase})
def neglect_call(path: CallPath, body: Empty) -> Response:  # noqa: ARG001
    """Give a waiting or offered call up."""
    return _move("neglect_call", path.outbound_call_id)


@api.post("/calls/<outbound_call_id>/reschedule", responses={200: Phase})
def reschedule_call(path: CallPath, body: Reschedule) -> Response:
    """Have a call made again at a later time, as its agent wishes."""
    return _move(
        "reschedule_call", path.outbound_call_id, body.agent_id, body.schedule_time, body.personal
    )


@api.post("/calls/<outbound_call_id>/result", responses={200: ResultSet})
def set_result(path: CallPath, body: Result) -> Response:
    """Set the result that the call's agent chose."""
    with acting() as conn:
        row = conn.execute(
            "SELECT set_call_result(%s, %s, %s)::text AS call_result",
            [path.outbound_call_id, body.agent_id, body.call_result_detail_id],
        ).fetchone()
    return plain(ResultSet, row or {})


class ByAgent(Given):
    """Whose conversation it is."""

    agent_id: Id


Target = Annotated[
    str, Field(min_length=1, max_length=100, description="A number, a login or an extension.")
]


class Consultation(Given):
    """Whom the agent consults."""

    agent_id: Id
    target: Target


class Transfer(Given):
    """To whom the agent hands the customer over."""

    agent_id: Id
    target: Annotated[Target | None, Field(description="None: whom the agent consults.")] = None


class Keys(Given):
    """What the agent presses for a machine at the other end."""

    agent_id: Id
    # What is wrong with them the database says, and does not say what they are.
    keys: Annotated[str, Field(description="1 to 32 of 0 to 9, *, #, A to D.")]


class KeysSent(Shown):
    """How many keys the agent has sent in the conversation."""

    keys_sent: int


class Mute(Shown):
    """Whether the agent is muted."""

    muted: bool


class Talk(Shown):
    """The state of a conversation."""

    talk_state: str


def _talk(function: str, call: int, *values: Any) -> Response:
    return _call_of(Talk, "talk_state", function, call, *values)


@api.post("/calls/<outbound_call_id>/hold", responses={200: Talk})
def hold_call(path: CallPath, body: ByAgent) -> Response:
    """Put the customer on hold."""
    return _talk("hold_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/resume", responses={200: Talk})
def resume_call(path: CallPath, body: ByAgent) -> Response:
    """Talk with a customer on hold again."""
    return _talk("resume_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/mute", responses={200: Mute})
def mute_call(path: CallPath, body: ByAgent) -> Response:
    """Have nobody hear the agent, who hears on."""
    return _call_of(Mute, "muted", "mute_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/unmute", responses={200: Mute})
def unmute_call(path: CallPath, body: ByAgent) -> Response:
    """Have the agent heard again."""
    return _call_of(Mute, "muted", "unmute_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/keys", responses={200: KeysSent})
def send_keys(path: CallPath, header: RepeatKey, body: Keys) -> Response:
    """Press keys for a machine at the customer's end."""
    values = (body.agent_id, body.keys, new_key(header))
    return _call_of(KeysSent, "keys_sent", "send_keys", path.outbound_call_id, *values)


@api.post("/calls/<outbound_call_id>/consult", responses={200: Talk})
def consult(path: CallPath, body: Consultation) -> Response:
    """Call somebody else while the customer waits."""
    return _talk("consult", path.outbound_call_id, body.agent_id, body.target)


@api.post("/calls/<outbound_call_id>/take-back", responses={200: Talk})
def take_back(path: CallPath, body: ByAgent) -> Response:
    """End the consultation and talk with the customer again."""
    return _talk("take_back", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/transfer", responses={200: Phase})
def transfer_call(path: CallPath, body: Transfer) -> Response:
    """Hand the customer over; for the agent the call is over."""
    return _move("transfer_call", path.outbound_call_id, body.agent_id, body.target)


class Event(Shown):
    """A step of a call."""

    step: int
    event_time: Moment
    event_type: str
    from_phase: str | None
    to_phase: str
    from_result: str | None
    to_result: str
    agent_id: Id | None
    actor: str
    data: Any


class History(Shown):
    """The steps of a call."""

    items: list[Event]
    next: str | None


class Condition(Shown):
    """A condition of being dialled."""

    condition: str
    holds: bool
    value: str | None
    limit_value: str | None
    remedy: str | None


class WhyNot(Shown):
    """What keeps a call from being dialled."""

    items: list[Condition]
    next: str | None


@api.get("/calls/<outbound_call_id>/history", responses={200: History})
def read_history(path: CallPath) -> Response:
    """Show the steps of a call."""
    with acting() as conn:
        CALLS.find(conn, path.outbound_call_id)
        rows = conn.execute(
            "SELECT Step, EventTime AS event_time, EventType AS event_type,"
            " FromPhase AS from_phase,"
            " ToPhase AS to_phase, FromResult AS from_result, ToResult AS to_result,"
            " AgentId AS agent_id, Actor, Data"
            " FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step",
            [path.outbound_call_id],
        ).fetchall()
    return many(Event, rows)


@api.get("/calls/<outbound_call_id>/why-not", responses={200: WhyNot})
def why_not(path: CallPath) -> Response:
    """Say why a call is not dialled."""
    with acting() as conn:
        rows = conn.execute(
            "SELECT Condition, Holds, Value, LimitValue AS limit_value, Remedy FROM why_not(%s)",
            [path.outbound_call_id],
        ).fetchall()
    return many(Condition, rows)


class Answer(Shown):
    """A question of a call's scenario that is shown, and its answer."""

    question_key: str
    question_type: str
    question: str
    required: bool
    answer: Any
    pre_filled: Annotated[bool, Field(description="Comes from the imported file, untouched.")]
    is_old: Annotated[bool, Field(description="The scenario asks for it no more.")]


class AnswerPage(Shown):
    """The answers of a call."""

    items: list[Answer]
    next: str | None


class AnswersGiven(Given):
    """Answers by the keys of their questions."""

    answers: Annotated[
        dict[str, Any],
        Field(description="null takes one away; those that are not named stay."),
    ]
    agent_id: Annotated[Id | None, Field(description="Who gave them; none: the caller.")] = None


ANSWERS = (
    "SELECT QuestionKey AS question_key, QuestionType AS question_type, Question, Required,"
    " Answer, PreFilled AS pre_filled, IsOld AS is_old"
    " FROM call_form(%s) WHERE Shown AND QuestionType NOT IN ('Heading', 'Note') ORDER BY Place"
)


@api.get("/calls/<outbound_call_id>/answers", responses={200: AnswerPage})
def read_answers(path: CallPath) -> Response:
    """List what the scenario of a call asks for now, with the answers."""
    with acting() as conn:
        return many(Answer, conn.execute(ANSWERS, [path.outbound_call_id]).fetchall())


@api.put("/calls/<outbound_call_id>/answers", responses={200: AnswerPage})
def save_answers(path: CallPath, body: AnswersGiven) -> Response:
    """Save answers; all of them, or none if one does not fit its question."""
    with acting() as conn:
        agent_id = body.agent_id or g.agent.agent_id
        conn.execute(
            "SELECT save_answers(%s, %s, %s)",
            [path.outbound_call_id, agent_id, Jsonb(body.answers)],
        )
        return many(Answer, conn.execute(ANSWERS, [path.outbound_call_id]).fetchall())
