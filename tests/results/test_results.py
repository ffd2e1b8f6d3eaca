"""Results, rescheduling, retries (RES-1 to RES-6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import MORNING, Floor

DONE = UUID("de7a0000-0000-4000-8000-000000000001")
LATER = UUID("de7a0000-0000-4000-8000-000000000002")


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def ended(floor: Floor, **columns: Any) -> int:
    """Make a call that waits for its result."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call = floor.talking(**columns)
    floor.pbx(call, "hangup_called")
    assert floor.see(call) == ("WaitForResult", "Active")
    return call


def offered(floor: Floor, call: int) -> list[str]:
    return [
        name for (name,) in floor.rows("SELECT DisplayName FROM offered_details(%s)", call)
    ]  # fmt: skip


def test_details_offered(floor: Floor) -> None:
    """RES-1: not deleted, for this kind of call, for the project's group, by rank, the default first."""
    floor.rows("UPDATE CallResultDetail SET Deleted = 1 RETURNING 1")
    floor.set("Project", floor.project_id, ProjectGroupName="Sales CZ")
    for name, more in {
        "third": {"Rank": 3},
        "first": {"Rank": 9, "DefaultCode": 1},
        "second": {"Rank": 2, "ProjectGroupMask": "Sales%"},
        "other group": {"Rank": 1, "ProjectGroupMask": "Support%"},
        "inbound": {"Rank": 1, "Channels": 1},
        "visitor": {"Rank": 1, "Channels": 1024},
        "deleted": {"Rank": 1, "Deleted": 1},
    }.items():
        floor.add(
            "CallResultDetail", DisplayName=name, CallResult="Completed", **{"Channels": 512} | more
        )
    assert offered(floor, floor.call()) == ["first", "second", "third"]


def test_the_channels_of_a_detail_are_1_by_default_and_the_page_s_script_runs(floor: Floor) -> None:
    """RES-1, RES-3: column Channels is NOT NULL with default 1; the page's UPDATE runs as printed."""
    made = floor.add("CallResultDetail", DisplayName="old", CallResult="Completed")
    call = floor.call()
    assert "old" not in offered(floor, call)
    floor.rows(
        "UPDATE CallResultDetail SET Channels = 1537 WHERE Channels = 1 AND Deleted = 0 RETURNING 1"
    )
    assert floor.look("CallResultDetail", made, "Channels") == 1537
    assert "old" in offered(floor, call)
    with pytest.raises(psycopg.errors.NotNullViolation):
        floor.set("CallResultDetail", made, Channels=None)


def test_a_detail_after_the_call(floor: Floor) -> None:
    """RES-1: the detail's general status becomes the call's."""
    call = ended(floor)
    assert floor.do("set_call_result", call, floor.see(call, "AgentId"), DONE) == "Completed"
    assert floor.see(call, "CallPhase", "CallResult", "CallResultDetailId") == (
        "HangupCalled", "Completed", DONE,
    )  # fmt: skip


def test_a_detail_during_the_call(floor: Floor) -> None:
    """RES-1: chosen while talking it waits for the end, and nothing has to be waited for then."""
    floor.set("Project", floor.project_id, ResultWait=None)
    call = floor.talking()
    agent = floor.see(call, "AgentId")
    floor.do("set_call_result", call, agent, DONE)
    assert floor.see(call) == ("AgentTalk", "Active")
    floor.do("hang_up", call, agent)
    assert floor.see(call) == ("HangupAgent", "Completed")


def test_a_plain_update_of_the_detail_is_a_result_too(floor: Floor) -> None:
    """RES-1: any UPDATE is a valid way in."""
    call = ended(floor)
    floor.set("OutboundCall", call, CallResultDetailId=DONE)
    assert floor.see(call) == ("HangupCalled", "Completed")


def test_a_result_can_come_late_and_be_put_right(floor: Floor) -> None:
    """RES-1: after NoResult, and instead of another result."""
    floor.set("Project", floor.project_id, ResultWait=10)
    call = floor.talking()
    agent = floor.see(call, "AgentId")
    floor.pbx(call, "hangup_called")
    floor.pass_time(11)
    floor.cycle()
    assert floor.see(call, "CallResult") == "NoResult"
    floor.do("set_call_result", call, agent, DONE)
    assert floor.see(call, "CallResult") == "Completed"
    floor.do("set_call_result", call, agent, LATER)
    assert floor.see(call, "CallResult") == "ToContinue"
    assert floor.broken() == []


def test_a_result_without_dialling(floor: Floor) -> None:
    """RES-1: the preview shows that the customer must not be called."""
    call = floor.offered()
    agent = floor.see(call, "AgentId")
    floor.do("accept_offer", call, agent)
    floor.do("set_call_result", call, agent, DONE)
    assert floor.see(call, "CallPhase", "CallResult", "Trial") == ("HangupAgent", "Completed", 0)


