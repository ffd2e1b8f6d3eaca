"""A new call is the same row whatever way it comes, and where it stands in the queue (CALL-4, TIME-3)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

# What two calls of the same content differ in.
OWN = "'{outboundcallid,outboundlistimportid,callgroupid}'::text[]"

ROWS: dict[str, dict[str, Any]] = {
    "plain": {},
    "spelt otherwise": {"Number": "(+420) 724/000-001"},
    "of another country": {"Number": "+49 30 901820"},
    "asked for": {"Skill": 30, "Proficiency": 40, "Priority": 7, "CallKey": "K", "DisplayName": "Jana"},
    "later": {"ScheduleTime": "2026-11-25 09:00+01"},
    "earlier": {"ScheduleTime": "2026-11-23 09:00+01"},
    "in a window": {"TimeMode": "Daily", "TimeFrom": "08:00", "TimeTo": "12:00"},
    "out of its window": {"TimeMode": "Daily", "TimeFrom": "15:00", "TimeTo": "18:00"},
    "window over": {"TimeMode": "Range", "TimeTo": "2026-11-01"},
    "in a zone": {"TimeZone": "Asia/Tokyo"},
    "second in rank": {"Rank": 2},
}  # fmt: skip
LISTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "in no country": {"Country": None},
    "with a barrier": {"RankBatch": 1},
    "manual": {"ManualDistribution": 1},
}


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def whole(floor: Floor, call: int) -> dict[str, Any]:
    row: dict[str, Any] = floor.value(
        f"SELECT to_jsonb(c) - {OWN} FROM OutboundCall AS c WHERE c.OutboundCallId = %s", call
    )
    return row


def events(floor: Floor, call: int) -> list[tuple[Any, ...]]:
    return floor.rows(
        "SELECT Step, EventTime, EventType, FromPhase::text, ToPhase::text, ToResult::text, AgentId, Data"
        " FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step", call,
    )  # fmt: skip


def imported(floor: Floor, outbound_list: Any, barrier: int | None, row: dict[str, Any]) -> int:
    """Bring a row in as programs do it, and return its call."""
    batch = floor.value("SELECT begin_import(%s, 'a.csv')", outbound_list)
    floor.set("OutboundListImport", batch, RankBarrier=barrier)
    if row.get("Rank") == 2:
        floor.add("ImportRow", OutboundListImportId=batch, Line=1, Number="724999999")
    named = {name: str(value) for name, value in row.items() if name != "Rank"}
    floor.add("ImportRow", OutboundListImportId=batch, Line=2, **named)
    floor.rows("SELECT check_batch(%s)", batch)
    floor.rows("SELECT take_batch(%s)", batch)
    return int(floor.value("SELECT max(OutboundCallId) FROM OutboundCall"))


@pytest.mark.parametrize("columns", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_imported_is_inserted(floor: Floor, row: dict[str, Any], columns: dict[str, Any]) -> None:
    """CALL-4: an imported row, one with a batch and one without are the same, to the last column."""
    row = {"Number": "724 000 001", **row}
    there = floor.outbound_list(**columns)
    by_import = imported(floor, there, columns.get("RankBatch"), row)
    batch, rank = floor.look("OutboundCall", by_import, "OutboundListImportId", "Rank")
    # Of one file the earlier line waits first: by microseconds, and only imports set it.
    expected = whole(floor, by_import)
    given = {"OutboundListId": there, "EnqueueingTime": expected["enqueueingtime"], **row}
    by_insert = floor.call(**{**given, "OutboundListImportId": batch, "Rank": rank})
    assert whole(floor, by_insert) == expected
    assert events(floor, by_insert) == events(floor, by_import)
    assert floor.rows(
        "SELECT DISTINCT Actor FROM CallEvent WHERE OutboundCallId = %s", by_import
    ) == [("import",)]
    assert floor.look("OutboundCall", by_insert, "CallGroupId") == floor.look(
        "OutboundCall", by_import, "CallGroupId"
    )
    if "RankBatch" not in columns:
        alone = floor.call(**{**given, "Rank": rank})
        assert whole(floor, alone) == expected


@pytest.mark.parametrize("columns", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_its_place_is_the_one_worked_out_again(
    floor: Floor, row: dict[str, Any], columns: dict[str, Any]
) -> None:
    """TIME-3: what new_call says of a call without a window is what queue_call says of it."""
    there = floor.outbound_list(**columns)
    batch = floor.batch(there, RankBarrier=columns.get("RankBatch"))
    call = floor.call(OutboundListId=there, OutboundListImportId=batch, **row)
    before = floor.value(
        "SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call
    )
    if floor.see(call) == ("Enqueue", "Scheduled"):
        floor.conn.execute(
            "UPDATE OutboundCall SET Due = NULL, CallGroupId = NULL WHERE OutboundCallId = %s",
            (call,),
        )
    again = floor.value("SELECT to_jsonb(c) FROM OutboundCall AS c WHERE OutboundCallId = %s", call)
    assert again == before


def test_what_the_system_keeps_is_not_taken_from_a_statement(floor: Floor) -> None:
    """CALL-4: a group, a place in the queue, times and counters that a statement gives are worked out all the same."""
    honest = floor.call("724000001")
    other = floor.call("724000002", Skill=99)
    claimed = floor.call(
        "724000001", CallPhase="Enqueue", CallResult="Scheduled", Step=9, Due=1, DueTime="2020-01-01",
        DueUntil="2020-01-02", Offers=4, Deadline="2020-01-01", RetryTime="2020-01-01", CreatedTime="2020-01-01",
        ChangedTime="2020-01-01", CallGroupId=floor.look("OutboundCall", other, "CallGroupId"),
    )  # fmt: skip
    assert whole(floor, claimed) == whole(floor, honest)
    assert floor.look("OutboundCall", claimed, "CallGroupId") == floor.look(
        "OutboundCall", honest, "CallGroupId"
    )


def test_a_calendar_holds_for_calls_that_come_ready(floor: Floor) -> None:
    """TIME-3: also a call that says itself that it is Scheduled waits for the hours of its list."""
    calendar = floor.add("Calendar", DisplayName="Afternoons")
    floor.add("CalendarHours", CalendarId=calendar, Weekday=2, TimeFrom="14:00", TimeTo="16:00")
    there = floor.outbound_list(CalendarId=calendar)
    call = floor.call(OutboundListId=there, CallPhase="Enqueue", CallResult="Scheduled")
    assert floor.see(call) == ("EnqueueNoTime", "Scheduled")
    assert floor.look("OutboundCall", call, "Due") == 0


def test_no_call_begins_as_the_table_has_it_not(floor: Floor) -> None:
    """PHASE-1: what a statement says itself is looked up like the rest, for all of its rows."""
    floor.conn.execute(
        "DELETE FROM PhaseTransition WHERE FromPhase IS NULL AND ToPhase = 'Enqueue' AND ToResult = 'Scheduled'"
    )
    with pytest.raises(psycopg.Error) as refused:
        floor.call(CallPhase="Enqueue", CallResult="Scheduled")
    assert refused.value.sqlstate == "PD001"


def test_a_private_call_needs_no_list(floor: Floor) -> None:
    """CALL-2: its number is read by the default country, when it is made and when it is changed."""
    floor.set("Configuration", "DefaultCountry", ConfigurationValue="CZ")
    call = floor.call("+420724000001", CallType="Private")
    assert floor.see(call) == ("New", "Prepared")
    floor.set("OutboundCall", call, Number="724 000 002")
    assert floor.look("OutboundCall", call, "Number", "NumberGiven") == (
        "+420724000002", "724 000 002",
    )  # fmt: skip
    with pytest.raises(psycopg.Error) as refused:
        floor.call("+420724000003", CallType="Private", CallPhase="Enqueue")
    assert refused.value.sqlstate == "PD030"


def test_a_status_alone_gives_the_first_phase_that_fits(floor: Floor) -> None:
    """PHASE-1: of equal ranks the first phase, whatever plan finds them."""
    assert floor.see(floor.call(CallResult="Active", AgentId=floor.agent())) == (
        "AgentDialing", "Active",
    )  # fmt: skip
