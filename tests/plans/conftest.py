"""Two filled databases, a short list and a long one: made once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from tests.conftest import Server
from tests.floor import Floor
from tests.plans.filled import WAITING, fill

SIZES = {"few": 2_000, "many": 100_000}


@pytest.fixture(scope="session")
def filled(server: Server) -> Iterator[dict[str, str]]:
    """The connection strings, by size."""
    with ExitStack() as made:
        dsns = {}
        for name, waiting in SIZES.items():
            clone = made.enter_context(server.clone(name))
            dsns[name] = server.dsn(clone.dbname)
            with psycopg.connect(dsns[name], autocommit=True) as conn:
                fill(Floor(conn), waiting // WAITING)
        yield dsns
