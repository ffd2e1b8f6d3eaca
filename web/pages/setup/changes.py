"""Who has changed what of the set-up: beside each form, and all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from psycopg import sql
from psycopg.rows import DictRow

from ...database import Connection, rows
from ..words import word
from .catalogue import relation
from .kinds import BY_PATH, KINDS

SHOWN = 50
OF_ONE = """
    SELECT c.*
    FROM SetupChange AS c
    WHERE c.OwnerKey = %(key)s AND c.OwnerTable = %(table)s
    ORDER BY c.SetupChangeId DESC
    LIMIT %(limit)s
"""
ALL = """
    SELECT c.*
    FROM SetupChange AS c
    WHERE c.SetupChangeId < %(before)s
        AND (%(table)s = '' OR c.OwnerTable = %(table)s)
        AND (%(key)s = '' OR c.OwnerKey = %(key)s)
        AND (%(actor)s = '' OR c.Actor ILIKE %(actor_mask)s)
        AND (%(since)s::timestamptz IS NULL OR c.ChangedTime >= %(since)s)
        AND (%(until)s::timestamptz IS NULL OR c.ChangedTime < %(until)s)
    ORDER BY c.SetupChangeId DESC
    LIMIT %(limit)s
"""
LAST = 9223372036854775807
PARTS = {part.table: part for kind in KINDS for part in kind.parts}
FIELDS = {
    (table, one.name.lower()): one
    for kind in KINDS
    for table, fields in (
        (kind.table, tuple(kind.fields)),
        *((part.table, part.fields) for part in kind.parts),
    )
    for one in fields
}
TITLES: dict[str, Any] = {
    **{table: part.title for table, part in PARTS.items()},
    **{kind.table: kind.one for kind in KINDS if kind.table not in PARTS},
    "AgentLogin": lazy_gettext("Password"),
    "ApiToken": lazy_gettext("Token"),
    "PbxCause": lazy_gettext("Cause"),
}
OTHERS = {"activity": lazy_gettext("State"), "deleted": lazy_gettext("Deleted")}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Wish:
    """Which changes somebody wants to see."""

    table: str = ""
    key: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = LAST


@dataclass(frozen=True)
class Difference:
    """A column that has become another."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What was done to a row, to be read."""

    id: int
    moment: datetime
    actor: str
    action: str
    what: str  # the kind of row
    which: str  # of a part, which one
    rows: int
    owner: str
    url: str | None
    differences: list[Difference]


def history(conn: Connection, table: str, key: str, limit: int = 20) -> list[Change]:
    """Return what was last changed of a row and its parts."""
    return _read(conn, rows(conn, OF_ONE, {"table": table, "key": key, "limit": limit}))


def look(conn: Connection, wish: Wish) -> tuple[list[Change], int | None]:
    """Return a page of changes, the newest first, and behind which one the next page begins."""
    found = rows(
        conn,
        ALL,
        {
            "table": wish.table, "key": wish.key, "actor": wish.actor,
            "actor_mask": f"%{wish.actor}%", "since": wish.since, "until": wish.until,
            "before": wish.before, "limit": SHOWN + 1,
        },
    )  # fmt: skip
    more = found[SHOWN - 1]["setupchangeid"] if len(found) > SHOWN else None
    return _read(conn, found[:SHOWN]), more


def _read(conn: Connection, found: list[DictRow]) -> list[Change]:
    names = _names(conn, found)
    return [_change(one, names) for one in found]


