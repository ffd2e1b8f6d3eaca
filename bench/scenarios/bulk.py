"""A thousand phase changes in one UPDATE of a DBA, against one by one."""

from __future__ import annotations

from collections.abc import Iterator

from .. import pgbench
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..stage import Stage

IN_STATES = True
ONLY_IF_ASKED = False
AT_ONCE = """
    UPDATE OutboundCall SET CallResult = CASE CallResult WHEN 'Paused' THEN 'Scheduled'
        ELSE 'Paused' END::CallResult
    WHERE OutboundCallId BETWEEN %s AND %s
"""
ONE_BY_ONE = """
\\set id :first + (:i % :many)
\\set i :i + 1
UPDATE OutboundCall SET CallResult = CASE CallResult WHEN 'Paused' THEN 'Scheduled'
    ELSE 'Paused' END::CallResult
WHERE OutboundCallId = :id;
"""


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure in turn: calls are paused, then scheduled again."""
    size, base = stage.size, stage.full
    with base.connect() as conn:

        def at_once() -> float:
            values = (1, size.assigned)
            took = timed(lambda: conn.execute(AT_ONCE, values))
            return size.assigned / took * 1000

        def one_by_one() -> float:
            return pgbench.rate(
                *(base, ONE_BY_ONE), clients=1, seconds=size.seconds,
                first=size.assigned + 1, many=size.assigned, i=0,
            )  # fmt: skip

        ours, theirs = in_turn(
            size.rounds,
            # There and back again, and twice of it: it takes so much less time.
            lambda: [at_once() for _ in range(4)],
            one_by_one,
        )
        yield Measured(
            f"{size.assigned:,} phase changes in one UPDATE",
            ours,
            unit="changes/s",
            baseline=Baseline("one by one, 1 client", theirs),
            targets=(Target("ratio", 10, at_least=True),),
            statement=AT_ONCE.replace("%s AND %s", f"1 AND {size.assigned}"),
        )
        conn.execute(
            "UPDATE OutboundCall SET CallResult = 'Scheduled' WHERE CallResult = 'Paused'"
            " AND OutboundCallId <= %s",
            (2 * size.assigned,),
        )
