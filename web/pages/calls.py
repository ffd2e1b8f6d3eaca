"""/admin/calls/: the search of calls, and what is done with many of them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ..auth import demand_caller
from ..database import Connection, acting, row, rows
from ..problems import Problem, error_codes
from .csv_stream import stream
from .shell import demand, show, to_login

blueprint = Blueprint("page_calls", __name__)
HOME = "/admin/calls/"
CALL = "/ReactClient/Pages/OutCallEditor.html?OutboundCallId="

SEARCH = "SELECT search_calls(%s, %s, %s, %s) AS found"
COUNT = "SELECT calls, is_all FROM count_calls(%s)"
EXPORT = "SELECT statement, headings FROM export_search(%s)"
FIRST = "SELECT set_config('TimeZone', configuration('DefaultTimeZone'), true)"
CALLS = """
    SELECT c.OutboundCallId AS id, c.Number AS number,
        coalesce(c.DisplayName, k.DisplayName) AS name, c.OutboundListId AS list_id,
        l.DisplayName AS list, p.DisplayName AS project, a.DisplayName AS agent,
        c.CallPhase::text AS phase, c.CallResult::text AS result, d.DisplayName AS detail,
        c.Trial AS trial, c.EndTime AS ended,
        CASE WHEN c.CallResult = 'Scheduled' THEN coalesce(c.DueTime, c.ScheduleTime) END AS due
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS u (Id, Place)
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = u.Id
    LEFT JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    LEFT JOIN Project AS p ON p.ProjectId = c.ProjectId
    LEFT JOIN Agent AS a ON a.AgentId = c.AgentId
    LEFT JOIN Contact AS k ON k.ContactId = c.ContactId
    LEFT JOIN CallResultDetail AS d ON d.CallResultDetailId = c.CallResultDetailId
    ORDER BY u.Place
"""
CHOICES = {
    "list": """
        SELECT l.OutboundListId::text AS "Value", l.DisplayName AS "Label"
        FROM OutboundList AS l
        WHERE l.Deleted = 0
        ORDER BY l.DisplayName, l.OutboundListId
        LIMIT 2000
    """,
    "project": """
        SELECT p.ProjectId::text AS "Value", p.DisplayName AS "Label"
        FROM Project AS p
        WHERE p.Deleted = 0
        ORDER BY p.DisplayName, p.ProjectId
        LIMIT 2000
    """,
    "agent": """
        SELECT a.AgentId::text AS "Value", a.DisplayName AS "Label"
        FROM Agent AS a
        WHERE a.Deleted = 0
        ORDER BY a.DisplayName, a.AgentId
        LIMIT 2000
    """,
    "phase": """
        SELECT p.p::text AS "Value", p.p::text AS "Label"
        FROM unnest(enum_range(NULL::CallPhase)) AS p (p)
    """,
    "result": """
        SELECT r.r::text AS "Value", r.r::text AS "Label"
        FROM unnest(enum_range(NULL::CallResult)) AS r (r)
    """,
    "detail": """
        SELECT d.CallResultDetailId::text AS "Value", d.DisplayName AS "Label"
        FROM CallResultDetail AS d
        WHERE d.Deleted = 0
        ORDER BY d.Rank, d.DisplayName
        LIMIT 2000
    """,
}
PREVIEW = """
    SELECT p.obstacle, p.call_phase::text AS phase, p.call_result::text AS result, p.calls,
        p.last_id
    FROM preview_bulk_calls(%(action)s, %(filter)s, %(ids)s::bigint[], %(list)s, %(agent)s,
        %(time)s) AS p
"""
CHANGE = """
    SELECT change_bulk_calls(%(action)s, %(filter)s, %(ids)s::bigint[], %(list)s, %(agent)s,
        %(time)s, %(after)s, %(until)s, %(limit)s) AS done
"""

FILTER = (
    "number", "name", "list", "project", "agent", "phase", "result", "detail", "from", "to",
    "callkey",
)  # fmt: skip
PAGE = 50  # rows
BATCH = 250  # calls that are changed in one transaction

ACTIONS = {
    "release": lazy_gettext("Release to the queue"),
    "schedule": lazy_gettext("Schedule"),
    "pause": lazy_pgettext("do", "Pause"),
    "cancel": lazy_gettext("Cancel"),
    "move": lazy_gettext("Move to another list"),
    "assign": lazy_gettext("Give to one agent alone"),
    "unassign": lazy_gettext("Take from the agent, for anybody"),
}
# What keeps a call from being changed (bulk_obstacle).
OBSTACLES = {
    "NoProjectCall": lazy_gettext("It is no call of a list."),
    "NotManual": lazy_gettext("It does not wait for its release."),
    "Done": lazy_gettext("It is so already."),
    "InProgress": lazy_gettext("It is in progress."),
    "Held": lazy_gettext("It waits, but not so that this is possible."),
    "Over": lazy_gettext("It is over."),
}


@blueprint.get(HOME)
def page() -> ResponseReturnValue:
    """Show the search."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        demand(conn, "OutboundCall", "Full")
        choices = {name: rows(conn, query) for name, query in CHOICES.items()}
        return show(
            conn, "calls/page.html", choices=choices, actions=ACTIONS, **_search(conn)
        )  # fmt: skip


