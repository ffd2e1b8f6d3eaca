"""Logging in and off, statuses (PCP-3, and what DIST-3 rests on)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def refused(floor: Floor, function: str, *values: Any) -> tuple[str | None, str]:
    with pytest.raises(psycopg.Error) as error, floor.conn.transaction():
        floor.do(function, *values)
    assert error.value.diag.message_hint
    return error.value.sqlstate, str(error.value.diag.message_primary)


def test_log_in_seats_the_agent_in_a_pause(floor: Floor) -> None:
    """PCP-3: the default status of an activity; logging in again changes nothing."""
    agent, desk = floor.agent(status=None), floor.workplace()
    assert floor.do("log_in", agent, desk) == "Pause"
    assert floor.do("set_agent_status", agent, "Ready") == "Ready"
    assert floor.do("log_in", agent, desk) == "Ready"
    assert floor.desk(agent) == desk


def test_a_workplace_has_one_agent(floor: Floor) -> None:
    """DIST-9: and the refusal says whose it is."""
    first, second = floor.agent(DisplayName="Jana"), floor.agent(status=None)
    code, message = refused(floor, "log_in", second, floor.desk(first))
    assert code == "PD008"
    assert "Jana" in message
    with pytest.raises(psycopg.errors.UniqueViolation), floor.conn.transaction():
        floor.set("Agent", second, WorkplaceId=floor.desk(first))


def test_seating_restricts(floor: Floor) -> None:
    """DIST-5: with a row in Seating an agent sits only where one names; with none anywhere."""
    agent, own, other = floor.agent(status=None), floor.workplace(), floor.workplace()
    floor.add("Seating", AgentId=agent, WorkplaceId=own)
    assert refused(floor, "log_in", agent, other)[0] == "PD008"
    floor.do("log_in", agent, own)
    assert floor.desk(agent) == own


@pytest.mark.parametrize(
    ("function", "values", "code"),
    [
        ("log_in", (UUID(int=1), UUID(int=1)), "PD007"),
        ("set_agent_status", (UUID(int=1), "Ready"), "PD007"),
        ("log_off", (UUID(int=1),), "PD007"),
    ],
)
def test_nobody(floor: Floor, function: str, values: tuple[Any, ...], code: str) -> None:
    """An agent who does not exist is named."""
    state, message = refused(floor, function, *values)
    assert state == code
    assert str(values[0]) in message


def test_statuses_by_name_and_by_id(floor: Floor) -> None:
    """PCP-3: a status has a name; set_agent_status takes it or the id."""
    agent, lunch = floor.agent(), floor.status("Lunch")
    assert floor.do("set_agent_status", agent, "Lunch") == "Lunch"
    assert floor.do("set_agent_status", agent, "Ready") == "Ready"
    assert floor.do("set_agent_status", agent, str(lunch)) == "Lunch"
    assert floor.look("Agent", agent, "AgentStatusId") == lunch


def test_statuses_refused(floor: Floor) -> None:
    """PCP-3: one that is not there, is deleted, or is not for agents to choose; or before logging in."""
    agent, out = floor.agent(), floor.agent(status=None)
    floor.status("Gone", Deleted=1)
    floor.status("Forced", UserBlocked=1)
    for name in ("Nap", "Gone", "Forced"):
        code, message = refused(floor, "set_agent_status", agent, name)
        assert code == "PD006"
        assert name in message
    assert refused(floor, "set_agent_status", out, "Ready")[0] == "PD022"


def test_a_status_of_activity_log_off_logs_off(floor: Floor) -> None:
    """PCP-3: the activity decides what a status means."""
    agent = floor.agent()
    assert floor.do("set_agent_status", agent, "Logged off") == "Logged off"
    assert floor.desk(agent) is None


def test_logging_off_gives_an_offer_back(floor: Floor) -> None:
    """DIST-10: it is not counted as missed and goes to somebody else at once."""
    agent, other = floor.agent(knowledge=90), floor.agent()
    call = floor.call()
    floor.cycle()
    assert floor.see(call, "AgentId") == agent
    floor.do("log_off", agent)
    assert floor.see(call, "CallPhase", "CallResult", "AgentId", "Offers") == (
        "Enqueue", "Scheduled", None, 0,
    )  # fmt: skip
    floor.cycle()
    assert floor.see(call, "AgentId") == other


def test_nobody_logs_off_in_a_call(floor: Floor) -> None:
    """DIST-9: the call is named."""
    agent = floor.agent()
    call = floor.talking(agent)
    code, message = refused(floor, "log_off", agent)
    assert code == "PD023"
    assert str(call) in message
    assert refused(floor, "log_in", agent, floor.workplace())[0] == "PD023"


def test_deleted_agents_are_nobody(floor: Floor) -> None:
    """DIST-3: an agent who left gets nothing."""
    agent = floor.agent()
    floor.set("Agent", agent, Deleted=1)
    floor.call()
    assert floor.cycle().offered == 0
    assert refused(floor, "set_agent_status", agent, "Ready")[0] == "PD007"
