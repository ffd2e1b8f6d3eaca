"""/admin/lists/: outbound lists, how far they are, what keeps them; to start and to stop them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psycopg
from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..database import Connection, acting, row, rows
from ..parameters import malformed
from . import asked, reasons
from .shell import demand, show, to_login
from .words import word

blueprint = Blueprint("page_lists", __name__)

MOST = 50  # lists on one page
SHOWN = ("current", "all", "Running", "Prepared", "Paused", "Completed")
DEFAULT = SHOWN[0]  # is not written into addresses
ACTIVITIES = ("", "Running", "Paused", "Completed")
DAYS = 3, 14, 90  # of the chart

LISTS = """
    SELECT l.*, f.*
    FROM (
        SELECT o.OutboundListId AS id, o.DisplayName AS name, o.Activity::text AS activity,
            o.DialingMode::text AS mode, p.DisplayName AS project,
            array_position('{Running,Paused,Prepared,Completed}', o.Activity::text) AS place
        FROM OutboundList AS o
        LEFT JOIN Project AS p ON p.ProjectId = o.ProjectId
        WHERE o.Deleted = 0
            AND CASE %(shown)s
                WHEN 'all' THEN TRUE
                WHEN 'current' THEN o.Activity <> 'Completed'
                ELSE o.Activity::text = %(shown)s
            END
            AND (%(projects)s::uuid[] IS NULL OR o.ProjectId = ANY (%(projects)s))
            AND strpos(lower(o.DisplayName), lower(%(name)s)) > 0
        ORDER BY place, o.DisplayName, o.OutboundListId
        LIMIT %(most)s + 1 OFFSET %(most)s * %(page)s
    ) AS l
    CROSS JOIN LATERAL list_figures(l.id) AS f
    ORDER BY l.place, l.name, l.id
"""
PROJECTS = """
    SELECT p.ProjectId AS id, p.DisplayName AS name FROM Project AS p
    WHERE p.Deleted = 0 ORDER BY p.DisplayName, p.ProjectId LIMIT 500
"""
ONE = """
    SELECT o.OutboundListId AS id, o.DisplayName AS name, o.Activity::text AS activity,
        o.DialingMode::text AS mode, p.DisplayName AS project,
        coalesce(o.TimeZone, configuration('DefaultTimeZone')) AS zone
    FROM OutboundList AS o
    LEFT JOIN Project AS p ON p.ProjectId = o.ProjectId
    WHERE o.OutboundListId = %s
"""
FIGURES = "SELECT * FROM list_figures(%s)"
HOURS = """
    SELECT extract(epoch FROM h.FromTime)::float8 AS at, h.Attempts AS attempts,
        h.Answered AS answered
    FROM list_hours(%s, clock() - %s * interval '24 hours') AS h
"""
DAYS_OF = "SELECT * FROM list_days(%s)"
BEST = "SELECT * FROM list_best_hours(%s)"
AHEAD_HOURS = """
    SELECT extract(epoch FROM h.FromTime)::float8 AS at, h.CallsLeft AS calls,
        h.ContactsLeft AS contacts
    FROM list_forecast_hours(%s) AS h
    ORDER BY h.FromTime
"""
AHEAD_DAYS = """
    SELECT (h.FromTime AT TIME ZONE z.Name)::date AS day, min(h.FromTime) AS fromtime,
        max(h.ToTime) AS totime, sum(h.Finished) AS finished, min(h.CallsLeft) AS calls,
        min(h.ContactsLeft) AS contacts, bool_and(h.ByHistory) AS by_history
    FROM list_forecast_hours(%(list)s) AS h
    CROSS JOIN (
        SELECT coalesce(o.TimeZone, configuration('DefaultTimeZone')) AS Name
        FROM OutboundList AS o
        WHERE o.OutboundListId = %(list)s
    ) AS z
    GROUP BY 1
    ORDER BY 1
    LIMIT 14
