"""Who has changed what of the set-up is written down, whichever way it was changed."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import by_web
from tests.rights.ways import HASH

COLUMNS = "Actor, Action::text, TableName, OwnerTable, OwnerKey, Before, After"
DAY = 24 * 3600


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    floor = Floor(db)
    _ = floor.list_id
    db.execute("DELETE FROM SetupChange")
    return floor


def told(floor: Floor) -> list[tuple[Any, ...]]:
    """What was written down since, and take it away."""
    return floor.rows(
        "WITH Gone AS (DELETE FROM SetupChange RETURNING *)"
        f" SELECT {COLUMNS} FROM Gone ORDER BY SetupChangeId"
    )


def test_plain_sql_is_told(floor: Floor) -> None:
    """Issue 6, 5: a DBA's own statements, with the changed columns alone."""
    who = floor.value("SELECT 'sql:' || session_user")
    project = floor.add("Project", DisplayName="Renewals", CallerId="+420123456789")
    ((actor, action, table, owner, key, before, after),) = told(floor)
    assert (actor, action, table, owner, key) == (who, "Added", "Project", "Project", str(project))
    assert before == {}
    assert after["displayname"] == "Renewals"
    assert "languageid" not in after
    floor.set("Project", project, DisplayName="Renewals 2", CallerId=None)
    assert told(floor) == [
        (who, "Changed", "Project", "Project", str(project),
            {"displayname": "Renewals", "callerid": "+420123456789"}, {"displayname": "Renewals 2"})
    ]  # fmt: skip
    floor.set("Project", project, DisplayName="Renewals 2")
    assert told(floor) == []
    floor.conn.execute("DELETE FROM Project WHERE ProjectId = %s", [project])
    ((_, action, _, _, _, before, after),) = told(floor)
    assert (action, before["displayname"], after) == ("Removed", "Renewals 2", {})


def test_who_acts_is_told(floor: Floor) -> None:
    """Issue 6, 5: the agent for whom the web acts."""
    boss = floor.agent(Login="boss")
    floor.add("RoleGrant", AgentId=boss,
        RoleId=floor.value("SELECT RoleId FROM Role WHERE DisplayName = 'Administrator'"))  # fmt: skip
    told(floor)
    with by_web(floor, boss):
        floor.conn.execute("UPDATE Language SET DisplayName = 'Czech'")
        seen = floor.value("SELECT count(*) FROM SetupChange")
    assert seen == 1
    assert [one[0] for one in told(floor)] == ["agent:boss"]


def test_a_part_is_told_with_its_owner(floor: Floor) -> None:
    agent = floor.agent()
    told(floor)
    floor.conn.execute("UPDATE Skill SET PbxOutKnowledge = 70 WHERE AgentId = %s", [agent])
    ((_, _, table, owner, key, before, after),) = told(floor)
    assert (table, owner, key, after) == ("Skill", "Agent", str(agent), {"pbxoutknowledge": 70})
    assert [*before] == ["pbxoutknowledge"]


def test_no_secret_is_told(floor: Floor) -> None:
    """Issue 6, 5: neither passwords nor tokens nor the secrets of hooks, only that they have changed."""
    agent = floor.agent()
    told(floor)
    hook = floor.add(
        "WebHook", DisplayName="CRM", Url="https://crm.example/", Secret="first-secret-1234",
        Events=["call_finished"],
    )  # fmt: skip
    floor.set("WebHook", hook, Secret="second-secret-1234")
    floor.do("set_password", agent, HASH)
    floor.do("set_password", agent, HASH.replace("a" * 43, "b" * 43))
    floor.do("create_token", agent, "c" * 64, "read", None, "CRM")
    changes = told(floor)
    assert [(one[1], one[2]) for one in changes] == [
        ("Added", "WebHook"), ("Changed", "WebHook"), ("Added", "AgentLogin"),
        ("Changed", "AgentLogin"), ("Added", "ApiToken"),
    ]  # fmt: skip
    assert changes[1][5:] == ({"secret": "…"}, {"secret": "…"})
    assert changes[3][6]["passwordhash"] == "…"
    text = json.dumps([one[5:] for one in changes])
    assert all(secret not in text for secret in ("secret-1234", "argon2", "c" * 64))


