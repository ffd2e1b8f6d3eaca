"""The post-call pause (PCP-1 to PCP-3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def status(floor: Floor, agent: UUID) -> str:
    name: str = floor.value(
        "SELECT s.DisplayName FROM Agent AS a JOIN AgentStatus AS s USING (AgentStatusId)"
        " WHERE a.AgentId = %s", agent,
    )  # fmt: skip
    return name


def ended(floor: Floor, agent: UUID, pause: int | None, **project: Any) -> int:
    floor.set("Project", floor.project_id, PostCallPause=pause, **project)
    call = floor.talking(agent)
    floor.pbx(call, "hangup_called")
    return call


def test_no_pause(floor: Floor) -> None:
    """PCP-1: empty: off; the agent stays Ready and the call ends as NoResult when no result was given."""
    agent = floor.agent()
    call = ended(floor, agent, None)
    assert status(floor, agent) == "Ready"
    assert floor.see(call) == ("HangupCalled", "NoResult")


def test_a_pause_of_so_many_seconds(floor: Floor) -> None:
    """PCP-1: n seconds, then back to Ready, and a call with no result becomes NoResult."""
    agent = floor.agent()
    call = ended(floor, agent, 30)
    assert status(floor, agent) == "Completing info"
    assert floor.see(call) == ("WaitForResult", "Active")
    waiting = floor.call()
    floor.pass_time(29)
    floor.cycle()
    assert status(floor, agent) == "Completing info"
    assert floor.see(waiting, "CallPhase") == "Enqueue", "in the pause nothing is distributed"
    floor.pass_time(1)
    floor.cycle()
    assert status(floor, agent) == "Ready"
    assert floor.see(call) == ("HangupCalled", "NoResult")
    assert floor.see(waiting, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)


def test_a_pause_until_the_agent_leaves_it(floor: Floor) -> None:
    """PCP-1: 0: until the agent leaves it; then a call with no result becomes NoResult."""
    agent = floor.agent()
    call = ended(floor, agent, 0)
    floor.pass_time(86400)
    floor.cycle()
    assert (status(floor, agent), floor.see(call)) == (
        "Completing info",
        ("WaitForResult", "Active"),
    )
    floor.do("set_agent_status", agent, "Ready")
    floor.cycle()
    assert floor.see(call) == ("HangupCalled", "NoResult")


def test_a_status_chosen_in_the_pause_stays(floor: Floor) -> None:
    """PCP-1: back to Ready unless the agent chose another status meanwhile."""
    agent = floor.agent()
    ended(floor, agent, 30)
    floor.do("set_agent_status", agent, "Pause")
    floor.pass_time(60)
    floor.cycle()
    assert status(floor, agent) == "Pause"


def test_a_status_chosen_during_the_call_stays(floor: Floor) -> None:
    """PCP-1: who chose Pause while talking goes there, not back to Ready."""
    agent = floor.agent()
    floor.set("Project", floor.project_id, PostCallPause=30)
    call = floor.talking(agent)
    floor.do("set_agent_status", agent, "Pause")
    floor.do("hang_up", call, agent)
    floor.pass_time(60)
    floor.cycle()
    assert status(floor, agent) == "Pause"


def test_a_plain_update_of_the_status_ends_the_pause_too(floor: Floor) -> None:
    """PCP-1: any UPDATE is a valid way in."""
    agent = floor.agent()
    ended(floor, agent, 30)
    lunch = floor.status("Lunch")
    floor.set("Agent", agent, AgentStatusId=lunch)
    floor.pass_time(60)
    floor.cycle()
    assert status(floor, agent) == "Lunch"


def test_the_project_names_the_status(floor: Floor) -> None:
    """PCP-2, PCP-3: any number of statuses of activity PostCall; the project says which."""
    own = floor.status("Order entry", "PostCall")
    agent = floor.agent()
    ended(floor, agent, 30, AutomaticPcpStatus=own)
    assert status(floor, agent) == "Order entry"
    assert floor.call() and floor.cycle().offered == 0


@pytest.mark.parametrize("too", [1, 0])
def test_calls_that_nobody_answered(floor: Floor, too: int) -> None:
    """PCP-2: after every call of the project; a project may leave out those that nobody answered."""
    agent = floor.agent()
    floor.set("Project", floor.project_id, PostCallPause=30, PcpUnanswered=too)
    call = floor.offered(agent)
    floor.do("dial_call", call, agent)
    floor.pbx(call, "busy")
    assert status(floor, agent) == ("Completing info" if too else "Ready")


def test_the_history_of_statuses(floor: Floor) -> None:
    """PCP-2: who changed a status is kept."""
    agent = floor.agent()
    ended(floor, agent, 30)
    floor.pass_time(30)
    floor.cycle()
    assert floor.rows(
        "SELECT s.DisplayName, e.Actor FROM AgentEvent AS e"
        " JOIN AgentStatus AS s ON s.AgentStatusId = e.ToStatusId"
        " WHERE e.AgentId = %s ORDER BY e.AgentEventId", agent,
    ) == [
        ("Pause", "agent"), ("Ready", "agent"), ("Completing info", "pbx"), ("Ready", "cycle"),
    ]  # fmt: skip


def test_bad_settings_are_refused(floor: Floor) -> None:
    """PCP-1: a pause is not negative."""
    with pytest.raises(psycopg.errors.CheckViolation):
        floor.set("Project", floor.project_id, PostCallPause=-1)
