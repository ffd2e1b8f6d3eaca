"""Ways round that an agent who knows PostgreSQL would try."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import BRINGINGS, by_psql, by_web, is_refused, only_allow, outcome


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db, at=None)


def administrator(floor: Floor) -> Any:
    """An agent who has every permission there is."""
    me = floor.agent()
    role = floor.value("SELECT RoleId FROM Role WHERE DisplayName = 'Administrator'")
    floor.add("RoleGrant", RoleId=role, AgentId=me)
    return me


FORBIDDEN = [
    # The machine itself
    "UPDATE PhaseTransition SET Rank = 0",
    "INSERT INTO PhaseTransition (ToPhase, ToResult, EventType) VALUES ('AgentTalk', 'Active', 'x')",
    "DELETE FROM OutboundCall",
    "DELETE FROM CallEvent",
    "UPDATE CallEvent SET Actor = 'cycle'",
    "INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime) VALUES ('x', 1, 'hangup', now())",
    "SELECT FROM PbxCommand",
    "SELECT FROM Request",
    "SELECT FROM CallEventEarlier",
    "SELECT FROM CallCondition",
    "SELECT FROM DatabaseRole",
    "TRUNCATE OutboundCall",
    "TRUNCATE OutboundList CASCADE",
    "LOCK TABLE OutboundCall IN ACCESS EXCLUSIVE MODE",
    "ALTER TABLE OutboundCall DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE OutboundCall DISABLE TRIGGER ALL",
    "DROP POLICY may_select ON OutboundCall",
    "CREATE POLICY mine ON OutboundCall",
    "CREATE TABLE dialer.Mine (Id integer)",
    "CREATE FUNCTION dialer.may(permission text, degree text, mine text) RETURNS boolean LANGUAGE sql AS 'SELECT TRUE'",
    "CREATE OR REPLACE FUNCTION dialer.may(permission text, degree text) RETURNS boolean LANGUAGE sql AS 'SELECT TRUE'",
    "CREATE TRIGGER mine BEFORE UPDATE ON OutboundCall FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "COPY OutboundCall (OutboundListId, Number) FROM STDIN",
    "COPY OutboundCall TO PROGRAM 'cat'",
    "SET ROLE {owner}",
    "SET session_replication_role = replica",
    # What is the runner's and the owner's
    "SELECT run_cycle()",
    "SELECT report_pbx_event('x', 'answered')",
    "SELECT take_pbx_commands('mine')",
    "SELECT beat('mine')",
    "SELECT purge()",
    "SELECT drop_history('2030-01-01')",
    "SELECT settle_rights()",
    "SELECT find_call(1)",
    "SELECT put_call(1, 'Paused')",
    "SELECT offer_calls('{1}', '{00000000-0000-0000-0000-000000000001}')",
    "SELECT acting_seal('x', 'full')",
    "SELECT count_failure('login', 'x', 5)",
    # Agents as somebody else
    "UPDATE Agent SET DatabaseRole = 'x'",
    "INSERT INTO Agent (Login, DisplayName, DatabaseRole) VALUES ('x', 'x', 'x')",
    "UPDATE Agent SET StatusSince = now()",
]


@pytest.mark.parametrize("bring", BRINGINGS.values(), ids=BRINGINGS)
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nobody_who_acts_may(floor: Floor, statement: str, bring: Any) -> None:
    """PERM-1: with every permission there is, what is not for agents stays so."""
    me = administrator(floor)
    floor.call()
    owner = floor.value("SELECT quote_ident(current_user)")
    with bring(floor, me):
        found = outcome(floor, statement.replace("{owner}", owner))
    # 0A000: COPY would not ask the policies, so it does nothing where there are any.
    assert found in ("42501", "0A000"), found


@pytest.mark.parametrize("bring", BRINGINGS.values(), ids=BRINGINGS)
def test_the_clock_of_an_agent_cannot_be_moved(floor: Floor, bring: Any) -> None:
    """TIME-1: neither by itself nor for what is done in the agent's name; for the owner it can."""
    me = floor.agent()
    calls = floor.calls(2, AgentId=me, Predistributed=1)
    with bring(floor, me):
        floor.conn.execute("SET LOCAL dialer.clock = '2000-01-01 12:00+00'")
        assert floor.value("SELECT clock() > now() - interval '1 hour'")
        change = "UPDATE OutboundCall SET CallResult = 'Paused' WHERE OutboundCallId = %s"
        assert outcome(floor, change, (calls[0],)) == 1
        assert outcome(floor, "SELECT pause_call(%s)", (calls[1],)) == 1
        assert {floor.see(call, "ChangedTime").year for call in calls} != {2000}
    assert floor.value("SELECT clock() = '2000-01-01 12:00+00'")
    floor.set("OutboundCall", calls[0], CallResult="Scheduled")
    assert floor.see(calls[0], "ChangedTime").year in (1999, 2000)


