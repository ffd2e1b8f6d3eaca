"""Who a request comes from: a token, a proxy that has let somebody in, or a session's cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http import HTTPStatus

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, Signer

from .database import Caller
from .problems import Problem
from .settings import Settings

COOKIE = "pgdialer"
SECURE_COOKIE = "__Host-pgdialer"  # browsers take such a one by https and for this host alone


def settings() -> Settings:
    """Return the settings of the application at work."""
    found: Settings = current_app.extensions["pgdialer.settings"]
    return found


def caller() -> Caller | None:
    """Return by what the request shows who it comes from; None where it does not."""
    if "caller" not in g:
        g.caller = _from_token() or _from_proxy() or _from_cookie()
    found: Caller | None = g.caller
    return found


def demand_caller() -> Caller:
    """Return the caller, or raise the problem of there being none."""
    found = caller()
    if found is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "Not logged in",
            "The request does not say who it comes from.",
            "Log in at /login, or send Authorization: Bearer and an API token.",
        )
    return found


def hashed(secret: str) -> str:
    """Return what the database knows of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _from_token() -> Caller | None:
    given = request.headers.get("Authorization")
    if given is None:
        return None
    scheme, _, token = given.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "Not logged in",
            f'Authorization by "{scheme}" is not understood.',
            "Send Authorization: Bearer and an API token.",
        )
    return Caller("token", hashed(token.strip()))


def _from_proxy() -> Caller | None:
    header = settings().login_header
    # Of the address that has connected, not of the one that a header names.
    if not header or not settings().trusts(request.environ.get("pgdialer.peer")):
        return None
    login = request.headers.get(header, "").strip()
    return Caller("login", login) if login else None


def _from_cookie() -> Caller | None:
    signed = request.cookies.get(SECURE_COOKIE) or request.cookies.get(COOKIE)
    if not signed:
        return None
    try:
        secret = _signer("session").unsign(signed).decode()
    except (BadSignature, UnicodeError):
        return None
    return Caller("session", hashed(secret))


def _signer(purpose: str) -> Signer:
    return Signer(settings().secret_key, salt=f"pgdialer.{purpose}", digest_method=hashlib.sha256)


def new_secret() -> str:
    """Return the secret of a new session."""
    return secrets.token_urlsafe(32)


def is_secure() -> bool:
    """Whether cookies are to travel by https alone."""
    chosen = settings().secure_cookie
    return chosen == "always" or (chosen == "auto" and request.is_secure)


def give_cookie(response: Response, secret: str) -> None:
    """Put a session into the browser, signed; it ends with the browser or in the database."""
    response.set_cookie(
        SECURE_COOKIE if is_secure() else COOKIE,
        _signer("session").sign(secret).decode(),
        httponly=True,
        secure=is_secure(),
        samesite="Lax",
        path="/",
    )


def take_cookie(response: Response) -> None:
    """Take the session from the browser."""
    for name in (COOKIE, SECURE_COOKIE):
        response.delete_cookie(
            name, httponly=True, secure=name == SECURE_COOKIE, samesite="Lax", path="/"
        )


def form_token() -> str:
    """Return the token that a form of ours carries: pages elsewhere cannot make it."""
    found = caller()
    about = f"{found.kind}:{found.credential}" if found else "nobody"
    return _signer("form").get_signature(about).decode()


def check_form() -> None:
    """Refuse a form that is none of ours."""
    given = request.form.get("FormToken", "")
    if not hmac.compare_digest(given.encode(), form_token().encode()):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "Not from our page",
            "The form was not made by this service, or for another login.",
            "Open the page again and repeat it.",
        )
