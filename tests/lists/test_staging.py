"""What stands in the cells of a file arrives in the database as it stands (LIST-2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import psycopg
import pytest
from pgdialer.runner.lists.ahead import ahead
from pgdialer.runner.lists.reading import Record
from pgdialer.runner.lists.staging import Column, Staging

AWKWARD = ["\\", "\t", "\n", "\r", '"', "'", "\\N", "\\.", "\x1f", "\u2028", "ž", "😀", "{", ","]


def test_cells_arrive_as_they_are(db: psycopg.Connection[Any]) -> None:
    """LIST-2: whatever a cell holds, alone and beside anything else, as name and as a field of one's own."""
    cells = [f"a{''.join(pair)}b" for pair in product(AWKWARD, repeat=2)]
    columns = [
        Column(1, "Number", "Number"), Column(2, "First", "DisplayName"),
        Column(3, 'He said "no"\\', "ExtendedFields"), Column(4, "Gone", None),
        Column(5, "Last", "DisplayName"),
    ]  # fmt: skip
    staging = Staging(columns)
    records = [
        Record(line, [" 724 ", cell, cell, cell, ""], None) for line, cell in enumerate(cells, 2)
    ]
    records += [Record(9000, ["", " ", ""], None), Record(9001, ["x"], f"bad: {cells[0]}")]
    with db.cursor() as cursor, cursor.copy(staging.statement) as copy:
        copy.write(staging.text(7, records))
    staged = db.execute("SELECT * FROM ImportRow WHERE OutboundListImportId = 7 ORDER BY Line")
    names = [column.name for column in staged.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in staged]
    assert [row["line"] for row in found] == [record.line for record in records]
    assert [row["displayname"] for row in found[:-2]] == cells
    assert [row["extendedfields"] for row in found[:-2]] == [{columns[2].heading: c} for c in cells]
    assert {row["number"] for row in found[:-2]} == {"724"}
    assert {key for row in found[-2:] for key, value in row.items() if value is not None} == {
        "outboundlistimportid", "line", "problem",
    }  # fmt: skip
    assert found[-1]["problem"] == f"bad: {cells[0]}"


def test_made_ahead_in_order_and_errors_come_through() -> None:
    """LIST-2: every chunk once and in order; a file that cannot be read further says so."""
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead([0, None, ""])) == [0, None, ""]

    def broken() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    seen = []
    with pytest.raises(OSError, match="gone"):
        for item in ahead(broken()):
            seen.append(item)
    assert seen == [1]


def test_left_halfway_it_stops_making() -> None:
    """LIST-2: an import that stops does not read the rest of its file."""
    made = []

    def items() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    for item in ahead(items()):
        if item == 3:
            break
    assert len(made) < 10
