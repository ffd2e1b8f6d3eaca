"""Commands, events and request keys are deleted when they are old, and nothing that is needed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.concurrency.sessions import beside, meanwhile, settle, shared_floor
from tests.conftest import Database
from tests.floor import Floor

DAY = 24 * 3600


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def count(floor: Floor, table: str) -> int:
    number: int = floor.value(f"SELECT count(*) FROM {table}")
    return number


def ended(floor: Floor) -> int:
    """A call that was dialled, taken by a runner, answered and hung up."""
    call = floor.talking()
    floor.rows("SELECT * FROM take_pbx_commands('one')")
    floor.pbx(call, "hangup_called")
    return call


def test_an_old_attempt_goes_with_its_events(floor: Floor) -> None:
    """DIAL-2: after PbxLogDays whole days; the call and its history stay, and so do younger attempts."""
    ended(floor)
    floor.pass_time(5 * DAY)
    ended(floor)
    assert (count(floor, "PbxCommand"), count(floor, "PbxEvent")) == (2, 4)
    floor.pass_time(25 * DAY)
    assert floor.do("purge") == 0
    floor.pass_time(DAY)
    assert floor.do("purge") == 1
    assert (count(floor, "PbxCommand"), count(floor, "PbxEvent")) == (1, 2)
    assert count(floor, "OutboundCall") == 2
    assert floor.broken() == []


@pytest.mark.parametrize("table", ["PbxCommand", "Request"])
def test_nothing_is_written_when_nothing_is_old(floor: Floor, table: str) -> None:
    """DIST-1: an idle cycle stays one; the mark moves only with what is deleted."""
    ended(floor)
    floor.do("create_call", floor.list_id, "724 000 001", None, None, None, False, 0, None, None, None, None, uuid4())  # fmt: skip
    written = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
    mark = "SELECT KeptFrom, PurgedUntil FROM Retention WHERE LogName = %s"
    floor.pass_time(5 * DAY)
    before = floor.value(written)
    assert floor.do("purge") == 0
    assert floor.value(written) == before
    assert floor.row(mark, table) == (None, None)
    floor.pass_time(40 * DAY)
    assert floor.do("purge") == 2
    marked = floor.row(mark, table)
    assert None not in marked
    before = floor.value(written)
    assert floor.do("purge") == 0
    assert floor.value(written) == before
    assert floor.row(mark, table) == marked


def test_a_call_in_progress_keeps_its_commands(floor: Floor) -> None:
    """DIAL-2: however old; after its end they go with the next day's purge, though younger ones went before."""
    floor.set("Project", floor.project_id, PostCallPause=0, ResultWait=None)
    agent = floor.agent()
    stuck = floor.talking(agent)
    floor.do("hang_up", stuck, agent)
    assert floor.see(stuck, "CallPhase") == "WaitForResult"
    floor.set("Project", floor.project_id, PostCallPause=None, ResultWait=0)
    floor.pass_time(DAY)
    ended(floor)
    floor.pass_time(40 * DAY)
    assert floor.do("purge") == 1
    kept = "SELECT DISTINCT OutboundCallId FROM PbxCommand"
    assert floor.rows(kept) == [(stuck,)]
    floor.conn.execute(
        "UPDATE OutboundCall SET CallResult = 'Completed' WHERE CallResult = 'Active'"
    )
    ended(floor)
    floor.pass_time(40 * DAY)
    assert floor.do("purge") == 4
    assert count(floor, "PbxCommand") == 0
    assert count(floor, "PbxEvent") == 0
    assert floor.broken() == []


def test_attempts_are_judged_as_far_back_as_they_are_kept(floor: Floor) -> None:
    """DIAL-5: a call with attempts that were purged and others that were not; one too many is still found."""
    call = ended(floor)
    floor.pass_time(40 * DAY)
    floor.cycle()
    floor.do("purge")
    assert count(floor, "PbxCommand") == 0
    agent = floor.agent()
    floor.do("schedule_call", call)
    floor.set("OutboundCall", call, Predistributed=1, AgentId=agent)
    floor.cycle()
    floor.do("dial_call", call, agent)
    assert floor.see(call, "Trial") == 2
    assert floor.broken() == []
    floor.add("PbxCommand", PbxCallId="twice", OutboundCallId=call, Command="originate",
        CreatedTime=floor.value("SELECT clock()"))  # fmt: skip
    assert [(name, example) for name, _, example in floor.broken()] == [
        ("attempts counted are attempts dialled", call)
    ]


