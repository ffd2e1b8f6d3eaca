"""`pgdialer migrate`: the ordinary course of things, and its failures."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest
from pgdialer.runner import deploy as deployment
from pgdialer.runner.deploy import DeployError, Deployment
from pgdialer.runner.files import BadRelease

if TYPE_CHECKING:
    from tests.conftest import Database
    from tests.deploy.conftest import Tree


def contents(conn: psycopg.Connection) -> list[str]:
    """Everything outside the system's schemas, by name."""
    return [
        name
        for (name,) in conn.execute("""
            SELECT n.nspname || '.' || c.relname FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname NOT LIKE 'pg%' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT p.oid::regprocedure::text FROM pg_proc AS p
            JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname NOT LIKE 'pg%' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg%'
            ORDER BY 1""")
    ]


def test_installs_and_is_found_by_name(empty_database: Database, tree: Tree) -> None:
    """A fresh session finds the tables without naming the schema."""
    done = tree.deploy(empty_database.dsn)
    assert done.migrations == ["0000.deploy", "0001.call"]
    assert done.files == ["sql/calls.sql", "sql/rate.sql"]
    fresh = psycopg.connect(empty_database.dsn, options="")
    with fresh:
        fresh.execute("INSERT INTO Call VALUES (1, '+420')")
        assert fresh.execute("SELECT * FROM Calls").fetchall() == [(1, "+420", 6)]
        assert fresh.execute("SHOW search_path").fetchone() == ('dialer, "$user", public',)
    assert "search_path of database" in done.notes[0]


def test_a_second_run_does_nothing(empty_database: Database, tree: Tree) -> None:
    """Deploying twice is deploying once."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    stamps = "SELECT oid, xmin FROM pg_proc WHERE proname = 'rate'"
    before = conn.execute(stamps).fetchall()
    assert tree.deploy(empty_database.dsn) == Deployment()
    assert conn.execute(stamps).fetchall() == before


def test_a_changed_file_is_applied_again(empty_database: Database, tree: Tree) -> None:
    """A function is replaced in place: its oid stays."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    (oid,) = conn.execute("SELECT 'rate(int)'::regprocedure::oid").fetchone()
    tree.file("rate", (tree.code / "rate.sql").read_text().replace("* 2", "* 5"))
    assert tree.deploy(empty_database.dsn).files == ["sql/rate.sql"]
    assert conn.execute("SELECT rate(3), 'rate(int)'::regprocedure::oid").fetchone() == (15, oid)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda tree: tree.migration("0002.bad", "CREATE TABLE Fine (Id int);\n\nSELECT wrong;"),
            'migrations/0002.bad.sql line 3: column "wrong" does not exist',
        ),
        (
            lambda tree: tree.file("bad", "SELECT 1;\nSELECT 1,\n    wrong;"),
            'sql/bad.sql line 3: column "wrong" does not exist',
        ),
        (
            lambda tree: tree.file(
                "bad",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  RETRUN 1;\nEND$$;",
            ),
            "sql/bad.sql line 3: syntax error",
        ),
    ],
    ids=["migration", "code", "body"],
)
def test_an_error_names_file_and_line_and_leaves_nothing(
    empty_database: Database, tree: Tree, make, said: str
) -> None:
    """Whatever fails, a first installation leaves an empty database behind."""
    conn = empty_database.connect()
    before = contents(conn)
    make(tree)
    with pytest.raises(DeployError) as caught:
        tree.deploy(empty_database.dsn)
    assert said in str(caught.value)
    assert contents(conn) == before


def test_an_error_in_an_upgrade_leaves_everything(empty_database: Database, tree: Tree) -> None:
    """A failing upgrade takes back its migrations and its functions."""
    tree.deploy(empty_database.dsn)
    conn = empty_database.connect()
    before = contents(conn)
    tree.migration("0002.more", "CREATE TABLE More (Id int);")
    tree.file("rate", (tree.code / "rate.sql").read_text().replace("* 2", "* 5"))
    tree.file("bad", "SELECT wrong;")
    with pytest.raises(DeployError):
        tree.deploy(empty_database.dsn)
    assert contents(conn) == before
    assert conn.execute("SELECT rate(3)").fetchone() == (6,)


