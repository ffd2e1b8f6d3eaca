"""Bring a database up to what this release expects: migrations, then the re-appliable SQL.

One transaction does all of it, so whatever goes wrong leaves the database as it was. Only a
migration that says `-- transactional: false` (CREATE INDEX CONCURRENTLY needs it) cuts that
transaction in two; it must be repeatable, because it may be killed half-way.
"""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql
from yoyo import read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import parse_uri
from yoyo.migrations import default_migration_table

from .files import MIGRATIONS, SQL, SqlFile, ordered

LOCK = 7_203_114  # any constant: one deployment at a time in a database


class DeployError(Exception):
    """The deployment was refused or failed; the database is as it was."""


@dataclass
class Deployment:
    """What a deployment did."""

    migrations: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Backend(PostgresqlPsycopgBackend):  # type: ignore[misc]
    """yoyo's files, order and tables, on one connection and in transactions of ours.

    yoyo itself applies a migration on one connection and marks it on another afterwards, under a
    lock row that outlives a killed process. Here applying and marking are one transaction, under
    the advisory lock of the session.
    """

    def __init__(self, conn: psycopg.Connection[Any]) -> None:
        self._given = conn
        super().__init__(
            parse_uri(f"postgresql+psycopg:///{quote(conn.info.dbname)}"), default_migration_table
        )

    def connect(self, _uri: object) -> psycopg.Connection[Any]:
        """Hand out the one connection."""
        return self._given

    def transaction(self, rollback_on_exit: bool = False) -> Any:
        """Open a transaction, or a savepoint inside one."""
        return self._given.transaction(force_rollback=rollback_on_exit)

    def ensure_internal_schema_updated(self) -> None:
        """Create yoyo's tables without its lock and its commit."""
        from yoyo import internalmigrations

        if internalmigrations.needs_upgrading(self):
            internalmigrations.upgrade(self)


def run(conn: psycopg.Connection[Any], file: SqlFile) -> None:
    """Execute a file's statements, each in a message of its own."""
    for statement in file.statements():
        try:
            conn.execute(statement.text.encode())
        except psycopg.Error as error:
            position = int(error.diag.statement_position or 1)
            line = statement.line + statement.text.count("\n", 0, position - 1)
            said = error.diag.message_primary or str(error)
            raise DeployError(f"{statement.path} line {line}: {said}") from error


def deploy(
    conninfo: str, migrations: Path = MIGRATIONS, code: Path = SQL, schema: str = "dialer"
) -> Deployment:
    """Bring one schema of a database up to date."""
    done = Deployment()
    files = ordered(code)
    with psycopg.connect(conninfo, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        conn.execute(sql.SQL("SET search_path TO {}, pg_temp").format(sql.Identifier(schema)))
        conn.execute("SET client_min_messages TO warning")
        with conn.transaction():
            conn.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
            backend = Backend(conn)
            for migration in backend.to_apply(read_migrations(glob.escape(str(migrations)))):
                run(conn, SqlFile.read(migrations, Path(migration.path).name))
                backend.mark_one(migration)
                done.migrations.append(migration.id)
            for file in files:
                run(conn, file)
                done.files.append(file.path)
    return done
