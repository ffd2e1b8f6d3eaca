"""Problems of REST, by their status."""

from __future__ import annotations

from ..problems import Problem

TITLES = {
    400: "Not understood",
    401: "Not logged in",
    403: "Not permitted",
    404: "Not there",
    405: "No such method",
    409: "Not now",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Of another type",
    422: "Value not allowed",
    429: "Too often",
    503: "Try again",
}


def problem(
    status: int, detail: str, hint: str | None = None, parameter: str | None = None
) -> Problem:
    """Return the problem."""
    return Problem(status, TITLES[status], detail, hint, parameter)