def test_many_at_once(empty_database: Database, tree: Tree) -> None:
    """Of several deployments at once one works and the others find nothing to do."""
    done: list[Deployment] = []
    threads = [
        threading.Thread(target=lambda: done.append(tree.deploy(empty_database.dsn)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(one.migrations) for one in done) == [0, 0, 0, 0, 2]


def test_a_busy_table_is_waited_for_and_tried_again(
    empty_database: Database, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attempts time out while a session holds the table; the first one afterwards succeeds."""
    tree.deploy(empty_database.dsn)
    holder = empty_database.connect(autocommit=False)
    holder.execute("LOCK TABLE dialer.Call IN ROW EXCLUSIVE MODE")
    pauses: list[float] = []

    def let_go_at_the_third(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            holder.rollback()

    monkeypatch.setattr(deployment, "WAIT", "10ms")
    monkeypatch.setattr(deployment.time, "sleep", let_go_at_the_third)
    tree.migration("0002.more", "ALTER TABLE Call ADD More integer;")
    assert tree.deploy(empty_database.dsn).migrations == ["0002.more"]
    assert pauses == [deployment.PAUSE] * 3


def test_a_table_that_stays_busy_is_told(
    empty_database: Database, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last attempt everything is as it was, and the message says to try again."""
    tree.deploy(empty_database.dsn)
    holder = empty_database.connect(autocommit=False)
    holder.execute("LOCK TABLE dialer.Call IN ROW EXCLUSIVE MODE")
    monkeypatch.setattr(deployment, "WAIT", "10ms")
    monkeypatch.setattr(deployment, "PAUSE", 0)
    tree.migration("0002.a", "CREATE TABLE Made (Id integer);")
    tree.migration("0003.b", "ALTER TABLE Call ADD More integer;")
    with pytest.raises(DeployError, match=r"too busy now .* try again"):
        tree.deploy(empty_database.dsn)
    assert holder.execute("SELECT to_regclass('Made') IS NULL").fetchone() == (True,)


def test_a_newer_database_is_refused(empty_database: Database, tree: Tree) -> None:
    """An old release does not touch what a newer one made."""
    tree.migration("0002.later", "CREATE TABLE Later (Id int);")
    tree.deploy(empty_database.dsn)
    (tree.migrations / "0002.later.sql").unlink()
    with pytest.raises(DeployError, match=r"newer release .* does not know 0002\.later"):
        tree.deploy(empty_database.dsn)


def test_schemas_are_independent(empty_database: Database, tree: Tree) -> None:
    """Two schemas of one database are two installations."""
    tree.deploy(empty_database.dsn, "north")
    tree.file("rate", (tree.code / "rate.sql").read_text().replace("* 2", "* 5"))
    notes = tree.deploy(empty_database.dsn, "South site").notes
    conn = empty_database.connect()
    rates = conn.execute('SELECT north.rate(1), "South site".rate(1)').fetchone()
    assert rates == (2, 5)
    assert notes == [
        "search_path was left alone; to find the tables by name: "
        'SET search_path TO "South site", "$user", public'
    ]
    conn.execute('DROP SCHEMA "South site" CASCADE')
    assert conn.execute("SELECT count(*) FROM north.Calls").fetchone() == (0,)


def test_a_search_path_of_the_dbas_own_stays(empty_database: Database, tree: Tree) -> None:
    """Whoever set a search_path for the database keeps it."""
    conn = empty_database.connect()
    conn.execute(f"ALTER DATABASE {conn.info.dbname} SET search_path TO mine, public")
    assert "left alone" in tree.deploy(empty_database.dsn).notes[0]
    with psycopg.connect(empty_database.dsn, options="") as fresh:
        assert fresh.execute("SHOW search_path").fetchone() == ("mine, public",)


def test_without_the_right_to_alter_the_database(empty_database: Database, tree: Tree) -> None:
    """A role that does not own the database gets the search_path for itself."""
    conn = empty_database.connect()
    conn.execute("DROP ROLE IF EXISTS tenant")
    conn.execute("CREATE ROLE tenant LOGIN")
    conn.execute(f"GRANT CREATE ON DATABASE {conn.info.dbname} TO tenant")
    dsn = psycopg.conninfo.make_conninfo(empty_database.dsn, user="tenant")
    done = tree.deploy(dsn)
    with psycopg.connect(dsn, options="") as fresh:
        path = fresh.execute("SHOW search_path").fetchone()
    conn.execute("DROP OWNED BY tenant CASCADE")
    conn.execute("DROP ROLE tenant")
    assert "search_path of role tenant in database" in done.notes[0]
    assert path == ('dialer, "$user", public',)


def test_a_migration_outside_of_transactions(empty_database: Database, tree: Tree) -> None:
    """`-- transactional: false` allows what PostgreSQL forbids in a transaction."""
    tree.migration(
        "0002.index",
        "-- transactional: false\n"
        "DROP INDEX CONCURRENTLY IF EXISTS CallNumber;\n"
        "CREATE INDEX CONCURRENTLY CallNumber ON Call (Number);",
    )
    tree.migration("0003.after", "ALTER TABLE Call ADD Note text;")
    assert tree.deploy(empty_database.dsn).migrations == [
        "0000.deploy", "0001.call", "0002.index", "0003.after",
    ]  # fmt: skip
    conn = empty_database.connect()
    assert conn.execute(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'CallNumber'::regclass"
    ).fetchone() == (True,)
    assert not tree.deploy(empty_database.dsn).migrations


def test_an_error_after_a_committed_part_says_so(empty_database: Database, tree: Tree) -> None:
    """What could not be taken back is named."""
    tree.migration(
        "0002.index", "-- transactional: false\nCREATE INDEX CONCURRENTLY n ON Call (Number);"
    )
    tree.migration("0003.bad", "SELECT wrong;")
    with pytest.raises(
        DeployError, match=r"Applied before that: 0000\.deploy, 0001\.call, 0002\.index"
    ):
        tree.deploy(empty_database.dsn)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda tree: (tree.code / "lost.sql").write_text(""), "does not list lost.sql"),
        (lambda tree: (tree.code / "rate.sql").unlink(), "line 1: no such file: rate.sql"),
        (
            lambda tree: (tree.code / "order.txt").write_text(
                "# Heading\n\nrate.sql\ncalls.sql\nrate.sql"
            ),
            "line 5: rate.sql is listed twice",
        ),
        (
            lambda tree: tree.file("t", "\nCREATE TABLE T (Id int);"),
            "sql/t.sql line 2: cannot be applied again",
        ),
        (
            lambda tree: tree.migration("0002.x", "-- depends: 0009.nowhere\nSELECT 1;"),
            "Could not resolve dependencies",
        ),
    ],
    ids=["not listed", "missing", "twice", "table", "dependency"],
)
def test_a_release_at_odds_with_itself(
    empty_database: Database, tree: Tree, make, said: str
) -> None:
    """Mistakes in the files are found before the database is touched."""
    make(tree)
    with pytest.raises(BadRelease) as caught:
        tree.deploy(empty_database.dsn)
    assert said in str(caught.value)
