"""One cycle that gives each ready agent a call, beside many calls that wait.

Each cycle commits; its offers are taken back before the next, outside the time measured. The
baseline is the same cycle in a database where few calls wait.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...runner.database import Connection
from .. import floor
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..server import Base
from ..size import Size
from ..stage import Stage

IN_STATES = True
ONLY_IF_ASKED = False
CYCLE = "SELECT offered FROM run_cycle()"


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles in turn in both databases."""
    yield from compare(stage.full, stage.few, stage.size)


def compare(full: Base, few: Base, size: Size) -> Iterator[Measured]:
    """Measure cycles in turn in a database with many calls and in one with few."""
    with full.connect() as many_waiting, few.connect() as few_waiting:

        def cycle_of(conn: Connection) -> float:
            floor.withdraw(conn)
            return timed(lambda: conn.execute(CYCLE).fetchone())

        for conn in (many_waiting, few_waiting):
            floor.ready(conn, size, size.ready)
        ours, theirs = in_turn(
            size.cycles, lambda: cycle_of(many_waiting), lambda: cycle_of(few_waiting), warm_up=5
        )
        floor.withdraw(many_waiting)
        yield Measured(
            f"run_cycle(), {size.ready} agents ready, {size.waiting:,} calls wait",
            ours,
            baseline=Baseline(f"{size.few:,} wait", theirs),
            ratio_of="p95",
            targets=(Target("p95", 50), Target("ratio", 1.5)),
            statement=CYCLE,
        )
        for conn in (many_waiting, few_waiting):
            floor.withdraw(conn)
            floor.ready(conn, size, 0)
