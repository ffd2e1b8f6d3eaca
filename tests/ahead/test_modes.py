"""LIST-5: how each mode dials, and that a list changes its mode while it runs."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def phases(floor: Floor, **columns: Any) -> list[tuple[str, int]]:
    """Count the calls of the floor's list by phase."""
    return floor.rows(
        "SELECT CallPhase::text, count(*)::integer FROM OutboundCall WHERE OutboundListId = %s"
        " GROUP BY CallPhase ORDER BY CallPhase",
        columns.get("OutboundListId", floor.list_id),
    )


def mode(floor: Floor, name: str, **columns: Any) -> None:
    floor.set("OutboundList", floor.list_id, DialingMode=name, **columns)


def test_progressive_dials_at_once_for_an_agent(floor: Floor) -> None:
    """LIST-5: accepted and dialled without offer or preview; the agent is there before it rings."""
    mode(floor, "Progressive")
    jana = floor.agent()
    call = floor.call()
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "CallResult", "AgentId", "Trial") == (
        "AgentDialing", "Active", jana, 1,
    )  # fmt: skip
    assert floor.rows(
        "SELECT EventType, Actor FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step", call
    )[-1] == ("dialled", "cycle")
    taken = floor.row("SELECT command::text, extension, ahead FROM take_pbx_commands('r1')")
    assert taken == ("originate", floor.look("Workplace", floor.desk(jana), "Number"), False)
    floor.pbx(call, "answered")
    assert floor.see(call) == ("AgentTalk", "Active")


@pytest.mark.parametrize("name", ["Progressive", "Power", "Predictive", "Ivr"])
def test_what_waits_for_one_agent_is_offered_in_every_mode(floor: Floor, name: str) -> None:
    """LIST-5, DIST-6: a pre-distributed call is never dialled ahead, nor before its agent agrees."""
    mode(floor, name, IvrScript="survey" if name == "Ivr" else None)
    status = floor.status("Lunch", CallPreDistribute=1)
    jana = floor.agent()
    floor.do("set_agent_status", jana, str(status))
    call = floor.call(Predistributed=1, AgentId=jana)
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId", "Trial") == ("AgentOfferFirst", jana, 0)


@pytest.mark.parametrize("name", ["Progressive", "Power", "Predictive"])
def test_what_waits_for_its_release_is_dialled_in_no_mode(floor: Floor, name: str) -> None:
    """MAN-1, LIST-5: manual dispatch keeps its meaning."""
    mode(floor, name, ManualDistribution=1)
    floor.agent()
    call = floor.call()
    floor.cycle()
    assert floor.see(call) == ("Manual", "Prepared")
    floor.do("enqueue_call", call)
    floor.cycle()
    assert floor.see(call, "CallResult", "Trial") == ("Active", 1)


def test_power_dials_lines_for_each_ready_agent(floor: Floor) -> None:
    """LIST-5: LinesPerAgent for each agent who is ready, and no more while they ring."""
    mode(floor, "Power", LinesPerAgent=2.5)
    floor.agent()
    floor.agent()
    calls = floor.calls(20)
    assert floor.cycle().dialled == 5
    assert phases(floor) == [("Enqueue", 15), ("PredictiveDial", 5)]
    assert [floor.see(call, "CallPhase") for call in calls[:5]] == ["PredictiveDial"] * 5
    assert not floor.cycle().dialled
    assert floor.rows("SELECT DISTINCT AgentId FROM OutboundCall") == [(None,)]
    commands = floor.rows(
        "SELECT command::text, number, extension, ahead, script FROM take_pbx_commands('r1')"
    )
    assert commands == [
        ("originate", floor.see(call, "Number"), None, True, None) for call in calls[:5]
    ]
    floor.pbx(calls[0], "busy")
    assert floor.cycle().dialled == 1
    assert not floor.broken()


@pytest.mark.parametrize("name", ["Power", "Predictive"])
@pytest.mark.parametrize("status", ["Pause", "Completing info", None])
def test_with_nobody_ready_nothing_is_dialled(floor: Floor, name: str, status: str | None) -> None:
    """PRED-1: zero agents ready, zero starts."""
    mode(floor, name, LinesPerAgent=5)
    floor.agent(status=status)
    floor.calls(10)
    assert not floor.cycle().dialled
    assert phases(floor) == [("Enqueue", 10)]


