"""DIST-12: how many calls of a list are kept back by what, and what a start would do."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

CAN = "can be offered"


def counts(
    floor: Floor, question: str = "why_not_list", outbound_list: Any = None
) -> dict[str, int]:
    """Return how many calls each reason counts."""
    asked = outbound_list or floor.list_id
    return dict(floor.rows(f"SELECT Condition, Calls FROM {question}(%s)", asked))


def furnish(floor: Floor, outbound_list: Any = None) -> dict[str, int]:
    """Make calls that are kept back by one thing each, and return how many there are of each."""
    columns = {"OutboundListId": outbound_list or floor.list_id}
    off, low = (
        floor.batch(columns["OutboundListId"], Active=0),
        floor.batch(columns["OutboundListId"], RankBarrier=1),
    )
    floor.calls(3, **columns)
    floor.calls(4, **columns, ScheduleTime="2027-01-01")
    floor.calls(2, **columns, OutboundListImportId=off)
    floor.calls(5, **columns, OutboundListImportId=low, Rank=2)
    floor.calls(1, **columns, CallResult="Paused")
    floor.calls(6, **columns, Skill=99)
    return {
        CAN: 3, "not: its ScheduleTime has come": 4, "not: its import batch is active": 2,
        "not: its rank is inside the batch barrier": 5, "not: its status is Scheduled": 1,
        "not: an agent has the skill and the language": 6,
    }  # fmt: skip


def test_calls_are_counted_by_reason(db: psycopg.Connection) -> None:
    """DIST-12: each call that is not over is counted once, and those that can be offered are offered."""
    floor = Floor(db)
    for _ in range(9):
        floor.agent()
    expected = furnish(floor)
    floor.calls(7, OutboundListId=floor.outbound_list())
    assert counts(floor) == expected
    assert list(counts(floor))[-1] == CAN, "in the order of DIST-2, agents after calls"
    floor.set("OutboundList", floor.list_id, Activity="Paused")
    assert counts(floor) == {"not: its list is Running": sum(expected.values())}


def test_a_dry_run_says_what_a_start_would_do(db: psycopg.Connection) -> None:
    """DIST-12: before the list is started it says how many calls would be skipped and why, and it comes true."""
    floor = Floor(db)
    prepared = floor.outbound_list(Activity="Prepared")
    for _ in range(9):
        floor.agent()
    expected = furnish(floor, prepared)
    assert counts(floor, "dry_run_list", prepared) == expected
    assert floor.cycle().offered == 0
    floor.do("set_list_activity", prepared, "Running")
    assert counts(floor, "why_not_list", prepared) == expected
    assert floor.cycle().offered == expected[CAN]


def test_nobody_is_ready(db: psycopg.Connection) -> None:
    """DIST-12: agents who could take the calls are there, but none is ready."""
    floor = Floor(db)
    agent = floor.agent()
    floor.calls(2)
    assert counts(floor) == {CAN: 2}
    floor.do("set_agent_status", agent, "Pause")
    assert counts(floor) == {"not: such an agent is ready": 2}


def test_calls_that_are_over_do_not_count(db: psycopg.Connection) -> None:
    """DIST-12: a call in progress and one that has its result are not waiting for anything."""
    floor = Floor(db)
    floor.talking()
    done = floor.talking()
    floor.pbx(done, "hangup_called")
    assert counts(floor) == {}


@pytest.mark.parametrize("question", ["why_not_list", "dry_run_list"])
def test_a_list_that_is_not_there(db: psycopg.Connection, question: str) -> None:
    """DIST-12: an unknown list is an error of its own."""
    with pytest.raises(psycopg.Error) as refused:
        db.execute(f"SELECT * FROM {question}(gen_random_uuid())".encode())
    assert refused.value.sqlstate == "PD004"
