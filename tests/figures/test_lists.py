"""What is known of a list without counting its calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    """Tuesday, 10:00 in Prague."""
    return Floor(db)


def figures(floor: Floor, outbound_list: UUID | None = None) -> Any:
    with floor.conn.cursor(row_factory=namedtuple_row) as cursor:
        return cursor.execute(
            "SELECT * FROM list_figures(%s)", (outbound_list or floor.list_id,)
        ).fetchone()


def count(floor: Floor) -> None:
    while floor.value("SELECT take_census()") == 0:
        pass


def happened(floor: Floor, at: str, attempts: int, answered: int = 0, finished: int = 0) -> None:
    floor.add(
        "ListTally", OutboundListId=floor.list_id, FromTime=at, Attempts=attempts,
        Answered=answered, Finished=finished,
    )  # fmt: skip


def test_calls_by_what_becomes_of_them(floor: Floor) -> None:
    floor.set("Project", floor.project_id, ResultWait=0)
    floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=3600)
    done = floor.talking()
    floor.pbx(done, "hangup_called")
    detail = floor.value("SELECT CallResultDetailId FROM offered_details(%s) AS d WHERE d.CallResult = 'Completed' LIMIT 1", done)  # fmt: skip
    floor.do("set_call_result", done, floor.see(done, "AgentId"), detail)
    busy = floor.offered()
    floor.do("dial_call", busy, floor.see(busy, "AgentId"))
    floor.pbx(busy, "busy")
    floor.offered()
    floor.call(CallResult="Paused")
    floor.do("neglect_call", floor.call())
    floor.call(ScheduleTime="2026-11-25 09:00+01")
    waits = floor.call(EnqueueingTime="2026-11-24 08:00+01")
    assert figures(floor).countedtime is None
    assert figures(floor).calls is None
    count(floor)
    found = figures(floor)
    assert (found.calls, found.waiting, found.due, found.inprogress) == (7, 3, 1, 1)
    assert (found.paused, found.retry, found.finished) == (1, 1, 2)
    assert found.details == {str(detail): 1}
    assert found.oldestdue == floor.see(waits, "EnqueueingTime")
    assert found.remaining == 3 + 1


def test_an_empty_list(floor: Floor) -> None:
    assert floor.list_id
    count(floor)
    found = figures(floor)
    assert (found.calls or 0, found.waiting, found.finished, found.remaining) == (0, 0, 0, 0)
    assert found.pace is None


def test_a_list_that_is_not_there(floor: Floor) -> None:
    for function in ("list_figures", "list_forecast", "list_days", "list_best_hours"):
        with pytest.raises(psycopg.DatabaseError) as refused, floor.conn.transaction():
            floor.do(function, UUID(int=1))
        assert refused.value.sqlstate == "PD004"


def test_the_last_hour(floor: Floor) -> None:
    happened(floor, "2026-11-24 08:50+01", 9, 9, 9)
    happened(floor, "2026-11-24 09:00+01", 4, 2, 1)
    happened(floor, "2026-11-24 09:55+01", 6, 3, 2)
    found = figures(floor)
    assert (found.attemptslasthour, found.answeredlasthour, found.finishedlasthour) == (10, 5, 3)


def test_the_end_by_the_pace_of_the_hours_of_dialling(floor: Floor) -> None:
    """Ten calls remain; half an hour of dialling finished five: an hour is left."""
    floor.calls(10)
    count(floor)
    assert figures(floor).pace is None
    for minute in (0, 5, 10, 40, 45, 50):
        happened(floor, f"2026-11-24 08:{minute:02}+01", 3)
    # Nothing was dialled in these five minutes, but something dialled before came to its end.
    happened(floor, "2026-11-24 09:30+01", 0, finished=5)
    # More than four hours ago.
    happened(floor, "2026-11-24 05:00+01", 900, finished=900)
    found = figures(floor)
    assert (found.remaining, found.pace, found.workhours) == (10, 10.0, 1.0)
    assert found.endtime == datetime.fromisoformat("2026-11-24 11:00+01")
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    found = figures(floor)
    assert (found.workhours, found.endtime) == (1.0, None)


def test_too_early_to_say(floor: Floor) -> None:
    """Less than five minutes of dialling, or nothing finished."""
    floor.calls(10)
    count(floor)
    happened(floor, "2026-11-24 09:58+01", 3, finished=3)
    assert figures(floor).pace is None
    happened(floor, "2026-11-24 08:00+01", 3)
    assert figures(floor).pace is not None
    floor.rows("UPDATE ListTally SET Finished = 0 RETURNING 1")
    assert (figures(floor).pace, figures(floor).endtime) == (None, None)


def test_hours_days_and_best_hours_are_those_of_the_lists_zone(floor: Floor) -> None:
    floor.set("OutboundList", floor.list_id, TimeZone="Asia/Kolkata")
    happened(floor, "2026-11-23 18:25+00", 4, 1)  # Monday, 23:55
    happened(floor, "2026-11-23 18:30+00", 6, 3)  # Tuesday, 00:00
    assert floor.rows("SELECT Day::text, Attempts, Answered FROM list_days(%s)", floor.list_id) == [
        ("2026-11-24", 6, 3), ("2026-11-23", 4, 1),
    ]  # fmt: skip
    best = "SELECT Weekday, Hour, Attempts, Answered FROM list_best_hours(%s)"
    assert floor.rows(best, floor.list_id) == [(1, 23, 4, 1), (2, 0, 6, 3)]
    hours = "SELECT Attempts, Answered FROM list_hours(%s, '2026-11-20 00:00+00')"
    assert floor.rows(hours, floor.list_id) == [(10, 4)]
    later = "SELECT * FROM list_hours(%s, '2026-11-24 00:00+00')"
    assert floor.rows(later, floor.list_id) == []


def test_an_import_has_its_list_counted(floor: Floor) -> None:
    """LIST-1: a list that is prepared is counted each minute, but after an import, and after its undoing, at once."""
    count(floor)
    batch = floor.do("begin_import", floor.list_id, "file.csv")
    call = floor.call(OutboundListImportId=batch)
    for function, calls in (("finish_import", 1), ("undo_import", 0)):
        count(floor)
        floor.do(function, batch)
        count(floor)
        assert figures(floor).waiting == calls, function
    assert floor.rows("SELECT FROM OutboundCall WHERE OutboundCallId = %s", call) == []
