"""PHASE-3, PHASE-4: what a DBA writes."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.phases.states import put, states

# As the page prints it, with bound values for @AgentId and @Id.
PRINTED = """UPDATE OutboundCall SET CallPhase='Enqueue', AgentId=%(agent)s, Predistributed=1
WHERE %(call)s=OutboundCallId AND CallPhase='Manual'"""
FOR_MANY = PRINTED.replace("%(call)s=OutboundCallId AND ", "")


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def manual_list(floor: Floor, **columns: Any) -> Any:
    return floor.outbound_list(**{"ManualDistribution": 1} | columns)


def test_the_printed_statement(floor: Floor) -> None:
    """PHASE-3: it runs as printed, status, times and counters follow, and the agent gets the call."""
    agent, _ = floor.agent(knowledge=10), floor.agent(knowledge=90)
    call, other = floor.calls(2, OutboundListId=manual_list(floor))
    now = floor.pass_time(60)
    done = floor.conn.execute(PRINTED.encode(), {"agent": agent, "call": call})
    assert done.rowcount == 1
    assert floor.see(call, "CallPhase", "CallResult", "EnqueueingTime", "ChangedTime", "Offers", "Step") == (
        "Enqueue", "Scheduled", now, now, 0, 2,
    )  # fmt: skip
    assert floor.see(other) == ("Manual", "Prepared")
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)
    again = floor.conn.execute(PRINTED.encode(), {"agent": agent, "call": call})
    assert again.rowcount == 0


def test_the_printed_statement_for_a_thousand(floor: Floor) -> None:
    """PHASE-3, PHASE-5: one statement releases a thousand calls, each with its row of history."""
    agent = floor.agent()
    calls = floor.calls(1000, OutboundListId=manual_list(floor))
    floor.pass_time(60)
    assert floor.conn.execute(FOR_MANY.encode(), {"agent": agent}).rowcount == 1000
    states_now = floor.rows(
        "SELECT CallPhase, CallResult, AgentId, Predistributed, count(*) FROM OutboundCall GROUP BY 1, 2, 3, 4"
    )
    assert states_now == [("Enqueue", "Scheduled", agent, 1, 1000)]
    history = floor.rows(
        "SELECT Step, EventType, FromPhase, FromResult, ToPhase, ToResult, Actor, count(*), count(DISTINCT OutboundCallId)"
        " FROM CallEvent WHERE Step > 1 GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )
    role = floor.value("SELECT session_user")
    assert history == [
        (
            2,
            "released",
            "Manual",
            "Prepared",
            "Enqueue",
            "Scheduled",
            f"sql:{role}",
            len(calls),
            len(calls),
        )
    ]
    assert floor.broken() == []


def test_a_refused_row_refuses_the_statement(floor: Floor) -> None:
    """PHASE-2: of a thousand calls one may not be moved: none is, and nothing is written."""
    talking = floor.talking()
    floor.calls(1000)
    before = floor.rows("SELECT * FROM OutboundCall ORDER BY OutboundCallId") + floor.rows(
        "SELECT * FROM CallEvent"
    )
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.conn.execute("UPDATE OutboundCall SET CallPhase = 'Manual'")
    assert refused.value.sqlstate == "PD001"
    assert refused.value.diag.message_detail == f"OutboundCallId {talking}"
    after = floor.rows("SELECT * FROM OutboundCall ORDER BY OutboundCallId") + floor.rows(
        "SELECT * FROM CallEvent"
    )
    assert after == before


# From where, the status set alone, and the phase that follows.
STATUS_ALONE = [
    ("Scheduled", "Paused", "Enqueue"),
    ("Scheduled", "Cancelled", "Obsolete"),
    ("Scheduled", "Neglected", "Obsolete"),
    ("Prepared", "Paused", "Manual"),
    ("Prepared", "Cancelled", "Obsolete"),
    ("Prepared", "Neglected", "Obsolete"),
    ("Prepared", "Scheduled", "Enqueue"),
    ("Paused", "Scheduled", "Enqueue"),
    ("Neglected", "Scheduled", "Enqueue"),
]


@pytest.mark.parametrize(("before", "status", "phase"), STATUS_ALONE)
def test_setting_the_status_alone(floor: Floor, before: str, status: str, phase: str) -> None:
    """PHASE-3: Paused, Scheduled, Cancelled, Neglected: the phase follows."""
    outbound_list = manual_list(floor) if before == "Prepared" else floor.list_id
    call = floor.call(OutboundListId=outbound_list)
    if before not in ("Prepared", "Scheduled"):
        floor.set("OutboundCall", call, CallResult=before)
    assert floor.see(call, "CallResult") == before
    floor.set("OutboundCall", call, CallResult=status)
    assert floor.see(call) == (phase, status)
    assert floor.broken() == []


@pytest.mark.parametrize("ended_by", ["hangup_called", "hangup_agent"])
@pytest.mark.parametrize(
    "result",
    ["Completed", "Cancelled", "NoAnswer", "Busy", "ToContinue", "TalkError", "Failed", "NoResult"],
)
def test_a_final_status_in_wait_for_result(floor: Floor, ended_by: str, result: str) -> None:
    """PHASE-3: a final one in WaitForResult; the phase says by whom the call was ended."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call = floor.talking()
    ended = floor.pass_time(30)
    floor.pbx(call, ended_by)
    assert floor.see(call) == ("WaitForResult", "Active")
    known = floor.pass_time(30)
    floor.set("OutboundCall", call, CallResult=result)
    expected = {"hangup_called": "HangupCalled", "hangup_agent": "HangupAgent"}[ended_by]
    assert floor.see(call, "CallPhase", "CallResult", "EndTime", "PostCallEndTime") == (
        expected, result, ended, known,
    )  # fmt: skip


