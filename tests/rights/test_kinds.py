"""Each kind of database role can do what it is for, and has no more."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import BRINGINGS, by_web, new_login, only_allow, outcome, session_of


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db, at=None)


def test_the_runner_runs(floor: Floor) -> None:
    """PERM-1: a call from the queue to its end, with partitions made, by a login that is no owner."""
    agent = floor.agent()
    call = floor.call(Predistributed=1, AgentId=agent)
    login = new_login(floor, "runner")
    with session_of(floor, login):
        assert floor.cycle().offered == 1
        floor.do("beat", "one")
        assert floor.rows("SELECT extract(epoch FROM next_run - clock()) FROM run_cycle()")
    floor.do("dial_call", call, agent)
    with session_of(floor, login):
        (command,) = floor.rows("SELECT pbx_call_id FROM take_pbx_commands('one', 10)")
        report = "SELECT answer FROM report_pbx_events(%s, %s, %s, %s)"
        for event in ("ringing", "answered", "hangup_called"):
            assert floor.row(report, [*command], [event], [None], [None]) == ("applied",)
        assert floor.rows("SELECT * FROM reconcile_pbx('one', '{}')") == []
        floor.do("send_hint")
        assert floor.rows("SELECT * FROM check_invariants() WHERE Broken > 0") == []
        assert outcome(floor, "SELECT FROM OutboundCall") == "42501"
        assert outcome(floor, "SELECT pause_call(%s)", (call,)) == "42501"
    assert floor.see(call, "CallPhase") == "HangupCalled"
    actors = floor.rows("SELECT DISTINCT Actor FROM CallEvent WHERE OutboundCallId = %s", call)
    assert {actor for (actor,) in actors} >= {"cycle", "agent", "pbx"}


def test_a_supervisors_login_works_without_being_asked(floor: Floor) -> None:
    """PERM-1: lists, imports, exports, agents, calls; but neither parameters nor roles nor secrets."""
    project, agent = floor.project_id, floor.agent()
    with session_of(floor, new_login(floor, "supervisor")):
        made = floor.value("SELECT create_list('New', %s::text)", project)
        floor.do("set_list_activity", made, "Running")
        batch = floor.do("begin_import", made, "file.csv")
        with floor.conn.cursor().copy("COPY ImportRow (OutboundListImportId, Line, Number) FROM STDIN") as copy:
            copy.write_row((batch, 1, "724 123 456"))
        assert floor.value("SELECT RowsImported FROM import_batch(%s)", batch) == 1
        call = floor.do("create_call", made, "724 123 457")
        floor.do("pause_call", call)
        floor.do("set_agent_status", agent, "Pause")
        assert outcome(floor, "UPDATE Skill SET PbxOutEnabled = 0 WHERE AgentId = %s", (agent,)) == 1
        statement, _ = floor.row("SELECT * FROM export_statement(%s)", made)
        assert outcome(floor, statement) == 2
        for refused in (
            "UPDATE Configuration SET ConfigurationValue = 'x'",
            "INSERT INTO RoleGrant (RoleId, Everyone) SELECT RoleId, 1 FROM Role",
            "UPDATE Agent SET DatabaseRole = 'x'",
            "SELECT set_password(AgentId, 'x') FROM Agent",
            "SELECT run_cycle()",
        ):
            assert outcome(floor, refused) == "42501", refused


def test_reports_read_and_change_nothing(floor: Floor) -> None:
    """PERM-1: every table and view for reports can be read, and none written."""
    floor.call()
    tables = floor.rows("SELECT DISTINCT TableName FROM TableRight WHERE Kind = 'reporting'")
    writes = floor.rows("SELECT * FROM TableRight WHERE Kind = 'reporting' AND Privilege <> 'SELECT'")
    assert writes == []
    with session_of(floor, new_login(floor, "reporting")):
        for (table,) in tables:
            assert isinstance(outcome(floor, f"SELECT FROM {table}"), int), table
        assert outcome(floor, "SELECT FROM OutboundCall") == 1
        assert outcome(floor, "SELECT * FROM why_not_list(%s)", (floor.list_id,)) == 1
        assert outcome(floor, "SELECT FROM Configuration") == "42501"


@pytest.mark.parametrize("degree", ["AllowRead", "AllowWrite"])
def test_the_web_copies_an_import_for_whoever_may(floor: Floor, degree: str) -> None:
    """LIST-2, PERM-1: rows come in by COPY; that they become calls needs the permission."""
    me, batch = floor.agent(), floor.do("begin_import", floor.list_id, "file.csv")
    only_allow(floor, me, OutboundList=degree)
    with by_web(floor, me):
        with floor.conn.cursor().copy("COPY ImportRow (OutboundListImportId, Line, Number) FROM STDIN") as copy:
            copy.write_row((batch, 1, "724 123 456"))
        found = outcome(floor, "SELECT import_batch(%s)", (batch,))
        assert outcome(floor, "SELECT FROM ImportRow") == "42501"
    assert found == (1 if degree == "AllowWrite" else "PD042")


@pytest.mark.parametrize("bring", BRINGINGS.values(), ids=BRINGINGS)
def test_an_agents_day(floor: Floor, bring: Any) -> None:
    """PERM-1: with the role that everyone has, an agent does an agent's work, from log_in to log_off."""
    me = floor.agent(status=None)
    desk, call = floor.workplace(), floor.call()
    with bring(floor, me):
        floor.do("log_in", me, desk)
        floor.do("set_agent_status", me, "Ready")
    assert floor.cycle().offered == 1
    with bring(floor, me):
        assert floor.value("SELECT CallPhase::text FROM OutboundCall WHERE AgentId = %s", me) == "AgentOfferFirst"
        floor.do("accept_offer", call, me)
        floor.do("dial_call", call, me)
    floor.pbx(call, "answered")
    with bring(floor, me):
        detail = floor.value("SELECT CallResultDetailId FROM offered_details(%s) LIMIT 1", call)
        floor.do("set_call_result", call, me, detail)
        floor.do("hang_up", call, me)
        assert floor.see(call) == ("HangupAgent", "Completed")
        assert floor.value("SELECT count(*) FROM CallEvent WHERE OutboundCallId = %s", call) == 6
        floor.do("log_off", me)
    assert floor.broken() == []
