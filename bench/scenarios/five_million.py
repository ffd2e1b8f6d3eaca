"""The same cycle beside five million calls that wait; only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import floor
from ..measure import Measured
from ..server import installed
from ..stage import Stage
from .cycle import compare

IN_STATES = False
ONLY_IF_ASKED = True


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles in turn with those of the database where few calls wait."""
    size = replace(stage.size, waiting=stage.size.many)
    base = installed(stage.cluster, "many")
    with base.connect() as conn:
        floor.fill(conn, size, size.waiting)
    yield from compare(base, stage.few, size)