def test_times_and_counters_follow_the_phase(floor: Floor) -> None:
    """PHASE-3: a DBA who sets nothing but phases leaves times and counters as the procedures would."""
    agent = floor.agent()
    call = floor.call()
    moments = {}
    for phase in ("AgentOfferFirst", "AgentPreCall", "AgentDialing", "AgentTalk", "HangupAgent"):
        moments[phase] = floor.pass_time(10)
        floor.set(
            "OutboundCall",
            call,
            CallPhase=phase,
            **({"AgentId": agent} if phase == "AgentOfferFirst" else {}),
        )
    assert floor.see(call, "DistributionTime", "DialTime", "AnswerTime", "EndTime", "Trial", "Step") == (
        moments["AgentOfferFirst"], moments["AgentDialing"], moments["AgentTalk"], moments["HangupAgent"], 1, 6,
    )  # fmt: skip
    assert floor.see(call, "WorkplaceId") == floor.desk(agent)
    assert floor.see(call, "PbxCallId") is not None
    commands = floor.rows(
        "SELECT Command FROM PbxCommand WHERE OutboundCallId = %s ORDER BY 1", call
    )
    assert commands == [("originate",), ("hangup",)]
    assert floor.broken() == []


def test_status_and_phase_together(floor: Floor) -> None:
    """PHASE-2, PHASE-3: a pair of the table is taken as it is, one that it has not is refused."""
    call = floor.call()
    floor.set("OutboundCall", call, CallPhase="Obsolete", CallResult="Cancelled")
    assert floor.see(call) == ("Obsolete", "Cancelled")
    with pytest.raises(psycopg.Error) as refused:
        floor.set("OutboundCall", call, CallPhase="Enqueue", CallResult="Completed")
    assert refused.value.sqlstate == "PD001"


def test_paused_goes_on_as_scheduled_only(floor: Floor) -> None:
    """PHASE-4: releasing, cancelling, offering or neglecting a paused call is refused; scheduling it is not."""
    agent = floor.agent()
    for state in (each for each in states(floor.conn) if each.result == "Paused"):
        call = put(floor, state, agent)
        for changes in (
            {"CallResult": "Cancelled"}, {"CallResult": "Neglected"}, {"CallResult": "Prepared"}, {"CallPhase": "Obsolete"},
            {"CallPhase": "AgentOfferFirst", "AgentId": agent}, {"CallPhase": "AgentPreCall", "AgentId": agent},
        ):  # fmt: skip
            with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
                floor.set("OutboundCall", call, **changes)
            assert refused.value.sqlstate == "PD001", (state, changes)
        floor.set("OutboundCall", call, CallResult="Scheduled")
        assert floor.see(call) == ("Enqueue", "Scheduled")


@pytest.mark.parametrize("state", ["Paused", "Neglected", "Cancelled"])
def test_the_cycle_leaves_it_alone(floor: Floor, state: str) -> None:
    """PHASE-4: neither Paused nor Neglected nor called-off calls are distributed until somebody schedules them."""
    call = floor.call()
    floor.set("OutboundCall", call, CallResult=state)
    floor.agent()
    for _ in range(3):
        floor.pass_time(24 * 3600)
        assert floor.cycle().offered == 0
    floor.do("schedule_call", call)
    assert floor.cycle().offered == 1


def test_a_call_in_progress_keeps_its_agent_and_number(floor: Floor) -> None:
    """DIST-9, PHASE-2: nobody pulls a call away from its agent or changes the number under it."""
    call = floor.talking()
    for changes in ({"AgentId": floor.agent()}, {"AgentId": None}, {"Number": "+420724999999"}):
        with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
            floor.set("OutboundCall", call, **changes)
        # Taking the agent off a pre-distributed call is wrong in itself.
        assert refused.value.sqlstate == ("PD005" if changes == {"AgentId": None} else "PD002")
    with pytest.raises(psycopg.Error) as refused:
        floor.conn.execute("DELETE FROM OutboundCall")
    assert refused.value.sqlstate == "PD002"


@pytest.mark.parametrize("column", ["Step", "CreatedTime"])
def test_what_the_system_counts_is_not_written_by_others(floor: Floor, column: str) -> None:
    """PHASE-5: step numbers and the time of creation stay as they are, so that the history does."""
    call = floor.call()
    before = floor.see(call, column)
    floor.set("OutboundCall", call, **{column: 77 if column == "Step" else "2001-01-01"})
    assert floor.see(call, column) == before
    floor.set("OutboundCall", call, CallResult="Paused")
    assert floor.broken() == []
