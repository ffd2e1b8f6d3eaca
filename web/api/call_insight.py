"""Calls: what has become of them, and why nothing does."""

from __future__ import annotations

from typing import Any

from flask import Response

from ..database import acting
from .calls import CALLS, CallPath, api
from .kinds import Id, Moment, Shown
from .rows import many


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
