"""What the PBX says becomes the status (DIAL-3); once, in any order (DIAL-2)."""

from __future__ import annotations

import itertools
from typing import Any

import psycopg
import pytest

from tests.floor import Floor, new_number


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def dialled(floor: Floor, **columns: Any) -> int:
    """Make a call that is being dialled and whose command a runner took."""
    call = floor.offered(**columns)
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    floor.rows("SELECT * FROM take_pbx_commands('r1')")
    return call


@pytest.mark.parametrize(
    ("event", "cause", "outcome"),
    [
        ("busy", "17", ("AgentDialing", "Busy", "17")),
        ("busy", None, ("AgentDialing", "Busy", "busy")),
        ("no_answer", None, ("AgentDialing", "NoAnswer", "no answer")),
        ("failed", "34 congestion", ("AgentDialing", "Failed", "34 congestion")),
        ("hangup_agent", None, ("AgentDialing", "NoAnswer", "agent hung up")),
    ],
)
def test_an_attempt_that_reaches_nobody(
    floor: Floor, event: str, cause: str | None, outcome: tuple[str, ...]
) -> None:
    """DIAL-3: busy, ring time over and failure become the status, and the cause is kept."""
    call = dialled(floor)
    assert floor.pbx(call, "ringing") == "applied"
    assert floor.pbx(call, event, cause) == "applied"
    assert floor.see(call, "CallPhase", "CallResult", "Cause") == outcome
    assert floor.see(call, "EndTime") is not None
    assert floor.broken() == []


@pytest.mark.parametrize(
    ("event", "phase"), [("hangup_called", "HangupCalled"), ("hangup_agent", "HangupAgent")]
)
def test_a_conversation_ends_by_who_hung_up(floor: Floor, event: str, phase: str) -> None:
    """DIAL-3: hang-up in AgentTalk waits for a result if one is wanted, and remembers who hung up."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call = dialled(floor)
    floor.pbx(call, "answered")
    assert floor.see(call) == ("AgentTalk", "Active")
    floor.pbx(call, event)
    assert floor.see(call) == ("WaitForResult", "Active")
    floor.set("OutboundCall", call, CallResult="Completed")
    assert floor.see(call) == (phase, "Completed")


def test_the_times_are_those_of_the_events(floor: Floor) -> None:
    """DIAL-2: an event that comes late keeps the time at which it happened."""
    call = dialled(floor)
    started = floor.value("SELECT clock()")
    floor.pass_time(60)
    for seconds, event in ((2, "ringing"), (7, "answered"), (50, "hangup_called")):
        floor.rows(
            "SELECT report_pbx_event(PbxCallId, %s, NULL, %s + %s * interval '1 second')"
            " FROM OutboundCall WHERE OutboundCallId = %s",
            event, started, seconds, call,
        )  # fmt: skip
    times = floor.see(call, "RingingTime", "AnswerTime", "EndTime")
    assert [(moment - started).total_seconds() for moment in times] == [2, 7, 50]


ORDERS = set(
    itertools.permutations(("ringing", "answered", "hangup_called", "ringing", "hangup_called"))
)


@pytest.mark.parametrize("order", sorted(ORDERS))
def test_events_in_any_order_end_alike(floor: Floor, order: tuple[str, ...]) -> None:
    """DIAL-2: an event takes effect at most once, and events out of order do no harm."""
    call = dialled(floor)
    seen: set[str] = set()
    for event in order:
        answer = floor.pbx(call, event)
        assert (answer == "repeated") == (event in seen)
        seen.add(event)
    assert floor.see(call, "CallPhase", "CallResult") == ("HangupCalled", "NoResult")
    assert floor.see(call, "Trial") == 1
    assert floor.broken() == []


def test_an_event_of_an_attempt_that_was_repeated_is_late(floor: Floor) -> None:
    """DIAL-2: what is still said of an earlier attempt does nothing to the next one."""
    agent = floor.agent()
    call = dialled(floor, agent=agent)
    (first,) = floor.row("SELECT PbxCallId FROM OutboundCall WHERE OutboundCallId = %s", call)
    floor.pbx(call, "busy")
    floor.do("schedule_call", call)
    floor.cycle()
    floor.do("dial_call", call, agent)
    before = floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    assert floor.do("report_pbx_event", first, "answered") == "late"
    assert (
        floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
        == before
    )


REPORT = "SELECT place, outbound_call_id, answer, problem FROM report_pbx_events(%s, %s, %s, %s)"


def report(floor: Floor, *said: tuple[int | str, str]) -> list[tuple[Any, ...]]:
    """Report events at once, each of a call's attempt or of a channel."""
    ids = [floor.see(of, "PbxCallId") if isinstance(of, int) else of for of, _ in said]
    events = [event for _, event in said]
    return sorted(
        floor.rows(
            REPORT, ids, events, [None] * len(said), [floor.value("SELECT clock()")] * len(said)
        )
    )


