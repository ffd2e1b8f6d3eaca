"""yoyo's migrations, applied so that a migration and the mark that it was applied are one.

yoyo itself applies a migration on one connection and marks it on another afterwards, under a lock
row that outlives a killed process. Here its files, their order and its tables are used, but all
on one connection, in transactions of ours, under an advisory lock that ends with the session.
"""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from yoyo import exceptions, internalmigrations, read_migrations
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import parse_uri
from yoyo.migrations import Migration as YoyoMigration
from yoyo.migrations import default_migration_table, topological_sort

from .files import BadRelease, SqlFile

Connection = psycopg.Connection[Any]

_TABLE_EXISTS = f"SELECT to_regclass('{default_migration_table}') IS NOT NULL"
_APPLIED = f"SELECT migration_id FROM {default_migration_table}"  # noqa: S608


class Migration:
    """One migration file."""

    def __init__(self, folder: Path, theirs: YoyoMigration) -> None:
        self.theirs = theirs
        self.id = str(theirs.id)
        self.file = SqlFile.read(folder, Path(theirs.path).name)
        self.transactional = bool(theirs.use_transactions)


def read(folder: Path) -> list[Migration]:
    """Read the migrations of a folder, in the order in which they are applied."""
    try:
        in_order = list(topological_sort(read_migrations(glob.escape(str(folder)))))
        for one in in_order:
            one.load()
    except exceptions.BadMigration as error:
        raise BadRelease(str(error)) from error
    for one in in_order:
        if not one.is_raw_sql():
            raise BadRelease(f"{one.path}: migrations are .sql files here")
    return [Migration(folder, one) for one in in_order]


def applied(conn: Connection) -> set[str]:
    """Return the names of the migrations that the current schema holds."""
    exists = conn.execute(_TABLE_EXISTS).fetchone()
    if not exists or not exists[0]:
        return set()
    return {name for (name,) in conn.execute(_APPLIED)}


class Ledger(PostgresqlPsycopgBackend):  # type: ignore[misc]
    """yoyo's tables in the current schema."""

    def __init__(self, conn: Connection) -> None:
        self._given = conn
        database = quote(conn.info.dbname, safe="")
        super().__init__(parse_uri(f"postgresql+psycopg:///{database}"), default_migration_table)

    def connect(self, _uri: object) -> Connection:
        """Hand out the one connection."""
        return self._given

    def transaction(self, rollback_on_exit: bool = False) -> Any:
        """Open a transaction, or a savepoint inside one."""
        return self._given.transaction(force_rollback=rollback_on_exit)

    def ensure_internal_schema_updated(self) -> None:
        """Create yoyo's tables, without its lock and without its commit."""
        if internalmigrations.needs_upgrading(self):
            internalmigrations.upgrade(self)

    def get_log_data(self, migration: Any = None, operation: str = "apply") -> dict[str, Any]:
        """Name the database role: a container's user often has no name, its host no address."""
        return {**super().get_log_data(migration, operation), "username": self._given.info.user}

    def mark(self, migration: Migration) -> None:
        """Record a migration as applied, in the caller's transaction."""
        self.log_migration(migration.theirs, "apply")
        self.mark_one(migration.theirs, log=False)
