"""Parameters of a URL: what was given, whatever the case of its name and the way it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import g, request

from .problems import Problem

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MALFORMED = "PD033"  # as the database calls it
TITLE = "A parameter is missing or not as it should be"
KEY = "requestkey"


@dataclass(frozen=True)
class Given:
    """A parameter as it was given."""

    name: str
    value: Any

    @property
    def text(self) -> str:
        """Its value, which is empty where it was not given in earnest."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return "" if self.value is None else str(self.value)


Parameters = dict[str, Given]  # by name in small letters


def malformed(name: str, problem: str, remedy: str) -> Problem:
    """Return the problem that a parameter has."""
    title = "A parameter is missing or not as it should be"
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, title, f"{name} {problem}.", remedy, name, MALFORMED
    )


def read_parameters() -> Parameters:
    """Return the parameters of the request: of its URL and of the form or JSON that it carries.

    Spaces around names mean nothing; one that is empty was not given; one that is given twice must
    be the same.
    """
    found: Parameters = {}
    for raw, value in _all():
        name = raw.strip()
        one = Given(name, value)
        _check_text(one)
        if not one.text.strip():
            continue
        before = found.setdefault(name.lower(), one)
        if before.text != one.text:
            raise malformed(
                before.name, f'is given twice: "{before.text}" and "{one.text}"', "Give it once."
            )
    return found


def _all() -> Iterator[tuple[str, Any]]:
    yield from request.args.items(multi=True)
    if request.method == "GET" or not request.content_length:
        return
    if request.is_json:
        body = request.get_json()
        if not isinstance(body, dict):
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "Value not allowed",
                "The JSON is no object.",
                'Send {"Cmd": "PrivateCall", "Par": "00420724123456"}.',
            )
        for name, value in body.items():
            if isinstance(value, dict | list):
                raise malformed(name, "is no single value", "Give a text, a number or a flag.")
        yield from body.items()
    elif request.mimetype in FORMS:
        yield from request.form.items(multi=True)
    else:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            f'"{request.mimetype}" is not understood.',
            "Send application/json or a form.",
        )


def _check_text(one: Given) -> None:
    for text in (one.name, one.text):
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise malformed(
                one.name.replace("\0", "") or "A parameter",
                "has a character that is none",
                "Leave it out.",
            )


def request_key(parameters: Parameters, what: str) -> UUID | None:
    """Return the key by which a repetition of this request is known; None where it has none.

    The same key of another agent, or of another kind of request, is another one.
    """
    header = request.headers.get("Idempotency-Key", "").strip()
    given = parameters.get(KEY)
    key = header or (given.text.strip() if given else "")
    return uuid5(NAMESPACE_URL, f"pgdialer:{g.agent.agent_id}:{what}:{key}") if key else None


def as_texts(parameters: Parameters) -> dict[str, str]:
    """Return the values by the names as they were given."""
    return {one.name: one.text for one in parameters.values()}
