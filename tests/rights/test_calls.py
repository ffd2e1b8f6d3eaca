"""One rule for an agent's calls, written as policies for statements and as demand_call for functions."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import BRINGINGS, by_web, is_refused, new_login, only_allow, outcome, session_of

SEE = "SELECT FROM OutboundCall WHERE OutboundCallId = %s"
EXPLAIN = "SELECT * FROM why_not(%s)"
CHANGE = "UPDATE OutboundCall SET CallResult = 'Paused' WHERE OutboundCallId = %s"
PAUSE = "SELECT pause_call(%s)"
TAKE = """
    UPDATE OutboundCall SET CallPhase='Enqueue', AgentId=%(me)s, Predistributed=1
    WHERE %(call)s=OutboundCallId AND CallPhase='Manual'
"""
RELEASE = "SELECT enqueue_call(%(call)s, %(me)s)"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db, at=None)


def calls(floor: Floor, me: UUID, other: UUID) -> dict[str, int]:
    """A call of every kind that makes a difference."""
    by_hand = floor.outbound_list(ManualDistribution=9)
    foreign = floor.outbound_list(ManualDistribution=9, ProjectId=floor.project())
    paused = floor.outbound_list(Activity="Paused")
    made = {}
    for name, one in {"mine": me, "others": other}.items():
        made[f"{name}, predistributed"] = floor.call(
            OutboundListId=paused, AgentId=one, Predistributed=1
        )
        made[f"{name}, preferred"] = floor.call(OutboundListId=paused, PreferredAgentId=one)
        made[f"{name}, by hand"] = floor.call(OutboundListId=by_hand, AgentId=one, Predistributed=1)
        made[f"{name}, preferred by hand"] = floor.call(OutboundListId=by_hand, PreferredAgentId=one)
    # Preferred by me, and with somebody else.
    made["others, preferring me"] = floor.call(
        OutboundListId=paused, AgentId=other, Predistributed=1, PreferredAgentId=me
    )
    made["nobodys"] = floor.call(OutboundListId=paused)
    made["by hand"] = floor.call(OutboundListId=by_hand)
    made["by hand, foreign"] = floor.call(OutboundListId=foreign)
    made["private"] = floor.call(CallType="Private", AgentId=other)
    return made


SEEN = {
    "mine, predistributed", "mine, preferred", "mine, by hand", "mine, preferred by hand",
    "others, preferred by hand", "others, preferring me", "by hand",
}  # fmt: skip
CHANGED = {"mine, predistributed", "mine, preferred", "mine, by hand", "mine, preferred by hand"}
TAKEN = {"mine, by hand", "mine, preferred by hand", "others, preferred by hand", "by hand"}


@pytest.mark.parametrize("bring", BRINGINGS.values(), ids=BRINGINGS)
@pytest.mark.parametrize(
    ("statement", "function", "expected"),
    [(SEE, EXPLAIN, SEEN), (CHANGE, PAUSE, CHANGED), (TAKE, RELEASE, TAKEN)],
    ids=["see", "change", "take"],
)
def test_statement_and_function_agree(
    floor: Floor, statement: str, function: str, expected: set[str], bring: Any
) -> None:
    """PERM-1, MAN-2: SQL and the function of the same purpose let an agent do the same."""
    me, other = floor.agent(), floor.agent()
    made = calls(floor, me, other)
    only_allow(floor, me, OutboundCall="AllowWrite")
    with bring(floor, me):
        for name, call in made.items():
            by_hand = "by hand" in name
            if statement is TAKE and not by_hand:
                continue
            values = {"call": call, "me": me} if statement is TAKE else (call,)
            for query in (statement, function):
                # Each is tried on the call as it was.
                with floor.conn.transaction(force_rollback=True):
                    refused = is_refused(outcome(floor, query, values))
                assert refused == (name not in expected), (name, query)


def test_a_call_handed_on_is_no_longer_seen(floor: Floor) -> None:
    """PERM-1: an agent may not put a call where it is out of sight, and by a function may do so."""
    me = floor.agent()
    call = floor.offered(me)
    with by_web(floor, me):
        give_back = "UPDATE OutboundCall SET CallPhase = 'AgentOfferMissed', Predistributed = 0 WHERE OutboundCallId = %s"
        assert outcome(floor, give_back, (call,)) == "42501"
        assert floor.do("reject_offer", call, me) == "AgentOfferMissed"


@pytest.mark.parametrize("column", ["Step", "Due", "Trial", "PbxCallId", "CallGroupId", "Deadline"])
def test_what_the_system_keeps_nobody_writes(floor: Floor, column: str) -> None:
    """PERM-1: however many permissions an agent has."""
    me = floor.agent()
    call = floor.call(AgentId=me, Predistributed=1)
    administrator = floor.value("SELECT RoleId FROM Role WHERE DisplayName = 'Administrator'")
    floor.add("RoleGrant", RoleId=administrator, AgentId=me)
    with by_web(floor, me):
        change = f"UPDATE OutboundCall SET {column} = NULL WHERE OutboundCallId = %s"
        assert outcome(floor, change, (call,)) == "42501"


def test_an_agents_call_has_all_its_consequences(floor: Floor) -> None:
    """CALL-4, PHASE-5: what an agent writes by SQL is completed, recorded and dialled as anybody's."""
    me, outbound_list = floor.agent(), floor.list_id
    with by_web(floor, me):
        call = floor.value(
            "INSERT INTO OutboundCall (OutboundListId, Number, AgentId, Predistributed)"
            " VALUES (%s, '724 123 456', %s, 1) RETURNING OutboundCallId",
            outbound_list, me,
        )  # fmt: skip
    assert floor.see(call, "Number", "CallPhase") == ("+420724123456", "Enqueue")
    assert floor.cycle().offered == 1
    with by_web(floor, me):
        assert floor.do("dial_call", call, me) == "AgentDialing"
    assert floor.value("SELECT count(*) FROM PbxCommand") == 1
    who = floor.rows("SELECT Actor FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step", call)
    login = floor.look("Agent", me, "Login")
    assert [actor for (actor,) in who] == [f"agent:{login}", "cycle", "agent"]


