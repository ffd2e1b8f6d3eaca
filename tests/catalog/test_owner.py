"""The owner of a database installs and runs pgdialer in it; no superuser is needed."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from pgdialer.runner.deploy import deploy
from psycopg.conninfo import make_conninfo

from tests.catalog.test_two_schemas import work
from tests.conftest import Database


@pytest.fixture
def owned(empty_database: Database) -> Iterator[str]:
    """The connection string of a role that owns an empty database and nothing else."""
    conn = empty_database.connect()
    conn.execute("DROP ROLE IF EXISTS site_owner")
    conn.execute("CREATE ROLE site_owner LOGIN")
    conn.execute(f"ALTER DATABASE {conn.info.dbname} OWNER TO site_owner")
    yield make_conninfo(empty_database.dsn, user="site_owner")
    conn.execute(f"ALTER DATABASE {conn.info.dbname} OWNER TO CURRENT_USER")
    conn.execute("DROP OWNED BY site_owner CASCADE")
    conn.execute("DROP ROLE site_owner")


def test_the_owner_of_a_database_installs_and_works(owned: str) -> None:
    """As on a hosted PostgreSQL, where nobody is superuser."""
    deploy(owned)
    with psycopg.connect(owned, autocommit=True) as conn:
        assert conn.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == (False,)
        assert work(conn) == 1
