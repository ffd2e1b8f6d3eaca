"""A blueprint of flask-openapi3 whose checks are strict.

The library's own take another content type for an empty body and convert what is not quite right;
here whatever the document does not allow is a problem with the name of what is at fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, ValidationError

from ..auth import demand_caller
from .kinds import ProblemShown
from .problems import TITLES, problem

PREFIX = "/api/v1"
LARGEST = 1 << 20  # bytes of a body that is no upload
DEEPEST = 32

PROBLEM = {"schema": {"$ref": "#/components/schemas/ProblemShown"}}
PROBLEMS = {
    status: {"description": title, "content": {"application/problem+json": PROBLEM}}
    for status, title in TITLES.items()
}
SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": []}]


class Api(APIBlueprint):
    """The operations of one noun."""

    def __init__(self, noun: str, description: str) -> None:
        super().__init__(
            f"api_{noun}",
            __name__,
            url_prefix=PREFIX,
            abp_tags=[Tag(name=noun, description=description)],
            abp_security=SECURITY,
            abp_responses={key: dict(value) for key, value in PROBLEMS.items()},
        )

    @staticmethod
    def create_view_func(
        func: Callable[..., Any],
        header: type[BaseModel] | None,
        cookie: type[BaseModel] | None,  # noqa: ARG004
        path: type[BaseModel] | None,
        query: type[BaseModel] | None,
        form: type[BaseModel] | None,  # noqa: ARG004
        body: type[BaseModel] | None,
        raw: Any,
        *_: Any,
        **__: Any,
    ) -> Callable[..., Any]:
        """Return the view: who asks, what is asked, and then the function."""

        @wraps(func)
        def view(**given: Any) -> Response:
            demand_caller()
            asked: dict[str, Any] = {}
            if path:
                asked["path"] = _checked(path, given)
            _refuse_repeated()
            if query:
                asked["query"] = _checked(query, request.args.to_dict())
            elif request.args:
                raise problem(
                    422, detail="This takes no query.", parameter=next(iter(request.args))
                )
            if header:
                asked["header"] = _checked(header, _headers(header))
            if body:
                asked["body"] = _checked(body, read_json())
            if raw:
                asked["raw"] = request
            answer: Response = func(**asked)
            return answer

        return view


def _headers(header: type[BaseModel]) -> dict[str, str]:
    names = [field.alias or name for name, field in header.model_fields.items()]
    return {name: request.headers[name] for name in names if name in request.headers}


def _refuse_repeated() -> None:
    for name, values in request.args.lists():
        if len(values) > 1:
            raise problem(
                422, detail=f'"{name[:100]}" is given more than once.', parameter=name[:100]
            )
        _check_text(name, values[0])


def _checked(model: type[BaseModel], given: Any) -> BaseModel:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])[:100]
        said = first["msg"].removeprefix("Value error, ")
        raise problem(
            422,
            detail=f"{where}: {said}" if where else said,
            parameter=where or None,
            hint="The document at /api/v1/openapi.json says what is allowed.",
        ) from error


def read_json() -> Any:
    """Return the body."""
    if request.mimetype != "application/json":
        raise problem(415, detail=f'"{request.mimetype[:100]}" is not application/json.')
    request.max_content_length = LARGEST
    try:
        found = json.loads(request.get_data().decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise problem(400, detail="The body is no JSON in UTF-8.") from error
    _check(found)
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _check(found: Any) -> None:
    """Refuse what the database cannot store, however deep it is."""
    left = [(found, 0)]
    while left:
        value, depth = left.pop()
        if depth > DEEPEST:
            raise problem(422, detail=f"The body is nested deeper than {DEEPEST} levels.")
        if isinstance(value, str):
            _check_text("body", value)
        elif isinstance(value, float) and (
            value != value or value in (float("inf"), -float("inf"))
        ):
            raise problem(422, detail="The body has a number that is too large.")
        elif isinstance(value, dict):
            left += [(key, depth) for key in value]
            left += [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            left += [(inner, depth + 1) for inner in value]


def _check_text(name: str, value: str) -> None:
    if "\0" in value or "\0" in name:
        raise problem(
            422, detail="NUL characters cannot be stored.", parameter=name.replace("\0", "")
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise problem(422, detail="Half a surrogate pair is no character.") from error


__all__ = ["PREFIX", "Api", "ProblemShown"]
