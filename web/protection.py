"""Whether a request that changes something was made by one of our pages, or by its user.

Browsers send cookies by themselves, also when a page elsewhere makes the request. What browsers
say about where it comes from decides; programs with a token are not concerned.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request
from flask_openapi3 import OpenAPI

from . import auth
from .problems import Problem
from .settings import origin_of

SAFE = ("GET", "HEAD", "OPTIONS")
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
    " img-src 'self' data:; media-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def protect(app: OpenAPI) -> None:
    """Guard every request of an application that changes something by its method."""

    @app.before_request
    def guard() -> None:
        if request.method not in SAFE:
            check_origin()

    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-site")
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        if request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        origin = request.headers.get("Origin")
        if origin and origin in auth.settings().allowed_origins:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Allow-Credentials"] = "true"
            headers["Access-Control-Allow-Headers"] = (
                "Authorization, Content-Type, Idempotency-Key, If-Match"
            )
            headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
            headers["Access-Control-Expose-Headers"] = "ETag, Location, Retry-After"
        headers.add("Vary", "Origin")
        return response


def check_origin() -> None:
    """Refuse a request that changes something if a page elsewhere may have made it."""
    if request.method == "HEAD" or "prefetch" in request.headers.get(
        "Sec-Purpose", request.headers.get("Purpose", "")
    ):
        raise Problem(
            HTTPStatus.METHOD_NOT_ALLOWED,
            "Only looked at",
            "This address does something: it cannot be fetched ahead.",
            "Call it by GET or POST when it is to be done.",
            headers={"Allow": "GET, POST"},
        )
    caller = auth.caller()
    if caller is not None and not caller.by_browser:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site in ("same-origin", "none"):
        return
    origin = request.headers.get("Origin")
    comes_from = origin if origin is not None else request.headers.get("Referer")
    if comes_from is not None:
        if origin_of(comes_from) in {origin_of(request.host_url), *auth.settings().allowed_origins}:
            return
        raise _foreign(comes_from)
    if site is not None:
        raise _foreign(f"a page elsewhere ({site})")
    # Browsers name the origin of every other method; and the cookie is not sent with it.
    if request.method == "GET" and not auth.settings().allow_plain_get:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "Not known where from",
            "The browser does not say which page makes this request, so any page may have.",
            "Use https, or POST, or an API token; or allow it: pgdialer web --allow-plain-get.",
        )


def _foreign(where: str) -> Problem:
    return Problem(
        HTTPStatus.FORBIDDEN,
        "Made by a page elsewhere",
        f"The request was made by {where}, which is not allowed to.",
        "Allow it, if it is yours: pgdialer web --allow-origin https://crm.example.com",
    )
