"""/login and /logout: passwords, and the session that a browser then has."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from http import HTTPStatus
from threading import BoundedSemaphore
from uuid import UUID

import argon2
import psycopg
import structlog
from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta

from . import auth
from .database import nobody, row
from .parameters import read_parameters
from .problems import Problem, of_database

blueprint = Blueprint("login", __name__)
log = structlog.get_logger()

BEGIN = "SELECT agent_id, password_hash FROM begin_login(%s, %s)"
FINISH = "SELECT finish_login(%s, %s, %s, %s) AS agent_id"
END = "SELECT end_session(%s)"

LONGEST = 1024  # characters of a password: hashing more is a way to keep the service busy
# Each comparison takes 64 MB and a core for some hundredths of a second.
_comparing = BoundedSemaphore(2)


@blueprint.get("/login")
def page() -> ResponseReturnValue:
    """Show the form."""
    return render_template("login.html", next=local_path(), signs_on=auth.settings().signs_on)


@blueprint.post("/login")
def log_in() -> ResponseReturnValue:
    """Compare a password, and begin a session."""
    given = read_parameters()
    login, password = (given[name].text if name in given else "" for name in ("login", "password"))
    try:
        response, agent_id = _begin(login.strip(), password)
    except (Problem, psycopg.Error) as error:
        problem = error if isinstance(error, Problem) else of_database(error)
        if request.is_json or problem is None or problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        shown = render_template(
            "login.html", next=local_path(), login=login, problem=problem,
            signs_on=auth.settings().signs_on, wait=_wait(problem),
        )  # fmt: skip
        g.code = problem.code
        return shown, problem.status, problem.headers
    g.logged["agent"] = str(agent_id)
    return response


def _wait(problem: Problem) -> str:
    """Return for how long nobody may try again, in words; empty if anybody may."""
    seconds = int(problem.headers.get("Retry-After", 0))
    return format_timedelta(timedelta(seconds=seconds), threshold=1.5) if seconds else ""


def _begin(login: str, password: str) -> tuple[Response, UUID]:
    address = request.remote_addr
    with nobody() as conn:
        found = row(conn, BEGIN, [login, address])
    succeeded = matches(found["password_hash"], password) and found["agent_id"] is not None
    secret = auth.new_secret()
    with nobody() as conn:
        agent_id = row(conn, FINISH, [login, address, succeeded, auth.hashed(secret)])["agent_id"]
    if not succeeded or agent_id is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "Not logged in",
            "This login and this password do not go together.",
            "Type both again; an administrator can set a new password.",
        )
    response = make_response(
        {"AgentId": str(agent_id)}
        if request.is_json
        else redirect(local_path(), HTTPStatus.SEE_OTHER)
    )
    auth.give_cookie(response, secret)
    return response, agent_id


def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one; takes as long where there is none."""
    with _comparing:
        try:
            return argon2.PasswordHasher().verify(password_hash or _nobodys(), password[:LONGEST])
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return argon2.PasswordHasher().hash(auth.new_secret())


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session."""
    caller = auth.caller()
    if caller is not None and caller.kind == "session":
        with nobody() as conn:
            conn.execute(END, [caller.credential])
    response = make_response(
        ("", HTTPStatus.NO_CONTENT) if request.is_json else redirect("/login", HTTPStatus.SEE_OTHER)
    )
    auth.take_cookie(response)
    return response


def local_path() -> str:
    """Return where to go after the login: a page of ours, wherever the request wants to go."""
    wanted = request.values.get("next", "")
    # //host and /\host are addresses elsewhere.
    is_ours = wanted.startswith("/") and wanted[1:2] not in ("/", "\\") and wanted.isprintable()
    return wanted if is_ours else "/ReactClient/"
