"""Configuration that knows its values (CONF-1), and what is needed at least (SETUP-1)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def put(floor: Floor, name: str, value: str | None) -> Any:
    floor.set("Configuration", name, ConfigurationValue=value)
    return floor.look("Configuration", name, "ConfigurationValue")


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("UseUnifiedQueue", "TRUE", "true"),
        ("UseUnifiedQueue", " yes ", "true"),
        ("PrivateCallsOnWebAction", "0", "false"),
        ("PrivateCallsOnBarAction", "", None),
        ("DialGuard", "007", "7"),
        ("HistoryMonths", "", ""),
        ("DefaultCountry", "sk", "SK"),
        ("DefaultTimeZone", "Europe/Bratislava", "Europe/Bratislava"),
        ("MissedCallsStatus", "Ready", "Ready"),
        ("LostShiftWindow", None, None),
    ],
)
def test_values_are_taken(floor: Floor, name: str, given: str | None, kept: str | None) -> None:
    """CONF-1: written the usual way; what the engine reads is that at once."""
    assert put(floor, name, given) == kept
    default = floor.look("Configuration", name, "DefaultValue")
    assert floor.do("configuration", name) == (default if kept is None else kept)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("UseUnifiedQueue", "perhaps", "true or false"),
        ("DialGuard", "0", "from 1 to 86400"),
        ("DialGuard", "2 minutes", "a whole number"),
        ("LostShiftWindow", "99999999999999999999", "a whole number"),
        ("LostShiftWindow", "-5", "from 1"),
        ("PbxLogDays", "0", "from 1 to 9999"),
        ("DefaultCountry", "XX", "ISO code"),
        ("DefaultTimeZone", "Prague", "time zone"),
        ("DefaultTimeZone", "+01", "time zone"),
        ("MissedCallsStatus", "Lunch", "agent status"),
    ],
)
def test_values_are_refused(floor: Floor, name: str, value: str, allowed: str) -> None:
    """CONF-1: with the parameter, the value, what is allowed, and the default; nothing changes."""
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        put(floor, name, value)
    assert refused.value.sqlstate == "PD040"
    assert name in str(refused.value.diag.message_primary)
    assert value in str(refused.value.diag.message_primary)
    assert allowed in str(refused.value.diag.message_hint)
    assert "default" in str(refused.value.diag.message_hint)
    assert floor.look("Configuration", name, "ConfigurationValue") is None


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM Configuration WHERE ConfigurationName = 'DialGuard'",
        "UPDATE Configuration SET ConfigurationName = 'Guard' WHERE ConfigurationName = 'DialGuard'",
    ],
)
def test_ours_stay(floor: Floor, statement: str) -> None:
    """CONF-1: what the engine reads is there."""
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.conn.execute(statement.encode())
    assert refused.value.sqlstate == "PD041"


def test_a_sites_own(floor: Floor) -> None:
    """CONF-1: a parameter of a site's own comes and goes."""
    floor.add("Configuration", ConfigurationName="Motto", ConfigurationValue="x", Description="Ours.")
    assert floor.do("configuration", "Motto") == "x"
    assert floor.conn.execute("DELETE FROM Configuration WHERE ConfigurationName = 'Motto'").rowcount == 1


def test_every_parameter_of_ours_has_its_kind(floor: Floor) -> None:
    """CONF-1: none that came with a migration was forgotten, and each default is a value that it takes."""
    assert floor.rows("SELECT ConfigurationName FROM Configuration WHERE BuiltIn = 0") == []
    for name, default in floor.rows("SELECT ConfigurationName, DefaultValue FROM Configuration"):
        assert put(floor, name, default) == default


def test_clear_cache(floor: Floor) -> None:
    """CONF-1: by the page's name, or without one; another is refused with those there are."""
    first = floor.do("clear_cache")
    assert floor.do("clear_cache", "DataStructures.Config") == first + 1
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        floor.do("clear_cache", "Everything")
    assert "DataStructures.Config" in str(refused.value.diag.message_hint)


def setup(floor: Floor) -> list[tuple[str, bool, str, str | None]]:
    return floor.rows("SELECT Requirement, Holds, Value, Remedy FROM check_setup()")


def test_from_nothing_to_the_first_call(floor: Floor) -> None:
    """SETUP-1: every row that does not hold says what to do, and doing it makes it hold."""
    first = setup(floor)
    assert len(first) == 9
    assert sum(not holds for _, holds, _, _ in first) >= 6
    for _ in range(len(first)):
        missing = [row for row in setup(floor) if not row[1]]
        assert all(remedy and value for _, _, value, remedy in missing)
        if not missing:
            break
        for _, _, _, remedy in missing:
            if remedy and "pgdialer run" in remedy:
                floor.do("beat", "r1")
            else:
                floor.conn.execute(str(remedy).encode())
    assert all(holds and remedy is None for _, holds, _, remedy in setup(floor))
    agent, desk, outbound_list = (
        floor.value(f"SELECT {table}Id FROM {table}") for table in ("Agent", "Workplace", "OutboundList")
    )
    floor.do("log_in", agent, desk)
    floor.do("set_agent_status", agent, "Ready")
    floor.add("OutboundCall", OutboundListId=outbound_list, Number="724 123 456")
    assert floor.cycle().offered == 1


BROKEN = {
    "seating": "INSERT INTO Seating (AgentId, WorkplaceId) SELECT AgentId, gone.WorkplaceId FROM Agent, gone",
    "agent statuses": "UPDATE AgentStatus SET UserBlocked = 1",
    "a project": "UPDATE Project SET PbxOutDistribute = 0",
    "an outbound list": "UPDATE OutboundList SET Activity = 'Paused'",
    "project skills": "UPDATE Skill SET PbxOutChannel = 0",
    "language": "UPDATE Proficiency SET VoiceEnabled = 0",
    "a PBX": "UPDATE Runner SET HeartbeatTime = HeartbeatTime - interval '1 hour'",
    "agent extensions": "UPDATE Workplace SET Deleted = 1",
    "agents": "UPDATE Agent SET Deleted = 1",
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_told(floor: Floor, what: str) -> None:
    """SETUP-1: each row by itself."""
    floor.agent()
    _ = floor.list_id
    floor.do("beat", "r1")
    assert all(row[1] for row in setup(floor))
    gone = floor.workplace(Deleted=1)
    statement = BROKEN[what].replace(", gone", "").replace("gone.WorkplaceId", f"'{gone}'")
    floor.conn.execute(statement.encode())
    assert any(row[0].startswith(what) and not row[1] for row in setup(floor))
