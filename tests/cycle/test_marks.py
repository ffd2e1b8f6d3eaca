"""The cycle begins its search of a ladder where the last one found nothing alive below, and forgets nothing by it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def mark(floor: Floor) -> Any:
    return floor.value("SELECT ladder_mark('deadline')::text")


def offered(floor: Floor) -> int:
    floor.agent()
    call = floor.call()
    assert floor.cycle().offered == 1
    return call


def test_a_mark_never_lies_ahead(floor: Floor) -> None:
    """DIST-1: whatever is put on a ladder from now on lies above the mark."""
    floor.add("OutboundCall", OutboundListId=floor.list_id, Number="724 100 100")
    offered(floor)
    floor.cycle()
    assert mark(floor) == floor.value("SELECT (clock() - interval '5 seconds')::text")


def test_what_came_in_behind_the_mark_is_found_within_a_minute(floor: Floor) -> None:
    """DIST-10: the deadline of a transaction that took long lies below; a search from the bottom finds it."""
    call = offered(floor)
    floor.set("Agent", floor.see(call, "AgentId"), MaxMissedCalls=1)
    floor.pass_time(5)
    floor.cycle()
    floor.set("OutboundCall", call, Deadline="2026-11-24 09:00+01")
    assert floor.cycle().expired == 0
    floor.pass_time(61)
    assert floor.cycle().expired == 1
    assert floor.see(call) == ("AgentOfferMissed", "Scheduled")


def test_a_clock_that_is_put_back_finds_everything(floor: Floor) -> None:
    """A mark says nothing of times before it."""
    agent = floor.agent()
    floor.set("Agent", agent, MaxMissedCalls=1)
    floor.cycle()
    floor.at("2026-11-24 09:00+01")
    call = floor.call()
    assert floor.cycle().offered == 1
    floor.pass_time(30)
    assert floor.cycle().expired == 1
    assert floor.see(call) == ("AgentOfferMissed", "Scheduled")


def test_a_rolled_back_search_leaves_no_mark(floor: Floor) -> None:
    """A mark holds for what its transaction saw."""
    before = mark(floor)
    with pytest.raises(psycopg.errors.DivisionByZero), floor.conn.transaction():
        floor.cycle()
        floor.value("SELECT 1 / 0")
    assert mark(floor) == before


def test_another_schema_of_the_session_has_marks_of_its_own(floor: Floor) -> None:
    """Several installations in one database know nothing of each other."""
    floor.cycle()
    assert mark(floor) != "-infinity"
    floor.value("SELECT set_config('dialer.marks_of', 'north', FALSE)")
    assert mark(floor) == "-infinity"
