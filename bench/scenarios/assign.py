"""A cycle that gives a thousand ready agents a call each.

The baseline finds as many calls in the same order with FOR UPDATE SKIP LOCKED and sets the same
columns by one UPDATE, on a copy of the table that has its indexes and no trigger.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...runner.errors import UserError
from .. import floor
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..stage import Stage
from .cycle import CYCLE

IN_STATES = True
ONLY_IF_ASKED = False


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles and bare updates in turn."""
    size, copy = stage.size, stage.copy
    with stage.full.connect() as conn:
        floor.ready(conn, size, size.assigned)

        def assign() -> float:
            floor.withdraw(conn)
            return timed(lambda: conn.execute(CYCLE).fetchone())

        def bare() -> float:
            took = timed(lambda: given.append(copy.claim(conn, size.assigned)))
            copy.end(conn)
            if given[-1] < size.assigned:
                raise UserError(f"The copy has only {given[-1]} calls left to claim.")
            return took

        given: list[int] = []
        ours, theirs = in_turn(2 * size.rounds, assign, bare, warm_up=2)
        floor.withdraw(conn)
        yield Measured(
            f"run_cycle() that offers {size.assigned:,} calls",
            ours,
            baseline=Baseline(f"UPDATE of {size.assigned:,} rows", theirs),
            targets=(Target("ratio", 4),),
            statement=CYCLE,
        )
        floor.ready(conn, size, 0)
