"""What the agent's page asks the database for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import by_web

CONTACTS = "SELECT DisplayName, Number FROM find_contacts(%s)"
EARLIER = "SELECT OutboundCallId, CallResult, AgentName FROM earlier_calls(%s)"
DAY = "SELECT OutboundCallId, CallResult, DetailName, TalkSeconds FROM agent_day(%s, %s)"
COLLEAGUES = "SELECT Login, IsFree FROM find_colleagues(%s)"


@pytest.fixture
def floor(db: psycopg.Connection) -> Floor:
    """The floor of the centre; its clock stands still."""
    return Floor(db)


def contact(floor: Floor, name: str, *numbers: str) -> UUID:
    """Make a contact with numbers in this order."""
    key: UUID = floor.add("Contact", DisplayName=name)
    for rank, number in enumerate(numbers):
        floor.add("PhoneNumber", ContactId=key, Number=number, Rank=rank)
    return key


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("eva", ["+420724000001"]),
        ("EVA N", ["+420724000001"]),
        ("nová", ["+420724000001"]),
        ("724 000 002", ["+420724000002"]),
        ("00420724000002", ["+420724000002"]),
        ("+42072400000", ["+420724000001", "+420724000003"]),
        ("e", []),
        ("%", []),
        ("", []),
    ],
)
def test_a_contact_is_found_while_it_is_typed(floor: Floor, typed: str, found: list[str]) -> None:
    contact(floor, "Eva Nováková", "+420724000001", "+420724000002")
    contact(floor, "Karel", "+420724000003")
    contact(floor, "Eva without a number")
    assert sorted(number for _, number in floor.rows(CONTACTS, typed)) == found


def test_an_agent_finds_the_contacts_of_own_calls(floor: Floor) -> None:
    """PERM-1: as the rows of Contact are seen."""
    mine, theirs = (contact(floor, f"Nora {n}", f"+42072400000{n}") for n in (1, 2))
    jana, petr = floor.agent(Login="jana"), floor.agent()
    floor.call(AgentId=jana, Predistributed=1, ContactId=mine)
    floor.call(AgentId=petr, Predistributed=1, ContactId=theirs)
    with by_web(floor, jana):
        assert floor.rows(CONTACTS, "nora") == [("Nora 1", "+420724000001")]
        seen = floor.rows("SELECT DisplayName FROM Contact")
        assert seen == [("Nora 1",)]
    assert len(floor.rows(CONTACTS, "nora")) == 2


def test_earlier_calls_are_attempts_and_calls_to_the_same(floor: Floor) -> None:
    """Whoever made them: not of other numbers, and no private ones."""
    eva = contact(floor, "Eva", "+420724000001")
    jana, petr = floor.agent(DisplayName="Jana"), floor.agent(DisplayName="Petr")
    by_contact = floor.talking(petr, Number="+420724000009", ContactId=eva)
    floor.pbx(by_contact, "hangup_called")
    floor.talking(petr)
    floor.pass_time(60)
    by_number = floor.offered(floor.agent(), Number="+420724000001")
    floor.do("dial_call", by_number, floor.see(by_number, "AgentId"))
    floor.pbx(by_number, "busy")
    floor.pass_time(60)
    private = floor.do("private_call", "+420724000001", floor.agent())
    floor.pbx(private, "busy")
    call = floor.offered(jana, Number="+420724000001", ContactId=eva)
    floor.do("dial_call", call, jana)
    floor.pbx(call, "no_answer")
    floor.pass_time(60)
    moment = floor.value("SELECT clock()") + timedelta(seconds=60)
    floor.do("reschedule_call", call, jana, moment, True)
    floor.pass_time(120)
    floor.cycle()
    assert floor.see(call, "CallPhase") == "AgentOfferFirst"
    earlier = floor.rows(EARLIER, call)
    assert earlier[0] == (call, "NoAnswer", "Jana")
    assert [one[0] for one in earlier] == [call, by_number, by_contact]


def test_a_day_has_what_others_have_by_now(floor: Floor) -> None:
    """An attempt counts for whoever made it, though the call waits for anybody again."""
    jana = floor.agent()
    since = floor.value("SELECT clock()")
    talked = floor.talking(jana)
    floor.pass_time(75)
    floor.pbx(talked, "hangup_called")
    rung = floor.offered(jana)
    floor.do("dial_call", rung, jana)
    floor.pbx(rung, "no_answer")
    floor.set("OutboundCall", rung, CallResult="Scheduled", CallPhase="Enqueue", Predistributed=0)
    assert floor.see(rung, "AgentId") is None
    day = {one[0]: one[1:] for one in floor.rows(DAY, jana, since)}
    assert set(day) == {talked, rung}
    assert day[talked][2] == 75
    assert (day[rung][0], day[rung][2]) == ("NoAnswer", None)
    assert floor.rows(DAY, jana, datetime(2100, 1, 1, tzinfo=UTC)) == []


def test_colleagues_who_are_free_come_first(floor: Floor) -> None:
    jana = floor.agent(Login="jana", DisplayName="Jana A")
    floor.agent(Login="adam", DisplayName="Adam A", status="Pause")
    floor.agent(Login="zoe", DisplayName="Zoe A")
    floor.agent(Login="away", DisplayName="Away A", status=None)
    floor.talking(floor.agent(Login="busy", DisplayName="Busy A"))
    with by_web(floor, jana):
        assert floor.rows(COLLEAGUES, "a") == [("zoe", True), ("adam", False), ("busy", False)]
        assert floor.rows(COLLEAGUES, "ZO") == [("zoe", True)]
        assert floor.rows(COLLEAGUES, "%") == []