def test_an_event_of_a_purged_attempt_does_nothing(floor: Floor) -> None:
    """DIAL-2: neither to the call nor to the PBX."""
    call = ended(floor)
    floor.pass_time(40 * DAY)
    floor.do("purge")
    before = floor.see(call, "Step", "AnswerTime", "EndTime")
    assert floor.pbx(call, "answered") == "late"
    assert floor.see(call, "Step", "AnswerTime", "EndTime") == before
    assert count(floor, "PbxCommand") == 0


def test_a_request_key_is_known_for_days(floor: Floor) -> None:
    """CALL-4: the first answer for RequestDays whole days, then the key is forgotten."""
    key = uuid4()
    request = (
        floor.list_id,
        "724 000 001",
        None,
        None,
        None,
        False,
        0,
        None,
        None,
        None,
        None,
        key,
    )
    first = floor.do("create_call", *request)
    floor.pass_time(7 * DAY)
    floor.do("purge")
    assert floor.do("create_call", *request) == first
    floor.pass_time(DAY)
    assert floor.do("purge") == 1
    assert floor.do("create_call", *request) != first


def test_bites_are_bounded_and_all_goes(floor: Floor) -> None:
    """DIST-1: a cycle stays short; what is left comes with the next ones, equal moments included."""
    fill(floor, 1200)
    assert [floor.do("purge") for _ in range(4)] == [1000, 1000, 400, 0]
    assert (count(floor, "PbxCommand"), count(floor, "PbxEvent"), count(floor, "Request")) == (
        0,
        0,
        0,
    )


def fill(floor: Floor, many: int) -> None:
    """As many old attempts, with an event each, and requests."""
    call = floor.call()
    floor.rows(
        "WITH a AS (INSERT INTO PbxCommand (PbxCallId, OutboundCallId, Command, CreatedTime)"
        " SELECT n::text, %s, 'originate', clock() - interval '60 days' FROM generate_series(1, %s) AS n RETURNING PbxCallId),"
        " e AS (INSERT INTO PbxEvent (PbxCallId, Event, HappenedAt, ReportedTime)"
        " SELECT PbxCallId, 'busy', clock(), clock() FROM a)"
        " INSERT INTO Request (RequestKey, Answer, CreatedTime)"
        " SELECT gen_random_uuid(), 1, clock() - interval '60 days' FROM a RETURNING 1",
        call, many,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["HistoryMonths", "PbxLogDays", "RequestDays"])
@pytest.mark.parametrize("value", ["0", "-1", "a week", "1.5"])
def test_a_setting_that_no_cycle_could_read_is_refused(floor: Floor, name: str, value: str) -> None:
    """CONF-1: a mistyped value is told to whoever types it."""
    with pytest.raises(psycopg.Error, match="or empty: for ever") as refused:
        floor.set("Configuration", name, ConfigurationValue=value)
    assert refused.value.sqlstate == "PD040"


@pytest.mark.parametrize("name", ["PbxLogDays", "RequestDays"])
def test_empty_keeps_for_ever(floor: Floor, name: str) -> None:
    """CONF-1: an empty value is not the default."""
    fill(floor, 3)
    floor.set("Configuration", name, ConfigurationValue="")
    assert floor.do("purge") == 3
    assert count(floor, "PbxCommand") == (3 if name == "PbxLogDays" else 0)
    assert count(floor, "Request") == (3 if name == "RequestDays" else 0)


def test_what_somebody_holds_is_left_for_later(database: Database) -> None:
    """DIST-1: the purge waits for no runner, and comes back for what it left."""
    floor = shared_floor(database, at="2026-11-24 10:00+01")
    fill(floor, 2)
    holder = settle(database.connect(autocommit=False))
    holder.execute("SELECT 1 FROM PbxCommand WHERE PbxCallId = '1' FOR UPDATE")
    floor.conn.execute("DELETE FROM Request")
    other = beside(database, floor)
    other.at("2026-11-24 10:00+01")
    with meanwhile(other, lambda late: late.do("purge")) as purging:
        assert not purging.is_blocked(floor.conn)
    assert purging.result() == 1
    holder.rollback()
    assert floor.do("purge") == 1
    assert count(floor, "PbxEvent") == 0


def test_a_session_that_dies_has_purged_nothing(database: Database) -> None:
    """DIAL-2: rows and mark go together, with the commit."""
    floor = shared_floor(database, at="2026-11-24 10:00+01")
    fill(floor, 2)
    dying = settle(database.connect(autocommit=False))
    dying.execute("SET dialer.clock = '2026-11-24 10:00+01'")
    dying.execute("SELECT purge()")
    floor.do("pg_terminate_backend", dying.info.backend_pid, 5000)
    assert (count(floor, "PbxCommand"), count(floor, "PbxEvent"), count(floor, "Request")) == (
        2,
        2,
        2,
    )
    assert floor.do("purge") == 4
