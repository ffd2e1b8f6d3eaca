"""One cycle that gives each ready agent a call, beside many calls that wait.

Each cycle commits; its offers are taken back before the next, outside the time measured. The
baseline is the same cycle in a database where few calls wait.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...runner.database import Connection
from .. import floor
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..stage import Stage

IN_STATES = True
CYCLE = "SELECT offered FROM run_cycle()"


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles in turn in both databases."""
    size = stage.size
    with stage.full.connect() as many, stage.few.connect() as few:

        def cycle_of(conn: Connection) -> float:
            floor.withdraw(conn)
            return timed(lambda: conn.execute(CYCLE).fetchone())

        for conn in (many, few):
            floor.ready(conn, size, size.ready)
        waiting_many, waiting_few = in_turn(
            size.cycles, lambda: cycle_of(many), lambda: cycle_of(few), warm_up=5
        )
        floor.withdraw(many)
        yield Measured(
            f"run_cycle(), {size.ready} agents ready, {size.waiting:,} calls wait",
            waiting_many,
            baseline=Baseline(f"{size.few:,} wait", waiting_few),
            ratio_of="p95",
            targets=(Target("p95", 50), Target("ratio", 1.5)),
            statement=CYCLE,
        )
        for conn in (many, few):
            floor.withdraw(conn)
            floor.ready(conn, size, 0)
