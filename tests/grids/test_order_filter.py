"""Grids in another order, filtered, and paged both ways."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.grids.grids import Grids

ROWS = [
    {"k": k, "n": n, "t": t}
    for k, (n, t) in enumerate(
        [(3, "Anna"), (None, "annabel"), (1, None), (3, "50% off"), (None, "b_c"), (2, "bxc"), (1, "Zoe")], 1
    )
]  # fmt: skip
QUERY = f"""
    SELECT x.k, x.n, x.t, x.n > 1 AS f, '2026-11-24 10:00+01'::timestamptz + x.k * interval '1 hour' AS at,
        to_json(x.k) AS j
    FROM jsonb_to_recordset('{json.dumps(ROWS)}') AS x (k integer, n integer, t text)
"""


def keys(rows: list[dict[str, Any]]) -> list[int]:
    return [int(row["Id"]) for row in rows]


def ask(grids: Grids, grid: Any, **wish: Any) -> list[dict[str, Any]]:
    wish = {
        "filter": {},
        "place": {},
        "limit": None,
        "order_by": None,
        "descending": None,
        "backward": False,
    } | wish
    for name in ("filter", "place"):
        wish[name] = wish[name] if isinstance(wish[name], str) else json.dumps(wish[name])
    found = grids.conn.execute(
        "SELECT run_grid(%(grid)s, %(limit)s, order_by => %(order_by)s, descending => %(descending)s,"
        " filter => %(filter)s, place => %(place)s, backward => %(backward)s)",
        wish | {"grid": grid},
    ).fetchall()
    return [row for (row,) in found]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", ["n", "T", "at", "k"])
@pytest.mark.parametrize("size", [1, 3])
def test_forth_and_back_is_the_whole(
    grids: Grids, column: str, descending: bool, size: int
) -> None:
    """GRID-1: whatever the order, also where values are equal or missing, and if rows go meanwhile."""
    grid = grids.grid(QUERY, "k")
    wish = {"order_by": column, "descending": descending}
    whole = keys(ask(grids, grid, **wish))
    sign = -1 if descending else 1
    if column == "n":
        assert whole == [
            row["k"]
            for row in sorted(
                ROWS,
                key=lambda row: (
                    sign * (row["n"] is None),
                    sign * (row["n"] or 0),
                    sign * row["k"],
                ),
            )
        ]
    seen: list[int] = []
    place: Any = {}
    while page := ask(grids, grid, place=place, limit=size, **wish):
        seen += keys(page)
        place = page[-1]["@Place"]
    assert seen == whole
    seen, place = [], {}
    while page := ask(grids, grid, place=place, limit=size, backward=True, **wish):
        seen = keys(page) + seen
        place = page[0]["@Place"]
    assert seen == whole


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"t": {"contains": "ANN"}}, [1, 2]),
        ({"T": {"prefix": "b"}}, [5, 6]),
        ({"t": {"contains": "0%"}}, [4]),
        ({"t": {"contains": "_c"}}, [5]),
        ({"t": {"contains": "\\"}}, []),
        ({"t": {"contains": "' OR TRUE --"}}, []),
        ({"n": {"from": 2}}, [1, 4, 6]),
        ({"n": {"from": "2", "to": 2}}, [6]),
        ({"n": {"is": [1, "2"]}}, [3, 6, 7]),
        ({"n": {"contains": "3"}}, [1, 4]),
        ({"f": {"is": "true"}, "t": {"prefix": "an"}}, [1]),
        ({"at": {"from": "2026-11-24 15:00+01", "to": "2026-11-24T15:00:00Z"}}, [5, 6]),
        ({}, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_filters(grids: Grids, condition: dict[str, Any], expected: list[int]) -> None:
    """GRID-1: by text, number, moment and choice; what is typed is never SQL."""
    assert keys(ask(grids, grids.grid(QUERY, "k"), filter=condition)) == expected


@pytest.mark.parametrize(
    ("wish", "column"),
    [
        ({"order_by": "nothing"}, "OrderBy"),
        ({"order_by": "j"}, "OrderBy"),
        ({"order_by": 'k"; DROP TABLE OutboundCall; --'}, "OrderBy"),
        ({"filter": []}, "Filter"),
        ({"filter": {"nothing": {"is": 1}}}, "Filter"),
        ({"filter": {"n": 1}}, "Filter"),
        ({"filter": {"n": {"like": 1}}}, "Filter"),
        ({"filter": {"n": {"from": None}}}, "Filter"),
        ({"filter": {"n": {"from": "x"}}}, "Filter"),
        ({"filter": {"n": {"is": []}}}, "Filter"),
        ({"filter": {"n": {"is": ["1", "x"]}}}, "Filter"),
        ({"filter": {"at": {"to": "yesterday noon"}}}, "Filter"),
        ({"place": []}, "Place"),
        ({"place": {"Id": "x"}}, "Place"),
        ({"place": {"Id": "1", "Value": "x"}, "order_by": "n"}, "Place"),
    ],
)
def test_nonsense_is_refused(grids: Grids, wish: dict[str, Any], column: str) -> None:
    """GRID-1: with the part at fault, and what it may be."""
    grid = grids.grid(QUERY, "k")
    assert grids.refused("PD050", lambda: ask(grids, grid, **wish)).column_name == column


def test_the_file_is_the_whole(grids: Grids) -> None:
    """GRID-1: in the order and by the filter of the page, safe for spreadsheets; more than RowLimit gives at once."""
    grids.call(DisplayName="=1+1")
    grids.calls(4, DisplayName="Anna")
    grid = grids.grid("SELECT OutboundCallId, DisplayName AS Name FROM OutboundCall", RowLimit=2)
    grids.column(grid, "Name", Model="Text", DisplayName="Who")
    grids.column(grid, "Go", "SELECT @Id")
    statement, given, headings = grids.row("SELECT * FROM export_grid(%s, 'name', TRUE)", grid)
    assert headings == ["Who"]
    bound = statement.replace("$1::text[]", "%(given)s::text[]")
    found = grids.conn.execute(bound.encode(), {"given": given}).fetchall()
    assert found == [("Anna",)] * 4 + [("'=1+1",)]


@pytest.mark.parametrize("place", [{}, {"Id": "7", "Value": "7"}])
def test_a_grid_of_all_calls_goes_along_the_key(grids: Grids, place: dict[str, str]) -> None:
    """GRID-1: so that it opens at once, at any of its pages, with a million of them."""
    grid = grids.grid()
    grids.conn.execute("SET LOCAL enable_seqscan TO off")
    grids.conn.execute("SET LOCAL enable_sort TO off")
    scans = "SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'outboundcall'"
    before = grids.row(scans)
    ask(grids, grid, place=place)
    after = grids.row(scans)
    assert (after[0] - before[0], after[1] - before[1]) == (0, 1)
