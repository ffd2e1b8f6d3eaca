"""PRED-2, PRED-3: calls for which there is no agent, and what a list does when they are too many."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.ahead.test_answers import commands, extension, ringing
from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    floor = Floor(db)
    floor.set("OutboundList", floor.list_id, DialingMode="Power", LinesPerAgent=3)
    return floor


def rates(floor: Floor) -> tuple[Any, ...]:
    return floor.row("SELECT * FROM abandon_rates(%s)", floor.list_id)


def abandoned(floor: Floor) -> int:
    """Make a call that was answered and for which there was no agent."""
    jana = floor.agent()
    one, other = ringing(floor, 2)
    floor.pbx(one, "answered")
    floor.pbx(other, "answered")
    floor.pbx(one, "agent_answered", extension(floor, jana))
    floor.pass_time(2)
    floor.cycle()
    return other


def test_with_no_agent_in_time_it_is_abandoned(floor: Floor) -> None:
    """PRED-3: after AbandonThreshold, not before; what is played is what the list says."""
    floor.set("OutboundList", floor.list_id, AbandonMessage="sorry")
    floor.agent()
    one, other = ringing(floor, 2)
    floor.pbx(one, "answered")
    floor.pbx(other, "answered")
    floor.pass_time(1.9)
    floor.cycle()
    assert floor.see(other) == ("Answered", "Active")
    floor.pass_time(0.1)
    assert floor.cycle().expired == 1
    assert floor.see(other, "CallPhase", "CallResult", "Cause") == (
        "HangupAgent", "NoResult", "abandoned",
    )  # fmt: skip
    detail = floor.see(other, "CallResultDetailId")
    assert floor.look("CallResultDetail", detail, "DisplayName") == "Abandoned"
    told = floor.rows(
        "SELECT outbound_call_id, message FROM take_pbx_commands('r1') WHERE command = 'message'"
    )
    assert told == [(other, "sorry")]
    floor.cycle()
    assert rates(floor) == (2, 1, 2, 1)


def test_without_a_message_it_is_hung_up(floor: Floor) -> None:
    """PRED-3: one of the configuration is for lists that have none."""
    call = abandoned(floor)
    assert ("hangup", call) in commands(floor)
    floor.set("Configuration", "AbandonMessage", ConfigurationValue="sorry-all")
    floor.set("OutboundList", floor.list_id, AgentFirst=0, AbandonLimit=100)
    call = abandoned(floor)
    assert ("message", call) in commands(floor)


def test_who_hangs_up_before_the_threshold_was_not_abandoned(floor: Floor) -> None:
    """PRED-2: the law counts those who waited for longer than that."""
    floor.agent()
    one, early, late = ringing(floor, 3)
    for call in (one, early, late):
        floor.pbx(call, "answered")
    floor.pass_time(1.9)
    floor.pbx(early, "hangup_called")
    assert floor.see(early, "Cause") is None
    floor.pass_time(0.1)
    floor.pbx(late, "hangup_called")
    assert floor.see(late, "Cause") == "abandoned"
    floor.cycle()
    assert rates(floor) == (3, 1, 3, 1)


def test_an_agent_who_comes_too_late_is_counted(floor: Floor) -> None:
    """PRED-2: a telephone that rings for three seconds is a call abandoned for one."""
    jana = floor.agent()
    (call,) = ringing(floor, 1)
    floor.pbx(call, "answered")
    floor.pass_time(3)
    floor.pbx(call, "agent_answered", extension(floor, jana))
    assert floor.see(call) == ("AgentTalk", "Active")
    floor.cycle()
    assert rates(floor) == (1, 1, 1, 1)


def test_at_the_limit_an_agent_is_there_first(floor: Floor) -> None:
    """PRED-2: the list falls back to Progressive, does not stop, and comes back by itself."""
    abandoned(floor)
    assert floor.look("OutboundList", floor.list_id, "AgentFirst") == 1
    jana = floor.agent()
    (call,) = floor.calls(1)
    floor.pass_time(1)
    floor.cycle()
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentDialing", jana)
    assert floor.rows(
        "SELECT AgentFirst FROM PacingDecision ORDER BY PacingDecisionId DESC LIMIT 1"
    ) == [(1,)]
    floor.pbx(call, "busy")
    # A day later nothing of it is left in 24 hours, and the month has enough good answers.
    floor.add("PaceMinute", OutboundListId=floor.list_id, Minute="2026-11-10 10:00+01",
              Ended=500, Answered=200)  # fmt: skip
    floor.rows("UPDATE ListPace SET CountedTo = '-infinity' RETURNING 1")
    floor.pass_time(24 * 3600 + 180)
    floor.cycle()
    assert floor.look("OutboundList", floor.list_id, "AgentFirst") == 0
    assert not floor.broken()


def test_what_rings_has_its_agents_before_the_list_goes_on(floor: Floor) -> None:
    """PRED-2: fallen back, no ready agent is taken away from a call that may be answered yet."""
    jana = floor.agent()
    one, other, third = ringing(floor, 3)
    floor.pbx(one, "answered")
    floor.pbx(other, "answered")
    floor.pbx(one, "agent_answered", extension(floor, jana))
    floor.pass_time(2)
    floor.cycle()
    floor.calls(3)
    petr = floor.agent()
    floor.pass_time(1)
    assert not floor.cycle().offered
    floor.pbx(third, "answered")
    assert floor.see(third, "AgentId") == petr


def test_the_windows_roll(floor: Floor) -> None:
    """PRED-2: 24 hours and 30 days back from now, by the minute, and not calendar days."""
    for minute, answered in (
        ("2026-10-25 09:59+01", 1000),
        ("2026-10-25 10:01+01", 100),
        ("2026-11-23 09:59+01", 10),
        ("2026-11-23 10:01+01", 1),
    ):
        floor.add("PaceMinute", OutboundListId=floor.list_id, Minute=minute, Ended=answered,
                  Answered=answered)  # fmt: skip
    assert rates(floor) == (1, 0, 111, 0)


def test_a_decision_can_be_made_again(floor: Floor) -> None:
    """PRED-1: each is kept with what it was made from."""
    floor.agent()
    ringing(floor, 3)
    decision = floor.row(
        "SELECT PacingDecisionId, Starts, Dialled, AgentFirst, Reason, Inputs ->> 'ready'"
        " FROM PacingDecision"
    )
    key, starts, dialled, agent_first, reason, ready = decision
    assert (starts, dialled, agent_first, ready) == (3, 3, 0, "1")
    again = floor.row("SELECT starts, agent_first, reason FROM replay_decision(%s)", key)
    assert again == (starts, False, reason)
    with pytest.raises(psycopg.Error, match="There is no pacing decision 4711"):
        floor.row("SELECT * FROM replay_decision(4711)")


def test_an_abandoned_call_becomes_a_callback(floor: Floor) -> None:
    """PRED-3, CB-1: by a queue transition of type Abandon, and never by one for lost callers."""
    lost = floor.outbound_list(DisplayName="Lost callers")
    back = floor.outbound_list(DisplayName="Sorry")
    floor.add("QueueTransition", OutboundListId=lost)
    floor.add("RetryRule", CallResult="NoResult", Delay=60)
    call = abandoned(floor)
    assert floor.see(call, "CallResult") == "Scheduled"
    assert floor.rows("SELECT FROM OutboundCall WHERE ChainingId = %s", call) == []
    floor.set("OutboundList", floor.list_id, AgentFirst=0, AbandonLimit=100)
    floor.add("QueueTransition", OutboundListId=back, TransitionType="Abandon", Priority=7)
    call = abandoned(floor)
    assert floor.see(call, "CallResult") == "NoResult"
    made = floor.row(
        "SELECT OutboundListId, Number, Priority, CallPhase::text FROM OutboundCall"
        " WHERE ChainingId = %s", call,
    )  # fmt: skip
    assert made == (back, floor.see(call, "Number"), 7, "Enqueue")


def test_an_abandoned_number_rests(floor: Floor) -> None:
    """PRED-3, COMP-2: by the engine's own way there; also who gave up while the agent's telephone rang."""
    waited = abandoned(floor)
    jana = floor.agent()
    floor.set("OutboundList", floor.list_id, AgentFirst=0, AbandonLimit=100)
    (rang,) = ringing(floor, 1, Priority=9)
    floor.pbx(rang, "answered")
    assert floor.see(rang, "CallPhase", "AgentId") == ("AgentRing", jana)
    floor.pass_time(2)
    floor.pbx(rang, "hangup_called")
    assert floor.see(rang, "Cause") == "abandoned"
    resting = floor.rows(
        "SELECT OutboundCallId FROM NumberAttempt WHERE AbandonedTime IS NOT NULL ORDER BY 1"
    )
    assert resting == [(waited,), (rang,)]
