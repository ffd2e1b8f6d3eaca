"""PRED-3: who was dialled ahead and answers gets an agent in the transaction that reports it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    floor = Floor(db)
    floor.set("OutboundList", floor.list_id, DialingMode="Power", LinesPerAgent=3)
    return floor


def extension(floor: Floor, agent: UUID) -> str:
    number: str = floor.look("Workplace", floor.desk(agent), "Number")
    return number


def ringing(floor: Floor, many: int, **columns: Any) -> list[int]:
    """Make calls that ring, dialled ahead."""
    calls = floor.calls(many, **columns)
    assert floor.cycle().dialled == many
    floor.rows("SELECT * FROM take_pbx_commands('r1')")
    return calls


def commands(floor: Floor) -> list[tuple[Any, ...]]:
    return floor.rows("SELECT command::text, outbound_call_id FROM take_pbx_commands('r1')")


def test_the_best_agent_has_it_at_once(floor: Floor) -> None:
    """PRED-3, DIST-5: the same choice as everywhere, and the PBX is told to connect."""
    floor.agent(knowledge=40)
    best = floor.agent(knowledge=90)
    (call,) = ringing(floor, 1)
    assert floor.pbx(call, "answered") == "applied"
    assert floor.see(call, "CallPhase", "CallResult", "AgentId", "WorkplaceId") == (
        "AgentRing", "Active", best, floor.desk(best),
    )  # fmt: skip
    told = floor.row(
        "SELECT command::text, pbx_call_id, extension, line, ring_time, ahead"
        " FROM take_pbx_commands('r1')"
    )
    assert told == (
        "connect", floor.see(call, "PbxCallId"), extension(floor, best), None, 10, False,
    )  # fmt: skip
    assert floor.pbx(call, "agent_answered", extension(floor, best)) == "applied"
    assert floor.see(call) == ("AgentTalk", "Active")
    assert floor.pbx(call, "agent_answered", extension(floor, best)) == "repeated"
    assert floor.pbx(call, "hangup_called") == "applied"
    assert floor.see(call, "CallPhase") == "HangupCalled"
    assert [
        row[0]
        for row in floor.rows(
            "SELECT ToPhase::text FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step", call
        )
    ] == ["Enqueue", "PredictiveDial", "Answered", "AgentRing", "AgentTalk", "HangupCalled"]
    assert not floor.broken()


def test_each_answer_has_an_agent_of_its_own(floor: Floor) -> None:
    """PRED-3, DIST-4: two answers in one report, two agents; the earlier call the better one."""
    good, better = floor.agent(knowledge=50), floor.agent(knowledge=60)
    first, second, third = ringing(floor, 3)
    ids = [floor.see(call, "PbxCallId") for call in (third, second, first)]
    answers = floor.rows(
        "SELECT answer FROM report_pbx_events(%s, array_fill('answered'::text, '{3}'),"
        " array_fill(NULL::text, '{3}'), array_fill(NULL::timestamptz, '{3}'))", ids,
    )  # fmt: skip
    assert answers == [("applied",)] * 3
    assert floor.see(first, "AgentId") == better
    assert floor.see(second, "AgentId") == good
    assert floor.see(third, "CallPhase", "AgentId") == ("Answered", None)


def test_who_answers_first_waits_until_somebody_is_ready(floor: Floor) -> None:
    """PRED-3: within AbandonThreshold the cycle gives it to whoever is ready."""
    jana = floor.agent()
    first, second = ringing(floor, 2)
    floor.pbx(first, "answered")
    floor.pbx(second, "answered")
    assert floor.see(second) == ("Answered", "Active")
    petr = floor.agent()
    floor.pass_time(1.5)
    assert floor.cycle().connected == 1
    assert floor.see(second, "CallPhase", "AgentId") == ("AgentRing", petr)
    assert floor.see(first, "AgentId") == jana


def test_an_agent_who_does_not_pick_up_has_missed_it(floor: Floor) -> None:
    """PRED-3, DIST-10: it goes to the next; the first is not tried again before."""
    petr, jana = floor.agent(), floor.agent(knowledge=90)
    (call,) = ringing(floor, 1)
    floor.pbx(call, "answered")
    ((command_id,),) = floor.rows(
        "SELECT pbx_command_id FROM take_pbx_commands('r1') WHERE command = 'connect'"
    )
    assert floor.do("report_not_done", command_id, "busy here") == "applied"
    assert floor.see(call, "CallPhase", "AgentId", "Offers") == ("AgentRing", petr, 1)
    assert floor.look("Agent", jana, "MissedCalls") == 1
    assert floor.do("report_not_done", command_id, "busy here") == "repeated"
    # The first one's telephone is picked up after all: it is somebody else's by now.
    assert floor.pbx(call, "agent_answered", extension(floor, jana)) == "late"
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentRing", petr)
    assert commands(floor) == [("connect", call)]
    assert floor.pbx(call, "agent_answered", extension(floor, petr)) == "applied"


def test_a_telephone_that_rings_too_long(floor: Floor) -> None:
    """PRED-3: after AgentRingTime the next agent has it; a connect not yet taken is dropped."""
    floor.set("Configuration", "AgentRingTime", ConfigurationValue="5")
    floor.set("OutboundList", floor.list_id, AbandonThreshold=30)
    petr, jana = floor.agent(), floor.agent(knowledge=90)
    (call,) = ringing(floor, 1)
    floor.pbx(call, "answered")
    assert floor.see(call, "AgentId") == jana
    floor.pass_time(5)
    assert floor.cycle().connected == 1
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentRing", petr)
    assert commands(floor) == [("connect", call)]


def test_the_customer_hangs_up_while_the_agent_is_called(floor: Floor) -> None:
    """DIAL-3: no result is asked of an agent who never spoke with anybody."""
    jana = floor.agent()
    (call,) = ringing(floor, 1)
    floor.pbx(call, "answered")
    floor.pass_time(1)
    assert floor.pbx(call, "hangup_called") == "applied"
    assert floor.see(call) == ("HangupCalled", "NoResult")
    assert floor.see(call, "Cause") is None
    (after,) = floor.calls(1)
    assert floor.cycle().dialled == 1
    floor.pbx(after, "answered")
    assert floor.see(after, "AgentId") == jana


@pytest.mark.parametrize(
    ("event", "ends"),
    [("busy", "Busy"), ("no_answer", "NoAnswer"), ("failed", "Failed")],
)
def test_who_is_not_reached(floor: Floor, event: str, ends: str) -> None:
    """DIAL-3: as in any other mode, and retry rules decide."""
    floor.agent()
    (call,) = ringing(floor, 1)
    assert floor.pbx(call, event) == "applied"
    assert floor.see(call) == ("PredictiveDial", ends)


def test_the_preferred_agent_is_asked_first(floor: Floor) -> None:
    """DIST-5: where there is one who is ready."""
    liked = floor.agent(knowledge=10)
    floor.agent(knowledge=90)
    (call,) = ringing(floor, 1, PreferredAgentId=liked)
    floor.pbx(call, "answered")
    assert floor.see(call, "AgentId") == liked


def test_an_answer_is_told_twice(floor: Floor) -> None:
    """DIAL-2: an event takes effect once."""
    jana = floor.agent()
    (call,) = ringing(floor, 1)
    assert floor.pbx(call, "answered") == "applied"
    assert floor.pbx(call, "answered") == "repeated"
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentRing", jana)
    assert commands(floor) == [("connect", call)]


@pytest.mark.parametrize(
    ("action", "told", "phase", "result"),
    [
        ("HangUp", "hangup", "PredictiveDial", "NoAnswer"),
        ("Message", "message", "PredictiveDial", "NoAnswer"),
        ("Agent", "connect", "AgentRing", "Active"),
    ],
)
def test_a_machine_answers(floor: Floor, action: str, told: str, phase: str, result: str) -> None:
    """COMP, DIAL-3: hang up, leave a message, or give it to an agent, as the list says."""
    floor.set(
        "OutboundList", floor.list_id,
        DetectMachines=1, MachineAction=action, MachineMessage="call-us-back",
    )  # fmt: skip
    floor.agent()
    call = floor.call()
    floor.cycle()
    assert floor.rows("SELECT detect FROM take_pbx_commands('r1')") == [(True,)]
    assert floor.pbx(call, "machine", "LONGGREETING") == "applied"
    assert floor.see(call, "CallPhase", "CallResult", "AnsweredBy") == (phase, result, "Machine")
    message = "call-us-back" if told == "message" else None
    assert floor.rows("SELECT command::text, message FROM take_pbx_commands('r1')") == [
        (told, message)
    ]
    floor.cycle()
    counted = floor.rows("SELECT Ended, Answered, Abandoned, Machines FROM PaceMinute")
    assert counted == [(1, 0, 0, 1)]


@pytest.mark.parametrize("cause", ["person", "unknown"])
def test_what_is_no_machine_for_sure_is_a_person(floor: Floor, cause: str) -> None:
    """COMP: an unknown result of the detection counts as a live answer."""
    floor.set("OutboundList", floor.list_id, DetectMachines=1)
    floor.agent()
    (call,) = ringing(floor, 1)
    floor.pbx(call, "answered", cause)
    assert floor.see(call, "CallPhase", "AnsweredBy") == ("AgentRing", cause.title())
    floor.cycle()
    assert floor.rows("SELECT Answered, Machines FROM PaceMinute") == [(1, 0)]


def test_an_agent_who_will_not_have_it(floor: Floor) -> None:
    """PRED-3: to hang up while the telephone rings is to miss the call; the next agent has it."""
    petr, jana = floor.agent(), floor.agent(knowledge=90)
    (call,) = ringing(floor, 1)
    floor.pbx(call, "answered")
    assert floor.do("hang_up", call, jana) == "Answered"
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentRing", petr)
    assert floor.look("Agent", jana, "MissedCalls") == 1
