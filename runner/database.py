"""Which database a command means, and connections to it."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from . import cluster
from .errors import UserError

Connection = psycopg.Connection[Any]

_LIBPQ = ("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE")
EMBEDDED = "pgdialer"  # name of the database in the embedded cluster


class NoDatabase(UserError):
    """The database cannot be reached."""


def locate(given: str | None = None, *, keep: bool = False) -> str:
    """Return the connection string of the database meant.

    That is the one given, else DATABASE_URL, else what the PG... variables say, else the embedded
    PostgreSQL, which is started if need be; keep leaves it running when this process ends.
    """
    if given or os.environ.get("DATABASE_URL"):
        return given or os.environ["DATABASE_URL"]
    if any(os.environ.get(name) for name in _LIBPQ):
        return ""  # libpq reads them itself
    return embedded(keep=keep)


def embedded(*, keep: bool = False) -> str:
    """Return the connection string of the embedded database, started and created if need be."""
    server = cluster.persistent()
    if keep:
        server.leave_running()
    # It may be there, or another process may be making it at this moment.
    there = suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
    with psycopg.connect(server.url(), autocommit=True) as conn, there:
        conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(EMBEDDED)))
    return server.url(EMBEDDED)


def connect(conninfo: str, schema: str | None = None, *, autocommit: bool = True) -> Connection:
    """Connect; a schema given comes first on the search_path."""
    try:
        conn: Connection = psycopg.connect(
            conninfo, autocommit=True, connect_timeout=10, application_name="pgdialer"
        )
    except psycopg.ProgrammingError as error:
        raise NoDatabase(f"This is no connection string: {_first_line(error)}") from error
    except psycopg.OperationalError as error:
        said = _first_line(error)
        raise NoDatabase(f"Cannot connect to {described(conninfo)}: {said}") from error
    if schema:
        # Not by the option of the connection, which poolers refuse.
        conn.execute(sql.SQL("SET search_path TO {}, public").format(sql.Identifier(schema)))
    conn.autocommit = autocommit
    return conn


def described(conninfo: str) -> str:
    """Name a database without its password."""
    part = conninfo_to_dict(conninfo)
    names = [f"{key}={part[key]}" for key in ("host", "port", "dbname", "user") if part.get(key)]
    return " ".join(names) or "the database that the PG... variables name"


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
