"""CB-3, LIST-5: lists that dial by themselves, with a script and no agent."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor

KEYS = '{"satisfied": "1", "recommends": 5}'


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def script_list(floor: Floor, **columns: Any) -> UUID:
    return floor.outbound_list(**{"DialingMode": "Ivr", "IvrScript": "survey"} | columns)


def in_script(floor: Floor, **columns: Any) -> int:
    """Make a call whose party listens to a script."""
    call = floor.call(OutboundListId=script_list(floor), **columns)
    assert floor.cycle().dialled == 1
    floor.rows("SELECT * FROM take_pbx_commands('r1')")
    floor.pbx(call, "answered")
    assert floor.see(call) == ("IvrScript", "Active")
    return call


def result(floor: Floor, call: int, answers: str = KEYS) -> int:
    stored: int = floor.value(
        "SELECT ivr_result(%s, %s::jsonb)", floor.see(call, "PbxCallId"), answers
    )
    return stored


def test_dialled_with_no_agent(floor: Floor) -> None:
    """CB-3: the cycle dials; the PBX is told the script, and no extension; agents are not asked."""
    floor.agent()
    call = floor.call(OutboundListId=script_list(floor, RingTime=20))
    done = floor.cycle()
    assert (done.dialled, done.offered) == (1, 0)
    assert floor.see(call, "CallPhase", "CallResult", "AgentId", "Trial") == (
        "AutoDial",
        "Active",
        None,
        1,
    )
    taken = floor.row(
        "SELECT command::text, number, extension, ring_time, script FROM take_pbx_commands('r1')"
    )
    assert taken == ("originate", floor.see(call, "Number"), None, 20, "survey")
    assert floor.rows("SELECT Actor FROM CallEvent WHERE Step = 2") == [("cycle",)]
    assert floor.broken() == []


def test_a_call_with_an_agent_has_no_script(floor: Floor) -> None:
    """CB-3: nothing is handed out with it but the extension."""
    call = floor.offered()
    floor.do("dial_call", call, floor.see(call, "AgentId"))
    assert floor.row("SELECT script FROM take_pbx_commands('r1')") == (None,)


def test_no_more_at_once_than_channels(floor: Floor) -> None:
    """CB-3: MaxChannels of each list, in the order of DIST-4; a call that ends lets the next one go."""
    there, other = script_list(floor, MaxChannels=2), script_list(floor)
    calls = [floor.call(OutboundListId=there, Priority=each) for each in (1, 4, 2, 3)]
    floor.calls(3, OutboundListId=other)
    assert floor.cycle().dialled == 5
    dialled = [
        floor.see(call, "Priority") for call in calls if floor.see(call, "CallPhase") == "AutoDial"
    ]
    assert dialled == [4, 3]
    assert floor.cycle().dialled == 0
    floor.pbx(calls[1], "busy")
    assert floor.cycle().dialled == 1
    assert floor.see(calls[2], "CallPhase") == "AutoDial"
    floor.pbx(calls[2], "answered")
    assert floor.cycle().dialled == 0, "who talks to a script holds a channel"


@pytest.mark.parametrize(
    "spoil",
    [
        {"IvrScript": None}, {"Activity": "Paused"}, {"DialingMode": "Predictive"}, {"DialingMode": "Preview"},
    ],
)  # fmt: skip
def test_lists_that_do_not(floor: Floor, spoil: dict[str, Any]) -> None:
    """CB-3, LIST-1: without a script, not running, or in another mode nothing is dialled."""
    there = script_list(floor)
    floor.call(OutboundListId=there)
    floor.set("OutboundList", there, **spoil)
    assert floor.cycle().dialled == 0


def test_the_other_conditions_hold(floor: Floor) -> None:
    """CB-3, DIST-2: window, ScheduleTime, project, batch; a pre-distributed call goes to its agent."""
    there = script_list(floor)
    floor.call(OutboundListId=there, TimeMode="Daily", TimeFrom="12:00", TimeTo="14:00")
    floor.call(OutboundListId=there, ScheduleTime="2026-11-24 11:00+01")
    floor.call(OutboundListId=there, OutboundListImportId=floor.batch(there, Active=0))
    own = floor.call(OutboundListId=there, Predistributed=1, AgentId=floor.agent())
    done = floor.cycle()
    assert (done.dialled, done.offered) == (0, 1)
    assert floor.see(own, "CallPhase") == "AgentOfferFirst"
    floor.at("2026-11-24 12:00+01")
    assert floor.cycle().dialled == 2
    floor.set("Project", floor.project_id, PbxOutDistribute=0)
    floor.call(OutboundListId=there)
    assert floor.cycle().dialled == 0


@pytest.mark.parametrize(("shared", "dialled"), [(0, 1), (1, 2)])
def test_one_attempt_to_a_number(floor: Floor, shared: int, dialled: int) -> None:
    """CB-3, DIST-9: a number in an attempt is left alone, unless its list shares numbers."""
    there = script_list(floor, AllowSharedNumber=shared)
    first, second = (floor.call("+420724000001", OutboundListId=there) for _ in range(2))
    assert floor.cycle().dialled == dialled
    assert floor.see(first, "CallPhase") == "AutoDial"
    floor.pbx(first, "busy")
    assert floor.cycle().dialled == 2 - dialled
    assert floor.see(second, "CallPhase") == "AutoDial"
    assert floor.broken() == []


def test_a_number_that_an_agent_talks_to(floor: Floor) -> None:
    """CB-3, DIST-9: the script waits."""
    talking = floor.talking()
    floor.call(floor.see(talking, "Number"), OutboundListId=script_list(floor))
    assert floor.cycle().dialled == 0
    floor.pbx(talking, "hangup_called")
    assert floor.cycle().dialled == 1


def test_what_others_hold_is_left_for_the_next_cycle(database: Database) -> None:
    """CB-3, DIST-1: the cycle waits for nobody."""
    floor = shared_floor(database)
    there = script_list(floor)
    held, free = (floor.call(OutboundListId=there) for _ in range(2))
    somebody = settle(database.connect(autocommit=False))
    somebody.execute("SELECT 1 FROM OutboundCall WHERE OutboundCallId = %s FOR UPDATE", (held,))
    with meanwhile(beside(database, floor), lambda other: other.cycle()) as cycle:
        assert not cycle.is_blocked(floor.conn)
    assert cycle.result().dialled == 1
    somebody.rollback()
    assert floor.cycle().dialled == 1
    assert [floor.see(call, "CallPhase") for call in (held, free)] == ["AutoDial"] * 2


@pytest.mark.parametrize("ended_by", ["hangup_called", "hangup_agent"])
def test_answers(floor: Floor, ended_by: str) -> None:
    """CB-3: kept by question; the call is Completed, whoever hangs up."""
    call = in_script(floor)
    assert result(floor, call) == 2
    assert result(floor, call, '{"satisfied": "3"}') == 1
    assert result(floor, call, '{"satisfied": "3"}') == 0, "told again"
    assert floor.rows("SELECT OutboundCallId, Question, Answer FROM IvrAnswer ORDER BY Question") == [
        (call, "recommends", "5"), (call, "satisfied", "3"),
    ]  # fmt: skip
    floor.pbx(call, ended_by)
    assert floor.see(call) == ("IvrEnded", "Completed")
    assert floor.broken() == []


@pytest.mark.parametrize("answers", [None, "{}"])
def test_no_answer_at_all(floor: Floor, answers: str | None) -> None:
    """CB-3: hung up without a key: NoResult."""
    call = in_script(floor)
    if answers:
        assert result(floor, call, answers) == 0
    floor.pbx(call, "hangup_called")
    if answers:
        assert result(floor, call, answers) == 0
    assert floor.see(call) == ("IvrEnded", "NoResult")


def test_an_answer_that_comes_after_the_hang_up(floor: Floor) -> None:
    """CB-3, DIAL-2: out of order it counts all the same; of an earlier attempt it is kept, and changes nothing."""
    call = in_script(floor)
    floor.pbx(call, "hangup_called")
    assert result(floor, call) == 2
    assert floor.see(call) == ("IvrEnded", "Completed")
    earlier = floor.see(call, "PbxCallId")
    floor.do("schedule_call", call)
    floor.cycle()
    assert floor.value("SELECT ivr_result(%s, %s::jsonb)", earlier, '{"late": "1"}') == 1
    assert floor.see(call) == ("AutoDial", "Active")
    floor.pbx(call, "answered")
    floor.pbx(call, "hangup_called")
    assert floor.see(call) == ("IvrEnded", "NoResult")


@pytest.mark.parametrize(
    ("answers", "code"), [("[1]", "PD036"), ('"1"', "PD036"), ("null", "PD036"), ('{"a": {"b": 1}}', "PD036"), ('{"a": null}', "PD036")]
)  # fmt: skip
def test_answers_refused(floor: Floor, answers: str, code: str) -> None:
    """CB-3, URL-3: what is no object of keys is refused, and nothing is kept."""
    call = in_script(floor)
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        result(floor, call, answers)
    assert refused.value.sqlstate == code
    assert floor.value("SELECT count(*) FROM IvrAnswer") == 0


def test_answers_of_nobody(floor: Floor) -> None:
    """CB-3: an id that the PBX was never given is an error of its own."""
    with pytest.raises(psycopg.Error) as refused:
        floor.value("SELECT ivr_result('nobody', '{}')")
    assert refused.value.sqlstate == "PD012"


def test_not_reached(floor: Floor) -> None:
    """CB-3, RES-5: busy and no answer keep the phase, and are repeated by the rules."""
    floor.add("RetryRule", CallResult="Busy", Delay=60)
    call = floor.call(OutboundListId=script_list(floor))
    floor.cycle()
    floor.pbx(call, "busy")
    assert floor.see(call) == ("AutoDial", "Busy")
    floor.cycle()
    floor.pass_time(60)
    assert floor.cycle().dialled == 1


def test_why_not_says_that_the_list_dials(floor: Floor) -> None:
    """DIST-12: it is not for agents, and the remedy says so."""
    call = floor.call(OutboundListId=script_list(floor))
    row = floor.row(
        "SELECT Condition, Value, Remedy FROM why_not(%s) WHERE NOT Holds AND Condition NOT LIKE 'agent%%'",
        call,
    )
    assert row == (
        "it is not reserved for the predictive dialler", "Ivr",
        "Its list dials by itself when it can (SELECT Reason FROM list_pace(OutboundListId)); to have"
        " it offered, set the DialingMode of the list to Preview or Progressive.",
    )  # fmt: skip


# Feedback


def test_after_a_call(floor: Floor) -> None:
    """CB-3: chained to the call, to the same customer; asked for again, the same answer."""
    contact = floor.add("Contact", DisplayName="Jana")
    call = floor.talking(DisplayName="Jana", ContactId=contact)
    there = script_list(floor)
    made = floor.value("SELECT ivr_feedback(%s, %s, delay => 300)", there, call)
    assert floor.see(made, "OutboundListId", "ChainingId", "Number", "DisplayName", "ContactId") == (
        there, call, floor.see(call, "Number"), "Jana", contact,
    )  # fmt: skip
    assert floor.value("SELECT ivr_feedback(%s, %s)", there, call) == made
    floor.pbx(call, "hangup_called")
    assert floor.cycle().dialled == 0
    floor.pass_time(300)
    assert floor.cycle().dialled == 1
    floor.pbx(made, "answered")
    result(floor, made)
    floor.pbx(made, "hangup_called")
    assert floor.see(made) == ("IvrEnded", "Completed")
    assert floor.value("SELECT ivr_feedback(%s, %s)", there, call) == made
    assert floor.rows(
        "SELECT Actor FROM CallEvent WHERE OutboundCallId = %s AND Step = 1", made
    ) == [("ivr",)]


def test_after_an_inbound_call(floor: Floor) -> None:
    """CB-3: named by the inbound call."""
    inbound = floor.add("InboundCall", Number="724 123 456", Outcome="Served", DisplayName="Jana")
    there = script_list(floor)
    made = floor.value("SELECT ivr_feedback(%s, inbound_call_id => %s)", there, inbound)
    assert floor.see(made, "Number", "DisplayName", "ChainingId") == ("+420724123456", "Jana", None)
    assert floor.look("InboundCall", inbound, "FeedbackCallId", "OutboundCallId") == (made, None)
    assert floor.value("SELECT ivr_feedback(%s, inbound_call_id => %s)", there, inbound) == made


def test_two_ask_at_once(database: Database) -> None:
    """CB-3: the second waits for the first and gets its answer."""
    floor = shared_floor(database)
    floor.cycle()
    call, there = floor.call(), script_list(floor)
    first = floor.via(settle(database.connect(autocommit=False)))
    ask = "SELECT ivr_feedback(%s, %s)"
    made = first.value(ask, there, call)
    with meanwhile(beside(database, floor), lambda other: other.value(ask, there, call)) as second:
        assert second.is_blocked(floor.conn)
        first.conn.commit()
    assert second.result() == made


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("no list", "PD004"), ("a list of agents", "PD036"), ("no script", "PD036"), ("no call", "PD036"),
        ("both calls", "PD036"), ("unknown call", "PD012"), ("unknown inbound call", "PD034"), ("hidden", "PD010"),
        ("yesterday", "PD014"),
    ],
)  # fmt: skip
def test_feedback_refused(floor: Floor, wrong: str, code: str) -> None:
    """CB-3, URL-3: each with its own code and a remedy; nothing is made."""
    inbound = floor.add(
        "InboundCall", Number=None if wrong == "hidden" else "724 123 456", Outcome="Served"
    )
    values: dict[str, Any] = {
        "no list": {"outbound_list_id": UUID(int=7)},
        "a list of agents": {"outbound_list_id": floor.list_id},
        "no script": {"outbound_list_id": script_list(floor, IvrScript=None)},
        "no call": {"outbound_call_id": None},
        "both calls": {"inbound_call_id": inbound},
        "unknown call": {"outbound_call_id": -1},
        "unknown inbound call": {"outbound_call_id": None, "inbound_call_id": -1},
        "hidden": {"outbound_call_id": None, "inbound_call_id": inbound},
        "yesterday": {"delay": -86400},
    }[wrong]
    call = floor.call()
    given = {
        "outbound_list_id": script_list(floor),
        "outbound_call_id": call,
        "inbound_call_id": None,
        "delay": 0,
    } | values
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("ivr_feedback", *given.values())
    assert refused.value.sqlstate == code
    assert refused.value.diag.message_hint
    assert floor.value("SELECT count(*) FROM OutboundCall") == 1


def test_why_not_of_a_list_without_a_script(floor: Floor) -> None:
    """DIST-12: what is missing is said."""
    call = floor.call(OutboundListId=script_list(floor, IvrScript=None))
    assert floor.row("SELECT Value FROM why_not(%s) WHERE NOT Holds", call) == (
        "Ivr without IvrScript",
    )


def test_a_script_s_calls_need_what_an_agent_s_need(floor: Floor) -> None:
    """DIST-2, CB-3: the two views ask for the same conditions, but for the one that tells them apart."""
    conditions = floor.rows(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = 'CallCondition'::regclass"
        " AND atttypid = 'boolean'::regtype"
    )
    asked = {}
    for view in ("DistributableCall", "CandidateCall", "UnattendedCall"):
        where = floor.value("SELECT pg_get_viewdef(%s::regclass)", view).split("WHERE")[1]
        asked[view] = {name for (name,) in conditions if re.search(rf"\b{name}\b", where)}
    assert len(asked["UnattendedCall"]) > 5
    of_agents = asked["DistributableCall"] | asked["CandidateCall"]
    assert asked["UnattendedCall"] == of_agents - {"notfordialer"}
