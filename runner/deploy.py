"""Bring a database up to what this release expects: migrations, then the re-appliable SQL.

One transaction does all of it, so whatever goes wrong leaves the database as it was. Only a
migration that says `-- transactional: false` (CREATE INDEX CONCURRENTLY needs it) cuts that
transaction in two; it must be repeatable, because it may be killed half-way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
from psycopg import errors, sql

from . import catalog, state
from .catalog import Connection, Key, Rights
from .database import connect
from .errors import UserError
from .files import MIGRATIONS, SQL, Statement
from .migrations import Ledger, Migration
from .objects import Objects
from .release import Release
from .rights import settle
from .visible import make_visible

LOCK = 7_203_114  # any constant: one deployment at a time in a database
# Whoever waits for a lock makes everybody behind it wait too: short waits, but several.
ATTEMPTS = 5
WAIT = "3s"
PAUSE = 1.0  # s, between two attempts


class DeployError(UserError):
    """The deployment failed."""


@dataclass
class Deployment:
    """What a deployment did; all empty if there was nothing to do."""

    migrations: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def deploy(
    conninfo: str, migrations: Path = MIGRATIONS, code: Path = SQL, schema: str = "dialer"
) -> Deployment:
    """Bring one schema of a database up to date; safe to repeat, to kill, and to run at once."""
    release = Release.read(migrations, code)
    done = Deployment()
    with session(conninfo, schema) as conn:
        # The session's, hence gone with a killed process; not for use through a transaction pooler.
        conn.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        changes = state.compare(conn, release)
        if changes.unknown:
            raise DeployError(changes.from_the_future())
        if not changes:
            # Roles may have been made by somebody else meanwhile.
            _patiently(conn, partial(_settle, conn, done))
            return done
        # As they are now: a migration may have to drop a view in order to change its table.
        rights = catalog.rights(conn)
        *early, last = _cut(changes.pending)
        try:
            for stage in early:
                _migrate(conn, schema, stage)
                done.migrations += [one.id for one in stage]
            _patiently(conn, partial(_finish, conn, schema, release, last, rights, done))
        except UserError as error:
            if done.migrations:
                applied = ", ".join(done.migrations)
                raise DeployError(f"{error} Applied before that: {applied}.") from error
            raise
        done.migrations += [one.id for one in last]
        done.files = changes.files
    return done


@contextmanager
def session(conninfo: str, schema: str) -> Iterator[Connection]:
    """Open a session whose only schema is ours."""
    with connect(conninfo) as conn:
        conn.execute(sql.SQL("SET search_path TO {}, pg_temp").format(sql.Identifier(schema)))
        conn.execute("SET client_min_messages TO warning")
        conn.execute("SET statement_timeout TO 0")
        yield conn


def _cut(pending: list[Migration]) -> list[list[Migration]]:
    """Group migrations by transaction; the last group is one, if only for sql/."""
    groups: list[list[Migration]] = [[]]
    for one in pending:
        if one.transactional:
            groups[-1].append(one)
        else:
            groups += [[one], []]
    return groups


def _patiently(conn: Connection, work: Callable[[], None]) -> None:
    """Do the work in one transaction; again if a busy table could not be locked soon."""
    conn.execute(sql.SQL("SET lock_timeout TO {}").format(WAIT))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with conn.transaction():
                work()
        except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
            if attempt == ATTEMPTS:
                said = error.diag.message_primary
                raise DeployError(f"The database is too busy now ({said}); try again.") from error
            time.sleep(PAUSE)
        else:
            return


def _migrate(conn: Connection, schema: str, stage: list[Migration]) -> None:
    """Apply one group of migrations, marking each with it."""
    if all(one.transactional for one in stage):
        _patiently(conn, partial(_apply, conn, schema, stage))
        return
    (alone,) = stage
    conn.execute("SET lock_timeout TO 0")
    for statement in alone.file.statements():
        with _located(statement):
            conn.execute(statement.text.encode())
    with conn.transaction():
        Ledger(conn).mark(alone)


def _apply(conn: Connection, schema: str, stage: list[Migration]) -> None:
    """Apply migrations in the caller's transaction, in a schema that is made if need be."""
    # Asked first, because IF NOT EXISTS wants the right to create even where nothing is created.
    if not conn.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone():
        conn.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    ledger = Ledger(conn)
    ledger.ensure_internal_schema_updated()
    for one in stage:
        for statement in one.file.statements():
            with _located(statement):
                conn.execute(statement.text.encode())
        ledger.mark(one)
        # Otherwise a later migration could not alter a table that this one filled.
        conn.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _finish(
    conn: Connection,
    schema: str,
    release: Release,
    last: list[Migration],
    rights: dict[Key, Rights],
    done: Deployment,
) -> None:
    """Apply the last migrations and all of sql/, and write down what this release is."""
    first = not state.deployed(conn)
    _apply(conn, schema, last)
    objects = Objects(conn, rights, release.names(one.file for one in release.migrations))
    _reapply(conn, release, objects)
    state.record(conn, release, objects)
    done.dropped = [str(key) for key in objects.dropped if key not in objects.made]
    done.notes = make_visible(conn, schema) if first else []
    _settle(conn, done)


def _settle(conn: Connection, done: Deployment) -> None:
    """Give the database roles their rights, and note what is left to somebody who may."""
    left = settle(conn)
    if left:
        done.notes.append(
            "Not done, because this role may not. Have a superuser, or a role with CREATEROLE, run:\n"
            + "".join(f"  {statement};\n" for statement in left)
            + "Then run pgdialer migrate again."
        )


def _reapply(conn: Connection, release: Release, objects: Objects) -> None:
    """Run every file of sql/, dropping what no file makes any more as early as that is known."""
    objects.drop_stale(release.names(release.code))
    for number, file in enumerate(release.code, 1):
        for statement in file.statements():
            with _located(statement):
                if statement.creates:
                    objects.create(statement, statement.creates)
                else:
                    conn.execute(statement.text.encode())
        objects.drop_stale(release.names(release.code[number:]))


@contextmanager
def _located(statement: Statement) -> Iterator[None]:
    """Say in which file and line an error is."""
    try:
        yield
    except (errors.LockNotAvailable, errors.DeadlockDetected):
        raise
    except psycopg.Error as error:
        before = int(error.diag.statement_position or 1) - 1
        line = statement.line + statement.text.count("\n", 0, before)
        detail = (error.diag.message_detail or "").replace("\n", "; ")
        said = f"{error.diag.message_primary or error}{f' ({detail})' if detail else ''}"
        raise DeployError(f"{statement.path} line {line}: {said}") from error
