"""/admin/: the floor as it is now, and /admin/wallboard: the same for a big screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from ..database import Connection, acting, row, rows
from ..problems import Problem
from . import asked
from .reasons import of_setup
from .shell import demand, show, to_login

blueprint = Blueprint("page_floor", __name__)

MOST = 100  # agents on one page
SORTS = ("problem", "name", "team", "status", "call")
DEFAULT = SORTS[0]  # is not written into addresses
ACTIVITIES = ("", "Ready", "Pause", "PostCall", "LogOff")

FIGURES = "SELECT * FROM floor_figures(%s, %s)"
AGENTS = """
    SELECT f.*, count(*) OVER () AS total
    FROM floor_agents(%(projects)s, %(everybody)s) AS f
    WHERE (%(team)s = '' OR f.TeamName = %(team)s)
        AND (%(activity)s = '' OR f.Activity::text = %(activity)s)
        AND (%(status)s::uuid IS NULL OR f.AgentStatusId = %(status)s)
        AND strpos(lower(f.DisplayName), lower(%(name)s)) > 0
    ORDER BY CASE WHEN %(sort)s = 'problem' THEN (f.Problem IS NULL)::integer END,
        CASE WHEN %(sort)s = 'team' THEN f.TeamName END,
        CASE WHEN %(sort)s = 'status' THEN f.Activity END,
        CASE WHEN %(sort)s = 'status' THEN f.AgentStatus END,
        CASE %(sort)s WHEN 'call' THEN f.CallSince WHEN 'status' THEN f.StatusSince END,
        f.DisplayName, f.AgentId
    LIMIT %(most)s OFFSET %(most)s * %(page)s
"""
TEAMS = """
    SELECT DISTINCT a.TeamName AS name FROM Agent AS a
    WHERE a.Deleted = 0 AND a.TeamName IS NOT NULL ORDER BY a.TeamName LIMIT 500
"""
PROJECTS = """
    SELECT p.ProjectId AS id, p.DisplayName AS name FROM Project AS p
    WHERE p.Deleted = 0 ORDER BY p.DisplayName, p.ProjectId LIMIT 500
"""
STATUSES = """
    SELECT s.AgentStatusId AS id, s.DisplayName AS name, s.Activity::text AS activity
    FROM AgentStatus AS s
    WHERE s.Deleted = 0
    ORDER BY s.Activity, s.DisplayName
"""
ONE = "SELECT s.*, %s::uuid AS agentid FROM agent_state(%s) AS s"
CHOOSABLE = """
    SELECT s.AgentStatusId::text AS id, s.DisplayName AS name, s.Color AS color
    FROM AgentStatus AS s
    WHERE s.Deleted = 0 AND s.UserBlocked = 0 AND s.Activity <> 'LogOff'
    ORDER BY s.Activity, s.DisplayName
"""
MAY = "SELECT may('AgentStatus', 'Full') AS set_status, may('OutboundCall', 'Full') AS hang_up"

IS_SET_UP = "SELECT NOT EXISTS (SELECT FROM check_setup() AS s WHERE NOT s.Holds) AS complete"
SETUP = "SELECT * FROM check_setup()"
MAY_SET_UP = "SELECT may('Configuration', 'Write') AS may"
# Where to see to each row of check_setup, by its rank.
PLACES = {
    1: "/admin/setup/workplace/", 2: "/admin/setup/agent/", 3: "/admin/setup/agent/",
    4: "/admin/setup/agentstatus/", 5: "/admin/setup/agentstatus/", 6: "/admin/setup/project/",
    7: "/admin/setup/outboundlist/", 8: "/admin/skills/", 9: "/admin/skills/",
    10: "/admin/setup/pbx/", 11: "/admin/setup/configuration/", 13: "/admin/import/",
    14: "/admin/setup/trunk/",
}  # fmt: skip

NAMES = """
    SELECT l.DisplayName AS name FROM OutboundList AS l WHERE l.OutboundListId = ANY (%s)
    UNION ALL
    SELECT p.DisplayName FROM Project AS p WHERE p.ProjectId = ANY (%s)
    ORDER BY 1
    LIMIT 10
"""
ENDS = """
    SELECT max(f.EndTime) AS ends
    FROM OutboundList AS l
    CROSS JOIN LATERAL list_forecast(l.OutboundListId) AS f
    WHERE l.OutboundListId = ANY (%s) AND may('OutboundList', 'Read')
