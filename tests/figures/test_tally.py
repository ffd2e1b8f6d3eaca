"""The history, counted by list and five minutes."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.conftest import Database
from tests.floor import Floor

TALLY = (
    "SELECT sum(Attempts), sum(Answered), sum(Finished) FROM ListTally WHERE OutboundListId = %s"
)


def tally(floor: Floor) -> tuple[int, int, int]:
    """Count what there is to be counted, and return what is counted for the floor's list."""
    while floor.value("SELECT tally_calls()") == 0:
        pass
    floor.rows("SELECT tally_calls()")
    found = floor.row(TALLY, floor.list_id)
    return (found[0] or 0, found[1] or 0, found[2] or 0)


def test_each_attempt_answer_and_end_is_counted_once(database: Database) -> None:
    floor = Floor(database.connect())
    floor.set("Project", floor.project_id, ResultWait=0)
    answered = floor.talking()
    floor.pbx(answered, "hangup_called")
    floor.do("set_call_result", answered, floor.see(answered, "AgentId"), floor.value(
        "SELECT CallResultDetailId FROM offered_details(%s) AS d WHERE d.CallResult = 'Completed' LIMIT 1", answered))  # fmt: skip
    for retried in (True, False):
        if retried:
            floor.add("RetryRule", OutboundListId=floor.list_id, CallResult="Busy", Delay=3600)
        else:
            floor.rows("DELETE FROM RetryRule RETURNING 1")
        call = floor.offered()
        floor.do("dial_call", call, floor.see(call, "AgentId"))
        floor.pbx(call, "busy")
    floor.do("neglect_call", floor.call())
    # Of the two that were busy one is to be dialled again: it is not at its end.
    assert tally(floor) == (3, 1, 3)
    assert tally(floor) == (3, 1, 3)
    assert floor.rows("SELECT DISTINCT FromTime = clock() FROM ListTally") == [(True,)]


def test_private_calls_are_of_no_list(database: Database) -> None:
    floor = Floor(database.connect())
    floor.do("private_call", "724123456", floor.agent())
    assert tally(floor) == (0, 0, 0)
    assert floor.rows("SELECT * FROM ListTally") == []


def test_what_commits_late_is_counted(database: Database) -> None:
    """A transaction that has numbers of the history already, and commits after others, is waited for."""
    floor = Floor(database.connect())
    late = Floor(database.connect(autocommit=False))
    first, second = floor.calls(2)
    late.do("neglect_call", first)
    floor.do("neglect_call", second)
    assert tally(floor) == (0, 0, 0)
    late.conn.commit()
    assert tally(floor) == (0, 0, 2)


def test_two_do_not_count_the_same(database: Database) -> None:
    floor = Floor(database.connect())
    floor.do("neglect_call", floor.call())
    floor.rows("SELECT tally_calls()")
    other = database.connect(autocommit=False)
    other.execute("SELECT tally_calls()")
    floor.do("neglect_call", floor.call())
    assert floor.value("SELECT tally_calls()") == 2
    assert floor.rows("SELECT * FROM ListTally") == []
    other.commit()
    assert tally(floor) == (0, 0, 2)


def test_a_long_history_is_counted_in_pieces(database: Database) -> None:
    floor = Floor(database.connect())
    for call in floor.calls(10):
        floor.do("neglect_call", call)
    floor.rows("SELECT tally_calls(3)")
    assert floor.value("SELECT tally_calls(3)") == 0
    assert tally(floor) == (0, 0, 10)


def test_old_tallies_go_with_the_history(db: psycopg.Connection[Any]) -> None:
    floor = Floor(db)
    floor.set("Configuration", "HistoryMonths", ConfigurationValue="2")
    for month in ("2026-08-31 21:55+00", "2026-09-01 00:00+00"):
        floor.add(
            "ListTally",
            OutboundListId=floor.list_id,
            FromTime=month,
            Attempts=1,
            Answered=0,
            Finished=0,
        )
    floor.rows("SELECT purge()")
    floor.rows("SELECT purge()")
    assert floor.rows("SELECT count(*), min(FromTime) FROM ListTally") == [
        (1, floor.value("SELECT timestamptz '2026-09-01 00:00+00'"))
    ]
