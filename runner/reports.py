"""What a PBX says, each thing to the procedure of the database that takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from psycopg.types.json import Jsonb

from .bridges import Event, Inbound, LineState, NotDone, Recorded, Report

log = structlog.get_logger()

Ask = Callable[..., Awaitable[list[Any]]]

EVENTS = "SELECT * FROM report_pbx_events(%s::text[], %s::text[], %s::text[], %s::timestamptz[])"
ANSWERS = "SELECT ivr_result(%s, %s)"
RECORDED = "SELECT report_recording(%s, %s, %s::float8, %s, %s)"
INBOUND = "SELECT report_inbound(%s, %s, %s, %s, %s, %s, %s)"
STATES = "SELECT report_line_states(%s::text[], %s::text[], %s)"
NOT_DONE = "SELECT report_not_done(%s, %s)"


async def tell(ask: Ask, runner: str, happened: Iterable[Report]) -> None:
    """Tell the database what happened, the oldest first. All of it may be told twice."""
    events: list[Event] = []
    states: dict[str, str] = {}
    for one in happened:
        if isinstance(one, LineState):
            states[one.extension] = one.state  # only what it came to
        elif isinstance(one, Recorded):
            await ask(
                RECORDED, one.pbx_call_id, one.file_name, one.seconds, one.happened_at, one.bytes
            )
        elif isinstance(one, NotDone):
            await ask(NOT_DONE, one.pbx_command_id, one.reason)
        elif isinstance(one, Inbound):
            await ask(
                INBOUND, runner, one.pbx_call_id, one.event, one.caller, one.called, one.key,
                one.happened_at,
            )  # fmt: skip
        elif one.event == "keyed":
            # Before the end that may follow, and after one that was quicker.
            await ask(ANSWERS, one.pbx_call_id, Jsonb(dict(one.answers or {})))
        else:
            events.append(one)
    if states:
        await ask(STATES, list(states), list(states.values()), runner)
    rows = await ask(
        EVENTS,
        [event.pbx_call_id for event in events],
        [event.event for event in events],
        [event.cause for event in events],
        [event.happened_at for event in events],
    ) if events else []  # fmt: skip
    for place, call, answer, problem in rows:
        event = events[place - 1]
        said = log.bind(call=call, pbx_call=event.pbx_call_id, cause=event.cause)
        if problem:
            said.error(event.event, answer=answer, error=problem)
        else:
            said.info(event.event, answer=answer)
