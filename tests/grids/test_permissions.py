"""What an agent's permissions deny, no grid gives (PERM-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.conftest import Shared
from tests.grids.grids import Grids
from tests.rights import people, ways

Scene = tuple[Grids, dict[str, Any]]
COMMANDS = [way for way in ways.WAYS if way.permission != "Grid"]


def as_command(grids: Grids, statement: str, ids: dict[str, Any]) -> str:
    """Write the ids of a statement out, because a command has no place for them."""
    written = re.sub(
        r"%\((\w+)\)s(?:::text)?",
        lambda found: grids.value("SELECT quote_literal(%s::text)", str(ids[found[1]])),
        statement,
    )
    return written.replace("SELECT FROM", "SELECT 1 FROM")


def clicked(grids: Grids, icon: Any) -> int | str:
    try:
        with grids.conn.transaction():
            return grids.click(icon, 1)
    except psycopg.Error as error:
        return str(error.sqlstate)


@pytest.fixture(scope="module")
def _staged(shared_database: Shared) -> Iterator[Scene]:
    """The scene is set once for all commands."""
    with closing(shared_database.another()) as conn:
        grids = Grids(conn)
        yield grids, ways.stage(grids)


@pytest.fixture
def scene(_staged: Scene) -> Iterator[Scene]:
    """The scene as it was set; what a test does to it is rolled back."""
    with _staged[0].conn.transaction(force_rollback=True):
        yield _staged


@pytest.mark.parametrize("way", COMMANDS, ids=lambda way: way.name)
@pytest.mark.parametrize("bringing", people.BRINGINGS)
def test_a_command_needs_the_permission(scene: Scene, way: Any, bringing: str) -> None:
    """GRID-1: a click does what its statement would do in the agent's own psql, and nothing else."""
    grids, ids = scene
    grid = grids.grid("SELECT 1 AS k", "k")
    icon = grids.column(grid, command=as_command(grids, way.statement, ids))
    enough = {way.permission: f"Allow{way.degree}"}
    for degrees, refused in (({}, True), (enough, False)):
        with grids.conn.transaction(force_rollback=True):
            people.only_allow(grids, ids["me"], Grid="AllowRead", **degrees)
            with people.BRINGINGS[bringing](grids, ids["me"]):
                found = clicked(grids, icon)
            assert (found in (*people.REFUSED, "PD051")) == refused, found
            assert refused or isinstance(found, int), found
