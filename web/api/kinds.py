"""Kinds of values: what a body or a query may hold, and how it is shown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DAY = re.compile(r"(19|2\d)\d\d-\d\d-\d\d", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
BIG = 9223372036854775807
INT = 2147483647


def _uuid(value: Any) -> Any:
    if isinstance(value, str):
        if not _UUID.fullmatch(value):
            raise ValueError("is no UUID")
        return UUID(value)
    return value


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _MOMENT.fullmatch(value):
        raise ValueError("is no moment such as 2026-11-24T10:00:00+01:00")
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value.upper()))
    if not 1900 <= moment.year <= 2999:
        raise ValueError("is not in the years 1900 to 2999")
    return moment.astimezone(UTC)


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _DAY.fullmatch(value):
        raise ValueError("is no day such as 2026-11-24")
    return date.fromisoformat(value)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise ValueError("is no whole number")
        return int(value)
    return value


def _yes(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Id = Annotated[UUID, BeforeValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid"})]
Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]  # fmt: skip
Number = Annotated[int, Field(ge=-INT - 1, le=INT)]
Percent = Annotated[int, Field(ge=0, le=100)]
Seconds = Annotated[int, Field(ge=0, le=INT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=2000)]
# As they stand in a URL.
CallId = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=BIG)]
Limit = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=500, description="Rows of a page.")]
Yes = Annotated[bool, BeforeValidator(_yes)]


class Given(BaseModel):
    """What a client sends: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Shown(BaseModel):
    """What a client is shown, from a row of the database."""

    model_config = ConfigDict(extra="ignore")


class Phase(Shown):
    """The phase a call has got."""

    call_phase: str


class IfMatch(BaseModel):
    """The state that a change is meant for."""

    if_match: Annotated[
        str | None,
        Field(alias="If-Match", description="ETag of what was read: refused if it has changed."),
    ] = None


class RepeatKey(BaseModel):
    """How a repeated request is known."""

    idempotency_key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            max_length=255,
            description="Made by the client; the same again gets the first answer.",
        ),
    ] = None


class ProblemShown(Shown):
    """What is wrong, and what to do."""

    type: str
    title: str
    status: int
    detail: str | None = None
    hint: str | None = None
    parameter: str | None = None
    code: str | None = None
    request_id: str | None = None
