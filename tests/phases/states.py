"""Calls put straight into a state, behind the back of the phase machine, so that it can be tried from there."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg

from tests.floor import Floor, new_number


class State(NamedTuple):
    """Phase and status of a call."""

    phase: str
    result: str


class Step(NamedTuple):
    """A row of PhaseTransition."""

    start: State
    to: State
    rank: int
    event: str


PHASES = [
    "AgentDialing",
    "AgentOfferFirst",
    "AgentOfferMissed",
    "AgentOfferNext",
    "AgentPreCall",
    "AgentTalk",
    "Enqueue",
    "EnqueueNoTime",
    "EnqueueTimedOut",
    "Obsolete",
    "HangupAgent",
    "HangupCalled",
    "New",
    "Manual",
    "WaitForResult",
    "AutoDial",
    "IvrScript",
    "IvrEnded",
    "PredictiveDial",
    "Answered",
    "AgentRing",
]
RESULTS = [
    "Active",
    "Busy",
    "Cancelled",
    "Completed",
    "Failed",
    "Neglected",
    "NoAnswer",
    "NoResult",
    "Paused",
    "Prepared",
    "Scheduled",
    "TalkError",
    "ToContinue",
]

# The stages of PHASE: which statuses go with which phases.
BEFORE = {
    State(phase, result)
    for phase in [
        "New",
        "Manual",
        "Enqueue",
        "EnqueueNoTime",
        "EnqueueTimedOut",
        "Obsolete",
        "AgentOfferMissed",
    ]
    for result in ["Prepared", "Paused", "Scheduled", "Neglected"]
}
DURING = {
    State(phase, "Active")
    for phase in [
        "AgentOfferFirst",
        "AgentOfferNext",
        "AgentPreCall",
        "AgentDialing",
        "AgentTalk",
        "PredictiveDial",
        "Answered",
        "AgentRing",
        "AutoDial",
        "IvrScript",
        "WaitForResult",
    ]
} | {State("AgentTalk", "Prepared")}
AFTER = {
    State(phase, result)
    for phase in [
        "HangupAgent",
        "HangupCalled",
        "IvrEnded",
        "AgentDialing",
        "PredictiveDial",
        "AutoDial",
    ]
    for result in [
        "Completed",
        "Cancelled",
        "NoAnswer",
        "Busy",
        "ToContinue",
        "TalkError",
        "Failed",
        "NoResult",
    ]
}
# A waiting call that is called off is over without an attempt.
CALLED_OFF = {State("Obsolete", "Cancelled")}


def transitions(conn: psycopg.Connection[Any]) -> list[Step]:
    """Return PhaseTransition without the rows that create a call."""
    rows = conn.execute(
        "SELECT FromPhase, FromResult, ToPhase, ToResult, Rank, EventType FROM PhaseTransition"
        " WHERE FromPhase IS NOT NULL"
    )
    return [Step(State(*row[:2]), State(*row[2:4]), *row[4:]) for row in rows]


def states(conn: psycopg.Connection[Any]) -> list[State]:
    """Return every state that a call can be in."""
    rows = conn.execute("SELECT DISTINCT ToPhase, ToResult FROM PhaseTransition ORDER BY 1, 2")
    return [State(*row) for row in rows]


def put(floor: Floor, state: State, agent: Any, **columns: Any) -> int:
    """Insert a call that is in a state already, with all that belongs to it and its history."""
    floor.conn.execute("SET session_replication_role = replica")
    number = new_number()
    columns = {
        "CallType": "DialOut", "CallPhase": state.phase, "CallResult": state.result, "Number": number,
        "NumberGiven": number, "OutboundListId": floor.list_id, "ProjectId": floor.project_id, "AgentId": agent,
        "WorkplaceId": floor.desk(agent), "PbxCallId": floor.value("SELECT gen_random_uuid()::text"),
        "DialTime": floor.value("SELECT clock()"), "EndTime": floor.value("SELECT clock()"), "CreatedTime": floor.value("SELECT clock()"),
        "ChangedTime": floor.value("SELECT clock()"), "EnqueueingTime": floor.value("SELECT clock()"),
    } | columns  # fmt: skip
    call: int = floor.add("OutboundCall", **columns)
    floor.conn.execute("SET session_replication_role = origin")
    return call
