"""`pgdialer migrate --check` tells whether a database is what this release expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pgdialer.runner import state
from pgdialer.runner.deploy import session
from pgdialer.runner.release import Release

if TYPE_CHECKING:
    from tests.conftest import Database
    from tests.deploy.conftest import Tree


def problems(database: Database, tree: Tree) -> list[str]:
    with session(database.dsn, "dialer") as conn:
        return state.compare(conn, Release.read(tree.migrations, tree.code)).problems()


def test_nothing_is_installed(empty_database: Database, tree: Tree) -> None:
    """An empty database says so, and stays empty."""
    assert problems(empty_database, tree) == [
        "Nothing is installed in this schema yet: run pgdialer migrate."
    ]
    conn = empty_database.connect()
    assert conn.execute("SELECT to_regnamespace('dialer') IS NULL").fetchone() == (True,)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DROP VIEW Calls", "view calls is missing."),
        (
            "CREATE OR REPLACE FUNCTION rate(seconds integer) RETURNS integer LANGUAGE sql IMMUTABLE"
            " AS 'SELECT 0'",
            "routine rate(integer) was altered.",
        ),
        ("ALTER FUNCTION rate SECURITY DEFINER", "routine rate(integer) was altered."),
        (
            "CREATE OR REPLACE VIEW Calls AS SELECT CallId, Number, 0 AS Rate FROM Call",
            "view calls was altered.",
        ),
        ("ALTER TABLE Call DISABLE TRIGGER NumberCall", "trigger numbercall on call was altered."),
    ],
    ids=["missing", "body", "attribute", "view", "trigger"],
)
def test_what_was_altered_is_told_and_mended(
    empty_database: Database, tree: Tree, sql: str, said: str
) -> None:
    """Each is one line, and the next deployment puts it right."""
    tree.file(
        "trigger",
        "CREATE OR REPLACE FUNCTION n() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE OR REPLACE TRIGGER NumberCall BEFORE INSERT ON Call FOR EACH ROW EXECUTE FUNCTION n();",
    )
    tree.deploy(empty_database.dsn)
    assert problems(empty_database, tree) == []
    empty_database.connect().execute(sql)
    assert problems(empty_database, tree) == [said]
    tree.deploy(empty_database.dsn)
    assert problems(empty_database, tree) == []


def test_what_a_newer_checkout_brings(empty_database: Database, tree: Tree) -> None:
    """A migration to come, a changed, a new and a removed file, an edited migration."""
    tree.deploy(empty_database.dsn)
    tree.migration("0001.call", "CREATE TABLE Call (CallId integer PRIMARY KEY, Number text);")
    tree.migration("0002.more", "SELECT 1;")
    tree.file("rate", (tree.code / "rate.sql").read_text().replace("* 2", "* 3"))
    tree.remove("calls")
    tree.file("new", "SELECT 1;")
    assert problems(empty_database, tree) == [
        "Migration 0002.more is not applied yet.",
        "migrations/0001.call.sql was edited after it had been applied.",
        "sql/calls.sql is not what was deployed.",
        "sql/new.sql is not what was deployed.",
        "sql/rate.sql is not what was deployed.",
    ]
    tree.deploy(empty_database.dsn)
    assert problems(empty_database, tree) == [
        "migrations/0001.call.sql was edited after it had been applied."
    ]


def test_another_version_of_the_server(empty_database: Database, tree: Tree) -> None:
    """After pg_upgrade the stored definitions are deployed anew rather than taken for altered."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    conn.execute("UPDATE SchemaVersion SET ServerMajor = 14")
    conn.execute("UPDATE DeployedObject SET Definition = 'in the spelling of 14'")
    assert problems(empty_database, tree) == [
        "The server's major version has changed since the deployment."
    ]
    tree.deploy(empty_database.dsn)
    assert problems(empty_database, tree) == []
