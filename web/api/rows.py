"""Rows of tables as resources: columns are named in snake_case, the state of a row is its ETag."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg
from flask import Response, request
from psycopg import sql
from psycopg.types.json import Jsonb
from pydantic import BaseModel

from ..auth import demand_caller
from .problems import problem

Connection = psycopg.Connection[dict[str, Any]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table, its key, and what is shown of a row."""

    name: str
    key: str
    shown: type[BaseModel]
    # What is shown by an expression over t: no column, or one with values that Python does not
    # have, such as the time 24:00.
    beside: Mapping[str, LiteralString] = field(default_factory=dict, compare=False)

    @property
    def columns(self) -> sql.Composed:
        """The columns shown, named as they are shown."""
        return sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(self._found(name), sql.Identifier(name))
            for name in self.shown.model_fields
        )

    def _found(self, name: str) -> sql.Composable:
        if name in self.beside:
            return sql.SQL(self.beside[name])
        return sql.SQL("t.{}").format(_column(name))

    def find(self, conn: Connection, key: Any, *, lock: bool = False) -> Row:
        """Return a row; a problem if there is none, or the caller may not see it."""
        query = sql.SQL("SELECT {} FROM {} AS t WHERE t.{} = %s{}").format(
            self.columns, _table(self.name), _column(self.key),
            sql.SQL(" FOR NO KEY UPDATE" if lock else ""),
        )  # fmt: skip
        row = conn.execute(query, [key]).fetchone()
        if row is None:
            raise problem(404, detail=f"There is no {self.name} {key}.", parameter=self.key)
        return row

    def page(self, conn: Connection, after: Any, limit: int) -> list[Row]:
        """Return the rows behind a key, in the order of keys."""
        behind: sql.Composable = sql.SQL("")
        if after is not None:
            behind = sql.SQL(" WHERE t.{} > %(after)s").format(_column(self.key))
        query = sql.SQL("SELECT {} FROM {} AS t{} ORDER BY t.{} LIMIT %(limit)s").format(
            self.columns, _table(self.name), behind, _column(self.key)
        )
        return conn.execute(query, {"after": after, "limit": limit}).fetchall()

    def add(self, conn: Connection, values: Row) -> Row:
        """Insert a row; one that a repeated request made before is the answer again."""
        names = list(values)
        query = sql.SQL("INSERT INTO {} ({}) VALUES ({}){}").format(
            _table(self.name),
            sql.SQL(", ").join(map(_column, names)),
            sql.SQL(", ").join([sql.Placeholder()] * len(names)),
            sql.SQL(" ON CONFLICT ({}) DO NOTHING").format(_column(self.key))
            if self.key in values
            else sql.SQL(" RETURNING {} AS made").format(_column(self.key)),
        )
        done = conn.execute(query, [_stored(value) for value in values.values()])
        if self.key in values:
            return self.find(conn, values[self.key])
        made = done.fetchone()
        return self.find(conn, made["made"] if made else None)

    def change(self, conn: Connection, key: Any, body: BaseModel, if_match: str | None) -> Row:
        """Update what the body names, if the row is still what the client has seen."""
        row = self.find(conn, key, lock=True)
        demand_match(self.shown.model_validate(row), if_match)
        changes = given(body)
        if not changes:
            return row
        query = sql.SQL("UPDATE {} SET {} WHERE {} = %s").format(
            _table(self.name),
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(_column(name), sql.Placeholder()) for name in changes
            ),
            _column(self.key),
        )
        done = conn.execute(query, [*map(_stored, changes.values()), key])
        if done.rowcount != 1:
            raise problem(403, detail=f"{self.name} {key} is not yours to change.")
        return self.find(conn, key)

    def remove(self, conn: Connection, key: Any, if_match: str | None) -> None:
        """Delete a row."""
        row = self.find(conn, key, lock=True)
        demand_match(self.shown.model_validate(row), if_match)
        query = sql.SQL("DELETE FROM {} WHERE {} = %s").format(_table(self.name), _column(self.key))
        if conn.execute(query, [key]).rowcount != 1:
            raise problem(403, detail=f"{self.name} {key} is not yours to delete.")


def given(body: BaseModel) -> Row:
    """Return what the client named."""
    return {name: getattr(body, name) for name in body.model_fields_set}


def new_key(header: Any) -> UUID | None:
    """Return the id that a repeated request has again; None: the request cannot be repeated."""
    if header.idempotency_key is None:
        return None
    who = demand_caller()
    return uuid5(NAMESPACE_URL, f"{who.credential} {request.path} {header.idempotency_key}")


def etag(shown: BaseModel) -> str:
    """Return the state of what is shown."""
    text = json.dumps(shown.model_dump(mode="json"), sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def demand_match(shown: BaseModel, if_match: str | None) -> None:
    """Refuse a change of what is not any more what the client has seen."""
    if if_match is None:
        return
    wanted = [one.strip() for one in if_match.split(",")]
    if "*" not in wanted and etag(shown) not in wanted:
        raise problem(
            412,
            detail="It has changed since it was read.",
            hint="Read it again.",
            parameter="If-Match",
        )


def one(
    model: type[BaseModel], row: Row, status: int = 200, location: str | None = None
) -> Response:
    """Answer with one thing, its state, and where it is."""
    shown = model.model_validate(row)
    answer = Response(shown.model_dump_json(), status, content_type="application/json")
    answer.headers["ETag"] = etag(shown)
    if location:
        answer.headers["Location"] = location
    if status == 200 and request.method in ("GET", "HEAD"):
        answer.make_conditional(request.environ)
    return answer


def plain(model: type[BaseModel], row: Row, status: int = 200) -> Response:
    """Answer with something that has no state of its own."""
    return Response(
        model.model_validate(row).model_dump_json(), status, content_type="application/json"
    )


def many(model: type[BaseModel], rows: Iterable[Row], next_url: str | None = None) -> Response:
    """Answer with a page, and where the next one is."""
    items = ",".join(model.model_validate(row).model_dump_json() for row in rows)
    link = json.dumps(next_url)
    return Response(f'{{"items":[{items}],"next":{link}}}', content_type="application/json")


def nothing() -> Response:
    """Answer that it is done."""
    return Response(status=204)


def _table(name: str) -> sql.Identifier:
    return sql.Identifier(name.lower())


def _column(name: str) -> sql.Identifier:
    # outbound_list_id is OutboundListId, folded.
    return sql.Identifier(name.replace("_", ""))


def _stored(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return Jsonb(value) if isinstance(value, dict) else value
