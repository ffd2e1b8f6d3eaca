"""Visitors: a customer at the counter, with no telephony (CALL-5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor, new_number

DONE, BAD_LINE = (
    UUID("de7a0000-0000-4000-8000-000000000001"),
    UUID("de7a0000-0000-4000-8000-000000000007"),
)


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


@pytest.mark.parametrize("by", ["function", "statement"])
def test_a_visitor_is_with_the_agent(floor: Floor, by: str) -> None:
    """CALL-5: AgentTalk, Prepared, at the agent's workplace, whichever way it is written down."""
    agent = floor.agent()
    if by == "function":
        call = floor.do("create_visitor", agent)
    else:
        call = floor.add("OutboundCall", CallType="Visitor", AgentId=agent)
    assert floor.see(
        call, "CallType", "CallPhase", "CallResult", "WorkplaceId", "Number", "PbxCallId"
    ) == ("Visitor", "AgentTalk", "Prepared", floor.desk(agent), None, None)
    assert floor.value("SELECT count(*) FROM PbxCommand") == 0
    assert floor.broken() == []


def test_number_and_list_may_be_given(floor: Floor) -> None:
    """CALL-5, CALL-6: a number is normalised like any other; a list gives the project."""
    agent = floor.agent()
    call = floor.do("create_visitor", agent, "724 000 111", None, floor.list_id)
    assert floor.see(call, "Number", "ProjectId", "CallType", "CallPhase") == (
        "+420724000111", floor.project_id, "Visitor", "AgentTalk",
    )  # fmt: skip


def test_it_takes_neither_line_nor_offers(floor: Floor) -> None:
    """CALL-5: the agent is offered calls meanwhile, and may have two visitors."""
    agent = floor.agent()
    floor.do("create_visitor", agent)
    floor.do("create_visitor", agent)
    call = floor.call()
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == agent


def test_only_details_for_visitors(floor: Floor) -> None:
    """CALL-5, RES-1: bit 1024."""
    agent = floor.agent()
    call = floor.do("create_visitor", agent)
    offered = floor.rows("SELECT DisplayName FROM offered_details(%s)", call)
    assert offered == [("Done",)]
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("set_call_result", call, agent, BAD_LINE)
    assert refused.value.sqlstate == "PD013"


def test_a_result_ends_it(floor: Floor) -> None:
    """CALL-5: there is nothing to hang up; hanging up afterwards is harmless."""
    agent = floor.agent()
    call = floor.do("create_visitor", agent)
    assert floor.do("set_call_result", call, agent, DONE) == "Completed"
    assert floor.see(call, "CallPhase", "CallResult", "EndTime") == (
        "HangupAgent", "Completed", floor.value("SELECT clock()"),
    )  # fmt: skip
    assert floor.do("hang_up", call, agent) == "HangupAgent"
    assert floor.value("SELECT count(*) FROM PbxCommand") == 0
    assert floor.broken() == []


@pytest.mark.parametrize(
    ("project", "ended"),
    [
        (None, ("HangupAgent", "NoResult")),
        ({"PostCallPause": 60}, ("WaitForResult", "Active")),
    ],
)
def test_hang_up_waits_for_a_result(
    floor: Floor, project: dict[str, Any] | None, ended: tuple[str, str]
) -> None:
    """RES-2, PCP-2: as after a conversation, if the visitor's project wants one."""
    key = floor.project(**project) if project else None
    agent = floor.agent()
    call = floor.do("create_visitor", agent, None, key)
    floor.do("hang_up", call, agent)
    assert floor.see(call) == ended
    activity = floor.value(
        "SELECT s.Activity FROM Agent AS a JOIN AgentStatus AS s USING (AgentStatusId) WHERE AgentId = %s",
        agent,
    )
    assert activity == ("PostCall" if project else "Ready")
    if project:
        floor.do("set_call_result", call, agent, DONE)
        assert floor.see(call) == ("HangupAgent", "Completed")
    assert floor.broken() == []


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"CallType": "Visitor"}, "PD022"),
        ({"CallType": "Visitor", "CallPhase": "Enqueue", "AgentId": "agent"}, "PD030"),
        ({"CallType": "Visitor", "CallPhase": "AgentDialing", "AgentId": "agent"}, "PD030"),
        (
            {
                "CallType": "Private",
                "CallPhase": "AgentTalk",
                "Number": "724 123 456",
                "AgentId": "agent",
            },
            "PD030",
        ),
        ({"CallType": "Visitor", "Number": "12", "AgentId": "agent"}, "PD010"),
        ({"CallType": "Private"}, "PD010"),
    ],
)
def test_what_is_no_visitor(floor: Floor, columns: dict[str, Any], code: str) -> None:
    """CALL-5: refused, and nothing is written."""
    if "AgentId" in columns:
        columns = columns | {"AgentId": floor.agent()}
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.add("OutboundCall", **columns)
    assert refused.value.sqlstate == code
    assert floor.value("SELECT count(*) FROM OutboundCall") == 0


def test_time_and_pbx_leave_it_alone(floor: Floor) -> None:
    """CALL-5: no deadline, no channel to miss."""
    agent = floor.agent()
    call = floor.do("create_visitor", agent, new_number())
    floor.pass_time(100_000)
    floor.cycle()
    floor.rows("SELECT * FROM reconcile_pbx('r1', '{}')")
    assert floor.see(call) == ("AgentTalk", "Prepared")
