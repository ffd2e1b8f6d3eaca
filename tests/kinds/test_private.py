"""Private calls: dialled at once, forgotten when they end unless they are to be kept (CALL-2)."""

# ruff: noqa: ARG005 - each takes all that some of them need

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor, new_number


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def traces(floor: Floor, call: int) -> list[int]:
    """Rows that know the call: calls, history."""
    return [
        floor.value(f"SELECT count(*) FROM {table} WHERE OutboundCallId = %s", call)
        for table in ("OutboundCall", "CallEvent")
    ]


def pbx_call(floor: Floor, call: int) -> str:
    pbx_id: str = floor.see(call, "PbxCallId")
    return pbx_id


ENDS = {
    "the called party": lambda f, c, a, p: (
        f.do("report_pbx_event", p, "answered"),
        f.do("report_pbx_event", p, "hangup_called"),
    ),
    "busy": lambda f, c, a, p: f.do("report_pbx_event", p, "busy"),
    "the agent": lambda f, c, a, p: f.do("hang_up", c, a),
    "the agent in talk": lambda f, c, a, p: (
        f.do("report_pbx_event", p, "answered"),
        f.do("hang_up", c, a),
    ),
    "time": lambda f, c, a, p: (f.pass_time(1000), f.cycle()),
    "a lost PBX": lambda f, c, a, p: f.rows("SELECT * FROM reconcile_pbx('r1', '{}')"),
    "a statement": lambda f, c, a, p: f.set("OutboundCall", c, CallResult="Failed"),
}


@pytest.mark.parametrize("ended_by", ENDS)
@pytest.mark.parametrize("kept", [False, True])
def test_a_private_call_leaves_nothing(floor: Floor, ended_by: str, kept: bool) -> None:
    """CALL-2: by default no row; PrivateCallsOnWebAction keeps it. The line is free in any case."""
    if kept:
        floor.set("Configuration", "PrivateCallsOnWebAction", ConfigurationValue="true")
    agent = floor.agent()
    call = floor.do("private_call", new_number(), agent)
    assert floor.see(call, "CallType", "CallPhase", "CallResult", "OutboundListId") == (
        "Private", "AgentDialing", "Active", None,
    )  # fmt: skip
    assert traces(floor, call) == [1, 1]
    taken = floor.rows("SELECT Command::text, outbound_call_id FROM take_pbx_commands('r1')")
    assert taken == [("originate", call)]
    pbx_id = pbx_call(floor, call)
    ENDS[ended_by](floor, call, agent, pbx_id)
    left = traces(floor, call)
    assert (left[0] == 1 and left[1] >= 2) if kept else left == [0, 0]
    assert floor.broken() == []
    again = floor.do("private_call", new_number(), agent)
    assert floor.see(again) == ("AgentDialing", "Active")


def test_what_is_forgotten_is_hung_up_all_the_same(floor: Floor) -> None:
    """DIAL-2: the row is gone, the channel is not: its hang-up reaches the runner that dialled."""
    agent = floor.agent()
    call = floor.do("private_call", new_number(), agent)
    floor.rows("SELECT * FROM take_pbx_commands('r1')")
    pbx_id = pbx_call(floor, call)
    floor.do("hang_up", call, agent)
    assert floor.rows("SELECT Command::text, pbx_call_id FROM take_pbx_commands('r1')") == [
        ("hangup", pbx_id)
    ]
    assert floor.do("report_pbx_event", pbx_id, "answered") == "late"
    assert floor.do("report_pbx_event", pbx_id, "hangup_called") == "late"


def test_what_was_not_sent_is_not_dialled(floor: Floor) -> None:
    """DIAL-2: ended before a runner took it, a forgotten call is not dialled any more."""
    agent = floor.agent()
    call = floor.do("private_call", new_number(), agent)
    floor.do("hang_up", call, agent)
    taken = floor.rows("SELECT Command::text FROM take_pbx_commands('r1')")
    assert ("originate",) not in taken
    assert (
        floor.value(
            "SELECT count(*) FROM PbxCommand WHERE OutboundCallId = %s AND VoidTime IS NULL"
            " AND TakenTime IS NULL",
            call,
        )
        == 0
    )


@pytest.mark.parametrize(
    ("from_bar", "on_bar", "on_web", "stored"),
    [
        (True, "true", "false", 1),
        (True, "false", "true", 0),
        (False, "true", "false", 0),
        (False, "false", "true", 1),
    ],
)
def test_the_switches(floor: Floor, from_bar: bool, on_bar: str, on_web: str, stored: int) -> None:
    """CALL-2: one switch for the call bar, one for the URL."""
    floor.set("Configuration", "PrivateCallsOnBarAction", ConfigurationValue=on_bar)
    floor.set("Configuration", "PrivateCallsOnWebAction", ConfigurationValue=on_web)
    call = floor.value(
        "SELECT private_call(%s, %s, from_bar => %s)", new_number(), floor.agent(), from_bar
    )
    assert floor.see(call, "Stored") == stored


def test_with_a_list_it_is_a_project_call(floor: Floor) -> None:
    """CALL-3: typed with a list chosen."""
    call = floor.do("private_call", new_number(), floor.agent(), floor.list_id)
    assert floor.see(call, "CallType", "ProjectId", "Stored", "CallPhase") == (
        "DialOut", floor.project_id, 1, "AgentDialing",
    )  # fmt: skip


