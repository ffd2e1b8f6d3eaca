"""The functions, triggers and views that sql/ makes: remembered, replaced, dropped.

Only what an earlier deployment made may be replaced or dropped. Nothing is ever dropped with
CASCADE: if something that a DBA built depends on it, the deployment is refused.
"""

from __future__ import annotations

from contextlib import nullcontext
from graphlib import TopologicalSorter

import psycopg
from psycopg import errors, sql

from . import catalog
from .catalog import Address, Connection, Key, Live, Rights
from .errors import UserError
from .files import Statement

Name = tuple[str, str]  # kind and name, as a CREATE statement has them

_NOUN = {"routine": sql.SQL("ROUTINE"), "trigger": sql.SQL("TRIGGER"), "view": sql.SQL("VIEW")}
_GRANT_NOUN = {**_NOUN, "view": sql.SQL("TABLE")}

_KNOWN = "SELECT Kind, Identity, Name FROM DeployedObject"
_REMEMBER = """
    INSERT INTO DeployedObject (Kind, Identity, Name, Path, Definition)
    VALUES (%s, %s, %s, %s, %s)
"""


class Refused(UserError):
    """The deployment would take away or overwrite something that is not ours."""


class Objects:
    """What the files of sql/ make in this run, beside what they made in the last one."""

    def __init__(self, conn: Connection, rights: dict[Key, Rights], migrated: set[Name]) -> None:
        """Take the rights as they were before the migrations, and the names that these create."""
        self.conn = conn
        self.rights = rights
        self.migrated = migrated
        self.known: dict[Key, Name] = {
            Key(kind, identity): (kind, name) for kind, identity, name in conn.execute(_KNOWN)
        }
        self.made: dict[Key, tuple[Name, str]] = {}
        self.dropped: list[Key] = []

    def create(self, statement: Statement, name: Name) -> None:
        """Run a CREATE statement, in place of what this object was before."""
        before = catalog.live(self.conn, name)
        try:
            # Only where something is there can the statement be at odds with it.
            with self.conn.transaction() if before else nullcontext():
                self.conn.execute(statement.text.encode())
        except (
            errors.InvalidFunctionDefinition,
            errors.InvalidTableDefinition,
            errors.WrongObjectType,
        ) as error:
            at_odds = self._at_odds(before, error)
            if not at_odds:
                raise
            self._drop(at_odds)
            before = catalog.live(self.conn, name)
            self.conn.execute(statement.text.encode())
        self._note(statement, name, {one.key: one for one in before})

    def _at_odds(self, before: list[Live], error: psycopg.Error) -> list[Live]:
        """Return which of our objects of this name stands in the way of its new definition."""
        ours = [one for one in before if one.key in self.known and one.key not in self.made]
        # "Use DROP FUNCTION f(integer) first.", in whatever language
        hint = error.diag.message_hint or ""
        return [one for one in ours if one.key.identity in hint] or ours

    def _note(self, statement: Statement, name: Name, before: dict[Key, Live]) -> None:
        for one in catalog.live(self.conn, name):
            was = before.get(one.key)
            if was and was.stamp == one.stamp and one.key.kind != "view":
                continue  # another overload, or the same trigger name on another table
            ours = one.key in self.known or one.key in self.made or name in self.migrated
            if was and not ours:
                raise Refused(
                    f"{statement.path} line {statement.line}: {one.key} exists already and was not "
                    "made by pgdialer; rename it or drop it first."
                )
            if not was:
                self._restore_rights(one.key, name)
            self.made[one.key] = name, statement.path

    def drop_stale(self, coming: set[Name]) -> None:
        """Drop what this release no longer makes, given the names that files yet to run create.

        While files are to come, what cannot be dropped yet may still come free of its dependents.
        """
        stale = {
            key for key, name in self.known.items() if key not in self.made and name not in coming
        }
        there = [one for one in catalog.live(self.conn) if one.key in stale] if stale else []
        for one in there:
            try:
                self._drop([one])
            except Refused:
                if not coming:
                    raise

    def _drop(self, doomed: list[Live]) -> None:
        """Drop objects and those of ours that depend on them, which later files make again."""
        ours = {one.address: one for one in catalog.live(self.conn) if one.key in self.known}
        edges = catalog.dependents(self.conn, [one.address for one in doomed])
        free = {address for address, one in ours.items() if one.key not in self.made}
        foreign = sorted(
            {edge.description for edge in edges if not edge.part and edge.dependent not in free}
        )
        if foreign:
            raise Refused(
                f"This release replaces or drops {', '.join(str(one.key) for one in doomed)}, "
                f"on which depends: {', '.join(foreign)}. Drop or change that first."
            )
        order: TopologicalSorter[Address] = TopologicalSorter({one.address: () for one in doomed})
        for edge in edges:
            order.add(edge.on, edge.dependent)
        for address in order.static_order():
            if address in ours:
                self._drop_one(ours[address].key)

    def _drop_one(self, key: Key) -> None:
        self.conn.execute(sql.SQL("DROP {} {}").format(_NOUN[key.kind], _sql(key.identity)))
        self.dropped.append(key)

    def _restore_rights(self, key: Key, name: Name) -> None:
        """Give an object that was dropped and made again the rights that it had before.

        A routine with new parameters takes them from the one it follows, if that is clear.
        """
        namesakes = [one for one, its_name in self.known.items() if its_name == name]
        old = key if key in namesakes else namesakes[0] if len(namesakes) == 1 else None
        rights = self.rights.get(old) if old else None
        if not rights:
            return
        target = sql.SQL("{} {}").format(_GRANT_NOUN[key.kind], _sql(key.identity))
        if rights.grants is not None:
            self.conn.execute(sql.SQL("REVOKE ALL ON {} FROM PUBLIC").format(target))
        columns = catalog.columns(self.conn, key)
        for grant in rights.grants or []:
            column = grant["column"]
            if column and column not in columns:
                continue
            what = sql.SQL(" ({})").format(sql.Identifier(column)) if column else sql.SQL("")
            self.conn.execute(
                sql.SQL("GRANT {}{} ON {} TO {}{}").format(
                    _sql(grant["privilege"]),
                    what,
                    target,
                    _sql(grant["grantee"]),
                    sql.SQL(" WITH GRANT OPTION" if grant["grantable"] else ""),
                )
            )
        if key.kind != "trigger":
            self.conn.execute(
                sql.SQL("ALTER {} {} OWNER TO {}").format(
                    _NOUN[key.kind], _sql(key.identity), _sql(rights.owner)
                )
            )

    def remember(self) -> None:
        """Write down what this run made, for the next one and for the check."""
        definitions = catalog.definitions(self.conn)
        self.conn.execute("DELETE FROM DeployedObject")
        with self.conn.cursor() as cursor:
            cursor.executemany(
                _REMEMBER,
                [
                    (*key, name[1], path, definitions[key])
                    for key, (name, path) in self.made.items()
                ],
            )


def _sql(text: str) -> sql.SQL:
    """Take over what the server itself has quoted."""
    return sql.SQL(text)