@blueprint.get(HOME + "rows")
def rows_again() -> ResponseReturnValue:
    """Show the calls found anew."""
    with acting() as conn:
        return show(conn, "calls/rows.html", **_search(conn))


@blueprint.get(HOME + "count")
def count() -> ResponseReturnValue:
    """Say how many calls there are."""
    with acting() as conn:
        found = row(conn, COUNT, [Jsonb(_filter())])
    return render_template("calls/count.html", found=found)


@blueprint.get(HOME + "calls.csv")
def download() -> ResponseReturnValue:
    """Give all calls of the filter as a file."""
    who = demand_caller()
    given = Jsonb(_filter())
    with acting() as conn:
        export = row(conn, EXPORT, [given])
    return stream(who, _("Calls"), FIRST, export | {"given": given})


def _search(conn: Connection) -> dict[str, Any]:
    asked = _filter()
    back = request.args.get("back") == "1"
    place = _json("place", request.args.get("place"))
    values = [Jsonb(asked), PAGE, None if place is None else Jsonb(place), back]
    found = row(conn, SEARCH, values)["found"]
    return {
        "filter": asked,
        "calls": rows(conn, CALLS, [found["Calls"]]),
        "query": urlencode(request.args),
        "first": urlencode(asked),
        "place": place,
        "back": back,
        "previous": _link(asked, found["Previous"], "1"),
        "next": _link(asked, found["Next"]),
        "stopped": found["Stopped"],
        "call_url": CALL,
    }


def _filter() -> dict[str, str]:
    given = {name: request.args.get(name, "").strip() for name in FILTER}
    return {name: value for name, value in given.items() if value}


def _link(asked: dict[str, str], place: Any, back: str | None = None) -> str | None:
    if place is None:
        return None
    return urlencode(
        asked | {"place": json.dumps(place)} | ({"back": back} if back else {})
    )  # fmt: skip


def _json(name: str, text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "Not understood",
            f'{name}: "{(text or "")[:100]}" is no JSON.', "Begin at the first page.", name,
        ) from None  # fmt: skip


@blueprint.post(HOME + "preview")
def preview() -> ResponseReturnValue:
    """Say what a bulk action would do."""
    wish = _wish()
    with acting() as conn:
        groups = rows(conn, PREVIEW, wish)
    return render_template(
        "calls/preview.html",
        form=request.form,
        ids=wish["ids"] or [],
        action=ACTIONS.get(wish["action"], wish["action"]),
        will=sum(one["calls"] for one in groups if one["obstacle"] is None),
        stay=[one for one in groups if one["obstacle"] is not None],
        obstacles=OBSTACLES,
        until=max((one["last_id"] for one in groups), default=0),
    )


@blueprint.post(HOME + "change")
def change() -> ResponseReturnValue:
    """Do the next batch of a bulk action, and say how far it is."""
    form = request.form
    values = _wish() | {"after": _number("after"), "until": _number("until"), "limit": BATCH}
    with acting() as conn:
        done = row(conn, CHANGE, values)["done"]
    stayed = _json("stayed", form.get("stayed")) or {}
    for reason, calls in done["Stayed"].items():
        stayed[reason] = stayed.get(reason, 0) + calls
    return render_template(
        "calls/progress.html",
        form=form,
        ids=values["ids"] or [],
        changed=_number("changed") + done["Changed"],
        stayed=stayed,
        reasons={reason: _reason(reason) for reason in stayed},
        after=done["LastId"],
        total=_number("total"),
        action=ACTIONS.get(values["action"], values["action"]),
    )


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() else 0


def _reason(reason: str) -> Any:
    if reason in OBSTACLES:
        return OBSTACLES[reason]
    return error_codes().get(reason, (0, reason))[1]


def _wish() -> DictRow:
    """Return what a form asks for: with the selected calls, or with all of the filter."""
    form = request.form
    selected = form.get("scope") == "selected"
    return {
        "action": form.get("action"),
        "ids": [int(one) for one in form.getlist("ids") if one.isdecimal()] if selected else None,
        "filter": None if selected else Jsonb(_json("filter", form.get("filter")) or {}),
        # What one action needs, another does not get.
        "list": form.get("to_list") or None if form.get("action") == "move" else None,
        "agent": form.get("to_agent") or None if form.get("action") in AGENT else None,
        "time": form.get("at") or None if form.get("action") == "schedule" else None,
    }


AGENT = ("assign", "release", "schedule")