"""

PROBLEMS = {
    "OutOfOrder": _("Line out of order"),
    "NoLine": _("Line is not up"),
    "Blocked": _("Blocked after missed offers"),
    "LongWrapUp": _("Long wrap-up"),
}


@blueprint.get("/admin/")
def page() -> ResponseReturnValue:
    """Show the floor; to an administrator of a new installation first what it still needs."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        demand(conn, "Agent")
        return show(
            conn, "floor/page.html", setup=missing(conn), teams=rows(conn, TEAMS),
            projects=rows(conn, PROJECTS), statuses=rows(conn, STATUSES), **_shown(conn),
        )  # fmt: skip


@blueprint.get("/admin/floor")
def floor() -> ResponseReturnValue:
    """Show the changing part anew."""
    with acting() as conn:
        demand(conn, "Agent")
        response = make_response(render_template("floor/floor.html", **_shown(conn)))
    if "chosen" in request.args:
        response.headers["HX-Push-Url"] = f"/admin/?{_query()}"
    return response


@blueprint.get("/admin/floor/<uuid:agent_id>")
def agent(agent_id: UUID) -> ResponseReturnValue:
    """Show one agent, and what can be done."""
    with acting() as conn:
        demand(conn, "Agent")
        return render_template(
            "floor/agent.html", state=row(conn, ONE, [agent_id, agent_id]), may=row(conn, MAY),
            statuses=rows(conn, CHOOSABLE),
        )  # fmt: skip


@blueprint.get("/admin/setup-check")
def setup_check() -> ResponseReturnValue:
    """Show what the set-up still needs anew."""
    with acting() as conn:
        demand(conn, "Configuration", "Write")
        return render_template(
            "floor/setup.html", setup=of_setup(rows(conn, SETUP)), seen_to=PLACES
        )


@blueprint.get("/admin/wallboard")
def wallboard() -> ResponseReturnValue:
    """Show the big screen."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        demand(conn, "Agent")
        return render_template("floor/wallboard.html", **_wall(conn))


@blueprint.get("/admin/wallboard/figures")
def wall_figures() -> ResponseReturnValue:
    """Show the figures of the big screen anew."""
    with acting() as conn:
        demand(conn, "Agent")
        return render_template("floor/wall_figures.html", **_wall(conn))


def missing(conn: Connection) -> list[dict[str, Any]]:
    """Return the rows of check_setup, if the caller sees to the set-up and something is missing."""
    if not row(conn, MAY_SET_UP)["may"] or row(conn, IS_SET_UP)["complete"]:
        return []
    return of_setup(rows(conn, SETUP))


def _shown(conn: Connection) -> dict[str, Any]:
    projects = asked.ids("project") or None
    status = asked.ids("status")
    chosen = {
        "projects": projects,
        "status": status[0] if status else None,
        "team": asked.text("team"),
        "activity": asked.text("activity", ACTIVITIES),
        "name": asked.text("name"),
        "sort": asked.text("sort", SORTS),
        "everybody": bool(asked.text("everybody", ("", "1"))),
        "page": asked.number("page"),
    }
    if chosen["activity"] == "LogOff":
        chosen["everybody"] = True
    agents = rows(conn, AGENTS, {**chosen, "most": MOST})
    if not agents and chosen["page"]:
        raise Problem(
            HTTPStatus.NOT_FOUND, "No such page", f"page: there is no page {chosen['page']}.",
            "Begin with the first one.",
        )  # fmt: skip
    return {
        "figures": row(conn, FIGURES, [projects, None]),
        "agents": agents,
        "total": agents[0]["total"] if agents else 0,
        "chosen": chosen,
        "most": MOST,
        "query": _query(),
        "hour": datetime.now(UTC) - timedelta(hours=1),
        "link": lambda **values: f"/admin/?{_query(**values)}",
        "problems": PROBLEMS,
        "seen_to": PLACES,
    }


def _query(**values: Any) -> str:
    """Return the query of this page with some values changed; empty ones are left out."""
    kept = {
        name: request.args.get(name, "")
        for name in ("team", "project", "status", "activity", "name", "sort", "everybody", "page")
    }
    if values and "page" not in values:
        kept["page"] = ""
    changed = {name: "" if value is None else str(value) for name, value in values.items()}
    return urlencode(
        {name: value for name, value in (kept | changed).items() if value not in ("", DEFAULT)}
    )


def _wall(conn: Connection) -> dict[str, Any]:
    projects, lists = asked.ids("project"), asked.ids("list")
    g.places = None
    return {
        "figures": row(conn, FIGURES, [projects or None, lists or None]),
        "names": [one["name"] for one in rows(conn, NAMES, [lists, projects])],
        "ends": row(conn, ENDS, [lists])["ends"],
        "query": request.query_string.decode(),
        "calls": urlencode(
            {"list": [str(one) for one in lists], "project": [str(one) for one in projects]}, True
        ),
    }
