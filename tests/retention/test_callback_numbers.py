"""Numbers are forgotten when nobody needs them any more."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.callbacks.queue import Queue
from tests.retention.test_purge import DAY, count


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Queue:
    return Queue(db)


def test_who_called_is_forgotten(floor: Queue) -> None:
    """CB-1: a day after the last moment at which it could matter; not while a callback waits."""
    over, waits = floor.lose("+420724000001"), floor.value("SELECT ivr_call_back('+420724000002')")
    floor.inbound("+420724000003", Outcome="Served")
    floor.do("cancel_call", over)
    floor.pass_time(DAY)
    assert floor.do("purge") == 0
    floor.pass_time(2 * DAY)
    assert floor.do("purge") == 2
    assert floor.rows("SELECT Number FROM CallBackNumber") == [("+420724000002",)]
    assert floor.value("SELECT ivr_call_back('+420724000002')") == waits
    floor.do("cancel_call", waits)
    floor.pass_time(3 * DAY)
    assert floor.do("purge") == 1
    assert count(floor, "InboundCall") == 2


def test_nothing_is_written_twice_a_day(floor: Queue) -> None:
    """DIST-1: numbers whose callbacks wait for long are looked at once a day."""
    floor.value("SELECT ivr_call_back('+420724000002')")
    written = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
    floor.pass_time(3 * DAY)
    assert floor.do("purge") == 0
    before = floor.value(written)
    assert floor.do("purge") == 0
    assert floor.value(written) == before
    assert count(floor, "CallBackNumber") == 1


def test_a_bite_at_a_time(floor: Queue) -> None:
    """DIST-1: a cycle stays short; equal moments included, all goes."""
    floor.conn.execute(
        "INSERT INTO CallBackNumber (Number, ChangedTime) SELECT '+4207' || n, clock() FROM generate_series(1, 1200) AS n"
    )
    floor.pass_time(3 * DAY)
    assert [floor.do("purge") for _ in range(4)] == [500, 500, 200, 0]
