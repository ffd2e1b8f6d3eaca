"""The page of the reports, and the same as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import format_date, get_locale, gettext

from ...database import Connection, acting, row, rows
from .. import shell, words
from . import asked as ask
from .asked import Asked, Span
from .measures import CALLS, INBOUND, Measure

blueprint = Blueprint("page_reports", __name__)

PICTURED = 40  # bars of what has no order in time
SHOWN_RESULTS = 10  # columns; others are one together

MAY_ALL = "SELECT may('Report', 'Read') AS may, may('OutboundCall', 'Full') AS search"
CALLS_OF = """
    SELECT Key AS key, Name AS name, Attempts AS attempts, Answered AS answered,
        Completed AS completed, TalkSeconds AS talkseconds, WrapUpSeconds AS wrapupseconds
    FROM report_calls(%s, %s, %s, %s, %s, %s, %s, %s)
"""
RESULTS_OF = """
    SELECT Key AS key, CallResult::text AS result, CallResultDetailId::text AS detail_id,
        DetailName AS detail, Attempts AS attempts
    FROM report_results(%s, %s, %s, %s, %s, %s, %s, %s)
"""
INBOUND_OF = """
    SELECT Key AS key, Name AS name, Came AS came, Served AS served, Lost AS lost, Asked AS asked,
        WaitSeconds AS waitseconds, CallBacksMade AS callbacksmade,
        CallBacksMissed AS callbacksmissed, CallBacksWaiting AS callbackswaiting
    FROM report_callers(%s, %s, %s, %s, %s, %s, %s)
"""
# What one may choose from; of very many agents the one who was chosen, and the names in the table.
LISTS = """
    SELECT OutboundListId::text AS id, DisplayName AS name FROM OutboundList
    WHERE Deleted = 0 OR OutboundListId = %s ORDER BY DisplayName LIMIT 500
"""
PROJECTS = """
    SELECT ProjectId::text AS id, DisplayName AS name FROM Project
    WHERE Deleted = 0 OR ProjectId = %s ORDER BY DisplayName LIMIT 500
"""
AGENTS = """
    SELECT a.id, a.name
    FROM (
        SELECT AgentId::text AS id, DisplayName AS name, AgentId = %s AS chosen FROM Agent
        WHERE Deleted = 0 OR AgentId = %s
    ) AS a
    ORDER BY a.chosen DESC NULLS LAST, a.name LIMIT 200
"""
TEAMS = """
    SELECT DISTINCT TeamName AS id, TeamName AS name FROM Agent
    WHERE Deleted = 0 AND TeamName <> '' ORDER BY TeamName LIMIT 200
"""


@blueprint.get("/admin/reports/")
def page() -> ResponseReturnValue:
    """Show a report."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        may = row(conn, MAY_ALL)
        asked = _read(conn, may["may"])
        table = _table(conn, asked, linked=may["search"])
        return shell.show(
            conn, "reports/page.html", asked=asked, table=table, may_all=may["may"],
            periods=ask.PERIODS, compared=ask.COMPARED, views=ask.VIEWS,
            dimensions={key: ask.DIMENSIONS[key] for key in ask.BY[asked.view]},
            choices=_choices(conn, asked, may["may"]), site_zone=row(conn, ask.ZONE)["zone"],
            address=address, chart=json.dumps(table["chart"]), quick=_quick, of_period=_of_period,
        )  # fmt: skip


