"""Keys for a machine at the customer's end: sent once and in order, and kept nowhere (DIAL-2, PHASE-5)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.conftest import Database
from tests.floor import Floor
from tests.talking.talks import OUTSIDE, refusal, steps, talk

TAKE = "SELECT command::text, keys FROM take_pbx_commands('r1')"
SECRET = "4111222233334444"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def test_they_are_handed_out_once_and_in_order(floor: Floor) -> None:
    """DIAL-2: among what else is told of the conversation; small letters are the same keys."""
    call, agent = talk(floor)
    assert floor.do("send_keys", call, agent, "1") == 1
    assert floor.do("send_keys", call, agent, "*0#abcD") == 8
    floor.do("hold_call", call, agent)
    floor.do("resume_call", call, agent)
    assert floor.do("send_keys", call, agent, "9" * 32) == 40
    assert floor.rows(TAKE) == [
        ("send_keys", "1"), ("send_keys", "*0#ABCD"), ("hold", None), ("resume", None),
        ("send_keys", "9" * 32),
    ]  # fmt: skip
    assert floor.rows(TAKE) == []
    assert floor.see(call, "KeysSent", "CallPhase") == (40, "AgentTalk")
    assert floor.broken() == []


def test_what_they_were_is_kept_nowhere(floor: Floor) -> None:
    """The history says how many; once they are taken, or dropped, no table has them."""
    call, agent = talk(floor)
    floor.do("send_keys", call, agent, SECRET, uuid4())
    assert floor.rows(TAKE) == [("send_keys", SECRET)]
    floor.do("send_keys", call, agent, SECRET)
    floor.pbx(call, "hangup_called")
    assert floor.rows(TAKE) == []
    assert steps(floor, call)[:2] == [("keys sent", "AgentTalk", "agent")] * 2
    assert floor.rows("SELECT Data FROM CallEvent WHERE EventType = 'keys sent'") == [
        ({"keys": 16},), ({"keys": 16},),
    ]  # fmt: skip
    tables = floor.rows(
        "SELECT c.oid::regclass::text FROM pg_class AS c WHERE c.relkind IN ('r', 'p') AND c.relnamespace"
        " = (SELECT o.relnamespace FROM pg_class AS o WHERE o.oid = 'OutboundCall'::regclass)"
    )
    assert len(tables) > 50
    for (table,) in tables:
        assert not floor.rows(f"SELECT FROM {table} AS t WHERE strpos(t::text, %s) > 0", SECRET), (
            table
        )


def test_a_repeated_request_sends_nothing(floor: Floor) -> None:
    """With a key of its own a request whose answer was lost can be made again."""
    call, agent = talk(floor)
    key = uuid4()
    for _ in range(2):
        assert floor.do("send_keys", call, agent, "123", key) == 3
    assert floor.do("send_keys", call, agent, "123", uuid4()) == 6
    assert [keys for _, keys in floor.rows(TAKE)] == ["123", "123"]


WRONG = {
    "none": (None, "there are none"),
    "empty": ("", "there are none"),
    "another key": (SECRET + "x7", '"x" is no key'),
    "a space": (SECRET[:4] + " 22", '" " is no key'),
    "a line": ("12\n", '"\n" is no key'),
    "other digits": ("1٣", '"٣" is no key'),
    "too many": ("5" * 33, "33 at once"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_keys(floor: Floor, case: str) -> None:
    """One clear sentence with what is wrong, and without the rest; nothing is sent."""
    keys, reason = WRONG[case]
    call, agent = talk(floor)
    code, said = refusal(floor, lambda: floor.do("send_keys", call, agent, keys))
    assert code == "PD070"
    assert reason in said
    assert SECRET[:4] not in said
    assert floor.rows(TAKE) == []
    assert floor.see(call, "KeysSent") == 0


@pytest.mark.parametrize("state", ["OnHold", "Consulting"])
def test_only_while_they_talk(floor: Floor, state: str) -> None:
    """Who consults means somebody else's machine, and whoever is on hold hears music."""
    call, agent = talk(floor)
    if state == "OnHold":
        floor.do("hold_call", call, agent)
    else:
        floor.do("consult", call, agent, OUTSIDE)
    code, said = refusal(floor, lambda: floor.do("send_keys", call, agent, SECRET))
    assert (code, SECRET in said) == ("PD069", False)


def test_what_the_pbx_did_not_do(floor: Floor) -> None:
    """The agent knows; what they were the reason does not say."""
    call, agent = talk(floor)
    floor.do("send_keys", call, agent, SECRET)
    ((command,),) = floor.rows("SELECT pbx_command_id FROM take_pbx_commands('r1')")
    assert floor.do("report_not_done", command, None) == "applied"
    assert floor.see(call, "TalkProblem") == "Keys not sent: the PBX does not say why"
    floor.do("send_keys", call, agent, "1")
    assert floor.see(call, "TalkProblem") is None


@pytest.mark.parametrize("kind", ["supervisor", "reporting", "runner", "web", "agent"])
def test_nobody_reads_what_waits(floor: Floor, database: Database, kind: str) -> None:
    """Neither those who may look into the outbox."""
    roles = floor.rows("SELECT RoleName FROM DatabaseRole WHERE Kind::text = %s", kind)
    assert roles
    for (role,) in roles:
        assert not floor.value("SELECT has_table_privilege(%s, 'PbxKeys', 'SELECT')", role)
        assert not floor.value("SELECT has_any_column_privilege(%s, 'PbxKeys', 'SELECT')", role)