def test_a_function_of_ones_own_sees_no_other_rows(floor: Floor) -> None:
    """PERM-1: a condition that tells what it is given is asked only about rows that may be seen."""
    me = floor.agent()
    own = floor.call(AgentId=me, Predistributed=1)
    floor.call()
    only_allow(floor, me, OutboundCall="AllowWrite")
    with by_psql(floor, me):
        floor.conn.execute("""
            CREATE FUNCTION pg_temp.leak(id bigint) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
            BEGIN
                PERFORM set_config('leaked.ids', concat_ws(',', nullif(current_setting('leaked.ids', TRUE), ''), id), TRUE);
                RETURN TRUE;
            END $$
        """)
        outcome(floor, "SELECT FROM OutboundCall WHERE pg_temp.leak(OutboundCallId)")
        assert floor.value("SELECT current_setting('leaked.ids')") == str(own)


def test_a_trigger_function_is_no_tool(floor: Floor) -> None:
    """PERM-1: those that run as the owner cannot be hung on a table of one's own."""
    me = floor.agent()
    with by_psql(floor, me):
        floor.conn.execute("CREATE TEMPORARY TABLE mine (OutboundListImportId bigint, RankBarrier integer)")
        for name in ("release_batch", "refresh_calls", "follow_call", "new_call"):
            hung = f"CREATE TRIGGER {name} AFTER UPDATE ON mine FOR EACH ROW EXECUTE FUNCTION {name}()"
            assert outcome(floor, hung) == "42501"


def test_tables_of_ones_own_do_not_stand_before_ours(floor: Floor) -> None:
    """PERM-1: a temporary table with a name of ours changes nothing for functions that run as the owner."""
    me = floor.agent()
    call = floor.call()
    only_allow(floor, me, OutboundCall="AllowWrite")
    with by_psql(floor, me):
        floor.conn.execute("""
            CREATE TEMPORARY TABLE RoleGrant (RoleId uuid, AgentId uuid, TeamName text, ProjectId uuid, Everyone smallint);
            CREATE TEMPORARY TABLE Permission (RoleId uuid, PermissionName text, Degree text);
            CREATE TEMPORARY TABLE Agent (AgentId uuid, DatabaseRole text, Deleted smallint)
        """)
        floor.conn.execute("SET LOCAL search_path TO pg_temp, dialer")
        assert outcome(floor, "SELECT pause_call(%s)", (call,)) == "PD042"
        assert outcome(floor, "SELECT FROM dialer.OutboundCall WHERE OutboundCallId = %s", (call,)) == 0
        floor.conn.execute("SET LOCAL search_path TO dialer, public")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE Agent SET Login = 'boss' WHERE AgentId = %(me)s",
        "UPDATE Agent SET TeamName = 'Bosses' WHERE AgentId = %(me)s",
        "INSERT INTO Agent (Login, DisplayName, TeamName) VALUES ('new', 'New', 'Bosses')",
        "INSERT INTO Skill (AgentId, ProjectId) VALUES (%(me)s, %(project)s)",
        "UPDATE Skill SET ProjectId = %(project)s WHERE AgentId = %(me)s",
    ],
)
def test_nobody_raises_himself(floor: Floor, statement: str) -> None:
    """PERM-1: who may write agents gets into no team and no skill that has a role; with Rights, or without a role, yes."""
    me = floor.agent()
    ids = {"me": me, "project": floor.project()}
    for permissions, granted, refused in (
        ({"Agent": "AllowWrite"}, True, True),
        ({"Agent": "AllowWrite", "Rights": "AllowWrite"}, True, False),
        ({"Agent": "AllowWrite"}, False, "Login = " in statement),
    ):
        only_allow(floor, me, **permissions)
        if granted:
            role = floor.value("SELECT RoleId FROM Role WHERE DisplayName = 'Administrator'")
            floor.add("RoleGrant", RoleId=role, TeamName="Bosses")
            floor.add("RoleGrant", RoleId=role, ProjectId=ids["project"])
        with by_web(floor, me), floor.conn.transaction(force_rollback=True):
            assert is_refused(outcome(floor, statement, ids)) == refused, permissions


def test_a_conflict_is_no_way_to_write(floor: Floor) -> None:
    """PERM-1: ON CONFLICT DO UPDATE changes only what an UPDATE might."""
    me, other = floor.agent(), floor.agent()
    only_allow(floor, me, Agent="AllowRead")
    with by_web(floor, me):
        upsert = """
            INSERT INTO Skill (AgentId, ProjectId) VALUES (%s, %s)
            ON CONFLICT (AgentId, ProjectId) DO UPDATE SET PbxOutKnowledge = 100
        """
        assert outcome(floor, upsert, (other, floor.project_id)) == "42501"