def test_the_work_of_the_day_is_no_change(floor: Floor) -> None:
    """What agents, telephones and trunks do all day leaves nothing."""
    floor.add("Trunk", DisplayName="North", Endpoint="north")
    agent = floor.agent()
    told(floor)
    floor.talking(agent)
    floor.do("set_agent_status", agent, "Pause")
    floor.conn.execute("UPDATE Workplace SET State = 'Busy'")
    floor.conn.execute("UPDATE Trunk SET RestsUntil = clock()")
    floor.cycle()
    assert told(floor) == []
    floor.set("Agent", agent, DisplayName="Jana", TeamName="North")
    ((_, _, _, _, _, _, after),) = told(floor)
    assert after == {"displayname": "Jana", "teamname": "North"}


def test_calls_have_no_such_trigger(floor: Floor) -> None:
    """Calls have a history of their own, and each of their steps would pay for another."""
    watched = {
        name
        for (name,) in floor.rows(
            "SELECT t.tgrelid::regclass::text FROM pg_trigger AS t"
            " JOIN pg_proc AS p ON p.oid = t.tgfoid WHERE p.proname = 'record_changes'"
        )
    }
    assert watched == {name for (name,) in floor.rows("SELECT lower(TableName) FROM RecordedTable")}
    assert not watched & {"outboundcall", "callevent", "outboundlistimport", "agentwork"}


def test_no_table_of_the_set_up_is_forgotten(floor: Floor) -> None:
    """What agents may write by the permissions for the set-up is recorded."""
    written = {
        name
        for (name,) in floor.rows(
            "SELECT DISTINCT TableName FROM TableRight"
            " WHERE Kind = 'agent' AND Privilege IN ('INSERT', 'UPDATE', 'DELETE')"
        )
    }
    recorded = {name for (name,) in floor.rows("SELECT lower(TableName) FROM RecordedTable")}
    # Calls and imports have histories of their own.
    assert written - recorded == {"outboundcall", "outboundlistimport", "scenarioresult"}
    assert recorded - written == {"agentlogin", "apitoken"}


CALLED = "SELECT coalesce(sum(calls), 0) FROM pg_stat_xact_user_functions WHERE funcname = %s"


def test_who_acts_is_asked_once_for_a_statement(floor: Floor) -> None:
    """However many rows it changes: a bulk update pays for the rows, not for the question."""
    floor.conn.execute("SET LOCAL track_functions = 'all'")
    floor.conn.execute(
        "INSERT INTO Language (LanguageCode, DisplayName)"
        " SELECT 'x' || n, 'x' || n FROM generate_series(1, 2000) AS n"
    )
    before = floor.value(CALLED, "actor"), floor.value(CALLED, "record_changes")
    floor.conn.execute("UPDATE Language SET DisplayName = DisplayName || '!'")
    after = floor.value(CALLED, "actor"), floor.value(CALLED, "record_changes")
    assert after == (before[0] + 1, before[1] + 1)
    assert floor.value("SELECT count(*) FROM SetupChange WHERE Action = 'Changed'") >= 2000


def test_a_register_that_is_read_in_is_one_row(floor: Floor) -> None:
    """More rows at once than anybody would read one by one are counted."""
    never = floor.add("DoNotCallList", DisplayName="Register")
    told(floor)
    floor.conn.execute(
        "INSERT INTO DoNotCallNumber (DoNotCallListId, Number)"
        " SELECT %s, '+42072' || (4000000 + n) FROM generate_series(1, 10001) AS n",
        [never],
    )
    floor.conn.execute("DELETE FROM DoNotCallNumber WHERE Number = '+420724000007'")
    assert floor.rows("SELECT Action::text, RowCount, RowKey FROM SetupChange ORDER BY SetupChangeId") == [
        ("Added", 10001, None), ("Removed", 1, f"{never} +420724000007"),
    ]  # fmt: skip


def test_old_changes_are_purged(floor: Floor) -> None:
    """SetupChangeDays, empty by default: for ever."""
    floor.set("Project", floor.project_id, DisplayName="Old")
    floor.pass_time(400 * DAY)
    floor.do("purge")
    assert len(floor.rows("SELECT FROM SetupChange")) == 1
    floor.set("Configuration", "SetupChangeDays", ConfigurationValue="30")
    floor.set("Project", floor.project_id, DisplayName="New")
    assert floor.do("purge") == 1
    assert floor.do("purge") == 0
    assert [one[2] for one in told(floor)] == ["Configuration", "Project"]