"""
DETAILS = """
    SELECT n.Key AS id, coalesce(d.DisplayName, n.Key) AS name, n.Value::bigint AS calls,
        d.CallResult::text AS result
    FROM jsonb_each_text(%s) AS n
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = n.Key::uuid
    ORDER BY n.Value::bigint DESC, 2
"""
PACE = "SELECT * FROM list_pace(%s)"
DECISIONS = "SELECT * FROM list_decisions(%s, 8)"
MODE = "UPDATE OutboundList SET DialingMode = %s WHERE OutboundListId = %s"
AHEAD = ("Power", "Predictive")
IMPORTS = """
    SELECT i.*
    FROM OutboundListImport AS i
    WHERE i.OutboundListId = %s
    ORDER BY i.OutboundListImportId DESC
    LIMIT 20
"""
QUOTAS = """
    SELECT q.DisplayName AS name, q.Conditions AS conditions, q.Target AS target,
        q.Filled AS filled, q.ReachedTime AS reached, q.IsCounted AS counted
    FROM list_quotas(%s) AS q
"""
QUOTA_EVENTS = """
    SELECT e.EventTime AS time, e.EventType AS type, e.DisplayName AS name, e.Target AS target,
        e.Filled AS filled
    FROM QuotaEvent AS e
    WHERE e.OutboundListId = %s
    ORDER BY e.EventTime DESC, e.QuotaEventId DESC
    LIMIT 20
"""
DRY_RUN = "SELECT * FROM dry_run_list(%s)"
WHY_NOT = "SELECT * FROM why_not_list(%s)"
SET = "SELECT set_list_activity(%s, %s)"
FEW = 50_000  # calls; of more, the reasons are only counted when somebody asks


@blueprint.get("/admin/lists/")
def page() -> ResponseReturnValue:
    """Show the lists."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        demand(conn, "OutboundList", "Write")
        return show(conn, "lists/page.html", projects=rows(conn, PROJECTS), **_shown(conn))


@blueprint.get("/admin/lists/rows")
def table() -> ResponseReturnValue:
    """Show the rows anew."""
    with acting() as conn:
        demand(conn, "OutboundList", "Write")
        response = make_response(render_template("lists/rows.html", **_shown(conn)))
    if "chosen" in request.args:
        response.headers["HX-Push-Url"] = f"/admin/lists/?{_query()}"
    return response


