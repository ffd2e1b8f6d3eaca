"""Plans of the hot statements: what is read does not grow with the list (architecture: top k by an index).

Counted, not timed: which indexes, which rows. A prepared plan may differ from the first one, so that each statement is
looked at in a session that is new and in one that has done it before.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.plans.reads import BIG, Reads, reads
from tests.plans.statements import GUARDS, HOT, Hot, nothing

MORE = 500  # rows that are read without an index are at least so many more
# PostgreSQL makes five plans for the values at hand before it may take one for all.
TIMES = 7


def runs(dsn: str, hot: Hot, times: int) -> list[Reads]:
    """Do a statement some times in one session, each time on the database as it was."""
    made = []
    with psycopg.connect(dsn) as conn:
        # The helpers of a parallel scan count for themselves.
        conn.execute("SET max_parallel_workers_per_gather = 0")
        conn.commit()
        for _ in range(times):
            floor = Floor(conn)
            made.append(reads(floor, hot.query, hot.prepare(floor)))
            conn.rollback()
    return made


@pytest.mark.parametrize("name", HOT)
def test_what_is_read(filled: dict[str, str], name: str) -> None:
    """DIST-1: by its indexes, no table as a whole, no more in a long list than in a short one."""
    hot = HOT[name]
    (few,) = runs(filled["few"], hot, 1)
    done = runs(filled["many"], hot, TIMES)
    for many in (done[0], done[-1]):
        assert not many.scanned
        assert set(hot.indexes) <= many.indexes
        assert many.rows <= hot.most
        assert many.rows <= few.rows + hot.most // 2


def test_every_index_is_there_for_something(db: psycopg.Connection[Any]) -> None:
    """An index that nobody needs makes every change of a call dearer."""
    query = """
        SELECT c.relname::text, i.indisunique
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_class AS t ON t.oid = i.indrelid
        WHERE t.relname = ANY (%s) AND t.relnamespace = current_schema()::regnamespace
    """
    there = dict(db.execute(query, (sorted(BIG),)).fetchall())
    read = {index for hot in HOT.values() for index in hot.indexes}
    assert set(there) == read | set(GUARDS)
    assert all(there[name] for name in GUARDS)


def test_a_scan_is_found(filled: dict[str, str]) -> None:
    """The counters see what they are for: a condition that no index serves."""
    bad = Hot("SELECT * FROM OutboundCall WHERE DisplayName = 'nobody'", nothing, ())
    few, many = (runs(filled[size], bad, 1)[0] for size in ("few", "many"))
    assert many.scanned["outboundcall"] >= 100_000
    assert many.rows > few.rows + MORE
