"""Charts as SVG: bars beside names, and lines over hours. Colours are the page's variables."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

COLORS = 6  # --line-1 … of the page; more lines than that nobody tells apart
_WIDTH, _NAMES, _ROW, _END = 720, 250, 26, 110


def bars(
    title: str,
    rows: Sequence[tuple[str, float | None]],
    say: Callable[[float], str],
    marks: Sequence[float | None] = (),
) -> str:
    """Draw a bar for each row, with its value behind it; marks are limits of the rows."""
    limits = list(marks) or [None] * len(rows)
    known = [value for _, value in rows if value is not None]
    most = max([*known, *(one for one in limits if one is not None)], default=0) or 1
    length = _WIDTH - _NAMES - _END
    parts = []
    for place, ((name, value), limit) in enumerate(zip(rows, limits, strict=True)):
        top = place * _ROW
        middle = top + _ROW / 2
        width = 0.0 if value is None else max(length * value / most, 0.0)
        said = "–" if value is None else say(value)
        parts.append(
            f'<text class="name" x="{_NAMES - 10}" y="{middle}">{escape(name)}</text>'
            f'<rect class="bar" x="{_NAMES}" y="{top + 4}" width="{width:.1f}" height="{_ROW - 8}"'
            f' rx="2"><title>{escape(name)}: {escape(said)}</title></rect>'
        )
        end = _NAMES + width
        if limit is not None:
            x = _NAMES + length * limit / most
            end = _NAMES + length  # beside the bar it might lie on the mark
            parts.append(
                f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 1}"'
                f' y2="{top + _ROW - 1}"><title>limit {escape(say(limit))}</title></line>'
            )
        parts.append(f'<text class="value" x="{end + 8:.1f}" y="{middle}">{escape(said)}</text>')
    return _svg(title, len(rows) * _ROW, parts)


def lines(title: str, series: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> str:
    """Draw steps over hours, each line from its first point; at most as many as have a colour."""
    left, right, low, high = 60, _WIDTH - 20, 260, 12
    shown = series[:COLORS]
    points = [point for _, line in shown for point in line]
    last, most = (max((point[axis] for point in points), default=1) or 1 for axis in (0, 1))

    def x(hour: float) -> float:
        return left + (right - left) * hour / last

    def y(value: float) -> float:
        return low - (low - high) * value / most

    parts = []
    for value in ticks(most):
        parts.append(
            f'<line class="grid" x1="{left}" x2="{right}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
            f'<text class="tick left" x="{left - 8}" y="{y(value):.1f}">{value:,.10g}</text>'
        )
    parts += [
        f'<text class="tick below" x="{x(hour):.1f}" y="{low + 18}">{hour:g} h</text>'
        for hour in ticks(last)
    ]
    for place, (name, line) in enumerate(shown, 1):
        steps = [f"M{x(line[0][0]):.1f} {y(line[0][1]):.1f}"] if line else []
        steps += [f"H{x(hour):.1f}V{y(value):.1f}" for hour, value in line[1:]]
        parts.append(
            f'<path class="line color-{place}" d="{"".join(steps)}">'
            f"<title>{escape(name)}</title></path>"
        )
    for place, (name, _) in enumerate(shown, 1):
        top = low + 44 + 20 * (place - 1)
        parts.append(
            f'<line class="line color-{place}" x1="{left}" x2="{left + 24}" y1="{top}" y2="{top}"/>'
            f'<text class="legend" x="{left + 32}" y="{top}">{escape(name)}</text>'
        )
    return _svg(title, low + 40 + 20 * len(shown), parts)


def ticks(most: float) -> list[float]:
    """Return round values from 0 to the most, four to eight of them."""
    step = 10 ** math.floor(math.log10(most / 4))
    while most / step >= 8:
        step *= 2.5 if str(step).lstrip("0.").startswith("2") else 2
    return [round(place * step, 10) for place in range(math.floor(most / step) + 1)]


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<div class="wide"><svg viewBox="0 0 {_WIDTH} {height:g}" role="img"'
        f' aria-label="{escape(title)}">{"".join(parts)}</svg></div>'
    )
