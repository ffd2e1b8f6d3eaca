"""The schema that a review sees is the one that migrations and sql/ arrive at."""

from __future__ import annotations

from pgdialer.runner.deploy import session

from scripts.dump_schema import TARGET, dump
from tests.conftest import Database


def test_schema_is_as_written_down(database: Database) -> None:
    """On every major version; `make schema` writes it anew."""
    with session(database.dsn, "dialer") as conn:
        assert dump(conn).splitlines() == TARGET.read_text(encoding="utf-8").splitlines()
