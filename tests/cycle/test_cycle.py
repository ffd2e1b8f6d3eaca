"""The cycle around the distribution: partitions, when it wants to run, nothing to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def partitions(floor: Floor) -> set[str]:
    return {
        name
        for (name,) in floor.rows(
            "SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = 'CallEvent'::regclass"
        )
    }


def test_months_are_made_ahead(floor: Floor) -> None:
    """PHASE-5: this month and the next two, once; history goes where it belongs."""
    floor.at("2031-01-31 23:30+00")
    floor.cycle()
    months = {"callevent_2031_01", "callevent_2031_02", "callevent_2031_03"}
    assert months <= partitions(floor)
    before = partitions(floor)
    floor.cycle()
    assert partitions(floor) == before
    call = floor.call()
    floor.at("2031-02-01 00:30+00")
    floor.do("pause_call", call)
    where = "SELECT tableoid::regclass::text FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step"
    assert floor.rows(where, call) == [("callevent_2031_01",), ("callevent_2031_02",)]


def test_history_before_its_month_was_made_is_kept(floor: Floor) -> None:
    """PHASE-5: a call may be written before the first cycle; nothing is lost and no cycle fails."""
    floor.at("2032-05-05 12:00+00")
    call = floor.call()
    floor.cycle()
    assert "callevent_2032_06" in partitions(floor)
    assert "callevent_2032_05" not in partitions(floor)
    assert floor.rows(
        "SELECT tableoid::regclass::text FROM CallEvent WHERE OutboundCallId = %s", call
    ) == [("calleventearlier",)]


def test_the_cycle_says_when_it_wants_to_run(floor: Floor) -> None:
    """DIST-1: at the first moment at which something happens by time alone; never, if nothing does."""
    assert floor.cycle().next_run is None
    now = floor.value("SELECT clock()")
    floor.call(ScheduleTime=now + timedelta(hours=5))
    assert floor.cycle().next_run == now + timedelta(hours=5)
    floor.set("Workplace", floor.desk(floor.agent()), MaxOffering=25)
    floor.call()
    assert floor.cycle().next_run == now + timedelta(seconds=25)


def test_a_cycle_with_nothing_to_do_writes_no_history(floor: Floor) -> None:
    """DIST-1: and says so."""
    floor.agent()
    floor.call(CallResult="Paused")
    before = floor.value("SELECT count(*) FROM CallEvent")
    done = floor.cycle()
    assert done[:-1] == (True, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert floor.value("SELECT count(*) FROM CallEvent") == before


def test_steps_are_bounded(floor: Floor) -> None:
    """DIST-1: what is more than CycleBatch is left to the next cycle, which is wanted at once."""
    floor.set("Configuration", "CycleBatch", ConfigurationValue="3")
    floor.calls(5, ScheduleTime=floor.value("SELECT clock() + interval '1 minute'"))
    floor.pass_time(60)
    first = floor.cycle()
    assert (first.opened, first.next_run) == (3, floor.value("SELECT clock()"))
    assert floor.cycle().opened == 2


def test_a_report_on_the_history_does_not_hold_the_cycle(database: Any) -> None:
    """DIST-1, PHASE-5: a partition that cannot be made at once is made later; the cycle goes on."""
    report, floor = database.connect(autocommit=False), Floor(database.connect())
    agent = floor.agent()
    call = floor.call()
    report.execute("SELECT count(*) FROM CallEvent")
    floor.at("2033-01-10 12:00+00")
    assert floor.cycle().offered == 1
    assert floor.see(call, "AgentId") == agent
    assert "callevent_2033_02" not in partitions(floor)
    report.rollback()
    floor.cycle()
    assert "callevent_2033_02" in partitions(floor)
