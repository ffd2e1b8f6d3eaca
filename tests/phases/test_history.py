"""PHASE-5: every transition leaves one row."""

# ruff: noqa: ARG005 - what is done takes all that some of it needs

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

HISTORY = """
    SELECT Step, EventType, FromPhase, ToPhase, FromResult, ToResult, AgentId, Actor, EventTime
    FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step
"""


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def history(floor: Floor, call: int) -> list[tuple[Any, ...]]:
    return floor.rows(HISTORY, call)


def me(floor: Floor) -> str:
    return f"sql:{floor.value('SELECT session_user')}"


def test_the_life_of_a_call(floor: Floor) -> None:
    """PHASE-5: when, what, from, to and who, numbered 1, 2, … without a gap."""
    agent = floor.agent()
    floor.set("Project", floor.project_id, ResultWait=None)
    start = floor.value("SELECT clock()")
    call = floor.call()
    floor.pass_time(1)
    floor.cycle()
    for action in ("accept_offer", "dial_call"):
        floor.pass_time(1)
        floor.do(action, call, agent)
    for event in ("ringing", "answered", "hangup_called"):
        floor.pass_time(1)
        floor.pbx(call, event)
    floor.pass_time(1)
    detail = floor.value(
        "SELECT CallResultDetailId FROM CallResultDetail WHERE DisplayName = 'Done'"
    )
    floor.do("set_call_result", call, agent, detail)
    rows = history(floor, call)
    assert [(*row[:6], row[7]) for row in rows] == [
        (1, "created", None, "Enqueue", None, "Scheduled", me(floor)),
        (2, "offered", "Enqueue", "AgentOfferFirst", "Scheduled", "Active", "cycle"),
        (3, "accepted", "AgentOfferFirst", "AgentPreCall", "Active", "Active", "agent"),
        (4, "dialled", "AgentPreCall", "AgentDialing", "Active", "Active", "agent"),
        (5, "answered", "AgentDialing", "AgentTalk", "Active", "Active", "pbx"),
        (6, "ended", "AgentTalk", "WaitForResult", "Active", "Active", "pbx"),
        (7, "result", "WaitForResult", "HangupCalled", "Active", "Completed", "agent"),
    ]
    assert [row[6] for row in rows] == [None] + [agent] * 6
    # Ringing is no transition: it leaves its second without a row.
    assert [(row[8] - start).total_seconds() for row in rows] == [0, 1, 2, 3, 5, 6, 7]


def test_a_missed_offer_names_who_missed_it(floor: Floor) -> None:
    """PHASE-5: the call has no agent any more, the history has."""
    agent = floor.agent()
    call = floor.call()
    floor.cycle()
    floor.pass_time(60)
    floor.cycle()
    assert (
        3,
        "missed",
        "AgentOfferFirst",
        "AgentOfferMissed",
        "Active",
        "Scheduled",
        agent,
        "cycle",
    ) in [row[:8] for row in history(floor, call)]


def test_a_change_that_moves_nothing_leaves_no_row(floor: Floor) -> None:
    """PHASE-5: only transitions are history."""
    call = floor.call()
    floor.set(
        "OutboundCall",
        call,
        Priority=5,
        DisplayName="Somebody",
        ScheduleTime="2027-01-01",
        CallPhase="Enqueue",
    )
    assert len(history(floor, call)) == 1


@pytest.mark.parametrize("login", ["dba_jana", "Report Writer"])
def test_direct_sql_is_named_by_its_role(floor: Floor, login: str) -> None:
    """PHASE-5: who writes an UPDATE of their own is in the history by the role's name."""
    call = floor.call()
    floor.conn.execute(f'CREATE ROLE "{login}" SUPERUSER'.encode())
    floor.conn.execute(f'SET SESSION AUTHORIZATION "{login}"'.encode())
    floor.set("OutboundCall", call, CallResult="Paused")
    other = floor.call()
    floor.conn.execute("RESET SESSION AUTHORIZATION")
    assert history(floor, call)[-1][7] == f"sql:{login}"
    assert history(floor, other)[0][7] == f"sql:{login}"