@blueprint.get("/admin/lists/<uuid:list_id>")
def detail(list_id: UUID) -> ResponseReturnValue:
    """Show one list."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        return show(
            conn, "lists/detail.html",
            **_figures(conn, list_id) | _tables(conn, list_id) | _pace(conn, list_id)
            | _forecast(conn, list_id), few=FEW,
        )  # fmt: skip


@blueprint.get("/admin/lists/<uuid:list_id>/figures")
def figures(list_id: UUID) -> ResponseReturnValue:
    """Show the figures of one list anew."""
    with acting() as conn:
        return render_template("lists/figures.html", **_figures(conn, list_id))


@blueprint.get("/admin/lists/<uuid:list_id>/tables")
def tables(list_id: UUID) -> ResponseReturnValue:
    """Show the tables below them anew."""
    with acting() as conn:
        return render_template("lists/tables.html", **_tables(conn, list_id))


@blueprint.get("/admin/lists/<uuid:list_id>/forecast")
def forecast(list_id: UUID) -> ResponseReturnValue:
    """Show anew what is to come."""
    with acting() as conn:
        shown = {"list": row(conn, ONE, [list_id])} | _forecast(conn, list_id)
    return render_template("lists/forecast.html", **shown)


@blueprint.get("/admin/lists/<uuid:list_id>/pace")
def pace(list_id: UUID) -> ResponseReturnValue:
    """Show the pacing of one list anew."""
    with acting() as conn:
        shown = {"list": row(conn, ONE, [list_id])} | _pace(conn, list_id)
    # Of another mode by now: there is nothing to see.
    return render_template("lists/pace.html", **shown) if shown["pace"] else ""


@blueprint.post("/admin/lists/<uuid:list_id>/mode")
def change_mode(list_id: UUID) -> ResponseReturnValue:
    """Have a list dial in another mode from now on."""
    wanted = asked.text("DialingMode", ("Progressive", *AHEAD))
    with acting() as conn:
        demand(conn, "OutboundList", "Write")
        conn.execute(MODE, [wanted, list_id])
        shown = {"list": row(conn, ONE, [list_id])}
    said = _("%(name)s: %(mode)s", name=shown["list"]["name"], mode=word(wanted))
    return Response(status=HTTPStatus.NO_CONTENT, headers={"HX-Trigger": json.dumps({"say": said})})


@blueprint.get("/admin/lists/<uuid:list_id>/start")
def start(list_id: UUID) -> ResponseReturnValue:
    """Show what would happen if the list were started."""
    return _reasons("lists/start.html", DRY_RUN, list_id)


@blueprint.get("/admin/lists/<uuid:list_id>/why")
def why(list_id: UUID) -> ResponseReturnValue:
    """Show why calls of the list are not dialled now."""
    return _reasons("lists/why.html", WHY_NOT, list_id)


@blueprint.post("/admin/lists/<uuid:list_id>/activity")
def change(list_id: UUID) -> ResponseReturnValue:
    """Start, pause or complete a list."""
    wanted = asked.text("Activity", ACTIVITIES)
    if not wanted:
        raise malformed("Activity", "is missing", "Give Running, Paused or Completed.")
    with acting() as conn:
        conn.execute(SET, [list_id, wanted])
        name = row(conn, ONE, [list_id])["name"]
    said = {
        "Running": _("%(name)s runs.", name=name),
        "Paused": _("%(name)s is paused; calls in progress go on.", name=name),
        "Completed": _("%(name)s is completed.", name=name),
    }
    return Response(
        status=HTTPStatus.NO_CONTENT, headers={"HX-Trigger": json.dumps({"say": said[wanted]})}
    )


def _shown(conn: Connection) -> dict[str, Any]:
    chosen = {
        "shown": asked.text("shown", SHOWN),
        "projects": asked.ids("project") or None,
        "name": asked.text("name"),
        "page": asked.number("page"),
    }
    found = rows(conn, LISTS, {**chosen, "most": MOST})
    return {
        "lists": found[:MOST],
        "more": len(found) > MOST,
        "chosen": chosen,
        "query": _query(),
        "link": lambda **values: f"/admin/lists/?{_query(**values)}",
    }


def _query(**values: Any) -> str:
    kept = {name: request.args.get(name, "") for name in ("shown", "project", "name", "page")}
    changed = {name: "" if value is None else str(value) for name, value in values.items()}
    return urlencode(
        {name: value for name, value in (kept | changed).items() if value not in ("", DEFAULT)}
    )


def _figures(conn: Connection, list_id: UUID) -> dict[str, Any]:
    demand(conn, "OutboundList", "Write")
    days = asked.number("days") or DAYS[0]
    if days not in DAYS:
        raise malformed("days", f"cannot be {days}", "Give 3, 14 or 90.")
    return {
        # First: it says so if there is no such list.
        "figures": row(conn, FIGURES, [list_id]),
        "list": row(conn, ONE, [list_id]),
        "hours": _series(rows(conn, HOURS, [list_id, days])),
        "days": days,
        "spans": DAYS,
    }


def _pace(conn: Connection, list_id: UUID) -> dict[str, Any]:
    demand(conn, "OutboundList", "Write")
    found = row(conn, PACE, [list_id])
    ahead = found["dialingmode"] in AHEAD or found["answeredmonth"]
    return {
        "pace": found if ahead else None,
        "ahead_modes": [(mode, word(mode)) for mode in ("Progressive", *AHEAD)],
        "decisions": rows(conn, DECISIONS, [list_id]) if ahead else [],
    }


def _forecast(conn: Connection, list_id: UUID) -> dict[str, Any]:
    demand(conn, "OutboundList", "Write")
    found = rows(conn, AHEAD_HOURS, [list_id])
    series = [[int(one["at"]) for one in found]]
    series += [[one[name] for one in found] for name in ("calls", "contacts")]
    return {"hours_ahead": series, "days_ahead": rows(conn, AHEAD_DAYS, {"list": list_id})}


def _tables(conn: Connection, list_id: UUID) -> dict[str, Any]:
    demand(conn, "OutboundList", "Write")
    counted = row(conn, FIGURES, [list_id])
    return {
        "list": row(conn, ONE, [list_id]),
        "figures": counted,
        "statuses": _statuses(counted["counts"] or {}),
        "details": rows(conn, DETAILS, [json.dumps(counted["details"] or {})]),
        "by_day": rows(conn, DAYS_OF, [list_id]),
        "best": _week(rows(conn, BEST, [list_id])),
        "imports": rows(conn, IMPORTS, [list_id]),
        "quotas": rows(conn, QUOTAS, [list_id]),
        "quota_events": rows(conn, QUOTA_EVENTS, [list_id]),
    }


def _statuses(counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Return the calls by status, each with its phases, the most first."""
    found: dict[str, dict[str, int]] = {}
    for phase, results in counts.items():
        for result, calls in results.items():
            found.setdefault(result, {})[phase] = calls
    made = [
        {"result": result, "phases": phases, "calls": sum(phases.values())}
        for result, phases in found.items()
    ]
    return sorted(made, key=lambda one: -one["calls"])


