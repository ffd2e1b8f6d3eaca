"""Who is at work, and what happens now."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def agents(floor: Floor, *values: Any) -> dict[str, Any]:
    """The agents on the floor, by name."""
    query = "SELECT * FROM floor_agents(%s, %s)"
    with floor.conn.cursor(row_factory=namedtuple_row) as cursor:
        found = cursor.execute(query, values or (None, False)).fetchall()
    return {one.displayname: one for one in found}


def figures(floor: Floor, projects: list[Any] | None = None, lists: list[Any] | None = None) -> Any:
    with floor.conn.cursor(row_factory=namedtuple_row) as cursor:
        return cursor.execute("SELECT * FROM floor_figures(%s, %s)", (projects, lists)).fetchone()


def test_who_sits_where_with_what(floor: Floor) -> None:
    jana = floor.agent(DisplayName="Jana", TeamName="Red")
    floor.agent(DisplayName="Petr", status="Pause")
    floor.agent(DisplayName="Eva", status=None)
    call = floor.talking(jana)
    found = agents(floor)
    assert sorted(found) == ["Jana", "Petr"]
    assert (found["Jana"].outboundcallid, found["Jana"].callphase) == (call, "AgentTalk")
    assert found["Jana"].callsince == floor.see(call, "AnswerTime")
    assert found["Jana"].number == floor.see(call, "Number")
    assert (found["Petr"].activity, found["Petr"].outboundcallid) == ("Pause", None)
    everybody = agents(floor, None, True)
    assert everybody["Eva"].activity == "LogOff"


def test_by_project(floor: Floor) -> None:
    other = floor.project()
    floor.agent(DisplayName="Jana")
    petr = floor.agent(DisplayName="Petr", skills={other: 50})
    assert sorted(agents(floor, [other], False)) == ["Petr"]
    floor.rows("UPDATE Skill SET PbxOutEnabled = 0 WHERE AgentId = %s RETURNING 1", petr)
    assert agents(floor, [other], False) == {}


def test_what_is_wrong(floor: Floor) -> None:
    made = {
        name: floor.agent(DisplayName=name) for name in ("Order", "Line", "Blocked", "Wrap", "Fine")
    }
    floor.set("Workplace", floor.desk(made["Order"]), State="OutOfOrder")
    floor.set("Workplace", floor.desk(made["Line"]), LineMode="OpenLine", LineTime=None)
    floor.set("Workplace", floor.desk(made["Blocked"]), BlockedUntil="2026-11-24 10:10+01")
    floor.set("Agent", made["Wrap"], AgentStatusId=floor.status("Writing", "PostCall"))
    assert agents(floor)["Wrap"].problem is None
    floor.pass_time(181)
    assert {name: one.problem for name, one in agents(floor).items()} == {
        "Order": "OutOfOrder", "Line": "NoLine", "Blocked": "Blocked", "Wrap": "LongWrapUp",
        "Fine": None,
    }  # fmt: skip


def test_figures_of_all_and_of_some(floor: Floor) -> None:
    other = floor.outbound_list(ProjectId=floor.project())
    floor.talking()
    floor.call(EnqueueingTime="2026-11-24 09:00+01")
    floor.calls(2, OutboundListId=other)
    floor.call(ScheduleTime="2026-11-25 09:00+01")
    stopped = floor.outbound_list(Activity="Paused")
    floor.call(OutboundListId=stopped)
    while floor.value("SELECT take_census()") == 0:
        pass
    floor.add(
        "ListTally",
        OutboundListId=other,
        FromTime="2026-11-24 09:30+01",
        Attempts=5,
        Answered=4,
        Finished=3,
    )
    found = figures(floor)
    assert (found.agents, found.calls) == ({"Ready": 1}, {"AgentTalk": 1})
    assert (found.waiting, found.due) == (4, 3)
    assert found.oldestdue == floor.value("SELECT timestamptz '2026-11-24 09:00+01'")
    assert (found.attempts, found.answered, found.finished) == (5, 4, 3)
    some = figures(floor, lists=[other])
    assert (some.agents, some.calls, some.waiting, some.answered) == ({}, {}, 2, 4)
    ours = figures(floor, projects=[floor.project_id])
    assert (ours.agents, ours.calls, ours.waiting, ours.answered) == (
        {"Ready": 1},
        {"AgentTalk": 1},
        2,
        0,
    )


def test_callers(floor: Floor) -> None:
    floor.add("InboundCall", Number="724 777 001", ProjectId=floor.project_id, Outcome="Waiting")
    floor.add("InboundCall", Number="724 777 002", ProjectId=floor.project_id, Outcome="Lost")
    found = figures(floor)
    assert (found.callerswaiting, found.callerslost) == (1, 1)
    elsewhere = figures(floor, projects=[floor.project()])
    assert (elsewhere.callerswaiting, elsewhere.callerslost) == (0, 0)
