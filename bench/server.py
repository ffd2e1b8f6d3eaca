"""The server that is measured: private, on disk, with PostgreSQL's default durability."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ..runner.cluster import Cluster
from ..runner.database import Connection
from ..runner.deploy import deploy

# All that differs from a server as it is installed: room for the data, and no checkpoint for want
# of it in the middle of a measurement. Every commit waits for the disk (fsync,
# synchronous_commit, full_page_writes are on).
SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}

SEARCH_PATH = "dialer, bench, public"
_TEMPLATE = "installed"


@dataclass(frozen=True)
class Base:
    """One database of the server."""

    cluster: Cluster
    name: str

    @property
    def url(self) -> str:
        """Its connection string, as commands take it."""
        return self.cluster.url(self.name)

    def connect(self, *, autocommit: bool = True) -> Connection:
        """Open a session on our schema; statements are prepared from the first time on."""
        conn: Connection = psycopg.connect(self.url, autocommit=True, prepare_threshold=0)
        conn.execute(sql.SQL("SET search_path TO " + SEARCH_PATH))
        conn.autocommit = autocommit
        return conn


@contextmanager
def private(*, keep: bool = False) -> Iterator[Cluster]:
    """Run a server for as long as it is measured; keep leaves its folder, not the server."""
    folder = Path(tempfile.mkdtemp(prefix="pgdialer-bench-"))
    cluster = Cluster(folder / "data", SETTINGS)
    cluster.account.own(folder)
    try:
        cluster.init()
        cluster.start()
        deploy(_create(cluster, _TEMPLATE).url)
        yield cluster
    finally:
        cluster.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def installed(cluster: Cluster, name: str) -> Base:
    """Make a database with our schema and nothing in it."""
    return _create(cluster, name, _TEMPLATE)


def copy_of(base: Base, name: str) -> Base:
    """Make another database of what is in one; nobody may be connected to that."""
    return _create(base.cluster, name, base.name)


def _create(cluster: Cluster, name: str, template: str = "template0") -> Base:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template)
    )
    with psycopg.connect(cluster.url(), autocommit=True) as conn:
        conn.execute(statement)
    return Base(cluster, name)
