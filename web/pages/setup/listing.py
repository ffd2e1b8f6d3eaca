"""The rows of a kind to look through: searched, a page at a time, behind the last one seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask_babel import gettext as _
from psycopg import sql
from psycopg.rows import DictRow

from ...database import Connection
from ...problems import Problem
from .catalogue import relation
from .model import Kind

PAGE = 50
COUNTED = 1000


@dataclass(frozen=True)
class Wish:
    """Which rows somebody wants to see."""

    search: str = ""
    after: str = ""
    deleted: bool = False


@dataclass(frozen=True)
class Page:
    """The rows that are shown, and where the next ones begin."""

    rows: list[DictRow]
    after: str | None


def look(conn: Connection, kind: Kind, wish: Wish) -> Page:
    """Return a page of rows: key, title, and the columns that the kind lists."""
    values: dict[str, Any] = {"limit": PAGE + 1}
    # Titles that are none of the columns, such as of a row that has no name of its own.
    place = [*(_column(name) for name in kind.order), _column(kind.key)]
    conditions: list[sql.Composable] = [sql.SQL(kind.where)]
    if kind.marks_deleted and not wish.deleted:
        conditions.append(sql.SQL("t.Deleted = 0"))
    if wish.search and kind.searched:
        values["search"] = f"%{_literally(wish.search)}%"
        conditions.append(
            sql.SQL("concat_ws(' ', {}) ILIKE %(search)s").format(
                sql.SQL(", ").join(map(_column, kind.searched))
            )
        )
    if wish.after:
        values |= {f"after{n}": text for n, text in enumerate(_place(wish.after, len(place)))}
        conditions.append(
            sql.SQL("({}) > ({})").format(
                sql.SQL(", ").join(place),
                sql.SQL(", ").join(sql.Placeholder(f"after{n}") for n in range(len(place))),
            )
        )
    query = sql.SQL(
        "SELECT t.{}::text AS key, {} AS title, {} AS deleted, {}"
        " jsonb_build_array({})::text AS place"
        " FROM {} AS t WHERE {} ORDER BY {} LIMIT %(limit)s"
    ).format(
        _name(kind.key), sql.SQL(kind.title),
        sql.SQL("t.Deleted" if kind.marks_deleted else "0"),
        sql.SQL("").join(
            sql.SQL("{} AS {}, ").format(_shown(kind, name), sql.Identifier(name))
            for name in kind.listed
        ),
        sql.SQL(", ").join(sql.SQL("{}::text").format(one) for one in place),
        _name(kind.table), sql.SQL(" AND ").join(conditions), sql.SQL(", ").join(place),
    )  # fmt: skip
    found = conn.execute(query, values).fetchall()
    return Page(found[:PAGE], found[PAGE - 1]["place"] if len(found) > PAGE else None)


def counts(conn: Connection, kinds: list[Kind]) -> dict[str, str]:
    """Return how many there are of each kind, as far as it is worth counting."""
    if not kinds:
        return {}
    query = sql.SQL(" UNION ALL ").join(
        sql.SQL(
            "SELECT {} AS path, count(*) AS many FROM (SELECT FROM {} AS t WHERE {} AND {}"
            " LIMIT {}) AS x"
        ).format(
            sql.Literal(one.path), _name(one.table), sql.SQL(one.where),
            sql.SQL("t.Deleted = 0" if one.marks_deleted else "TRUE"), sql.Literal(COUNTED + 1),
        )
        for one in kinds
    )  # fmt: skip
    return {
        one["path"]: f"{COUNTED}+" if one["many"] > COUNTED else str(one["many"])
        for one in conn.execute(query).fetchall()
    }


def _shown(kind: Kind, name: str) -> sql.Composable:
    """Return what is shown of a column: of what it refers to, the name."""
    column = relation(kind.table)[name]
    if column.refers_to is None or column.refers_to_key is None:
        return _column(name)
    called = "displayname" if "DisplayName" in relation(column.refers_to) else column.refers_to_key
    return sql.SQL("(SELECT r.{} FROM {} AS r WHERE r.{} = t.{})").format(
        _name(called), _name(column.refers_to), _name(column.refers_to_key), _name(name)
    )


def _place(text: str, length: int) -> list[str]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list) or len(found) != length or not all(
        isinstance(one, str) for one in found
    ):  # fmt: skip
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "Value not allowed",
            _("The address names no place in the list."), _("Begin with the first page."),
        )  # fmt: skip
    return found


def _literally(text: str) -> str:
    return "".join(f"\\{one}" if one in "\\%_" else one for one in text)


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name.lower())


def _column(name: str) -> sql.Composable:
    return sql.SQL("t.{}").format(_name(name))


def title_of(conn: Connection, kind: Kind, key: Any) -> str:
    """Return what a row is called."""
    query = sql.SQL("SELECT {} AS title FROM {} AS t WHERE t.{} = %s").format(
        sql.SQL(kind.title), _name(kind.table), _name(kind.key)
    )
    found = conn.execute(query, [key]).fetchone()
    return str(found["title"]) if found and found["title"] is not None else str(kind.one)