@pytest.mark.parametrize("whose", ["detail", "agent", "phase"])
def test_results_refused(floor: Floor, whose: str) -> None:
    """RES-1: a detail that is not offered, another's call, a call that waits: refused, nothing changed."""
    call = ended(floor)
    agent = floor.see(call, "AgentId")
    detail, code = DONE, "PD020"
    if whose == "detail":
        detail, code = UUID(int=7), "PD013"
    elif whose == "agent":
        agent = floor.agent()
    else:
        call = floor.call()
    before = floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("set_call_result", call, agent, detail)
    assert refused.value.sqlstate == code
    assert (
        floor.row("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
        == before
    )


@pytest.mark.parametrize("wait", [30, None])
def test_how_long_a_result_is_waited_for(floor: Floor, wait: int | None) -> None:
    """RES-2: a number of seconds, then NoResult; empty: without limit."""
    floor.set("Project", floor.project_id, ResultWait=wait)
    call = floor.talking()
    floor.pbx(call, "hangup_called")
    floor.pass_time(29)
    floor.cycle()
    assert floor.see(call) == ("WaitForResult", "Active")
    floor.pass_time(86400 if wait is None else 2)
    floor.cycle()
    expected = ("WaitForResult", "Active") if wait is None else ("HangupCalled", "NoResult")
    assert floor.see(call) == expected


def test_without_a_result_bar_nothing_is_waited_for(floor: Floor) -> None:
    """RES-2: the bar is off: the call ends at once."""
    floor.set("Project", floor.project_id, ShowResultBar=0, ResultWait=None)
    call = floor.talking()
    floor.pbx(call, "hangup_called")
    assert floor.see(call) == ("HangupCalled", "NoResult")


@pytest.mark.parametrize("personal", [True, False])
def test_rescheduling(floor: Floor, personal: bool) -> None:
    """RES-4: to a date, personally or for anybody."""
    other = floor.agent(knowledge=90)
    call = ended(floor)
    agent = floor.see(call, "AgentId")
    later = floor.value("SELECT clock() + interval '2 hours'")
    floor.do("reschedule_call", call, agent, later, personal)
    floor.do("reschedule_call", call, agent, later, personal)
    assert floor.see(call, "CallPhase", "CallResult", "Predistributed", "ScheduleTime") == (
        "Enqueue", "Scheduled", int(personal), later,
    )  # fmt: skip
    floor.cycle()
    assert floor.see(call, "CallPhase") == "Enqueue", "not before its time"
    floor.at(later.isoformat())
    floor.cycle()
    assert floor.see(call, "CallResult") == "Active"
    assert floor.see(call, "AgentId") == (agent if personal else other)
    steps = floor.rows(
        "SELECT ToResult FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step", call
    )
    assert ("ToContinue",) in steps
    assert floor.broken() == []


def test_rescheduling_into_the_past_is_refused(floor: Floor) -> None:
    """RES-4: with the time in the message."""
    call = ended(floor)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("reschedule_call", call, floor.see(call, "AgentId"), MORNING, False)
    assert refused.value.sqlstate == "PD014"
    assert floor.see(call) == ("WaitForResult", "Active")


def fail(floor: Floor, call: int, event: str) -> None:
    """Let the cycle offer the call, dial it, and have the PBX say what happened."""
    floor.cycle()
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    floor.pbx(call, event)


def test_retry_rules_by_result_and_attempt(floor: Floor) -> None:
    """RES-5: delay by result and attempt; MaxTrials ends it with the status as it is."""
    floor.agent()
    floor.set("OutboundList", floor.list_id, MaxTrials=4)
    for result, trial, delay in (("Busy", 1, 60), ("Busy", 3, 600), ("NoAnswer", 1, 900)):
        floor.add(
            "RetryRule",
            OutboundListId=floor.list_id,
            CallResult=result,
            FromTrial=trial,
            Delay=delay,
        )
    floor.add("RetryRule", CallResult="Busy", Delay=1)
    call = floor.call()
    for trial, (event, delay) in enumerate(
        [("busy", 60), ("no_answer", 900), ("busy", 600)], start=1
    ):
        fail(floor, call, event)
        assert floor.see(call, "Trial") == trial
        now = floor.value("SELECT clock()")
        floor.cycle()
        assert floor.see(call, "CallPhase", "ScheduleTime") == (
            "Enqueue", now + timedelta(seconds=delay),
        )  # fmt: skip
        floor.pass_time(delay)
    fail(floor, call, "busy")
    floor.pass_time(86400)
    floor.cycle()
    assert floor.see(call, "CallPhase", "CallResult", "Trial") == ("AgentDialing", "Busy", 4)
    assert floor.broken() == []


def test_a_rule_of_no_list_serves_lists_that_have_none(floor: Floor) -> None:
    """RES-5: the list's own rule goes before the general one, Stop included."""
    floor.agent()
    floor.add("RetryRule", CallResult="Busy", Delay=5)
    call = floor.call()
    fail(floor, call, "busy")
    assert floor.see(call, "RetryTime") is not None
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Action="Stop")
    floor.pass_time(5)
    floor.cycle()
    fail(floor, call, "busy")
    assert floor.see(call, "CallResult", "RetryTime") == ("Busy", None)


