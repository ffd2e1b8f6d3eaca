"""What the pages show is what happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Database
from tests.docs.examples import PAGES, with_outputs
from tests.docs.psql import Failed, run


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples(page: Path, database: Database) -> None:
    """Every statement of the page runs, with the output that the page shows."""
    text = page.read_text("utf-8")
    assert with_outputs(database.connect(), text).splitlines() == text.splitlines()


def test_output_is_psqls(database: Database) -> None:
    """The renderer, against what psql printed for the same statements."""
    script = """
        CREATE TEMPORARY TABLE t (n integer, name text, nothing text);
        INSERT INTO t VALUES (1, 'one', NULL), (20, 'x', 'y') RETURNING *;
        SELECT 'a' AS ab;
    """
    assert run(database.connect(), script).splitlines() == [
        "CREATE TABLE",
        " n  | name | nothing",
        "----+------+---------",
        "  1 | one  |",
        " 20 | x    | y",
        "(2 rows)",
        "",
        "INSERT 0 2",
        " ab",
        "----",
        " a",
        "(1 row)",
    ]


def test_unexpected_error_fails(database: Database) -> None:
    """An error where none is shown is not swallowed; where one is shown, it is the output."""
    page = "```sql\nSELECT * FROM why_not(7);\n```\n"
    with pytest.raises(Failed, match=r"ERROR:  There is no call 7\.\nHINT:  It may"):
        with_outputs(database.connect(), page)
    shown = with_outputs(database.connect(), page + "\n```text\nwhatever\n```\n")
    assert "```text\nERROR:  There is no call 7.\nHINT:" in shown
