"""What all pages have in common: the frame with its navigation, and languages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import g, redirect, render_template, request, url_for
from flask_babel import Babel, get_locale, lazy_gettext
from flask_openapi3 import OpenAPI
from werkzeug.wrappers import Response

from .. import auth
from ..database import Connection, rows
from ..problems import Problem
from ..said import said
from . import words

LANGUAGES = {"en": "English", "cs": "Čeština"}
CHOSEN = "pgdialer_language"  # the cookie of who has chosen one

STATIC = Path(__file__).parent.parent / "static"
TRANSLATIONS = str(STATIC.parent / "translations")


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, and the rights of which it takes one."""

    name: Any
    url: str
    permissions: tuple[str, ...]
    degree: str = "Read"


# What may be set up by forms: the overview shows those that one may write.
SET_UP = ("Configuration", "OutboundList", "Rule", "Agent", "Rights", "Grid", "DoNotCall")

PLACES = (
    Place(lazy_gettext("My calls"), "/ReactClient/", ("AgentStatus",), "Write"),
    Place(lazy_gettext("Grids"), "/ReactClient/grids/", ("Grid",)),
    Place(lazy_gettext("Floor"), "/admin/", ("Agent",)),
    Place(lazy_gettext("Lists"), "/admin/lists/", ("OutboundList",), "Write"),
    Place(lazy_gettext("Calls"), "/admin/calls/", ("OutboundCall",), "Full"),
    Place(lazy_gettext("Skills"), "/admin/skills/", ("Agent",)),
    Place(lazy_gettext("Import"), "/admin/import/", ("OutboundList",), "Write"),
    Place(lazy_gettext("Reports"), "/admin/reports/", ("Report", "OutboundCall")),
    Place(lazy_gettext("Set-up"), "/admin/setup/", SET_UP, "Write"),
)
SEEN = """
    SELECT u.url
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS u (url, permission, degree)
    WHERE may(u.permission, u.degree)
"""


def frame(app: OpenAPI) -> None:
    """Give an application's templates what the frame needs."""
    Babel(app, locale_selector=language, default_translation_directories=TRANSLATIONS)
    app.jinja_env.globals.update(
        now=lambda: datetime.now(UTC).isoformat(),
        static=static,
        get_locale=get_locale,
        languages=LANGUAGES,
        places=lambda: g.get("places"),
        opens=lambda url: any(one.url == url for one in g.get("places") or ()),
    )
    app.jinja_env.filters.update(
        iso=lambda value: value.isoformat() if value is not None else "",
        said=said,
        word=words.word,
        tone=words.tone,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def choose(code: str) -> Response:
        """Keep the language that somebody has chosen, and go back."""
        from ..login import local_path

        response = redirect(local_path(), HTTPStatus.SEE_OTHER)
        if code in LANGUAGES:
            response.set_cookie(
                CHOSEN, code, max_age=366 * 86400, samesite="Lax", secure=auth.is_secure()
            )
        return response

    # Not by app.get, which takes views as OpenAPI has them.
    app.add_url_rule("/language/<code>", "language", choose)


def language() -> str:
    """Return the language that was chosen, else the browser's, else English."""
    chosen = request.cookies.get(CHOSEN)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, "en")


def show(conn: Connection, template: str, **values: Any) -> str:
    """Return a page in its frame, with the navigation that the caller may use.

    conn is the connection of the request's transaction (acting()).
    """
    g.places = _places(conn)
    return render_template(template, agent=g.agent, **values)


def _places(conn: Connection) -> list[Place]:
    asked = [(one.url, noun, one.degree) for one in PLACES for noun in one.permissions]
    seen = {
        one["url"] for one in rows(conn, SEEN, [list(them) for them in zip(*asked, strict=True)])
    }
    return [one for one in PLACES if one.url in seen]


def to_login() -> Response | None:
    """Return the way to the login for who is not logged in; pages call it first."""
    if auth.caller() is not None:
        return None
    if request.headers.get("HX-Request"):
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "Not logged in", "Your session is over.", "Log in again."
        )
    here = request.full_path.rstrip("?")
    return redirect(f"/login?{urlencode({'next': here})}", HTTPStatus.SEE_OTHER)


def demand(conn: Connection, permission: str, degree: str = "Read") -> None:
    """Refuse a page to who may not use it."""
    found = conn.execute("SELECT may(%s, %s) AS may", [permission, degree]).fetchone()
    if not (found and found["may"]):
        raise Problem(
            HTTPStatus.FORBIDDEN, "Not permitted",
            f"This page takes the permission {permission}, degree {degree}.",
            "An administrator can grant it to you by a role.", code="PD042",
        )  # fmt: skip


def static(name: str) -> str:
    """Return the address of a file of ours; it changes with the file, so browsers may keep it."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