@pytest.mark.parametrize(
    ("do", "actor"),
    [
        (lambda floor, call, agent: floor.do("reject_offer", call, agent), "agent"),
        (lambda floor, call, agent: floor.do("log_off", agent), "agent"),
        (lambda floor, call, agent: floor.cycle(), "cycle"),
        (lambda floor, call, agent: floor.set("OutboundCall", call, CallPhase="Enqueue"), None),
        (lambda floor, call, agent: floor.do("cancel_call", call), None),
    ],
    ids=["agent rejects", "agent logs off", "cycle takes back", "UPDATE", "cancel_call in SQL"],
)
def test_who_ended_an_offer(floor: Floor, do: Any, actor: str | None) -> None:
    """PHASE-5: the same transition by different hands; what a procedure says of itself ends with it."""
    agent = floor.agent()
    call = floor.offered(agent)
    floor.pass_time(60)
    do(floor, call, agent)
    rows = history(floor, call)
    ended = next(row for row in rows if row[2] == "AgentOfferFirst")
    assert ended[7] == (actor or me(floor))
    floor.set("OutboundCall", floor.call(), CallResult="Paused")
    assert floor.value("SELECT actor()") == me(floor)


def test_why(floor: Floor) -> None:
    """PHASE-5: the cause of a failure and the time of a retry are in the step's data."""
    floor.add("RetryRule", CallResult="Failed", Delay=600)
    call = floor.talking()
    floor.pbx(call, "failed", "no circuit available")
    steps = floor.rows(
        "SELECT Data FROM CallEvent WHERE OutboundCallId = %s AND ToResult = 'Failed'", call
    )
    assert steps, "no step to Failed"
    assert steps[0][0]["cause"] == "no circuit available"
    assert "retry" in steps[0][0]


def test_history_is_kept_when_statements_move_calls_in_different_ways(floor: Floor) -> None:
    """PHASE-5: one statement, several transitions: each call gets its own row with its own step."""
    agent = floor.agent()
    held, waiting = (
        floor.call(OutboundListId=floor.outbound_list(ManualDistribution=1)),
        floor.call(),
    )
    moved = floor.call()
    floor.set("OutboundCall", moved, CallResult="Paused")
    floor.conn.execute(
        "UPDATE OutboundCall SET CallPhase = CASE CallResult WHEN 'Prepared' THEN 'Enqueue' WHEN 'Paused' THEN CallPhase"
        " ELSE 'Manual' END::CallPhase, CallResult = CASE CallResult WHEN 'Paused' THEN 'Scheduled' ELSE CallResult END"
    )
    assert [history(floor, call)[-1][:6] for call in (held, waiting, moved)] == [
        (2, "released", "Manual", "Enqueue", "Prepared", "Scheduled"),
        (2, "held", "Enqueue", "Manual", "Scheduled", "Prepared"),
        (3, "resumed", "Enqueue", "Enqueue", "Paused", "Scheduled"),
    ]
    assert agent is not None
    assert floor.broken() == []


def test_a_call_that_is_moved_and_given(floor: Floor) -> None:
    """PHASE-5: while it waits, whoever does it, by any statement: where it was, and for whom."""
    agent, other = floor.agent(), floor.agent()
    first, second = floor.list_id, floor.outbound_list()
    paused = floor.call(CallResult="Paused")
    call = floor.call()
    floor.set("OutboundCall", call, OutboundListId=second)
    floor.set("OutboundCall", call, AgentId=agent, Predistributed=1)
    floor.set("OutboundCall", call, AgentId=other)
    floor.set("OutboundCall", call, Predistributed=0)
    floor.set("OutboundCall", call, DisplayName="Nothing of that kind")
    floor.set("OutboundCall", paused, OutboundListId=second, AgentId=agent, Predistributed=1)
    told = """
        SELECT EventType, AgentId, Data ->> 'list', Data ->> 'from_list', Data ->> 'from_agent'
        FROM CallEvent WHERE OutboundCallId = %s AND Step > 1 ORDER BY Step
    """
    moved = ("moved", None, str(second), str(first), None)
    assert floor.rows(told, call) == [
        moved,
        ("assigned", agent, None, None, None),
        ("assigned", other, None, None, str(agent)),
        ("unassigned", floor.see(call, "AgentId"), None, None, str(other)),
    ]
    assert floor.rows(told, paused) == [("moved", agent, str(second), str(first), None)]
    assert floor.broken() == []
