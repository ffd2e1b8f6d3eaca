"""What an agent's permissions deny can be done by no way, and what they allow by each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.conftest import Shared
from tests.floor import Floor
from tests.rights.people import (
    BRINGINGS,
    Bringing,
    is_refused,
    new_login,
    only_allow,
    outcome,
    session_of,
)
from tests.rights.ways import WAYS, Way, stage

Scene = tuple[Floor, dict[str, Any]]
DEGREES = ["Read", "Write", "Full"]


@pytest.fixture(scope="module")
def _staged(shared_database: Shared) -> Iterator[Scene]:
    """The scene is set once: a thousand tests begin with it."""
    with closing(shared_database.another()) as conn:
        # Agents' sessions have the real time.
        floor = Floor(conn, at=None)
        yield floor, stage(floor)


@pytest.fixture
def scene(_staged: Scene) -> Iterator[Scene]:
    """The scene as it was set; what a test does to it is rolled back."""
    with _staged[0].conn.transaction(force_rollback=True):
        yield _staged


def lacking(way: Way) -> list[dict[str, str]]:
    """The permissions that just do not do: none, one degree less, a denial of that degree, all others."""
    below = DEGREES[: DEGREES.index(way.degree)]
    others = dict.fromkeys({one.permission for one in WAYS} - {way.permission}, "AllowFull")
    if way.permission in ("OutboundCall", "Report"):
        # Either lets one read what the other does.
        others = {n: d for n, d in others.items() if n not in ("OutboundCall", "Report")}
    return [
        {},
        *[{way.permission: f"Allow{below[-1]}"} for _ in below[:1]],
        {way.permission: f"Allow{way.degree} Deny{way.degree}"},
        others,
    ]


@pytest.mark.parametrize("bring", BRINGINGS.values(), ids=BRINGINGS)
@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
def test_a_way_needs_its_degree(scene: Scene, way: Way, bring: Bringing) -> None:
    """PERM-1: refused with a degree less, with a denial, with every other permission; and it is enough."""
    floor, ids = scene
    for permissions in lacking(way):
        only_allow(floor, ids["me"], **permissions)
        with bring(floor, ids["me"]):
            assert is_refused(outcome(floor, way.statement, ids)), permissions
    only_allow(floor, ids["me"], **{way.permission: f"Allow{way.degree}"})
    with bring(floor, ids["me"]):
        found = outcome(floor, way.statement, ids)
    assert isinstance(found, int), found
    assert found > 0


@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
@pytest.mark.parametrize("kinds", [("web",), ("agent",)], ids=["web", "psql"])
def test_a_login_that_brings_nobody_may_nothing(
    scene: Scene, way: Way, kinds: tuple[str, ...]
) -> None:
    """PERM-1: the web before act_as, and an agent's login whose agent is gone."""
    floor, ids = scene
    with session_of(floor, new_login(floor, *kinds)):
        assert is_refused(outcome(floor, way.statement, ids))


@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
def test_the_owner_is_asked_for_nothing(scene: Scene, way: Way) -> None:
    """PERM-1: where nobody acts, nothing is refused: every way is one that works."""
    floor, ids = scene
    found = outcome(floor, way.statement, ids)
    assert isinstance(found, int), found
    assert found > 0


def test_every_permission_has_ways(db: psycopg.Connection[Any]) -> None:
    """None of the nouns is left out, and each degree that means something is tried."""
    nouns = {name for (name,) in db.execute("SELECT PermissionName FROM Protected")}
    assert {way.permission for way in WAYS} == nouns
