"""What came out: as a table, as Markdown, as JSON, and beside an earlier run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from ..runner.errors import UserError
from .measure import COUNTS, Measured, Target, slower

# "All of the above", when the database has aged: how many times as long as fresh.
SLOWER = {"held": 1.5, "aged": 1.2}
HEADINGS = (
    "Measured", "State", "Median", "p95", "p99", "Baseline", "Ratio", "To fresh", "Target", "Met",
)  # fmt: skip


class Judged:
    """A measurement with what it is held against."""

    def __init__(self, measured: Measured, fresh: Measured | None = None) -> None:
        self.measured = measured
        self.slower = slower(measured, fresh) if fresh else None

    def targets(self) -> list[tuple[str, bool]]:
        """Each target in words, and whether it is met; an aged database has one of its own."""
        one = self.measured
        if one.state in SLOWER and self.slower is not None:
            limit = SLOWER[one.state]
            return [(f"{one.state} ≤ {limit:g} × fresh", self.slower <= limit)]
        return [(_words(t, one.unit), t.met(one.figure(t.of))) for t in one.targets]

    def met(self) -> bool:
        """Whether all of them are."""
        return all(met for _, met in self.targets())

    def cells(self) -> list[str]:
        """Return what a line of the table says, without the last column."""
        one = self.measured
        base = one.baseline
        return [
            one.what,
            one.state,
            *(_number(one.figure(name), one.unit) for name in ("median", "p95", "p99")),
            f"{base.what}: {_number(Measured('', base.samples).figure('median'), one.unit)}"
            if base
            else "",
            f"{one.figure('ratio'):.2f}" if base else "",
            f"{self.slower:.2f}" if self.slower else "",
            "; ".join(words for words, _ in self.targets()),
        ]

    def as_data(self) -> dict[str, Any]:
        """Return it for a file."""
        one = self.measured
        return {
            "scenario": one.scenario,
            "what": one.what,
            "state": one.state,
            "unit": one.unit,
            "median": one.figure("median"),
            "p95": one.figure("p95"),
            "p99": one.figure("p99"),
            "samples": [round(sample, 3) for sample in one.samples],
            "baseline": one.baseline
            and {
                "what": one.baseline.what,
                "samples": [round(sample, 3) for sample in one.baseline.samples],
            },
            "ratio": one.figure("ratio") if one.baseline else None,
            "to_fresh": self.slower,
            "targets": [{"target": words, "met": met} for words, met in self.targets()],
            "plan": one.plan or None,
        }


def table(rows: Iterable[Judged], earlier: dict[Any, float] | None = None) -> Table:
    """Return the table for a screen; earlier adds a column with the medians of another run."""
    made = Table(*HEADINGS, *(["Before"] if earlier else []))
    for row in rows:
        judged = row.targets()
        verdict = Text("yes", "green") if row.met() else Text("NO", "bold red")
        cells = [Text(cell) for cell in row.cells()]
        made.add_row(*cells, verdict if judged else "", *_before(row, earlier))
    return made


def markdown(rows: Iterable[Judged]) -> str:
    """Return the table for a page."""
    lines = [
        "| " + " | ".join(HEADINGS) + " |",
        "|" + "---|" * len(HEADINGS),
    ]
    for row in rows:
        verdict = ("yes" if row.met() else "**no**") if row.targets() else ""
        lines.append("| " + " | ".join([*row.cells(), verdict]) + " |")
    return "\n".join(lines) + "\n"


def write_markdown(path: Path, about: dict[str, Any], rows: Iterable[Judged]) -> None:
    """Write the table to a file, or into its place on a page that has one for this version."""
    major = str(about["postgres"]).partition(".")[0]
    begin, end = f"<!-- bench {major} -->", f"<!-- /bench {major} -->"
    text = f"{_where(about)}\n\n{markdown(rows)}"
    page = path.read_text("utf-8") if path.exists() else ""
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if found and closed:
        text = f"{before}{begin}\n\n{text}\n{end}{after}"
    path.write_text(text, "utf-8")


def _where(about: dict[str, Any]) -> str:
    settings = ", ".join(f"`{name} = {value}`" for name, value in about["settings"].items())
    return (
        f"PostgreSQL {about['postgres']}, {about['cpus']} processors, {settings};"
        f" {about['waiting']:,} calls wait, {about['lives']:,} live between the first state and the"
        f" last, {about['held']:,} of them beside an old snapshot."
    )


def write_json(path: Path, about: dict[str, Any], rows: Sequence[Judged]) -> None:
    """Write everything to a file."""
    data = {**about, "rows": [row.as_data() for row in rows]}
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read_json(path: Path) -> dict[Any, float]:
    """Return the medians that an earlier run wrote."""
    try:
        rows = json.loads(path.read_text("utf-8"))["rows"]
        return {(row["scenario"], row["what"], row["state"]): row["median"] for row in rows}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise UserError(f"{path} is no file that bench --json wrote: {error}.") from error


def _before(row: Judged, earlier: dict[Any, float] | None) -> list[str]:
    if not earlier:
        return []
    one = row.measured
    before = earlier.get((one.scenario, one.what, one.state))
    if not before:
        return [""]
    change = one.figure("median") / before - 1
    return [f"{_number(before, one.unit)} ({change:+.0%})"]


def _words(target: Target, unit: str) -> str:
    sign = "≥" if target.at_least else "≤"
    figure = {"most": "", "ratio": "ratio ", "added p95": "adds to p95 "}.get(target.of, f"{target.of} ")
    of = "" if target.of == "ratio" else f" {unit}"
    return f"{figure}{sign} {target.limit:g}{of}"


def _number(value: float, unit: str) -> str:
    """Write three digits that count."""
    digits = 0 if value >= 100 or unit in COUNTS else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
