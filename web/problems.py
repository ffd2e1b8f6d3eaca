"""Errors as problem details (RFC 9457): what is wrong, with which parameter, and what to do."""

from __future__ import annotations

import psycopg
from flask import Flask, Response, json
from werkzeug.exceptions import HTTPException

STATUSES = {
    "PD001": 409, "PD002": 409, "PD003": 404, "PD004": 404, "PD005": 422, "PD006": 422, "PD007": 404,
    "PD008": 409, "PD009": 422, "PD010": 422, "PD011": 422, "PD012": 404, "PD013": 422, "PD014": 422,
    "PD015": 422, "PD016": 409, "PD017": 409, "PD020": 409, "PD021": 409, "PD022": 409, "PD023": 409,
    "PD038": 422, "PD039": 404, "PD040": 422, "PD041": 409, "PD042": 403, "PD043": 401, "PD044": 429,
    "PD045": 422, "PD046": 401, "PD047": 403, "PD048": 404, "PD056": 422,
    "42501": 403, "23505": 409, "23503": 409, "23514": 422, "23502": 422, "23P01": 409, "54001": 422,
    "40001": 503, "40P01": 503, "55P03": 503, "57014": 503, "25006": 503, "0A000": 503,
}  # fmt: skip
TITLES = {
    400: "Not understood", 401: "Not logged in", 403: "Not allowed", 404: "Not found", 405: "No such method",
    409: "Not now", 412: "Changed meanwhile", 413: "Too large", 415: "Of another type", 422: "Refused",
    429: "Too often", 503: "Try again",
}  # fmt: skip


class Problem(Exception):
    """Something the caller can understand and mend."""

    def __init__(
        self,
        status: int,
        title: str | None = None,
        detail: str | None = None,
        hint: str | None = None,
        parameter: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(detail or title)
        self.status, self.title, self.detail = status, title or TITLES.get(status, "Error"), detail
        self.hint, self.parameter, self.code = hint, parameter, code

    def response(self) -> Response:
        """Return it as application/problem+json."""
        said = {
            "type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail,
            "hint": self.hint, "parameter": self.parameter, "code": self.code,
        }  # fmt: skip
        body = json.dumps({key: value for key, value in said.items() if value is not None})
        answer = Response(body, self.status, content_type="application/problem+json")
        if self.status == 401:
            answer.headers["WWW-Authenticate"] = "Bearer"
        if self.status == 503:
            answer.headers["Retry-After"] = "1"
        return answer


def of_database(error: psycopg.Error) -> Problem | None:
    """Return what an error of the database means to a client; None: it is a mistake of ours."""
    code, said = error.sqlstate or "", error.diag
    status = STATUSES.get(code) or (422 if code.startswith("22") else None)
    if status is None and (isinstance(error, psycopg.OperationalError) or code.startswith("53")):
        status = 503
    if status is None:
        return None
    if not code.startswith("PD") and status == 503:
        return Problem(503, detail="The database cannot do it just now.", code=code or None)
    return Problem(
        status,
        detail=said.message_primary,
        hint=said.message_hint,
        parameter=said.column_name,
        code=code,
    )


def register(app: Flask) -> None:
    """Have the app answer with problems."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return error.response()

    @app.errorhandler(psycopg.Error)
    def _database(error: psycopg.Error) -> Response:
        found = of_database(error)
        if found is None:
            raise error
        return found.response()

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return Response(error.get_response().get_data(), status, error.get_response().headers)
        answer = Problem(status, TITLES.get(status, error.name), error.description).response()
        for name, value in error.get_response().headers:
            if name in ("Allow", "Location", "WWW-Authenticate"):
                answer.headers[name] = value
        return answer
