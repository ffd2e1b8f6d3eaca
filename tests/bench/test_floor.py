"""Rows that are loaded are those that the triggers would have made, and lives leave sane calls."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from pgdialer.bench import floor, lives
from pgdialer.bench.server import Base
from pgdialer.bench.size import Size
from pgdialer.bench.stage import Stage

from tests.bench.conftest import TINY
from tests.conftest import Database, Server
from tests.floor import Floor

TABLES = """
    SELECT c.relname FROM pg_class AS c
    WHERE c.relnamespace = 'dialer'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname NOT LIKE '\\_yoyo%' ORDER BY 1
"""
# What depends on the order of writing, or on the real time.
BESIDES = {"callevent": "calleventid", "agent": "statussince"}


def everything(conn: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    """All rows of all tables, as text."""
    found = {}
    for (name,) in conn.execute(TABLES).fetchall():
        row = f"to_jsonb(t) - '{BESIDES.get(name, '')}'"
        rows = conn.execute(
            f"SELECT ({row})::text FROM dialer.{name} AS t ORDER BY 1".encode()
        ).fetchall()
        found[name] = [text for (text,) in rows]
    return found


@pytest.mark.parametrize("first", [0, 1_000])
def test_loaded_rows_are_honest_rows(server: Server, first: int) -> None:
    """All tables, to the last column; also of calls that are added later."""
    made = []
    with ExitStack() as opened:
        for honestly in (True, False):
            base = opened.enter_context(server.clone(f"bench{honestly}".lower()))
            conn = opened.enter_context(psycopg.connect(server.dsn(base.dbname), autocommit=True))
            conn.execute("SET search_path TO dialer, bench, public")
            conn.execute("SET dialer.clock TO '2026-02-03 10:00+01'")
            floor.people(conn, TINY)
            floor.calls(conn, TINY, 0, 1_000, honestly=honestly)
            if first:
                floor.calls(conn, TINY, first, 300, honestly=honestly)
            made.append(everything(conn))
            key = conn.execute(
                "SELECT nextval(pg_get_serial_sequence('outboundcall', 'outboundcallid'))"
            )
            assert key.fetchone() == (first + 301 if first else 1_001,)
    assert len(made[0]["outboundcall"]) == (1_300 if first else 1_000)
    for table, rows in made[0].items():
        assert made[1][table] == rows, table


def test_the_floor_is_as_described(database: Database) -> None:
    """Every call due, groups of one size, and ready agents who together can take any call."""
    conn = database.connect()
    conn.execute("SET search_path TO dialer, bench, public")
    size = Size(waiting=1_000)
    floor.people(conn, size)
    floor.calls(conn, size, 0, size.waiting)
    at = Floor(conn, at=None)
    assert at.rows(
        "SELECT CallPhase::text, Due::integer, count(*) FROM OutboundCall GROUP BY 1, 2"
    ) == [("Enqueue", 1, 1_000)]
    assert at.rows("SELECT count(*), min(n), max(n) FROM (SELECT count(*) AS n FROM OutboundCall"
                   " GROUP BY CallGroupId) AS g") == [(500, 2, 2)]  # fmt: skip
    assert at.row(
        "SELECT min(n), max(n) FROM (SELECT count(*) AS n FROM Skill GROUP BY AgentId) AS a"
    ) == (5, 5)
    floor.ready(conn, size, size.ready)
    assert at.value("SELECT count(*) FROM FreeAgent WHERE IsReady") == 200
    assert at.value("SELECT count(DISTINCT CallGroupId) FROM EligibleAgent WHERE IsReady") == 500
    assert at.cycle().offered == 200
    assert floor.withdraw(conn) == 200
    floor.ready(conn, size, 0)
    assert at.cycle().offered == 0


def test_reserved_calls_are_not_offered(stage: Stage) -> None:
    """What a DBA's statements and procedures are measured on waits behind all others."""
    size, base = stage.size, stage.few
    with base.connect() as conn:
        floor.ready(conn, size, size.agents)
        conn.execute("SELECT run_cycle()")
        first = conn.execute(
            "SELECT min(OutboundCallId) FROM OutboundCall WHERE CallResult = 'Active'"
        ).fetchone()
        assert first and first[0] > size.reserved
        floor.withdraw(conn)
        floor.ready(conn, size, 0)


def test_lives(database: Database) -> None:
    """As many as wanted are over, as many wait as before, and nothing is broken."""
    conn = database.connect()
    conn.execute("SET search_path TO dialer, bench, public")
    floor.people(conn, TINY)
    floor.calls(conn, TINY, 0, TINY.waiting + TINY.lives)
    lived = lives.live(conn, TINY, TINY.lives)
    at = Floor(conn, at=None)
    assert lived >= TINY.lives
    assert dict(at.rows("SELECT CallResult::text, count(*) FROM OutboundCall GROUP BY 1")) == {
        "Completed": lived, "Scheduled": TINY.waiting + TINY.lives - lived,
    }  # fmt: skip
    assert (
        at.value("SELECT count(*) FROM PbxCommand WHERE TakenTime IS NULL AND VoidTime IS NULL")
        == 0
    )
    assert at.broken() == []


def test_copy(stage: Stage) -> None:
    """Claims go to the next calls in order, each to another agent, and end behind themselves."""
    copy = stage.copy
    indexes = "SELECT count(*) FROM pg_indexes WHERE tablename = %s AND schemaname = %s"
    with Base(stage.cluster, "full").connect() as conn:
        counts = [conn.execute(indexes, names).fetchone() for names in
                  (("callcopy", "bench"), ("outboundcall", "dialer"))]  # fmt: skip
        assert counts[0] == counts[1]
        before = copy._mark
        for _ in range(3):
            assert copy.claim(conn, 20) == 20
            assert conn.execute(
                "SELECT count(DISTINCT AgentId), count(DISTINCT WorkplaceId), min(CallGroupId) > %s"
                " FROM CallCopy WHERE CallResult = 'Active'", (before - 1,)
            ).fetchone() == (20, 20, True)  # fmt: skip
            copy.end(conn)
            assert copy._mark > before
            before = copy._mark
