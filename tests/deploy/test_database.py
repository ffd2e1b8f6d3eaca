"""Which database a command means, and what it says when there is none."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from pgdialer.runner import cluster
from pgdialer.runner.database import NoDatabase, connect, locate

if TYPE_CHECKING:
    from tests.conftest import Database

VARIABLES = ("DATABASE_URL", "PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable of the environment names a database."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_order_of_precedence(bare: pytest.MonkeyPatch) -> None:
    """The option, DATABASE_URL, the PG variables."""
    bare.setenv("PGHOST", "/somewhere")
    assert locate() == ""
    bare.setenv("DATABASE_URL", "postgresql:///from_environment")
    assert locate() == "postgresql:///from_environment"
    assert locate("postgresql:///given") == "postgresql:///given"


def test_else_the_embedded_one(bare: pytest.MonkeyPatch) -> None:
    """It is made, started and kept; the database in it is made once."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-"))
    folder.chmod(0o755)
    servers: list[cluster.Cluster] = []
    persistent = cluster.persistent
    bare.setattr(cluster, "default_folder", lambda: folder)
    bare.setattr(cluster, "persistent", lambda: servers.append(persistent()) or servers[-1])
    try:
        for number in (1, 2):
            with connect(locate()) as conn:
                conn.execute(f"CREATE TABLE Kept{number} ()")
                kept = conn.execute("SELECT current_database(), to_regclass('Kept1') IS NOT NULL")
                assert kept.fetchone() == ("pgdialer", True)
            servers[-1].stop()
    finally:
        shutil.rmtree(folder)


def test_the_schema_comes_first(database: Database) -> None:
    """A rolled-back transaction does not take the search_path with it."""
    with connect(database.dsn, "dialer", autocommit=False) as conn:
        conn.rollback()
        assert conn.execute("SHOW search_path").fetchone() == ("dialer, public",)
        assert conn.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "This is no connection string: "),
        (
            "postgresql://me:secret@/x?host=/nowhere",
            "Cannot connect to host=/nowhere dbname=x user=me: ",
        ),
    ],
)
def test_what_cannot_be_reached_is_told_in_one_line(url: str, said: str) -> None:
    """With the place, without the password."""
    with pytest.raises(NoDatabase) as caught:
        connect(url)
    message = str(caught.value)
    assert message.startswith(said)
    assert "\n" not in message
    assert "secret" not in message
