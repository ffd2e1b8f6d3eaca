"""What an import would do, said before it is done: its first rows, its undo; and rejects that are forgotten."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def staged(floor: Floor, *numbers: str) -> int:
    key: int = floor.do("begin_import", floor.list_id, "file.csv")
    for line, number in enumerate(numbers, 2):
        floor.rows("INSERT INTO ImportRow (OutboundListImportId, Line, Number) VALUES (%s, %s, %s) RETURNING Line",
                   key, line, number)  # fmt: skip
    return key


def test_the_first_rows(floor: Floor) -> None:
    """As import_batch then takes them; nothing is changed by looking."""
    key = staged(floor, "724 100 001", "12", "+420724100001")
    seen = floor.rows("SELECT Line, Outcome::text, Number FROM preview_import(%s)", key)
    assert seen == [
        (2, "Imported", "+420724100001"),
        (3, "Rejected", None),
        (4, "Duplicate", "+420724100001"),
    ]
    assert floor.value("SELECT count(*) FROM ImportRow") == 3
    assert floor.row("SELECT RowsRead, LastLine FROM OutboundListImport") == (0, 0)
    floor.do("import_batch", key)
    counted = floor.row("SELECT RowsImported, RowsRejected, RowsDuplicate FROM OutboundListImport")
    assert counted == tuple(
        sum(row[1] == word for row in seen) for word in ("Imported", "Rejected", "Duplicate")
    )


def test_no_rows(floor: Floor) -> None:
    assert floor.rows("SELECT * FROM preview_import(%s)", staged(floor)) == []


def test_the_undo(floor: Floor) -> None:
    """The figures of undo_import before it is done."""
    key = staged(floor, *(f"+42072410000{n}" for n in range(5)))
    floor.do("finish_import", key)
    calls = [
        call for (call,) in floor.rows("SELECT OutboundCallId FROM OutboundCall ORDER BY Rank")
    ]
    floor.set("OutboundCall", calls[0], Trial=1)
    floor.set("OutboundCall", calls[1], Predistributed=1, AgentId=floor.agent())
    floor.cycle()
    assert floor.see(calls[1], "CallResult") == "Active"
    would = floor.row("SELECT * FROM undo_preview(%s)", key)
    assert would == (3, 2, 1)
    assert floor.row("SELECT * FROM undo_import(%s)", key) == would
    assert floor.row("SELECT * FROM undo_preview(%s)", key) == (0, 2, 1)


def test_rejects_are_forgotten(floor: Floor) -> None:
    """Those of this import; its counts stay."""
    keys = [staged(floor, "12", "13"), staged(floor, "14")]
    for key in keys:
        floor.do("import_batch", key)
    assert floor.do("forget_rejects", keys[0]) == 2
    assert floor.rows("SELECT DISTINCT OutboundListImportId FROM ImportReject") == [(keys[1],)]
    counted = "SELECT RowsRejected FROM OutboundListImport WHERE OutboundListImportId = %s"
    assert floor.value(counted, keys[0]) == 2
    assert floor.do("forget_rejects", keys[0]) == 0
