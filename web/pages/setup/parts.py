"""Rows of other tables that are parts of what a form is about: lines, a matrix, a grid.

All values are texts, as forms have them; the database reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import psycopg
from flask_babel import gettext as _
from psycopg import sql
from werkzeug.datastructures import MultiDict

from ...database import Connection, rows
from ...problems import Problem
from .catalogue import relation
from .model import Field

Line = dict[str, str]
Form = MultiDict[str, str]

DEGREES = ("Read", "Write", "Full")


class Refused(Exception):
    """What the database says of one line of a part."""

    def __init__(self, part: Part, line: Line, error: psycopg.Error) -> None:
        super().__init__(str(error))
        self.part, self.line, self.error = part, line, error


@dataclass(frozen=True)
class Part:
    """Rows of a table that belong to the one of the form by the column owner."""

    table: str
    title: Any
    owner: str
    key: str  # tells the rows of one owner apart
    fields: tuple[Field, ...]
    permission: str = ""  # empty: the form's own
    order: tuple[str, ...] = ()
    about: Any = ""
    empty: Any = ""
    copied: bool = True
    template: str = "rows"
    view: str = ""  # what a script draws of it
    adds: Any = ""  # what its button says that adds one

    @property
    def name(self) -> str:
        """What its inputs begin with."""
        return self.table

    def read(self, conn: Connection, owner: Any) -> list[Line]:
        """Return the rows, with what they are known by as key."""
        names = [one.name for one in self.fields]
        query = sql.SQL("SELECT {} FROM {} AS t WHERE t.{} = %s ORDER BY {}").format(
            sql.SQL(", ").join(
                [sql.SQL("t.{}::text AS key").format(_id(self.key))]
                + [sql.SQL("t.{}::text AS {}").format(_id(n), sql.Identifier(n)) for n in names]
            ),
            _id(self.table), _id(self.owner),
            sql.SQL(", ").join(sql.SQL("t.{}").format(_id(n)) for n in (*self.order, self.key)),
        )  # fmt: skip
        found = conn.execute(query, [owner]).fetchall()
        return [{name: _shown(value or "") for name, value in one.items()} for one in found]

    def given(self, form: Form) -> list[Line]:
        """Return what was typed in; lines left empty are none."""
        lines: list[Line] = []
        blank = self.blank()
        for place in form.getlist(f"{self.name}.line"):
            line = {"key": form.get(f"{self.name}.{place}.key", ""), "place": place}
            for one in self.fields:
                text = form.get(f"{self.name}.{place}.{one.name}", "").replace("\r\n", "\n")
                line[one.name] = text or ("0" if relation(self.table)[one.name].is_flag else "")
            line["removed"] = form.get(f"{self.name}.{place}.removed", "")
            if line["key"] or any(line[name] != value for name, value in blank.items()):
                lines.append(line)
        return lines

    def copies(self, lines: list[Line]) -> list[Line]:
        """Return the lines of another row like this one."""
        return [{**line, "key": ""} for line in lines]

    def blank(self) -> Line:
        """Return a line in which nothing has been typed in yet."""
        columns = relation(self.table)
        return {
            one.name: "" if columns[one.name].default is None else str(columns[one.name].default)
            for one in self.fields
        }

    def save(self, conn: Connection, owner: Any, before: list[Line], lines: list[Line]) -> None:
        """Remove, change and add rows, in this order."""
        known = {one["key"]: one for one in before}
        steps: list[tuple[int, Line, sql.Composed, list[Any]]] = []
        for line in lines:
            old = known.get(line["key"]) if line["key"] else None
            if line["key"] and old is None:
                continue  # somebody else has removed it
            changed = [
                one.name
                for one in self.fields
                if (old or {}).get(one.name) != line[one.name]
                and (old is not None or line[one.name] != "")
            ]
            values = [_value(line[name]) for name in changed]
            columns = [_id(name) for name in changed]
            if line["removed"] and old:
                query = sql.SQL("DELETE FROM {} WHERE {} = %s AND {} = %s").format(
                    _id(self.table), _id(self.owner), _id(self.key)
                )
                steps.append((0, line, query, []))
            elif old and changed:
                query = sql.SQL("UPDATE {} SET {} WHERE {} = %s AND {} = %s").format(
                    _id(self.table),
                    sql.SQL(", ").join(sql.SQL("{} = %s").format(name) for name in columns),
                    _id(self.owner), _id(self.key),
                )  # fmt: skip
                steps.append((1, line, query, values))
            elif not old and not line["removed"]:
                query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                    _id(self.table),
                    sql.SQL(", ").join([*columns, _id(self.owner)]),
                    sql.SQL(", ").join([sql.Placeholder()] * (len(columns) + 1)),
                )
                steps.append((2, line, query, values))
        for kind, line, query, values in sorted(steps, key=lambda step: step[0]):
            by = [owner] if kind == 2 else [owner, line["key"]]
            try:
                done = conn.execute(query, [*values, *by])
            except psycopg.Error as error:
                raise Refused(self, line, error) from error
            demand_done(done.rowcount, self.title)


@dataclass(frozen=True)
class Capacity(Part):
    """BusyConditionRule as a matrix: columns are work in hand, rows are work to be offered."""

    template: str = "capacity"

    def copies(self, lines: list[Line]) -> list[Line]:
        """Return the same figures."""
        return lines

    def read(self, conn: Connection, owner: Any) -> list[Line]:
        """Return a line for each pair of channels that has a figure."""
        found = rows(
            conn,
            "SELECT r.HandledChannel AS handled, r.OfferedChannel AS offered,"
            " r.Percent::text AS percent FROM BusyConditionRule AS r"
            " WHERE r.BusyConditionId = %s ORDER BY r.HandledChannel, r.OfferedChannel",
            [owner],
        )
        return [dict(one) for one in found]

    def given(self, form: Form) -> list[Line]:
        """Return what was typed in."""
        channels = [name.strip() for name in form.getlist("capacity.channel")]
        return [
            {"handled": handled, "offered": offered, "percent": percent, "place": f"{row}.{column}"}
            for row, offered in enumerate(channels)
            for column, handled in enumerate(channels)
            if handled and offered and (percent := form.get(f"capacity.{row}.{column}", "").strip())
        ]

    def save(self, conn: Connection, owner: Any, before: list[Line], lines: list[Line]) -> None:
        """Write what has become another figure."""
        was = {(one["handled"], one["offered"]): one["percent"] for one in before}
        wanted = {(one["handled"], one["offered"]) for one in lines}
        for handled, offered in was.keys() - wanted:
            done = conn.execute(
                "DELETE FROM BusyConditionRule"
                " WHERE BusyConditionId = %s AND HandledChannel = %s AND OfferedChannel = %s",
                [owner, handled, offered],
            )
            demand_done(done.rowcount, self.title)
        for line in lines:
            if was.get((line["handled"], line["offered"])) == line["percent"]:
                continue
            try:
                conn.execute(
                    "INSERT INTO BusyConditionRule AS r"
                    " (BusyConditionId, HandledChannel, OfferedChannel, Percent)"
                    " VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT (BusyConditionId, OfferedChannel, HandledChannel)"
                    " DO UPDATE SET Percent = excluded.Percent",
                    [owner, line["handled"], line["offered"], line["percent"]],
                )
            except psycopg.Error as error:
                raise Refused(self, line, error) from error


@dataclass(frozen=True)
class Degrees(Part):
    """Permission as a grid: how far a role allows, and from where on it denies."""

    template: str = "degrees"

    def copies(self, lines: list[Line]) -> list[Line]:
        """Return the same degrees."""
        return lines

    def read(self, conn: Connection, owner: Any) -> list[Line]:
        """Return a line for each permission that there is."""
        found = rows(
            conn,
            """
            SELECT p.PermissionName AS key, p.Description AS description, p.ReadMeans AS "Read",
                p.WriteMeans AS "Write", p.FullMeans AS "Full",
                coalesce(substr(max(d.Degree) FILTER (WHERE d.Degree >= 'AllowRead')::text, 6), '')
                    AS allow,
                coalesce(substr(min(d.Degree) FILTER (WHERE d.Degree < 'AllowRead')::text, 5), '')
                    AS deny
            FROM Protected AS p
            LEFT JOIN Permission AS d ON d.PermissionName = p.PermissionName AND d.RoleId = %s
            GROUP BY p.PermissionName
            ORDER BY p.PermissionName
            """,
            [owner],
        )
        return [dict(one) for one in found]

    def given(self, form: Form) -> list[Line]:
        """Return what was chosen."""
        return [
            {
                "key": name,
                "place": name,
                "allow": form.get(f"degree.{name}.allow", ""),
                "deny": form.get(f"degree.{name}.deny", ""),
            }
            for name in form.getlist("degree.permission")
        ]

    def save(self, conn: Connection, owner: Any, before: list[Line], lines: list[Line]) -> None:
        """Write what has become another degree."""
        was = {one["key"]: one for one in before}
        for line in lines:
            for verb, prefix in (("allow", "Allow"), ("deny", "Deny")):
                degree = line[verb]
                if degree == was.get(line["key"], {}).get(verb, "") or degree not in ("", *DEGREES):
                    continue
                if was.get(line["key"], {}).get(verb):
                    done = conn.execute(
                        "DELETE FROM Permission WHERE RoleId = %s AND PermissionName = %s"
                        " AND starts_with(Degree::text, %s)",
                        [owner, line["key"], prefix],
                    )
                    demand_done(done.rowcount, self.title)
                if degree:
                    conn.execute(
                        "INSERT INTO Permission (RoleId, PermissionName, Degree)"
                        " VALUES (%s, %s, %s)",
                        [owner, line["key"], prefix + degree],
                    )


def demand_done(count: int, what: Any) -> None:
    """Refuse what the rows' rights have let nothing be done of."""
    if count == 0:
        raise Problem(
            HTTPStatus.FORBIDDEN, "Not permitted",
            _("Nothing is changed: you may not change or remove rows of “%(what)s”.", what=what),
            _("Removing takes the degree Full; an administrator can grant it to you by a role."),
            code="PD042",
        )  # fmt: skip


def lines_of(found: list[Line]) -> list[Mapping[str, Any]]:
    """Return lines as a state to be compared, without what only a form has."""
    apart = ("place", "removed")
    return [{n: v for n, v in sorted(one.items()) if n not in apart} for one in found]


def _shown(text: str) -> str:
    # A time of day, without the seconds that nobody has typed in.
    return text[:5] if re.fullmatch(r"\d\d:\d\d:00", text) else text


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name.lower())


def _value(text: str) -> str | None:
    return text if text.strip() else None