def _change(row: DictRow, names: Mapping[tuple[str, str], str]) -> Change:
    table, owner, key = row["tablename"], row["ownertable"], row["ownerkey"]
    which, known = _which(row, names), (row["rowkey"] or "").split(" ")
    columns = [
        name
        for name in _in_order(table, {*row["before"], *row["after"]})
        # Said by which row it is.
        if not (which and str((row["after"] or row["before"]).get(name)) in known)
    ]
    path = owner.lower() if owner.lower() in BY_PATH else None
    return Change(
        row["setupchangeid"], row["changedtime"], row["actor"].removeprefix("agent:"),
        row["action"], str(TITLES.get(table, table)), which, row["rowcount"],
        names.get((owner.lower(), key or ""), key or ""),
        f"/admin/setup/{path}/{key}" if path and key else None,
        [
            Difference(
                _label(table, name),
                _said(table, name, row["before"].get(name), names),
                _said(table, name, row["after"].get(name), names),
            )
            for name in columns
        ],
    )  # fmt: skip


def _label(table: str, name: str) -> str:
    """Return what a column is called on forms, else its name."""
    of = FIELDS.get((table, name))
    return str(of.label if of else OTHERS.get(name, name))


def _in_order(table: str, columns: set[str]) -> list[str]:
    """Return columns as the form has them; keys and owners say nothing new."""
    owner = {PARTS[table].owner.lower()} if table in PARTS else set()
    named = [name for (of, name) in FIELDS if of == table and name in columns]
    others = sorted(
        name
        for name in columns - set(named) - owner
        if name not in ("deleted",) and name != next(iter(relation(table).columns))
    )
    return named + others + (["deleted"] if "deleted" in columns else [])


def _which(row: DictRow, names: Mapping[tuple[str, str], str]) -> str:
    """Return which row of a part it is, where its key tells."""
    part = PARTS.get(row["tablename"])
    _owner, _blank, rest = (row["rowkey"] or "").partition(" ")
    if part is None or not rest:
        return ""
    refers_to = relation(part.table)[part.key].refers_to if part.key in relation(part.table) else ""
    return names.get((refers_to or "", rest), rest)


def _said(table: str, name: str, value: Any, names: Mapping[tuple[str, str], str]) -> str:
    """Return a value in words."""
    if value is None:
        return ""
    column = relation(table).columns.get(name)
    if column is not None and column.refers_to:
        return names.get((column.refers_to, str(value)), str(value))
    if column is not None and column.is_flag:
        return str(_("yes") if str(value) == "1" else _("no"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    of = FIELDS.get((table, name))
    if of is not None and of.words and str(value) in of.words:
        return str(of.words[str(value)])
    return str(word(value)) if column is not None and column.labels else str(value)


def _names(conn: Connection, found: list[DictRow]) -> dict[tuple[str, str], str]:
    """Return what the rows are called that changes refer to, by table and key."""
    pairs: list[tuple[str | None, Any]] = []
    for row in found:
        table = row["tablename"]
        pairs.append((row["ownertable"].lower(), row["ownerkey"]))
        for values in (row["before"], row["after"]):
            pairs += [
                (relation(table)[name].refers_to, value)
                for name, value in values.items()
                if name in relation(table)
            ]
        if table in PARTS and PARTS[table].key in relation(table):
            refers_to = relation(table)[PARTS[table].key].refers_to
            pairs.append((refers_to, (row["rowkey"] or "").partition(" ")[2]))
    return named(conn, pairs)


def named(conn: Connection, pairs: Iterable[tuple[str | None, Any]]) -> dict[tuple[str, str], str]:
    """Return what rows are called, of tables and keys."""
    wanted: dict[str, set[str]] = {}
    for of, key in pairs:
        if of and isinstance(key, str) and UUID.fullmatch(key):
            wanted.setdefault(of, set()).add(key)
    names = {}
    for of, keys in wanted.items():
        columns = relation(of)
        key = next(iter(columns.columns))
        if "DisplayName" not in columns:
            continue
        query = sql.SQL(
            "SELECT t.{}::text AS key, t.DisplayName AS name FROM {} AS t"
            " WHERE t.{} = ANY (%s::uuid[])"
        ).format(sql.Identifier(key), sql.Identifier(of), sql.Identifier(key))
        for row in conn.execute(query, [sorted(keys)]).fetchall():
            names[of, row["key"]] = row["name"]
    return names
