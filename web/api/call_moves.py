"""Calls: what moves them from phase to phase."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Response
from pydantic import Field

from ..database import acting
from .calls import CallPath, api, told
from .kinds import Given, Id, Moment, Phase, Shown
from .rows import plain


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


def moved(function: str, call: int, *values: Any) -> Response:
    """Move a call, and show its phase."""
    return told(Phase, "call_phase", function, call, *values)


@api.post("/calls/<outbound_call_id>/release", responses={200: Phase})
def release_call(path: CallPath, body: Release) -> Response:
    """Release a call from manual dispatch (enqueue_call)."""
    return moved("enqueue_call", path.outbound_call_id, body.agent_id)


@api.post("/calls/<outbound_call_id>/schedule", responses={200: Phase})
def schedule_call(path: CallPath, body: Schedule) -> Response:
    """Have a call distributed, again if it is paused, neglected or over."""
    return moved("schedule_call", path.outbound_call_id, body.schedule_time, body.agent_id)


@api.post("/calls/<outbound_call_id>/pause", responses={200: Phase})
def pause_call(path: CallPath, body: Empty) -> Response:  # noqa: ARG001
    """Hold a waiting call back."""
    return moved("pause_call", path.outbound_call_id)


@api.post("/calls/<outbound_call_id>/cancel", responses={200: Phase})
def cancel_call(path: CallPath, body: Empty) -> Response:  # noqa: ARG001
    """Call a waiting or offered call off."""
    return moved("cancel_call", path.outbound_call_id)


@api.post("/calls/<outbound_call_id>/neglect", responses={200: Phase})
def neglect_call(path: CallPath, body: Empty) -> Response:  # noqa: ARG001
    """Give a waiting or offered call up."""
    return moved("neglect_call", path.outbound_call_id)


@api.post("/calls/<outbound_call_id>/reschedule", responses={200: Phase})
def reschedule_call(path: CallPath, body: Reschedule) -> Response:
    """Have a call made again at a later time, as its agent wishes."""
    return moved(
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