def test_a_million_is_no_way_to_ask(floor: Floor) -> None:
    """PERM-1: who acts is asked once for a statement, and not for each row."""
    me = floor.agent()
    floor.calls(50)
    only_allow(floor, me, OutboundCall="AllowWrite")
    with by_web(floor, me):
        plan = floor.rows("EXPLAIN (COSTS OFF) SELECT * FROM OutboundCall WHERE Number = 'x'")
    text = "\n".join(line for (line,) in plan)
    filters = [line for line in text.splitlines() if "Filter" in line]
    assert "InitPlan" in text
    assert filters
    assert not any("may(" in line or "acting_" in line for line in filters)


@pytest.mark.parametrize("kinds", [["supervisor"], ["reporting"], []])
def test_who_is_no_agent_sees_what_is_granted(floor: Floor, kinds: list[str]) -> None:
    """PERM-1: policies bind agents alone; a DBA's own role sees what the DBA granted it."""
    floor.calls(3)
    login = new_login(floor, *kinds)
    if not kinds:
        floor.conn.execute(f"GRANT USAGE ON SCHEMA dialer TO {login}; GRANT SELECT ON OutboundCall TO {login}")
    with session_of(floor, login):
        assert outcome(floor, "SELECT FROM OutboundCall") == 3
        changed = outcome(floor, "UPDATE OutboundCall SET Priority = 1")
    assert changed == (3 if kinds == ["supervisor"] else "42501")


def test_all_kinds_are_tried() -> None:
    """The table of calls and the expectations name the same."""
    names = {
        f"{who}, {kind}" for who, kind in product(
            ["mine", "others"], ["predistributed", "preferred", "by hand", "preferred by hand"])
    } | {"others, preferring me", "nobodys", "by hand", "by hand, foreign", "private"}  # fmt: skip
    assert names >= SEEN | CHANGED | TAKEN
