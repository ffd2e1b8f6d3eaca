"""The answer as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from . import words
from .chart import COLORS, bars, lines
from .outcome import Result
from .words import HEADINGS, Answer

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2430; --quiet: #5b6675; --rule: #d8dee6;
  --bar: #2f6fb3; --limit: #b3261e; --line-1: #2f6fb3; --line-2: #b35c00; --line-3: #1f7a4d;
  --line-4: #8a3ea8; --line-5: #00727f; --line-6: #a1334f }
@media (prefers-color-scheme: dark) { :root { --ground: #14181e; --ink: #e6eaf0; --quiet: #9aa6b5;
  --rule: #333c48; --bar: #6aa5e0; --limit: #ff8a80; --line-1: #6aa5e0; --line-2: #f0a35a;
  --line-3: #67c695; --line-4: #c994e0; --line-5: #5cc3d0; --line-6: #ec8aa2 } }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--ground);
  color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
p, caption { color: var(--quiet) }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--rule); text-align: left;
  white-space: nowrap }
svg { width: 100%; min-width: 34rem; max-width: 45rem; height: auto;
  font: 13px system-ui, sans-serif }
svg text { fill: var(--ink); dominant-baseline: middle }
.name { text-anchor: end } .bar { fill: var(--bar) }
.limit { stroke: var(--limit); stroke-width: 2 }
svg .tick { fill: var(--quiet) } .left { text-anchor: end } .below { text-anchor: middle }
.grid { stroke: var(--rule) } .line { fill: none; stroke-width: 2 }
"""


def write(answer: Answer) -> str:
    """Return the page."""
    results = answer.results
    title = f'What if: "{answer.campaign.name}"'
    colors = "".join(
        f".color-{place} {{ stroke: var(--line-{place}) }} " for place in range(1, COLORS + 1)
    )
    said = [words.introduction(answer.campaign, answer.calls, answer.hours, answer.seeds)]
    said += [one for one in (words.history(answer.campaign), *answer.notes) if one]
    sections = [
        ("Conversations in an hour", _bars(results, "talks_per_hour", lambda one: f"{one:,.0f}")),
        ("Talk share of agents", _bars(results, "talk_share", lambda one: f"{one:.0%}")),
        (
            "Abandoned, of the answers by people",
            bars(
                "Abandoned calls by case",
                [(one.case.name, one.abandon_rate) for one in results],
                lambda one: f"{one:.1f} %",
                [one.case.abandon_limit for one in results],
            )
            + "<p>The mark is the limit of the case.</p>",
        ),
        ("Hours to the end", _bars(results, "hours", lambda one: f"{one:.1f} h")),
        ("Calls left", _left(results)),
    ]
    body = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(one)}</p>" for one in said)]
    body += [_table(HEADINGS, [words.row(answer, place) for place in range(len(results))])]
    body += [f"<h2>{escape(name)}</h2>{drawn}" for name, drawn in sections]
    body += ["<h2>Customers and agents</h2>"]
    body += [_table(("What", "Value", "Where from"), words.figures(answer.model))]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}{colors}</style></head>\n"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _bars(results: Sequence[Result], name: str, say: words.Say) -> str:
    rows = [(one.case.name, one.average(name)) for one in results]
    return bars(f"{name.replace('_', ' ')} by case".capitalize(), rows, say)


def _left(results: Sequence[Result]) -> str:
    """Draw how many calls are left over the hours, in the first replay of each case."""
    series = []
    for result in results:
        one = result.outcomes[0]
        points = [(0.0, float(one.calls))]
        points += [(hour, float(one.calls - gone)) for gone, hour in enumerate(one.ends, 1)]
        series.append((result.case.name, [*_thin(points), (one.hours, float(one.left))]))
    more = len(series) - COLORS
    said = f"<p>{more} more are in the table alone.</p>" if more > 0 else ""
    return lines("Calls left over the hours", series) + said


def _thin(points: Sequence[tuple[float, float]], most: int = 400) -> list[tuple[float, float]]:
    """Leave out what nobody sees."""
    return list(points[:: max(1, len(points) // most)])


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows
    )
    return f'<div class="wide"><table><tr>{head}</tr>{body}</table></div>'