def test_many_events_at_once(floor: Floor) -> None:
    """DIAL-2: what is reported together takes effect as if it came one by one, each at most once."""
    one, two, three = dialled(floor), dialled(floor), dialled(floor)
    floor.set("Project", floor.project_id, ResultWait=None)
    said = [
        (one, "ringing"), (two, "busy"), (one, "answered"), ("SIP/101", "answered"),
        (one, "answered"), (one, "hangup_called"), (three, "ringing"), (two, "answered"),
    ]  # fmt: skip
    assert report(floor, *said) == [
        (1, one, "applied", None), (2, two, "applied", None), (3, one, "applied", None),
        (4, None, "unknown", None), (5, one, "repeated", None), (6, one, "applied", None),
        (7, three, "applied", None), (8, two, "late", None),
    ]  # fmt: skip
    assert floor.see(one) == ("WaitForResult", "Active")
    assert floor.see(two) == ("AgentDialing", "Busy")
    assert floor.see(three, "CallPhase", "RingingTime") == (
        "AgentDialing",
        floor.value("SELECT clock()"),
    )
    assert floor.broken() == []


def test_an_event_that_is_refused_keeps_no_other_back(floor: Floor) -> None:
    """DIAL-2: one that alone would be an error is told apart; the others take effect."""
    one, two, three = dialled(floor), dialled(floor), dialled(floor)
    floor.rows("DELETE FROM PhaseTransition WHERE ToResult = 'Busy' RETURNING 1")
    answers = report(
        floor, (one, "answered"), (two, "busy"), (three, "exploded"), (three, "no_answer")
    )
    assert [(place, answer) for place, _, answer, _ in answers] == [
        (1, "applied"), (2, "refused"), (3, "refused"), (4, "applied"),
    ]  # fmt: skip
    assert "Busy" in answers[1][3]
    assert "exploded" in answers[2][3]
    assert floor.see(one) == ("AgentTalk", "Active")
    assert floor.see(two) == ("AgentDialing", "Active")
    assert floor.see(three) == ("AgentDialing", "NoAnswer")
    assert floor.rows("SELECT 1 FROM PbxEvent WHERE Event = 'busy'") == []


def test_a_channel_of_nobody_changes_nothing(floor: Floor) -> None:
    """CALL-1: a call dialled on the keypad is outside the system."""
    assert floor.row("SELECT report_pbx_event('SIP/101-0001', 'answered')") == ("unknown",)
    assert floor.rows("SELECT * FROM PbxEvent") == []


def test_an_unknown_event_is_refused(floor: Floor) -> None:
    """DIAL-2: a wrong event is told with those that exist."""
    with pytest.raises(psycopg.Error) as refused:
        floor.rows("SELECT report_pbx_event('SIP/101-0001', 'exploded')")
    assert refused.value.sqlstate == "PD009"
    assert "exploded" in str(refused.value)
    assert "hangup_called" in (refused.value.diag.message_hint or "")


def test_a_channel_that_answers_for_a_call_that_is_over_is_hung_up(floor: Floor) -> None:
    """DIAL-2: nobody is left ringing for a call that has ended here."""
    call = dialled(floor)
    floor.do("hang_up", call, floor.see(call, "AgentId"))
    floor.rows("SELECT * FROM take_pbx_commands('r1')")
    floor.rows("DELETE FROM PbxCommand WHERE Command = 'hangup' RETURNING 1")
    assert floor.pbx(call, "answered") == "late"
    assert floor.rows("SELECT Command::text FROM take_pbx_commands('r1')") == [("hangup",)]


def test_two_numbers_do_not_share_an_attempt(floor: Floor) -> None:
    """DIST-9: the second attempt to a number in progress is refused, unless the list allows it."""
    number = new_number()
    first = floor.call(number, Predistributed=1, AgentId=floor.agent())
    floor.cycle()
    assert floor.see(first) == ("AgentOfferFirst", "Active")
    second = floor.call(number)
    with pytest.raises(psycopg.errors.UniqueViolation), floor.conn.transaction():
        floor.set("OutboundCall", second, CallPhase="AgentPreCall", AgentId=floor.agent())
    floor.set("OutboundList", floor.list_id, AllowSharedNumber=1)
    floor.set("OutboundCall", second, CallPhase="AgentPreCall", AgentId=floor.agent())
    assert floor.see(second) == ("AgentPreCall", "Active")