def _series(found: list[dict[str, Any]]) -> list[list[Any]]:
    """Return hours as the chart wants them: moments, attempts, answers, the rate in percent.

    Hours in which nothing happened are there, too, so that a night is seen as one.
    """
    if not found:
        return [[], [], [], []]
    by_hour = {one["at"]: one for one in found}
    moments = range(int(found[0]["at"]), int(found[-1]["at"]) + 1, 3600)
    series: list[list[Any]] = [[], [], [], []]
    for moment in moments:
        one = by_hour.get(float(moment))
        attempts, answered = (one["attempts"], one["answered"]) if one else (0, 0)
        rate = round(100 * answered / attempts, 1) if attempts else None
        for values, value in zip(series, (moment, int(attempts), int(answered), rate), strict=True):
            values.append(value)
    return series


def _week(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the best hours as a table: hours, and for each weekday its cells with a tone."""
    if not found:
        return {}
    cells = {(one["weekday"], one["hour"]): one for one in found}
    hours = range(min(one["hour"] for one in found), max(one["hour"] for one in found) + 1)
    # Of few attempts nothing can be told.
    sure = [one["answered"] / one["attempts"] for one in found if one["attempts"] >= SURE]
    low, high = (min(sure), max(sure)) if sure else (0, 1)
    for one in found:
        one["rate"] = one["answered"] / one["attempts"]
        place = (one["rate"] - low) / (high - low) if high > low else 1
        one["tone"] = min(4, 1 + int(place * 4)) if one["attempts"] >= SURE else 0
    return {"hours": hours, "cells": cells}


SURE = 20  # attempts in an hour of the week from which its rate is worth a colour


def _reasons(template: str, query: str, list_id: UUID) -> ResponseReturnValue:
    try:
        with acting() as conn:
            demand(conn, "OutboundList", "Write")
            found, late = reasons.of_calls(rows(conn, query, [list_id])), False
    except psycopg.errors.QueryCanceled:
        found, late = [], True
    with acting() as conn:
        return render_template(
            template, list=row(conn, ONE, [list_id]), reasons=found, late=late,
            total=sum(one["calls"] for one in found),
            offered=sum(one["calls"] for one in found if not one["fails"]),
        )  # fmt: skip
