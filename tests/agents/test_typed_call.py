"""A number typed by an agent with a list chosen becomes a project call at once (CALL-3)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


@pytest.mark.parametrize("phase", ["AgentPreCall", "AgentDialing"])
def test_a_typed_call_begins_with_its_agent(floor: Floor, phase: str) -> None:
    """CALL-3: previewed or dialled at once, at the agent's workplace, with its history."""
    agent = floor.agent()
    call = floor.call(CallPhase=phase, AgentId=agent)
    assert floor.see(call, "CallPhase", "CallResult", "WorkplaceId") == (
        phase, "Active", floor.desk(agent),
    )  # fmt: skip
    dialled = floor.rows("SELECT Command::text, outbound_call_id FROM take_pbx_commands('r1')")
    assert dialled == ([("originate", call)] if phase == "AgentDialing" else [])
    assert floor.broken() == []


def test_nobody_types_while_in_a_call(floor: Floor) -> None:
    """DIST-9: an agent has one call."""
    agent = floor.agent()
    floor.talking(agent)
    with pytest.raises(psycopg.errors.UniqueViolation):
        floor.call(CallPhase="AgentDialing", AgentId=agent)


@pytest.mark.parametrize("agent", ["nobody", "logged off"])
def test_a_typed_call_needs_a_seat(floor: Floor, agent: str) -> None:
    """CALL-3: refused, with the agent in the message."""
    key = floor.agent(status=None) if agent == "logged off" else None
    with pytest.raises(psycopg.Error) as refused:
        floor.call(CallPhase="AgentDialing", AgentId=key)
    assert refused.value.sqlstate == "PD022"


def test_an_agent_takes_a_waiting_call(floor: Floor) -> None:
    """CALL-3: a call may be picked out of the queue; the one offered then is not lost to others."""
    agent = floor.agent()
    call = floor.call()
    floor.set("OutboundCall", call, CallPhase="AgentPreCall", AgentId=agent)
    assert floor.see(call) == ("AgentPreCall", "Active")
    assert floor.do("dial_call", call, agent) == "AgentDialing"
