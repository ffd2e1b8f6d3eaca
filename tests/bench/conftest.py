"""A bench so small that it says nothing about speed: what is tested is that it measures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pgdialer.bench.server import private
from pgdialer.bench.size import Size
from pgdialer.bench.stage import Stage
from pgdialer.runner.cluster import Cluster

TINY = Size(
    waiting=1_000, few=300, lives=150, held=60, agents=60, ready=10, assigned=20, projects=10, languages=2, lists=4,
    cycles=2, latencies=3, rounds=1, seconds=1, runner_latencies=2, day=6, day_calls=6_000, imported=500,
    shift_agents=5, shift_hours=1, history=6_000, many=2_000, joined=5, joining=4, dialling=1, begun=30, streams=20, changes=2,
    paced_agents=(6,), paced_rates=(0.5,), paced_hours=0.1, paced_seeds=1, never=500,
)  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """The server that a bench has."""
    with private() as made:
        yield made


@pytest.fixture(scope="module")
def stage(cluster: Cluster) -> Iterator[Stage]:
    """Its databases."""
    made = Stage(cluster, TINY)
    yield made
    made.close()
