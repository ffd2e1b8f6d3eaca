"""Months of history are dropped, by hand or by the cycle, and nobody waits for it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor

MONTHS = "SELECT DISTINCT tableoid::regclass::text FROM CallEvent ORDER BY 1"


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def months(floor: Floor) -> list[str]:
    return [name for (name,) in floor.rows(MONTHS)]


def drop(floor: Floor, before: str) -> list[tuple[Any, ...]]:
    return floor.rows("SELECT * FROM drop_history(%s)", before)


def lived(floor: Floor) -> list[int]:
    """Calls whose lives began in 2035-01, -02 and -03; now it is March."""
    calls = []
    for day in ("2035-01-31 12:00+00", "2035-02-28 23:59+00", "2035-03-01 00:00+00"):
        floor.at(day)
        floor.cycle()
        for call in calls:
            floor.do("pause_call", call)
            floor.do("schedule_call", call)
        calls.append(floor.call())
    floor.at("2035-03-20 12:00+00")
    return calls


def test_months_that_end_before_are_dropped(floor: Floor) -> None:
    """PHASE-5: the month of the date itself stays; calls and what is kept of their history hold together."""
    calls = lived(floor)
    assert months(floor) == ["callevent_2035_01", "callevent_2035_02", "callevent_2035_03"]
    assert drop(floor, "2035-02-28") == [("callevent_2035_01", "dropped")]
    assert months(floor) == ["callevent_2035_02", "callevent_2035_03"]
    assert floor.value("SELECT count(*) FROM OutboundCall") == len(calls)
    assert floor.broken() == []
    assert drop(floor, "2035-02-01") == []


def test_the_current_month_stays(floor: Floor) -> None:
    """PHASE-5: whatever date is given; what is still to come has its partition."""
    lived(floor)
    assert drop(floor, "2099-01-01") == [
        ("callevent_2035_01", "dropped"),
        ("callevent_2035_02", "dropped"),
    ]
    assert months(floor) == ["callevent_2035_03"]
    floor.do("pause_call", floor.call())
    assert floor.broken() == []


def test_what_is_missing_of_the_history_kept_is_still_found(floor: Floor) -> None:
    """PHASE-5: a call older than the history kept is judged by the rest of it."""
    calls = lived(floor)
    drop(floor, "2035-02-01")
    floor.conn.execute("SET LOCAL session_replication_role = replica")
    for breakage in (
        "DELETE FROM CallEvent WHERE OutboundCallId = %s AND Step = 4",
        "DELETE FROM CallEvent WHERE OutboundCallId = %s",
    ):
        floor.conn.execute(breakage.encode(), (calls[0],))
        broken = {name: example for name, _, example in floor.broken()}
        assert broken["history has every step of a call, once"] == calls[0]


def test_history_outside_the_months_goes_when_all_of_it_is_old(floor: Floor) -> None:
    """PHASE-5: CallEventEarlier has no month of its own."""
    floor.at("2035-01-10 12:00+00")
    call = floor.call()
    floor.at("2035-02-10 12:00+00")
    floor.do("pause_call", call)
    floor.at("2035-03-10 12:00+00")
    floor.cycle()
    floor.do("schedule_call", call)
    assert months(floor) == ["callevent_2035_03", "calleventearlier"]
    assert drop(floor, "2035-02-10") == []
    assert drop(floor, "2035-03-01") == [("calleventearlier", "emptied")]
    assert months(floor) == ["callevent_2035_03"]
    assert floor.broken() == []


def test_what_a_dba_built_on_a_month_keeps_it(floor: Floor) -> None:
    """PHASE-5: a view of one's own is not taken away; the other months go."""
    lived(floor)
    floor.conn.execute("CREATE VIEW Mine AS SELECT * FROM callevent_2035_01")
    dropped = dict(drop(floor, "2035-03-01"))
    assert "other objects depend on it" in dropped["callevent_2035_01"]
    assert dropped["callevent_2035_02"] == "dropped"
    assert months(floor) == ["callevent_2035_01", "callevent_2035_03"]


@pytest.mark.parametrize(
    ("setting", "left"),
    [("", ["01", "02", "03"]), ("1", ["02", "03"]), ("2", ["01", "02", "03"])],
)
def test_the_cycle_drops_what_is_older_than_it_may_be(
    floor: Floor, setting: str, left: list[str]
) -> None:
    """PHASE-5: HistoryMonths whole months besides the current one; empty keeps all."""
    lived(floor)
    floor.set("Configuration", "HistoryMonths", ConfigurationValue=setting)
    floor.do("purge")
    assert months(floor) == [f"callevent_2035_{month}" for month in left]
    assert floor.do("purge") == 0


@pytest.fixture
def shared(database: Database) -> Floor:
    """A floor in March whose work is committed at once."""
    floor = shared_floor(database, at="2035-01-01 12:00+00")
    lived(floor)
    return floor


@pytest.mark.parametrize("table", ["CallEvent", "callevent_2035_01"])
def test_a_reader_is_waited_for_a_moment_only(
    database: Database, shared: Floor, table: str
) -> None:
    """PHASE-5: the answer says so; nothing is dropped by half, and calls go on meanwhile."""
    report = settle(database.connect(autocommit=False))
    report.execute(f"SELECT count(*) FROM {table}".encode())
    assert drop(shared, "2035-03-01") == [
        ("callevent_2035_01", "in use: somebody reads or writes the history, try again")
    ]
    shared.do("pause_call", shared.call())
    report.rollback()
    assert [outcome for _, outcome in drop(shared, "2035-03-01")] == ["dropped", "dropped"]


def test_the_cycle_does_not_wait_for_a_reader(database: Database, shared: Floor) -> None:
    """DIST-1: not even for a moment, or a report of an hour would slow every cycle of the hour."""
    shared.set("Configuration", "HistoryMonths", ConfigurationValue="1")
    report = settle(database.connect(autocommit=False))
    report.execute("SELECT count(*) FROM CallEvent")
    with meanwhile(beside(database, shared), lambda other: other.do("purge")) as purging:
        assert not purging.is_blocked(shared.conn)
    assert purging.result() == 0
    assert "callevent_2035_01" in months(shared)
    report.rollback()
    assert shared.do("purge") == 1


def test_a_session_that_dies_has_dropped_nothing(database: Database, shared: Floor) -> None:
    """PHASE-5: all or nothing, until the commit."""
    dying = settle(database.connect(autocommit=False))
    dying.execute("SET dialer.clock = '2035-03-20 12:00+00'")
    assert len(dying.execute("SELECT * FROM drop_history('2035-03-01')").fetchall()) == 2
    shared.do("pg_terminate_backend", dying.info.backend_pid, 5000)
    assert months(shared) == ["callevent_2035_01", "callevent_2035_02", "callevent_2035_03"]
    assert shared.broken() == []


def test_a_month_that_another_session_is_dropping(database: Database, shared: Floor) -> None:
    """PHASE-5: who comes second says that it is in use, then that there is nothing left; no error."""
    dropping = settle(database.connect(autocommit=False))
    dropping.execute("SET dialer.clock = '2035-03-20 12:00+00'")
    dropping.execute("SELECT * FROM drop_history('2035-02-01')")
    assert drop(shared, "2035-02-01")[0][1].startswith("in use")
    with meanwhile(beside(database, shared), lambda other: drop(other, "2035-02-01")) as second:
        dropping.commit()
    assert [o for _, o in second.result() if o == "dropped"] == []
    assert drop(shared, "2035-02-01") == []
