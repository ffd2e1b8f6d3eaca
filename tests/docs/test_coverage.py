"""docs/coverage.md names tests that exist."""

from __future__ import annotations

import re

from tests.docs.examples import ROOT

PAGE = (ROOT / "docs/coverage.md").read_text("utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


def not_there(text: str) -> list[str]:
    """The tests that a text names and that do not exist."""
    missing = []
    for path, name in NAMED.findall(text):
        file = ROOT / "tests" / path
        if not file.exists() or f"def {name}(" not in file.read_text("utf-8"):
            missing.append(f"{path}::{name}")
    return missing


def test_the_tests_named_exist() -> None:
    """A test that was renamed or removed proves nothing any more."""
    assert NAMED.findall(PAGE)
    assert not_there(PAGE) == []


def test_every_row_is_filled() -> None:
    """A statement of the page, where it is done, and a proof: no cell is left empty."""
    rows = re.findall(r"^\| (?!The page|---)(.*) \|$", PAGE, re.M)
    assert rows
    assert [row for row in rows if not all(cell.strip() for cell in row.split(" | "))] == []
    assert [row for row in rows if not re.search(r"::\w|\]\(", row)] == []
    assert "TODO" not in PAGE


def test_one_that_is_gone_is_found() -> None:
    """A file, a function that is not there."""
    text = "`docs/nowhere.py::test_a` `docs/test_coverage.py::test_b` `docs/test_coverage.py::not_there`"
    assert not_there(text) == ["docs/nowhere.py::test_a", "docs/test_coverage.py::test_b"]