def test_another_number_of_the_same_contact(floor: Floor) -> None:
    """RES-5: NextNumber goes through the contact's numbers by rank, and begins anew."""
    floor.agent()
    contact = floor.add("Contact", DisplayName="Novák")
    numbers = ["+420724000001", "+420724000002", "+420724000003"]
    for rank, number in enumerate(numbers):
        floor.add("PhoneNumber", ContactId=contact, Number=number, Rank=rank)
    floor.add("RetryRule", CallResult="NoAnswer", Delay=0, Action="NextNumber")
    call = floor.call(numbers[0], ContactId=contact)
    dialled = []
    for _ in range(4):
        fail(floor, call, "no_answer")
        dialled.append(floor.see(call, "Number"))
        floor.pass_time(1)
    assert dialled == [*numbers, numbers[0]]


def test_a_missed_personal_callback(floor: Floor) -> None:
    """RES-6: it waits for its agent, or is open to anybody after n minutes, by the list's policy."""
    away, here = floor.agent(status="Pause"), floor.agent()
    waits = floor.call(Predistributed=1, AgentId=away)
    opening = floor.outbound_list(OpenMissedAfter=15)
    opens = floor.call(Predistributed=1, AgentId=away, OutboundListId=opening)
    floor.pass_time(15 * 60 - 1)
    assert floor.cycle().offered == 0
    floor.pass_time(1)
    floor.cycle()
    assert floor.see(opens, "CallPhase", "AgentId") == ("AgentOfferFirst", here)
    floor.pass_time(86400)
    floor.cycle()
    assert floor.see(waits, "CallPhase", "AgentId") == ("Enqueue", away)


@pytest.mark.parametrize("minutes", [None, 15])
@pytest.mark.parametrize("how", ["reject", "expire"])
def test_a_personal_callback_that_its_agent_misses(
    floor: Floor, minutes: int | None, how: str
) -> None:
    """RES-6, RES-4: agreed with the customer, offered in time and missed: the list's policy decides from that time on."""
    floor.set("OutboundList", floor.list_id, OpenMissedAfter=minutes)
    call = ended(floor)
    agent = floor.see(call, "AgentId")
    floor.set("Agent", agent, MaxMissedCalls=None)
    agreed = floor.value("SELECT clock() + interval '2 hours'")
    floor.do("reschedule_call", call, agent, agreed, True)
    floor.do("set_agent_status", agent, "Ready")
    other = floor.agent()
    floor.at(agreed.isoformat())
    floor.cycle()
    assert floor.see(call, "CallPhase", "AgentId") == ("AgentOfferFirst", agent)
    if how == "reject":
        floor.do("reject_offer", call, agent)
    else:
        floor.pass_time(floor.look("Workplace", floor.desk(agent), "MaxOffering"))
        floor.do("expire_calls")
    assert floor.see(call, "CallPhase", "AgentId", "Predistributed") == (
        "AgentOfferMissed",
        agent,
        1,
    )
    floor.do("set_agent_status", agent, "Pause")
    floor.at((agreed + timedelta(minutes=15, seconds=-1)).isoformat())
    assert floor.cycle().offered == 0
    floor.pass_time(1)
    assert floor.cycle().offered == (0 if minutes is None else 1)
    assert floor.see(call, "AgentId") == (agent if minutes is None else other)
    floor.pass_time(86400)
    if minutes is None:
        assert floor.cycle().offered == 0
        floor.do("set_agent_status", agent, "Ready")
        assert floor.cycle().offered == 1
        assert floor.see(call, "AgentId") == agent


def test_a_personal_callback_missed_after_its_time(floor: Floor) -> None:
    """RES-6: offered when the minutes are over already, and missed: it is open at once."""
    floor.set("OutboundList", floor.list_id, OpenMissedAfter=15)
    away, here = floor.agent(status="Pause"), floor.agent(MaxMissedCalls=None)
    call = floor.call(Predistributed=1, AgentId=away)
    floor.do("set_agent_status", away, "Ready")
    floor.cycle()
    assert floor.see(call, "AgentId") == away
    floor.at("2026-11-24 10:20+01")
    floor.do("expire_calls")
    assert floor.see(call, "CallPhase", "Predistributed") == ("AgentOfferMissed", 1)
    floor.do("set_agent_status", here, "Ready")
    assert floor.cycle().offered == 1
    assert floor.see(call, "CallPhase", "AgentId", "Predistributed") == ("AgentOfferNext", here, 0)
