"""Killed at any point, a deployment is finished by the next one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from pgdialer.runner import state
from pgdialer.runner.deploy import session
from pgdialer.runner.release import Release

if TYPE_CHECKING:
    from tests.conftest import Database
    from tests.deploy.conftest import Tree

FORK = multiprocessing.get_context("fork")


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Run the work in a process that kills itself before statement `number`; say if it came to that."""

    def child() -> None:
        sent = 0
        execute = psycopg.Cursor.execute

        def count(*args: Any, **kwargs: Any) -> Any:
            nonlocal sent
            sent += 1
            if sent == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*args, **kwargs)

        psycopg.Cursor.execute = count  # type: ignore[method-assign]
        work()

    process = FORK.Process(target=child)
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def problems(dsn: str, tree: Tree, schema: str) -> list[str]:
    with session(dsn, schema) as conn:
        return state.compare(conn, Release.read(tree.migrations, tree.code)).problems()


@pytest.mark.parametrize("alone", [False, True], ids=["one transaction", "cut in three"])
def test_a_killed_deployment_is_finished_by_the_next(
    empty_database: Database, tree: Tree, alone: bool
) -> None:
    """Before every statement in turn: nothing is applied twice, nothing is left out."""
    tree.migration("0002.fill", "INSERT INTO Call VALUES (1, 'one');")
    if alone:
        tree.migration(
            "0003.index",
            "-- transactional: false\n"
            "DROP INDEX CONCURRENTLY IF EXISTS CallNumber;\n"
            "CREATE INDEX CONCURRENTLY CallNumber ON Call (Number);",
        )
    dsn = empty_database.dsn
    conn = empty_database.connect()
    number = 0
    going_on = True
    while going_on:
        number += 1
        schema = f"site{number}"
        going_on = killed_at(number, lambda: tree.deploy(dsn, schema))  # noqa: B023
        tree.deploy(dsn, schema)
        assert problems(dsn, tree, schema) == []
        assert conn.execute(f"SELECT Number, Rate FROM {schema}.Calls").fetchall() == [("one", 6)]
        if alone:
            valid = conn.execute(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass",
                [f"{schema}.CallNumber"],
            ).fetchone()
            assert valid == (True,)
        conn.execute(f"DROP SCHEMA {schema} CASCADE")
    assert number > 30


def test_a_killed_upgrade_leaves_the_old_release_working(
    empty_database: Database, tree: Tree
) -> None:
    """Until the commit every session sees the old release, and afterwards the new one."""
    dsn = empty_database.dsn
    conn = empty_database.connect()
    new, old = "* 5", "* 2"
    rate = (tree.code / "rate.sql").read_text()
    number = 0
    going_on = True
    while going_on:
        number += 1
        tree.file("rate", rate)
        tree.deploy(dsn)
        tree.migration(f"{number:04}.more", f"CREATE TABLE More{number} (Id integer PRIMARY KEY);")
        tree.file("rate", rate.replace(old, new))
        going_on = killed_at(number, lambda: tree.deploy(dsn))
        seen = conn.execute(
            "SELECT rate(1), to_regclass(%s) IS NOT NULL", [f"dialer.More{number}"]
        ).fetchone()
        assert seen == ((2, False) if going_on else (5, True))
        tree.deploy(dsn)
        assert problems(dsn, tree, "dialer") == []
    assert number > 20