def test_a_status_may_take_no_calls_dialled_ahead(floor: Floor) -> None:
    """PCP-3, PRED-1: PredictiveDistribute says whether an agent in a Ready status counts."""
    mode(floor, "Power")
    floor.status("Ready for offers", "Ready", PredictiveDistribute=0)
    jana = floor.agent(status="Ready for offers")
    floor.calls(3)
    assert not floor.cycle().dialled
    floor.do("set_agent_status", jana, "Ready")
    assert floor.cycle().dialled == 1


def test_predictive_begins_with_one_line_for_each(floor: Floor) -> None:
    """PRED-4: 1:1 as long as nothing is known."""
    mode(floor, "Predictive", MinAgents=1)
    for _ in range(3):
        floor.agent()
    floor.calls(20)
    assert floor.cycle().dialled == 3
    assert not floor.cycle().dialled


def test_agents_of_another_language_do_not_count(floor: Floor) -> None:
    """DIST-3, PRED-1: what the first calls ask, the agents must have."""
    mode(floor, "Power", LinesPerAgent=2)
    german = floor.language("de")
    floor.agent()
    floor.agent()
    floor.agent(languages={german: 100})
    floor.calls(10, LanguageId=german, Priority=5)
    floor.calls(10)
    assert floor.cycle().dialled == 6
    assert floor.rows(
        "SELECT LanguageId = %s, count(*)::integer FROM OutboundCall"
        " WHERE CallPhase = 'PredictiveDial' GROUP BY 1 ORDER BY 1", german,
    ) == [(False, 4), (True, 2)]  # fmt: skip


def test_an_agent_counts_for_one_list(floor: Floor) -> None:
    """PRED-1, DIST-4: who could serve two lists is counted for the one whose calls come first."""
    mode(floor, "Power", LinesPerAgent=3)
    other = floor.outbound_list(DialingMode="Power", LinesPerAgent=2)
    floor.agent()
    floor.calls(10)
    floor.calls(10, OutboundListId=other, Priority=1)
    assert floor.cycle().dialled == 2
    assert phases(floor, OutboundListId=other) == [("Enqueue", 8), ("PredictiveDial", 2)]


def test_a_list_changes_its_mode_while_it_runs(floor: Floor) -> None:
    """LIST-5: what rings goes on; what is dialled next is dialled as the list says then."""
    mode(floor, "Power", LinesPerAgent=2)
    jana = floor.agent()
    calls = floor.calls(10)
    assert floor.cycle().dialled == 2
    mode(floor, "Preview")
    floor.pbx(calls[0], "answered")
    assert floor.see(calls[0], "CallPhase", "AgentId") == ("AgentRing", jana)
    floor.pbx(calls[1], "no_answer")
    floor.pbx(calls[0], "agent_answered", floor.look("Workplace", floor.desk(jana), "Number"))
    floor.pbx(calls[0], "hangup_called")
    floor.do("set_call_result", calls[0], jana, floor.value(
        "SELECT CallResultDetailId FROM CallResultDetail WHERE DisplayName = 'Done'"))  # fmt: skip
    assert floor.cycle().offered == 1
    assert floor.see(calls[2], "CallPhase") == "AgentOfferFirst"


def test_several_numbers_alike_are_dialled_once(floor: Floor) -> None:
    """DIST-9: one number, one attempt in progress, however many lines there are."""
    mode(floor, "Power", LinesPerAgent=5)
    floor.agent()
    for _ in range(4):
        floor.call("+420724999999")
    floor.calls(2)
    assert floor.cycle().dialled + floor.cycle().dialled == 3
    assert floor.rows(
        "SELECT count(*)::integer FROM OutboundCall"
        " WHERE Number = '+420724999999' AND CallPhase = 'PredictiveDial'"
    ) == [(1,)]


def test_a_cycle_with_nothing_to_do_writes_nothing(database: Database) -> None:
    """DIST-1: nor when agents are ready for lists that have no calls, or calls wait for nobody."""
    with database.connect() as conn:
        floor = Floor(conn)
        mode(floor, "Power")
        empty = floor.project()
        floor.agent(skills={empty: 50})
        floor.outbound_list(ProjectId=empty, DialingMode="Predictive")
        floor.calls(3)
        floor.cycle()
        conn.commit()
        before = floor.value("SELECT pg_current_xact_id_if_assigned()::text")
        assert before is None
        done = floor.cycle()
        assert (done.ran, done.dialled) == (True, 0)
        assert floor.value("SELECT pg_current_xact_id_if_assigned()::text") is None
