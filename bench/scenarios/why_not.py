"""why_not: what keeps one call among many from being dialled."""

from __future__ import annotations

from collections.abc import Iterator

from ..measure import Measured, Target, timed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
WHY_NOT = "SELECT Condition, Holds FROM why_not(%s)"


def measure(stage: Stage) -> Iterator[Measured]:
    """Ask of calls all over the table."""
    size = stage.size
    with stage.full.connect() as conn:

        def ask(turn: int) -> float:
            call = 1 + turn * 7919 % size.waiting
            return timed(lambda: conn.execute(WHY_NOT, (call,)).fetchall())

        yield Measured(
            f"why_not: {size.waiting:,} calls wait, {size.agents:,} agents",
            [ask(turn) for turn in range(5 + size.latencies)][5:],
            targets=(Target("p99", 50),),
            statement="SELECT * FROM why_not(1)",
        )
