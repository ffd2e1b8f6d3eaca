"""The comparison as a table for a page."""

from __future__ import annotations

from collections.abc import Iterable

from .proof import Compared, Played

HEADINGS = (
    "Agents", "Answered", "`pace()`: talk", "calls/h", "abandoned", "worst minute",
    "Progressive", "Fixed ratio", "VICIdial", "Weights",
)  # fmt: skip


def markdown(rows: Iterable[Compared]) -> str:
    """Return one line for each setting."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    for row in rows:
        cells = [
            str(row.setting.agents),
            f"{row.setting.answer_rate:.0%}".replace("%", " %"),
            f"**{row.ours.talk_share:.1f} %**",
            f"{row.ours.calls_an_hour:,.0f}",
            f"{row.ours.rate:.2f} %",
            f"{row.ours.worst:.2f} %",
            f"{row.progressive.talk_share:.1f} %, × {_ratio(row, row.progressive)}",
            _other(row, row.fixed),
            *(_other(row, other) for other in row.others),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _ratio(row: Compared, other: Played) -> str:
    return f"{row.ours.talk_share / other.talk_share:.2f}"


def _other(row: Compared, other: Played) -> str:
    broken = " **over**" if other.rate > row.setting.limit else ""
    how = other.name.rpartition(", ")[2]
    return (
        f"{other.talk_share:.1f} %, × {_ratio(row, other)}"
        f" ({how}: {other.rate:.1f} %, worst {other.worst:.0f} %{broken})"
    )
