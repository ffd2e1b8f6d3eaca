"""The table, the page, the file, and the comparison with an earlier one."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from pgdialer.bench.measure import Baseline, Measured, Target
from pgdialer.bench.report import Judged, markdown, read_json, table, write_json, write_markdown
from pgdialer.runner.errors import UserError
from rich.console import Console

FRESH = Measured(
    "cycle", [10.0, 12.0, 14.0], baseline=Baseline("few", [6.0]), scenario="cycle", state="fresh",
    targets=(Target("p95", 50), Target("ratio", 1.5)), plan="Seq Scan",
)  # fmt: skip
ABOUT = {
    "postgres": "18.6",
    "cpus": 2,
    "settings": {"a": "1GB"},
    "waiting": 1_000,
    "lives": 10,
    "held": 5,
}
HELD = Measured(
    "cycle", [17.0], baseline=Baseline("few", [6.0]), scenario="cycle", state="held",
    targets=(Target("p95", 5),),
)  # fmt: skip
WROTE = Measured(
    "wrote", [0.0], unit="bytes", scenario="idle", state="held", targets=(Target("most", 0),)
)


def shown(rows: list[Judged], earlier: dict[object, float] | None = None) -> str:
    screen = Console(file=StringIO(), width=250)
    screen.print(table(rows, earlier))
    assert isinstance(screen.file, StringIO)
    return screen.file.getvalue()


def test_each_target_is_judged() -> None:
    assert Judged(FRESH).targets() == [("p95 ≤ 50 ms", True), ("ratio ≤ 1.5", False)]
    assert not Judged(FRESH).met()


def test_an_aged_database_is_held_against_the_fresh_one() -> None:
    """Its own target then says nothing; what cannot be compared keeps it."""
    assert Judged(HELD, FRESH).targets() == [("held ≤ 1.5 × fresh", True)]
    assert Judged(Measured("", [19.0], state="held"), FRESH).targets() == [
        ("held ≤ 1.5 × fresh", False)
    ]
    assert Judged(Measured("", [14.0], state="aged"), FRESH).targets() == [
        ("aged ≤ 1.2 × fresh", True)
    ]
    assert Judged(WROTE, WROTE).targets() == [("≤ 0 bytes", True)]


def test_table() -> None:
    text = shown(
        [Judged(FRESH), Judged(HELD, FRESH), Judged(Measured("no target", [1.0], "calls/s"))]
    )
    first, second, third = [line for line in text.splitlines() if line.startswith("│")]
    assert "12.0 ms" in first and "few: 6.00 ms" in first and "2.00" in first and "NO" in first
    assert "1.42" in second and "yes" in second
    assert "1.00 calls/s" in third and "yes" not in third and "NO" not in third


def test_markdown() -> None:
    lines = markdown([Judged(FRESH), Judged(HELD, FRESH)]).splitlines()
    assert len(lines) == 4
    assert len({line.count("|") for line in lines}) == 1
    assert lines[2].endswith("| **no** |") and lines[3].endswith("| yes |")


def test_a_page_with_a_place_for_it(tmp_path: Path) -> None:
    """Only the place for the version that was measured changes; another run replaces the table."""
    page = tmp_path / "page.md"
    page.write_text(
        "Above\n<!-- bench 15 -->old<!-- /bench 15 -->\n<!-- bench 18 -->old<!-- /bench 18 -->\nBelow\n"
    )
    for one in (HELD, FRESH):
        write_markdown(page, ABOUT, [Judged(one)])
    text = page.read_text("utf-8")
    assert text.startswith(
        "Above\n<!-- bench 15 -->old<!-- /bench 15 -->\n<!-- bench 18 -->\n\nPostgreSQL 18.6, 2 "
    )
    assert text.endswith("| **no** |\n\n<!-- /bench 18 -->\nBelow\n")
    assert text.count("| cycle |") == 1

    other = tmp_path / "table.md"
    write_markdown(other, ABOUT, [Judged(FRESH)])
    assert other.read_text("utf-8").count("| cycle |") == 1


def test_json_and_comparison(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    write_json(file, {"postgres": "18"}, [Judged(FRESH)])
    data = json.loads(file.read_text("utf-8"))
    assert data["postgres"] == "18"
    (row,) = data["rows"]
    assert (
        row["samples"] == [10.0, 12.0, 14.0] and row["ratio"] == 2.0 and row["plan"] == "Seq Scan"
    )
    assert row["targets"][1] == {"target": "ratio ≤ 1.5", "met": False}

    now = Measured("cycle", [18.0], scenario="cycle", state="fresh")
    text = shown([Judged(now), Judged(WROTE)], read_json(file))
    assert "12.0 ms (+50%)" in text


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"rows": [{"what": "x"}]}', '{"rows": 3}'])
def test_another_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    with pytest.raises(UserError, match=r"other.json is no file that bench --json wrote"):
        read_json(file)
