"""Errors as application/problem+json (RFC 9457); what database errors mean to a client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import psycopg
import structlog
from flask import Response, g, json, render_template, request
from flask.typing import ResponseReturnValue
from flask_openapi3 import OpenAPI
from psycopg_pool import PoolTimeout, TooManyRequests
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from .database import nobody, rows
from .said import told

log = structlog.get_logger()

PAGES = ("login", "sso")  # that people look at, besides those of web/pages
MENTIONED = 0.5  # what is accepted by */* alone is not asked for

CODES = "SELECT Code AS code, HttpStatus AS http_status, Meaning AS meaning FROM ErrorCode"
AGAIN = "Try again in a moment; with the same Idempotency-Key nothing is done twice."
RETRY = {"Retry-After": "1"}


class Problem(Exception):
    """An answer that says what is wrong: one sentence, and what to do."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        hint: str | None = None,
        parameter: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.detail = detail
        self.hint = hint
        self.parameter = parameter
        self.code = code
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """Return it as a response."""
        self.title, self.detail = told(self.title) or "", told(self.detail) or ""
        self.hint = told(self.hint)
        body = {
            "type": f"urn:pgdialer:error:{self.code}" if self.code else "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "hint": self.hint,
            "code": self.code,
            "parameter": self.parameter,
            "request_id": g.get("request_id"),
        }
        g.code = self.code
        if is_page() and request.accept_mimetypes["text/html"] > MENTIONED:
            return Response(
                render_template("problem.html", problem=self, request_id=g.get("request_id")),
                self.status,
                self.headers,
            )
        made = Response(
            json.dumps({name: value for name, value in body.items() if value is not None}),
            self.status,
            self.headers,
            content_type="application/problem+json",
        )
        if self.status == HTTPStatus.UNAUTHORIZED:
            made.headers.setdefault("WWW-Authenticate", 'Bearer realm="pgdialer"')
        return made


def is_page() -> bool:
    """Whether people look at what is asked for; scripts of our pages do not."""
    name = request.blueprint or ""
    return (name in PAGES or name.startswith("page_")) and not request.headers.get("HX-Request")


# PostgreSQL's own errors that a client can cause or heal: status and title, by code or class.
OWN = {
    "23505": (409, "Already there"),
    "23503": (409, "Refers to what is not there, or is still referred to"),
    "22": (422, "Value not allowed"),
    "23": (422, "Value not allowed"),
    "42501": (403, "Not permitted"),
    "40": (503, "Others were at work on the same"),
    "55P03": (503, "Others were at work on the same"),
    "57014": (503, "Took too long"),
    "08": (503, "No database"),
    "53": (503, "No database"),
    "57P": (503, "No database"),
    "25006": (503, "No database"),
    "25P03": (503, "Took too long"),
}
_CONSTRAINT = re.compile(r"^.*?constraint", re.I)


def of_database(error: psycopg.Error) -> Problem | None:
    """Return what a database error says to a client; None for one that is ours to mend."""
    if (problem := _of_database(error)) is not None:
        problem.detail, problem.hint = told(problem.detail) or "", told(problem.hint)
    return problem


def _of_database(error: psycopg.Error) -> Problem | None:
    state = error.sqlstate
    if isinstance(error, (PoolTimeout, TooManyRequests)) or (
        state is None and isinstance(error, psycopg.OperationalError)
    ):
        return Problem(
            503, "No database", "The database cannot be reached just now.", AGAIN, headers=RETRY
        )
    if state is None:
        # What psycopg itself refuses to send, such as a NUL in a text.
        if isinstance(error, psycopg.DataError):
            return Problem(422, "Value not allowed", f"{_sentence(str(error))}", "Correct it.")
        return None
    said = error.diag
    if state.startswith("PD"):
        return _ours(error, state)
    found = next((OWN[state[:n]] for n in (5, 3, 2) if state[:n] in OWN), None)
    if found is None:
        return None
    status, title = found
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Problem(status, title, f"{title}.", AGAIN, code=state, headers=RETRY)
    return Problem(
        status,
        title,
        _sentence(_readable(said)),
        said.message_hint or said.message_detail,
        said.column_name,
        state,
    )


def _ours(error: psycopg.Error, state: str) -> Problem:
    said = error.diag
    # Of what an older release of the service does not know, it is told all the same.
    status, title = error_codes().get(state, (422, "Refused"))
    seconds = re.search(r"\bseconds (\d+)", said.message_detail or "")
    wait = {"Retry-After": seconds[1]} if status == HTTPStatus.TOO_MANY_REQUESTS and seconds else {}
    return Problem(
        status, title, said.message_primary or "", said.message_hint, said.column_name, state, wait
    )


def _readable(said: psycopg.errors.Diagnostic) -> str:
    if said.constraint_name and said.table_name:
        return f"{said.table_name} does not allow it: {said.constraint_name}"
    return said.message_primary or ""


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


@cache
def error_codes() -> dict[str, tuple[int, str]]:
    """Return HTTP status and meaning by SQLSTATE, as the database has them."""
    with nobody() as conn:
        found = rows(conn, CODES)
    return {one["code"]: (one["http_status"], one["meaning"].rstrip(".")) for one in found}


def of_validation(error: ValidationError) -> Problem:
    """Return what flask-openapi3 found wrong with a request."""
    first: Any = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or None
    return Problem(
        422,
        "Value not allowed",
        f"{name or 'The request'}: {_sentence(first['msg'])}",
        "The form of requests is in /api/v1/openapi.json.",
        name,
    )


def handle(app: OpenAPI) -> None:
    """Have every error of an application answered as a problem, and never with a traceback."""

    @app.errorhandler(Problem)
    def told(error: Problem) -> ResponseReturnValue:
        return error.response()

    @app.errorhandler(ValidationError)
    def invalid(error: ValidationError) -> ResponseReturnValue:
        return of_validation(error).response()

    @app.errorhandler(psycopg.Error)
    def refused(error: psycopg.Error) -> ResponseReturnValue:
        found = of_database(error)
        if found is None:
            return unforeseen(error)
        if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.warning("database", sqlstate=error.sqlstate, error=_first_line(error))
        return found.response()

    @app.errorhandler(UnicodeError)
    def no_text(_error: UnicodeError) -> ResponseReturnValue:
        return Problem(
            422, "Value not allowed", "A value is no text: it has half a character.", "Correct it."
        ).response()

    @app.errorhandler(HTTPException)
    def of_http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error
        if isinstance(error, InternalServerError):
            return unforeseen(error.original_exception or error)
        detail = error.description or HTTPStatus(error.code).description
        made = Problem(
            error.code,
            HTTPStatus(error.code).phrase,
            _sentence(detail),
            REMEDIES.get(error.code),
        ).response()
        # Such as Allow of a 405.
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                made.headers[name] = value
        return made

    @app.errorhandler(Exception)
    def unforeseen(error: BaseException) -> ResponseReturnValue:
        log.error("not foreseen", error=f"{type(error).__name__}: {error}", exc_info=error)
        return Problem(
            500,
            "Something went wrong here",
            "The service met an error that it does not know.",
            f"Its log tells more: look for the request {g.get('request_id')}.",
        ).response()


REMEDIES = {
    404: "Check the address.",
    405: "Use one of the methods that the header Allow names.",
    413: "Send less at once.",
    415: "Send application/json or a form.",
}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
