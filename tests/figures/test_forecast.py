"""When a list ends and what is left of it hour by hour: nights, calendars, and how it went before."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    """Tuesday, 10:00 in Prague."""
    floor = Floor(db)
    floor.set("OutboundList", floor.list_id, TimeZone="Europe/Prague")
    return floor


def dialled(floor: Floor, hour: str, attempts: int, answered: int, finished: int) -> None:
    """Have an hour's tally, in Prague, twelve equal parts of it."""
    for minute in range(0, 60, 5):
        floor.add(
            "ListTally", OutboundListId=floor.list_id, FromTime=f"{hour}:{minute:02}+01",
            Attempts=attempts, Answered=answered, Finished=finished,
        )  # fmt: skip


def left(floor: Floor, calls: int) -> None:
    floor.calls(calls)
    while floor.value("SELECT take_census()") == 0:
        pass


def hours(floor: Floor, outbound_list: UUID | None = None) -> list[Any]:
    with floor.conn.cursor(row_factory=namedtuple_row) as cursor:
        return cursor.execute(
            "SELECT * FROM list_forecast_hours(%s)", (outbound_list or floor.list_id,)
        ).fetchall()


def end(floor: Floor) -> datetime | None:
    found: datetime | None = floor.value("SELECT EndTime FROM list_forecast(%s)", floor.list_id)
    return found


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2026-{moment}+01:00")


def calendar(floor: Floor, days: range, opens: str, closes: str) -> None:
    key = uuid4()
    floor.add("Calendar", CalendarId=key, DisplayName="Office")
    for day in days:
        floor.add("CalendarHours", CalendarId=key, Weekday=day, TimeFrom=opens, TimeTo=closes)
    floor.set("OutboundList", floor.list_id, CalendarId=key)


def test_a_new_list_goes_on_as_it_does(floor: Floor) -> None:
    """LIST-1: 60 calls in an hour, 90 left; the first row begins now, the last one ends at the end."""
    floor.at("2026-11-24 10:20+01")
    left(floor, 90)
    dialled(floor, "2026-11-24 09", 10, 4, 5)
    found = hours(floor)
    assert [(one.fromtime, one.totime, one.callsleft, one.byhistory) for one in found] == [
        (at("11-24 10:20"), at("11-24 11:00"), 50, False),
        (at("11-24 11:00"), at("11-24 11:50"), 0, False),
    ]
    assert [one.contactsleft for one in found] == [40, 0]
    assert sum(one.finished for one in found) == pytest.approx(90)
    assert end(floor) == at("11-24 11:50")


def test_closed_hours_are_left_out(floor: Floor) -> None:
    """TIME-2: an office that opens from Monday to Tuesday, 9:30 to 11:30: two hours today, then a week later."""
    calendar(floor, range(1, 3), "09:30", "11:30")
    left(floor, 150)
    dialled(floor, "2026-11-24 09", 10, 4, 5)
    found = [(one.fromtime, one.totime, one.callsleft) for one in hours(floor)]
    assert found == [
        (at("11-24 10:00"), at("11-24 11:00"), 90),
        (at("11-24 11:00"), at("11-24 11:30"), 60),
        (at("11-30 09:30"), at("11-30 10:00"), 30),
        (at("11-30 10:00"), at("11-30 10:30"), 0),
    ]
    assert end(floor) == at("11-30 10:30")
    assert floor.value("SELECT list_work_ends(%s, 2.5)", floor.list_id) == at("11-30 10:30")
    assert floor.value("SELECT list_work_ends(%s, 0)", floor.list_id) == at("11-24 10:00")


