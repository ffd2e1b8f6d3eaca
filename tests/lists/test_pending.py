"""An import in two halves: rows checked in one session and taken in others (LIST-2)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def begin(floor: Floor, **options: Any) -> int:
    named = "".join(f", {name} => %s" for name in options)
    return int(
        floor.value(f"SELECT begin_import(%s, 'a.csv'{named})", floor.list_id, *options.values())
    )


def check(floor: Floor, batch: int, first: int, *numbers: str) -> tuple[Any, ...]:
    """Stage numbers as lines from one on, and check them."""
    floor.rows(
        "INSERT INTO ImportRow (OutboundListImportId, Line, Number)"
        " SELECT %s, %s + n.Place, n.Number"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS n (Number, Place) RETURNING 1",
        batch, first - 1, list(numbers),
    )  # fmt: skip
    return floor.row("SELECT * FROM check_batch(%s)", batch)


def counts(floor: Floor, batch: int) -> tuple[Any, ...]:
    return floor.row(
        "SELECT LastLine, RowsRead, RowsImported, RowsDuplicate, RowsRejected"
        " FROM OutboundListImport WHERE OutboundListImportId = %s", batch,
    )  # fmt: skip


def calls(floor: Floor) -> list[tuple[Any, ...]]:
    return floor.rows("SELECT Rank, Number FROM OutboundCall ORDER BY Rank")


def reasons(floor: Floor, batch: int) -> list[tuple[Any, ...]]:
    return floor.rows(
        "SELECT Line, Reason FROM ImportReject WHERE OutboundListImportId = %s ORDER BY Line", batch
    )


def test_taken_in_any_order_the_ranks_follow_the_lines(floor: Floor) -> None:
    """LIST-2: what is checked first ranks and waits first, whoever writes it first; nothing is taken twice."""
    batch = begin(floor)
    spans = [check(floor, batch, 2, "724000001", "12", "724000002")]
    floor.pass_time(1)
    spans.append(check(floor, batch, 5, "724000003", "724000004"))
    assert spans == [(2, 4), (5, 6)]
    assert calls(floor) == []
    for span in [spans[1], spans[0], spans[1]]:
        floor.rows("SELECT take_batch(%s, %s, %s)", batch, *span)
    assert calls(floor) == [(n, f"+42072400000{n}") for n in (1, 2, 3, 4)]
    assert floor.rows("SELECT Rank, Due FROM OutboundCall ORDER BY EnqueueingTime") == [
        (n, 1) for n in (1, 2, 3, 4)
    ]
    assert counts(floor, batch) == (6, 5, 4, 0, 1)
    assert check(floor, batch, 7, "724000005") == (7, 7)
    floor.rows("SELECT take_batch(%s)", batch)
    assert calls(floor)[-1] == (5, "+420724000005")


def test_what_is_checked_counts_as_the_lists(floor: Floor) -> None:
    """LIST-2: duplicates are found among rows not yet written, of this file and of another one."""
    floor.call("724000009")
    one, other = begin(floor), begin(floor)
    assert check(floor, one, 2, "724000001", "724000009") == (2, 2)
    assert check(floor, one, 4, "+420 724 000 001") == (None, None)
    assert check(floor, other, 2, "724-000-001", "724000002") == (3, 3)
    assert reasons(floor, one) == [
        (3, floor.value("SELECT 'The list has +420724000009 already: call '"
                        " || min(OutboundCallId) || '.' FROM OutboundCall")),
        (4, "The file has +420724000001 in an earlier line."),
    ]  # fmt: skip
    assert reasons(floor, other) == [(2, "Another import that is not finished has +420724000001.")]
    for batch in (other, one):
        floor.do("finish_import", batch)
    assert sorted(number for _, number in calls(floor)) == [
        "+420724000001", "+420724000002", "+420724000009",
    ]  # fmt: skip


def test_finishing_takes_what_is_pending_and_undoing_drops_it(floor: Floor) -> None:
    """LIST-2: an import that was cut short between the halves is completed, or leaves nothing."""
    done, undone = begin(floor), begin(floor)
    check(floor, done, 2, "724000001")
    check(floor, undone, 2, "724000002")
    floor.do("finish_import", done)
    floor.rows("SELECT * FROM undo_import(%s)", undone)
    assert [number for _, number in calls(floor)] == ["+420724000001"]
    assert floor.rows("SELECT 1 FROM ImportPending") == []
    with pytest.raises(psycopg.Error) as refused:
        floor.do("take_batch", undone)
    assert refused.value.sqlstate == "PD017"


@pytest.mark.parametrize("option", ["duplicates", "all_or_nothing", "dry_run"])
def test_rows_that_depend_on_others_are_not_checked_apart(floor: Floor, option: str) -> None:
    """LIST-2: updates are made as the lines come; all or nothing and a dry run are one transaction."""
    batch = begin(floor, **{option: "Update" if option == "duplicates" else True})
    with pytest.raises(psycopg.Error) as refused:
        check(floor, batch, 2, "724000001")
    assert refused.value.sqlstate == "PD017"


@pytest.mark.parametrize("function", ["import_batch", "check_batch"])
def test_what_was_known_of_an_empty_table_costs_nothing(floor: Floor, function: str) -> None:
    """LIST-2: each of the few rejects is looked up by its line, and not all rows beside all of the chunk."""
    floor.rows("DELETE FROM ImportRow RETURNING 1")
    floor.conn.execute("ANALYZE ImportRow")
    made = floor.do("begin_import", floor.list_id, "file.csv")
    floor.conn.execute(
        "INSERT INTO ImportRow (OutboundListImportId, Line, Number)"
        " SELECT %s, n, CASE WHEN n %% 50 = 0 THEN 'x' ELSE '+420' || 724000000 + n END"
        " FROM generate_series(1, 2000) AS n",
        [made],
    )
    scans = "SELECT pg_stat_get_xact_numscans('importrow_pkey'::regclass)"
    before = floor.value(scans)
    floor.rows(f"SELECT * FROM {function}(%s)", made)
    rejects = floor.value("SELECT count(*) FROM ImportReject WHERE OutboundListImportId = %s", made)
    assert rejects == 40
    assert rejects <= floor.value(scans) - before <= rejects + 20
