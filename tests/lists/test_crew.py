"""The sessions beside the first one of an import (LIST-2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from pgdialer.runner.lists.crew import SESSIONS, Crew

from tests.conftest import Database


def asking(query: str) -> Callable[[psycopg.Connection[Any]], Any]:
    return lambda conn: conn.execute(query.encode())


def test_few_sessions_do_everything_and_are_closed(database: Database) -> None:
    """LIST-2: all that is given is done, in no more sessions than said, and none is left open."""
    watch, opened = database.connect(), []

    def connect() -> psycopg.Connection[Any]:
        opened.append(database.connect())
        return opened[-1]

    watch.execute("CREATE TABLE Done (Number integer)")
    with Crew(connect) as crew:
        for number in range(20):
            crew.give(asking(f"INSERT INTO Done VALUES ({number})"))
        crew.wait()
        assert watch.execute("SELECT count(*) FROM Done").fetchone() == (20,)
    assert 1 <= len(opened) <= SESSIONS
    assert all(conn.closed for conn in opened)


def test_what_goes_wrong_is_raised_by_the_next_word(database: Database) -> None:
    """LIST-2: an import whose rows cannot be written stops, at the latest at the end."""
    with Crew(database.connect) as crew:
        crew.give(asking("SELECT 1 / 0"))
        with pytest.raises(psycopg.errors.DivisionByZero):
            crew.wait()
    with Crew(database.connect) as crew, pytest.raises(psycopg.errors.DivisionByZero):
        for _ in range(SESSIONS + 2):
            crew.give(asking("SELECT 1 / 0"))