def test_what_the_law_forbids_is_left_out(floor: Floor) -> None:
    """COMP-2: hours of a rule pack and its holidays, together with those of the calendar."""
    calendar(floor, range(1, 6), "09:00", "12:00")
    pack = floor.add("RulePack", DisplayName="Law", Source="a test", SourceDate="2026-01-01")
    rule = {"RulePackId": pack, "Source": "a test", "SourceDate": "2026-01-01"}
    floor.add(
        "RulePackRule", **rule, Kind="Hours", Weekdays="12345", TimeFrom="08:00", TimeTo="11:00"
    )
    floor.add("RulePackRule", **rule, Kind="Holiday", Holiday="11-25")
    # Where one region is closed the list goes on with the others.
    floor.add(
        "RulePackRule",
        **rule,
        Region="DE-BY",
        Kind="Hours",
        Weekdays="12345",
        TimeFrom="08:00",
        TimeTo="09:10",
    )
    floor.add("RulePackRule", **rule, Region="DE-BY", Kind="Holiday", Holiday="11-26")
    floor.set("OutboundList", floor.list_id, RulePackId=pack)
    left(floor, 90)
    dialled(floor, "2026-11-24 09", 10, 4, 5)
    found = [(one.fromtime, one.totime, one.callsleft) for one in hours(floor)]
    assert found == [
        (at("11-24 10:00"), at("11-24 11:00"), 30),
        (at("11-26 09:00"), at("11-26 09:30"), 0),
    ]
    assert floor.value("SELECT list_work_ends(%s, 1.5)", floor.list_id) == at("11-26 09:30")


def test_it_goes_as_in_the_same_hour_of_the_week(floor: Floor) -> None:
    """LIST-1: two Tuesdays taught that 10:00 is slow, 11:00 quick, and that after noon nobody is there."""
    left(floor, 60)
    for day in ("11-10", "11-17"):
        dialled(floor, f"2026-{day} 10", 10, 1, 1)
        dialled(floor, f"2026-{day} 11", 10, 1, 3)
        dialled(floor, f"2026-{day} 09", 10, 1, 2)
    dialled(floor, "2026-11-24 09", 10, 1, 9)
    found = [(one.fromtime, one.totime, one.callsleft, one.byhistory) for one in hours(floor)]
    assert found == [
        (at("11-24 10:00"), at("11-24 11:00"), 48, True),
        (at("11-24 11:00"), at("11-24 12:00"), 12, True),
        # The next Tuesday: 24 calls in an hour twice, and 108 this morning but in its last minutes, which may go on.
        (at("12-01 09:00"), at("12-01 09:14:17.142857"), 0, True),
    ]
    assert end(floor) == found[-1][1]


def test_the_clock_is_put_back(floor: Floor) -> None:
    """TIME-1: on 25 October 2026 the hour from 2 to 3 comes twice in Prague; both are dialled."""
    floor.at("2026-10-25 01:30+02")
    left(floor, 30)
    dialled(floor, "2026-10-25 00", 10, 1, 1)
    found = [one.fromtime for one in hours(floor)]
    assert found == [
        datetime.fromisoformat(one)
        for one in ("2026-10-25 01:30+02:00", "2026-10-25 02:00+02:00", "2026-10-25 02:00+01:00")
    ]


def test_what_never_ends_is_bounded(floor: Floor) -> None:
    """LIST-1: 500 rows at most, and then no end."""
    left(floor, 100)
    floor.rows(
        "UPDATE ListCensus SET Waiting = 1000000 WHERE OutboundListId = %s RETURNING 1",
        floor.list_id,
    )
    dialled(floor, "2026-11-24 09", 10, 1, 1)
    found = hours(floor)
    assert len(found) == 500
    assert found[-1].callsleft == 1_000_000 - 12 * 500
    assert end(floor) is None


def test_nothing_to_go_by(floor: Floor) -> None:
    """LIST-1: not counted, paused, never dialled, a calendar without hours: no rows, no end."""
    assert hours(floor) == []
    left(floor, 10)
    assert hours(floor) == []
    dialled(floor, "2026-11-24 09", 10, 1, 1)
    assert hours(floor)
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    assert hours(floor) == []
    floor.set("OutboundList", floor.list_id, Activity="Running")
    calendar(floor, range(0), "", "")
    assert hours(floor) == []
    assert end(floor) is None
    assert floor.value("SELECT list_work_ends(%s, 1)", floor.list_id) is None
    for function in ("list_forecast_hours(%s)", "list_work_ends(%s, 1)"):
        with pytest.raises(psycopg.DatabaseError) as refused, floor.conn.transaction():
            floor.rows(f"SELECT * FROM {function}", UUID(int=1))
        assert refused.value.sqlstate == "PD004"
