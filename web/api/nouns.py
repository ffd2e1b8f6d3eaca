"""What every noun that is set up has: pages, one row, and what makes, changes, deletes it."""

from __future__ import annotations

from collections.abc import Callable
from types import GenericAlias
from typing import Annotated, Any
from urllib.parse import urlencode

from flask import Response
from pydantic import BaseModel, Field, create_model

from ..database import acting
from .blueprint import PREFIX, Api
from .kinds import Given, Id, IfMatch, Limit, RepeatKey, Shown
from .rows import Table, given, many, new_key, nothing, one


class PageQuery(Given):
    """Which page."""

    after: Annotated[Id | None, Field(description="Rows behind this one.")] = None
    limit: Limit = 100


def page_of(model: type[BaseModel]) -> type[BaseModel]:
    """Return the model of a page."""
    fields: dict[str, Any] = {
        "items": (GenericAlias(list, (model,)), ...),
        "next": (str | None, ...),
    }
    return create_model(f"{model.__name__}Page", __base__=Shown, **fields)


def path_of(key: str) -> type[BaseModel]:
    """Return the model of a path with a key."""
    fields: dict[str, Any] = {key: (Id, ...)}
    return create_model(f"{key.title().replace('_', '')}Path", __base__=Given, **fields)


def offer(
    api: Api,
    noun: str,
    table: Table,
    *,
    new: type[BaseModel] | None = None,
    change: type[BaseModel] | None = None,
    remove: bool = False,
    what: str,
    added: Callable[[BaseModel], dict[str, Any]] = given,
) -> None:
    """Offer the usual operations on a table."""
    path_model, shown, key = path_of(table.key), table.shown, table.key
    item = f"/{noun}/<{key}>"

    def read_many(query: PageQuery) -> Response:
        with acting() as conn:
            rows = table.page(conn, query.after, query.limit)
        following = None
        if len(rows) == query.limit:
            more = {"after": str(rows[-1][key]), "limit": query.limit}
            following = f"{PREFIX}/{noun}?{urlencode(more)}"
        return many(shown, rows, following)

    def read_one(path: Any) -> Response:
        with acting() as conn:
            return one(shown, table.find(conn, getattr(path, key)))

    def make(header: RepeatKey, body: Any) -> Response:
        values = added(body)
        if repeated := new_key(header):
            values[key] = repeated
        with acting() as conn:
            row = table.add(conn, values)
        return one(shown, row, 201, f"{PREFIX}/{noun}/{row[key]}")

    def put_right(path: Any, header: IfMatch, body: Any) -> Response:
        with acting() as conn:
            return one(shown, table.change(conn, getattr(path, key), body, header.if_match))

    def take_away(path: Any, header: IfMatch) -> Response:
        with acting() as conn:
            table.remove(conn, getattr(path, key), header.if_match)
        return nothing()

    def add(view: Callable[..., Response], name: str, **models: Any) -> Callable[..., Response]:
        view.__name__ = f"{name}_{what.replace(' ', '_').replace('-', '_')}"
        view.__annotations__ = {
            name: models.get(name, kind) for name, kind in view.__annotations__.items()
        }
        return view

    api.get(
        f"/{noun}", summary=f"List {what}s, a page at a time.", responses={200: page_of(shown)}
    )(add(read_many, "list", query=PageQuery))
    api.get(item, summary=f"Show a {what}.", responses={200: shown})(
        add(read_one, "read", path=path_model)
    )
    if new:
        api.post(f"/{noun}", summary=f"Make a {what}.", responses={201: shown})(
            add(make, "create", header=RepeatKey, body=new)
        )
    if change:
        api.patch(item, summary=f"Change a {what}.", responses={200: shown})(
            add(put_right, "change", path=path_model, header=IfMatch, body=change)
        )
    if remove:
        api.delete(item, summary=f"Delete a {what}.", responses={204: None})(
            add(take_away, "delete", path=path_model, header=IfMatch)
        )
