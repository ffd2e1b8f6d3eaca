"""What a form reads and writes: a row and its parts, as texts, and the lists to choose from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import UUID

import psycopg
from flask_babel import gettext as _
from psycopg import sql
from pydantic import BaseModel

from ...api.rows import demand_match, etag
from ...database import Connection
from ...problems import Problem
from .catalogue import Relation, relation
from .faults import Faults, Wrong, check, of_error, of_part
from .model import Field, Kind
from .parts import Form, Line, Refused, lines_of

MOST = 5000  # of which one is chosen
Choices = list[dict[str, Any]]
# What rows are called where one is chosen, if their DisplayName alone does not do.
CALLED = {"agent": sql.SQL("t.DisplayName || ' (' || t.Login || ')'")}


class Seen(BaseModel):
    """What somebody has seen: the row and its parts."""

    row: dict[str, Any] = {}
    parts: dict[str, Any] = {}


@dataclass
class Sheet:
    """What stands on a form, as texts."""

    texts: dict[str, str]
    parts: dict[str, list[Line]]
    etag: str = ""  # of what whoever typed it in has seen
    seen: Seen = field(default_factory=Seen)
    deleted: bool = False


def check_key(kind: Kind, key: str) -> None:
    """Refuse what is no key at all."""
    column = relation(kind.table)[kind.key]
    try:
        if column.type == "uuid":
            UUID(key)
        elif column.is_whole:
            int(key)
    except ValueError:
        raise Problem(
            HTTPStatus.NOT_FOUND, "Not found",
            _("There is no %(what)s %(key)s.", what=kind.one, key=key), _("Check the address."),
        ) from None  # fmt: skip


def read(conn: Connection, kind: Kind, key: Any, *, lock: bool = False) -> Sheet:
    """Return what a form shows of a row."""
    found = kind.rows.find(conn, key, lock=lock)
    parts = {one.name: one.read(conn, key) for one in kind.parts}
    texts = {
        one.name: text_of(found[one.name.lower()]) for one in kind.fields if one.input != "secret"
    }
    seen = Seen(row=found, parts={name: lines_of(lines) for name, lines in parts.items()})
    return Sheet(texts, parts, etag(seen), seen, bool(found.get("deleted")))


def blank(conn: Connection, kind: Kind) -> Sheet:
    """Return an empty form, with the defaults of the catalogue."""
    columns = relation(kind.table)
    texts = {
        one.name: one.default() if one.default else text_of(columns[one.name].default)
        for one in kind.fields
    }
    return Sheet(texts, {one.name: one.read(conn, None) for one in kind.parts})


def copied(conn: Connection, kind: Kind, sheet: Sheet) -> Sheet:
    """Return a form for another row like this one."""
    fresh = blank(conn, kind)
    texts = {
        one.name: sheet.texts.get(one.name, fresh.texts[one.name])
        if one.copied
        else fresh.texts[one.name]
        for one in kind.fields
    }
    if texts.get("DisplayName"):
        texts["DisplayName"] = _("%(name)s (copy)", name=texts["DisplayName"])
    parts = {
        one.name: one.copies(sheet.parts[one.name]) if one.copied else fresh.parts[one.name]
        for one in kind.parts
    }
    return Sheet(texts, parts)


def given(kind: Kind, form: Form) -> Sheet:
    """Return what was typed in."""
    texts = {one.name: _given(kind, one, form) for one in kind.fields if one.input != "shown"}
    parts = {one.name: one.given(form) for one in kind.parts if f"{one.name}.sent" in form}
    return Sheet(texts, parts, form.get("Seen", ""))


def _given(kind: Kind, of: Field, form: Form) -> str:
    if of.input == "bits":
        # What is no kind of call that we know of stays.
        known = sum(int(bit) for bit in of.words or ())
        kept = form.get(f"{of.name}.kept", "0")
        return str(
            (int(kept) if kept.isdecimal() else 0) & ~known
            | sum(int(bit) for bit in form.getlist(of.name) if bit in (of.words or ()))
        )
    if of.input == "events":
        return ",".join(sorted(form.getlist(of.name)))
    column = relation(kind.table)[of.name]
    text = form.get(of.name, "").replace("\r\n", "\n")
    return text or "0" if column.is_flag and column.is_required else text


def text_of(value: Any) -> str:
    """Return a value of the database as a form has it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ",".join(sorted(map(str, value)))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def _value_of(text: str, of: Field) -> Any:
    if of.input == "events":
        return [one for one in text.split(",") if one]
    return text if text.strip() else None


def save(conn: Connection, kind: Kind, key: Any, sheet: Sheet) -> Any:
    """Add a row, or change one if it still is what was seen; return its key. Raises Wrong."""
    if faults := check(kind, sheet.texts, sheet.parts, is_new=key is None):
        raise Wrong(faults)
    fields = {one.name: one for one in kind.fields}
    try:
        if key is None:
            values = {
                name.lower(): _value_of(text, fields[name]) for name, text in sheet.texts.items()
            }
            key = kind.rows.add(conn, values)[kind.key.lower()]
            before = blank(conn, kind).parts
        else:
            now = read(conn, kind, key, lock=True)
            demand_match(now.seen, sheet.etag)
            changes = {
                name.lower(): _value_of(text, fields[name])
                for name, text in sheet.texts.items()
                if text != now.texts.get(name, "")
            }
            kind.rows.change(conn, key, kind.change(changes), None)
            before = now.parts
        for part in kind.parts:
            if part.name in sheet.parts:
                part.save(conn, key, before[part.name], sheet.parts[part.name])
    except Refused as error:
        raise Wrong(of_part(error)) from error
    except psycopg.Error as error:
        raise Wrong(of_error(kind, sheet.texts, error)) from error
    except Problem as problem:
        raise Wrong(Faults(problem=problem)) from problem
    return key


def choices(conn: Connection, table: str) -> Choices:
    """Return what may be referred to: id, name, and whether it is deleted."""
    columns: Relation = relation(table)
    key = next(iter(columns.columns))
    name = CALLED.get(table) or sql.SQL("t.{}").format(
        sql.Identifier("displayname" if "DisplayName" in columns else key)
    )
    query = sql.SQL(
        "SELECT t.{}::text AS id, {} AS name, {} AS deleted FROM {} AS t ORDER BY {}, 1 LIMIT {}"
    ).format(
        sql.Identifier(key), name, sql.SQL("t.Deleted = 1" if "Deleted" in columns else "FALSE"),
        sql.Identifier(table), name, sql.Literal(MOST),
    )  # fmt: skip
    return conn.execute(query).fetchall()
