"""/ReactClient/: the agent's page."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, g, redirect
from flask.typing import ResponseReturnValue

from .. import auth
from ..database import acting, row, rows
from .floor import missing
from .shell import show, to_login

blueprint = Blueprint("page_desk", __name__)

STATE = "SELECT * FROM agent_state(%s)"
STATUSES = """
    SELECT s.AgentStatusId::text AS id, s.DisplayName AS name, s.Color AS color
    FROM AgentStatus AS s
    WHERE s.Deleted = 0 AND s.UserBlocked = 0
    ORDER BY s.Activity, s.DisplayName
"""


@blueprint.get("/")
def first() -> ResponseReturnValue:
    """Lead to the agent's page; an administrator first to what is not set up yet."""
    if auth.caller() is not None:
        with acting() as conn:
            if missing(conn):
                return redirect("/admin/", HTTPStatus.SEE_OTHER)
    return redirect("/ReactClient/", HTTPStatus.SEE_OTHER)


@blueprint.get("/ReactClient/")
def page() -> ResponseReturnValue:
    """Show the page."""
    if (way := to_login()) is not None:
        return way
    with acting() as conn:
        return show(
            conn, "desk/page.html", state=row(conn, STATE, [g.agent.agent_id]),
            statuses=rows(conn, STATUSES),
        )  # fmt: skip


@blueprint.get("/ReactClient/desk/status")
def status() -> ResponseReturnValue:
    """Show the status anew."""
    with acting() as conn:
        return show(
            conn, "desk/status.html", state=row(conn, STATE, [g.agent.agent_id]),
            statuses=rows(conn, STATUSES),
        )  # fmt: skip