@blueprint.get("/admin/reports/report.csv")
def as_csv() -> ResponseReturnValue:
    """Send a report as CSV."""
    if (way := shell.to_login()) is not None:
        return way
    with acting() as conn:
        asked = _read(conn, row(conn, MAY_ALL)["may"])
        table = _table(conn, asked, linked=False)
    name = f"{asked.view}-{asked.by}-{asked.span.first}-{asked.span.last}.csv"
    return Response(
        # The names of its columns are in the language of whoever asks.
        stream_with_context(_lines(asked, table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def address(asked: Asked, **changed: Any) -> str:
    """Return the URL of a report with some of its parameters changed; None takes one away."""
    values: dict[str, Any] = {
        "view": asked.view, "by": asked.by, "period": asked.period, "compare": asked.compare,
        "zone": request.args.get("zone"), **asked.url,
    }  # fmt: skip
    if asked.period == "custom":
        values |= {"from": asked.span.first, "to": asked.span.last}
    if asked.compare == "other" and asked.before:
        values["since"] = asked.before.first
    values |= changed
    return "/admin/reports/?" + urlencode({key: value for key, value in values.items() if value})


def _quick(asked: Asked, period: str) -> str:
    return address(asked, period=period, **{"from": None, "to": None})


def _read(conn: Connection, may_all: bool) -> Asked:
    if not may_all:
        # One's own figures are for whoever has calls.
        shell.demand(conn, "OutboundCall")
    return ask.read(request.args, conn, None if may_all else g.agent.agent_id)


def _choices(conn: Connection, asked: Asked, may_all: bool) -> dict[str, list[Any]]:
    chosen = asked.filters
    found: dict[str, list[Any]] = {"project": rows(conn, PROJECTS, [chosen["project"]])}
    if asked.view != "inbound":
        found = {"list": rows(conn, LISTS, [chosen["list"]]), **found}
    if may_all:
        found["agent"] = rows(conn, AGENTS, [chosen["agent"], chosen["agent"]])
        found["team"] = rows(conn, TEAMS)
    return found


def _figures(conn: Connection, asked: Asked, span: Span) -> list[Any]:
    """Return the total, and the rows."""
    first, end = span.bounds
    chosen = [asked.filters[name] for name in ask.FILTERS]
    if asked.view == "inbound":
        return rows(conn, INBOUND_OF, [first, end, asked.by, span.zone, *chosen[1:]])
    return rows(conn, CALLS_OF, [first, end, asked.by, span.zone, *chosen])


def _table(conn: Connection, asked: Asked, *, linked: bool) -> dict[str, Any]:
    """Return the report: its columns, its rows, its total, and what the chart shows."""
    total, *found = _figures(conn, asked, asked.span)
    measures: tuple[Measure, ...] = INBOUND if asked.view == "inbound" else CALLS
    if asked.view == "results":
        measures = _results(conn, asked, total, found)
    earlier: dict[str, Any] = {}
    total_before = None
    if asked.before:
        total_before, *others = _figures(conn, asked, asked.before)
        if asked.view == "results":
            _results(conn, asked, total_before, others, asked.before)
        if asked.by == "day":
            # The first day is compared with the first one, and so on.
            earlier = {one["key"]: then for one, then in zip(found, others, strict=False)}
        else:
            earlier = {one["key"]: one for one in others}
            # What only the other period has.
            missing = [key for key in earlier if key not in {one["key"] for one in found}]
            found += [_nothing(earlier[key]) for key in missing]
    for one in found:
        one["shown"] = _called(asked, one)
        one["before"] = earlier.get(one["key"]) if asked.before else None
        one["search"] = _search(asked, one["key"]) if linked else None
    total["shown"] = gettext("Total")
    total["search"] = _search(asked, None) if linked else None
    return {
        "measures": measures,
        "rows": found,
        "total": total,
        "before": total_before,
        "chart": _chart(asked, measures, found),
        "any": any(total[name] for name in ("attempts", "came") if name in total),
    }


def _nothing(one: dict[str, Any]) -> dict[str, Any]:
    none = {key: 0 for key, value in one.items() if isinstance(value, (int, float))}
    return {**one, **none}


def _results(
    conn: Connection, asked: Asked, total: Any, found: list[Any], span: Span | None = None
) -> tuple[Measure, ...]:
    """Add to the rows how their attempts ended, and return a column for each way."""
    first, end = (span or asked.span).bounds
    chosen = [asked.filters[name] for name in ask.FILTERS]
    by_key = {one["key"]: one for one in found}
    ways: dict[str, Any] = {}
    for one in rows(conn, RESULTS_OF, [first, end, asked.by, asked.span.zone, *chosen]):
        way = one["detail_id"] or one["result"]
        ways.setdefault(way, one)
        for counted in (by_key[one["key"]], total):
            counted[way] = counted.get(way, 0) + one["attempts"]
    ranked = sorted(ways, key=lambda way: -total[way])
    several = ranked[:SHOWN_RESULTS]
    columns = [
        Measure(
            way, ways[way]["detail"] or words.word(ways[way]["result"]), "count",
            lambda row, way=way: row.get(way, 0),  # type: ignore[misc]
            link={"detail": way} if ways[way]["detail_id"] else {"result": way},
        )
        for way in several
    ]  # fmt: skip
    if len(ranked) > len(several):
        columns.append(
            Measure(
                "rest", gettext("Others"), "count",
                lambda row: row["attempts"] - sum(row.get(way, 0) for way in several),
            )
        )  # fmt: skip
    return CALLS[:1] + tuple(columns)


def _called(asked: Asked, one: dict[str, Any]) -> str:
    """Return what a row is called."""
    key = one["key"]
    if not key:
        return str(gettext("(none)"))
    if asked.by == "hour":
        return f"{int(key):02}:00"
    if asked.by == "weekday":
        return str(get_locale().days["format"]["wide"][int(key) - 1])
    if asked.by == "day":
        day = asked.span.first + timedelta(days=_days_to(asked, key))
        return str(format_date(day, "EEE d MMM" if day.year == asked.span.last.year else "d MMM y"))
    return str(words.word(one["name"]) if asked.by == "result" else one["name"])


def _days_to(asked: Asked, key: str) -> int:
    return (date.fromisoformat(key) - asked.span.first).days


def _search(asked: Asked, key: str | None) -> dict[str, str] | None:
    """Return what finds the calls of a row; None where the search cannot be asked for them."""
    first, end = asked.span.bounds
    values = asked.url
    if asked.view == "inbound" or values.pop("team", ""):
        return None
    if key is not None:
        if asked.by == "day":
            day = asked.span.first + timedelta(days=_days_to(asked, key))
            first, end = Span(day, day, asked.span.zone).bounds
        elif asked.by == "hour" and asked.span.first == asked.span.last:
            first = asked.span.at(asked.span.first, int(key))
            end = first + timedelta(hours=1)
        elif asked.by in ("hour", "weekday", "team") or not key:
            return None
        else:
            values[asked.by] = key
    return {**values, "from": first.isoformat(), "to": end.isoformat()}


def _chart(asked: Asked, measures: tuple[Measure, ...], found: list[Any]) -> dict[str, Any]:
    """Return what the chart shows: names, and a series for each measure and period."""
    shown = found if asked.by in ("day", "hour", "weekday") else found[:PICTURED]
    if asked.view == "results":
        return {
            "names": [one["shown"] for one in shown],
            "stacked": True,
            "series": [
                {"name": str(one.name), "values": [one.of(row) for row in shown]}
                for one in measures[1:]
            ],
        }
    return {
        "names": [one["shown"] for one in shown],
        "stacked": False,
        "ordered": asked.by in ("day", "hour", "weekday"),
        "now": _of_period(asked.span),
        "then": _of_period(asked.before) if asked.before else None,
        "series": [
            {
                "name": str(one.name),
                "kind": one.kind,
                "values": [one.of(row) for row in shown],
                "before": [
                    one.of(row["before"]) if row["before"] else None for row in shown
                ] if asked.before else None,
            }
            for one in measures
        ],
    }  # fmt: skip


def _of_period(span: Span) -> str:
    if span.first == span.last:
        return str(format_date(span.first, "medium"))
    return f"{format_date(span.first, 'medium')} – {format_date(span.last, 'medium')}"


def _lines(asked: Asked, table: dict[str, Any]) -> Iterator[str]:
    """Return the lines of a report, the total last."""

    def line(cells: list[Any]) -> str:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        return text.getvalue()

    measures: tuple[Measure, ...] = table["measures"]
    heads = [str(one.name) for one in measures]
    before = [f"{head} {_of_period(asked.before)}" for head in heads] if asked.before else []
    yield "\ufeff" + line([str(ask.DIMENSIONS[asked.by]), *heads, *before])
    for one in (*table["rows"], {**table["total"], "before": table["before"]}):
        then = [one["before"] and each.plain(one["before"]) for each in measures] if before else []
        name = one["key"] if asked.by == "day" and one["key"] else one["shown"]
        yield line([_safe(name), *(each.plain(one) for each in measures), *then])


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "-=+@\t\r" else text