def test_promotion_in_progress(floor: Floor) -> None:
    """CALL-2: a private call given a list becomes a project call and is kept, with all of its history."""
    agent = floor.agent()
    call = floor.do("private_call", new_number(), agent)
    floor.set("OutboundCall", call, OutboundListId=floor.list_id)
    assert floor.see(call, "CallType", "ProjectId", "LanguageId", "Stored") == (
        "DialOut", floor.project_id, floor.language_id, 1,
    )  # fmt: skip
    floor.do("report_pbx_event", pbx_call(floor, call), "busy")
    assert floor.see(call) == ("AgentDialing", "Busy")
    assert floor.broken() == []


@pytest.mark.parametrize(("manual", "phase"), [(0, "Enqueue"), (1, "Manual")])
def test_promotion_before_it_begins(floor: Floor, manual: int, phase: str) -> None:
    """CALL-2, MAN-1: a private call that waits for its agent is queued like any other of the list."""
    call = floor.add("OutboundCall", Number=new_number())
    assert floor.see(call, "CallType", "CallPhase") == ("Private", "New")
    floor.set("OutboundCall", call, OutboundListId=floor.outbound_list(ManualDistribution=manual))
    assert floor.see(call, "CallType", "CallPhase") == ("DialOut", phase)
    assert floor.broken() == []


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"OutboundListId": None, "CallType": "Private"}, "PD030"),
        ({"CallType": "Visitor"}, "PD030"),
        ({"OutboundListId": None}, "PD004"),
    ],
)
def test_kinds_do_not_change_otherwise(floor: Floor, columns: dict[str, Any], code: str) -> None:
    """CALL-2: refused, and nothing has changed."""
    call = floor.call()
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.set("OutboundCall", call, **columns)
    assert refused.value.sqlstate == code
    assert floor.see(call, "CallType") == "DialOut"


def test_a_private_call_is_not_queued(floor: Floor) -> None:
    """CALL-2: it has no list to be distributed by."""
    call = floor.add("OutboundCall", Number=new_number())
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.set("OutboundCall", call, CallPhase="Enqueue")
    assert refused.value.sqlstate == "PD030"
    assert "OutboundListId" in str(refused.value.diag.message_hint)


def refusal(floor: Floor, *values: Any) -> tuple[str | None, str | None]:
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("private_call", *values)
    assert refused.value.diag.message_hint
    return refused.value.sqlstate, refused.value.diag.column_name


def test_refusals(floor: Floor) -> None:
    """DIST-9, URL-3: an agent has one call, a number one attempt; each refusal names what is wrong."""
    agent, other, number = floor.agent(), floor.agent(), new_number()
    floor.do("private_call", number, agent)
    assert refusal(floor, new_number(), agent) == ("PD031", "AgentId")
    assert refusal(floor, number, other) == ("PD032", "Number")
    assert refusal(floor, "12", other)[0] == "PD010"
    assert refusal(floor, new_number(), UUID(int=1))[0] == "PD007"
    assert refusal(floor, new_number(), floor.agent(status=None))[0] == "PD022"
    assert refusal(floor, new_number(), other, UUID(int=1))[0] == "PD004"


def test_a_repeated_request_dials_once(floor: Floor) -> None:
    """Nothing twice: the first answer, even when nothing is kept of the call."""
    agent, key, number = floor.agent(), uuid4(), new_number()
    query = "SELECT private_call(%s, %s, request_key => %s)"
    call = floor.value(query, number, agent, key)
    assert floor.value(query, number, agent, key) == call
    floor.do("hang_up", call, agent)
    assert floor.value(query, number, agent, key) == call
    assert floor.value("SELECT count(*) FROM PbxCommand WHERE Command = 'originate'") == 1


def test_log_off_ends_a_private_preview(floor: Floor) -> None:
    """CALL-2: it has no queue to go back to."""
    agent = floor.agent()
    call = floor.add("OutboundCall", Number=new_number(), CallPhase="AgentPreCall", AgentId=agent)
    floor.do("log_off", agent)
    assert floor.see(call) == ("Obsolete", "Cancelled")


def test_hang_up_in_private_preview(floor: Floor) -> None:
    """CALL-2: given up before it was dialled."""
    agent = floor.agent()
    call = floor.add("OutboundCall", Number=new_number(), CallPhase="AgentPreCall", AgentId=agent)
    assert floor.do("hang_up", call, agent) == "Obsolete"


def test_two_at_once_for_one_number(database: Database) -> None:
    """DIST-9: whoever comes second is refused, in words."""
    floor = Floor(database.connect())
    agent, other, number = floor.agent(), floor.agent(), new_number()
    first = database.connect(autocommit=False)
    first.execute("SELECT private_call(%s, %s)", (number, agent))
    second = database.connect()
    second.execute("SET lock_timeout = '200ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        second.execute("SELECT private_call(%s, %s)", (number, other))
    first.commit()
    with pytest.raises(psycopg.Error) as refused:
        second.execute("SELECT private_call(%s, %s)", (number, other))
    assert refused.value.sqlstate == "PD032"
