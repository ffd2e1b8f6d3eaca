"""Database fixtures: one private server a session, one template, rolled-back or cloned databases.

TEST_DATABASE_URL points the tests at a server of one's own, PGBIN at other binaries.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from pgdialer.runner import cluster
from pgdialer.runner.deploy import deploy
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_postgresql.janitor import DatabaseJanitor

# What a session of ours has: settings of a database do not travel with its clones.
OPTIONS = "-c search_path=dialer,public -c plpgsql.extra_errors=all"


class Copied(DatabaseJanitor):
    """A copy of a database, file by file: half as long as through the log, for a small one that nobody uses."""

    def init(self) -> None:
        with self.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(self.dbname), sql.Identifier(str(self.template_dbname))
                )
            )


@dataclass(frozen=True)
class Server:
    """Where the tests connect, and the template that holds a deployed schema."""

    host: str
    port: int
    user: str
    password: str | None
    maintenance: str
    name: str

    def dsn(self, dbname: str) -> str:
        return make_conninfo(
            host=self.host, port=self.port, user=self.user, password=self.password,
            dbname=dbname, options=OPTIONS,
        )  # fmt: skip

    def janitor(self, dbname: str, template: str | None = None) -> DatabaseJanitor:
        kind = Copied if template else DatabaseJanitor
        return kind(
            host=self.host, port=self.port, user=self.user, password=self.password,
            dbname=dbname, template_dbname=template, maintenance_dbname=self.maintenance,
        )  # fmt: skip

    def empty(self, suffix: str) -> DatabaseJanitor:
        """Return a database without our schema, to be used in a with statement."""
        made = self.janitor(f"{self.name}_{suffix}")
        made.drop()
        return made

    def clone(self, suffix: str) -> DatabaseJanitor:
        """Return a database with our schema, to be used in a with statement."""
        made = self.janitor(f"{self.name}_{suffix}", f"{self.name}_template")
        made.drop()
        return made


@dataclass(frozen=True)
class Database:
    """A database of the test's own."""

    dsn: str
    _opened: ExitStack

    def connect(self, *, autocommit: bool = True, **more: Any) -> psycopg.Connection:
        """Open a session; it is closed when the test ends."""
        conn = psycopg.connect(self.dsn, autocommit=autocommit, **more)
        self._opened.callback(conn.close)
        return conn

    def start(self, words: Sequence[str], **more: Any) -> subprocess.Popen[str]:
        """Start a program; one that still runs when the test ends would work in the next test's database."""
        process = subprocess.Popen(words, **more)
        self._opened.callback(process.wait)
        self._opened.callback(process.kill)
        return process


@pytest.fixture(scope="session")
def bare_server() -> Iterator[Server]:
    """A server that has nothing of ours on it yet."""
    name = "pgdialer_test" + os.environ.get("PYTEST_XDIST_WORKER", "")
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        part = conninfo_to_dict(given)
        yield Server(
            str(part.get("host", "localhost")), int(part.get("port", 5432)),
            str(part.get("user", "postgres")), part.get("password"),
            str(part.get("dbname", "postgres")), name,
        )  # fmt: skip
    else:
        with cluster.temporary() as own:
            yield Server(own.host, own.port, own.user, None, "postgres", name)


@pytest.fixture(scope="session")
def server(bare_server: Server) -> Iterator[Server]:
    """The server with a template that the real deployment filled."""
    with bare_server.empty("template") as template:
        deploy(bare_server.dsn(template.dbname))
        yield bare_server


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    """A cloned database: for tests that commit, listen or need several sessions."""
    with server.clone("own") as clone, ExitStack() as opened:
        yield Database(server.dsn(clone.dbname), opened)


@pytest.fixture
def empty_database(bare_server: Server) -> Iterator[Database]:
    """A database without our schema: for tests of the deployment itself."""
    with bare_server.empty("empty") as made, ExitStack() as opened:
        yield Database(bare_server.dsn(made.dbname), opened)


class Shared:
    """A database for what never commits, and a session of it that stays: what it has compiled, others need not."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._conn: psycopg.Connection[Any] | None = None

    def session(self) -> psycopg.Connection[Any]:
        """Return it, or another one if a test has closed it."""
        if self._conn is None or self._conn.closed:
            self._conn = psycopg.connect(self._dsn)
        return self._conn

    def another(self) -> psycopg.Connection[Any]:
        """Return a session for what would change others for good, such as a library that is loaded."""
        return psycopg.connect(self._dsn)

    def close(self) -> None:
        """Leave no session that would be in the way of dropping the database."""
        if self._conn:
            self._conn.close()


@pytest.fixture(scope="session")
def shared_database(server: Server) -> Iterator[Shared]:
    """The database for what never commits."""
    with server.clone("shared") as clone:
        made = Shared(server.dsn(clone.dbname))
        yield made
        made.close()


@pytest.fixture
def db(shared_database: Shared) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose work is rolled back: quick, for functions that never commit."""
    conn = shared_database.session()
    yield conn
    conn.rollback()
