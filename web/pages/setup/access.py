"""How an agent gets in: the password, and the tokens with which programs act for the agent."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Any

import argon2
from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ....runner.commands.login import SHORTEST
from ... import auth
from ...database import Connection, acting, row, rows
from ...login import LONGEST
from ..shell import show
from . import store
from .kinds import BY_PATH
from .model import Kind
from .views import HOME, PANELS, blueprint

MAY = "SELECT may('Rights', 'Write') OR acting_agent() = %s::uuid AS may"
LOGIN = "SELECT PasswordTime AS set, LastLoginTime AS last FROM login_times(%s)"
TOKENS = """
    SELECT t.ApiTokenId::text AS id, t.DisplayName AS name, t.Scope AS scope,
        t.CreatedTime AS created, t.ExpiresTime AS expires, t.RevokedTime AS revoked,
        t.LastSeenTime AS seen
    FROM agent_tokens(%s) AS t
"""
SET = "SELECT set_password(%s, %s)"
MAKE = "SELECT create_token(%s, %s, %s, NULL, %s)"
REVOKE = "SELECT revoke_token(%s)"
SCOPES = ("read", "write", "full")


def panel(conn: Connection, _kind: Kind, key: str) -> dict[str, Any]:
    """Return what the panel shows; nothing to who may not see it."""
    if not row(conn, MAY, [key])["may"]:
        return {}
    return {
        "login": next(iter(rows(conn, LOGIN, [key])), None), "tokens": rows(conn, TOKENS, [key]),
        "shortest": SHORTEST, "longest": LONGEST, "scopes": SCOPES,
    }  # fmt: skip


PANELS["access"] = panel


@blueprint.post(HOME + "agent/<uuid:key>/password")
def password(key: Any) -> ResponseReturnValue:
    """Set a password; it ends the agent's sessions."""
    auth.demand_caller()
    auth.check_form()
    given = request.form.get("Password", "")
    fault = None
    if len(given) < SHORTEST:
        fault = _("A password has at least %(least)s characters.", least=SHORTEST)
    elif len(given) > LONGEST:
        fault = _("A password has at most %(most)s characters.", most=LONGEST)
    elif given != request.form.get("Again", ""):
        fault = _("The two are not the same: type both again.")
    if fault is None:
        hashed = argon2.PasswordHasher().hash(given)
        with acting() as conn:
            conn.execute(SET, [key, hashed])
        return redirect(f"{HOME}agent/{key}?saved=password#access", HTTPStatus.SEE_OTHER)
    return _panel(key, {"password": fault}), HTTPStatus.UNPROCESSABLE_ENTITY


@blueprint.post(HOME + "agent/<uuid:key>/tokens")
def make(key: Any) -> ResponseReturnValue:
    """Make a token and show it, this once."""
    auth.demand_caller()
    auth.check_form()
    name, scope = request.form.get("Name", "").strip(), request.form.get("Scope", "")
    if not name:
        return _panel(
            key, {"token": _("Say what the token is for.")}
        ), HTTPStatus.UNPROCESSABLE_ENTITY
    token = f"pgd_{secrets.token_urlsafe(32)}"
    with acting() as conn:
        conn.execute(MAKE, [key, auth.hashed(token), scope, name])
    return _panel(key, {}, token)


@blueprint.post(HOME + "agent/<uuid:key>/tokens/<uuid:token>/revoke")
def revoke(key: Any, token: Any) -> ResponseReturnValue:
    """Take a token back."""
    auth.demand_caller()
    auth.check_form()
    with acting() as conn:
        conn.execute(REVOKE, [token])
    return redirect(f"{HOME}agent/{key}#access", HTTPStatus.SEE_OTHER)


def _panel(key: Any, faults: dict[str, str], made: str | None = None) -> str:
    kind = BY_PATH["agent"]
    with acting() as conn:
        return show(
            conn, "setup/access.html", kind=kind, key=str(key), home=HOME, faults=faults, made=made,
            panel=panel(conn, kind, str(key)), url=f"{HOME}agent/{key}",
            title=store.read(conn, kind, key).texts["DisplayName"],
        )  # fmt: skip
