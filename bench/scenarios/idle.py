"""A cycle that finds nothing to do: how long it takes, and whether it writes anything."""

from __future__ import annotations

from collections.abc import Iterator

from ...runner.database import Connection
from .. import floor
from ..measure import Measured, Target, timed
from ..server import Base
from ..stage import Stage
from .cycle import CYCLE

IN_STATES = True
ONLY_IF_ASKED = False
_WROTE = "SELECT pg_current_wal_insert_lsn() - %s::pg_lsn, pg_current_xact_id_if_assigned()"
_ENABLE = "UPDATE Skill SET PbxOutEnabled = %s WHERE AgentId IN (SELECT AgentId FROM FreeAgent)"


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure three reasons for having nothing to do."""
    size = stage.size
    yield from _idle(stage, stage.full, f"no agent ready, {size.waiting:,} calls wait")
    with stage.full.connect() as conn:
        floor.ready(conn, size, size.ready)
        conn.execute(_ENABLE, (0,))
        try:
            yield from _idle(stage, stage.full, f"{size.ready} agents ready, nothing for them")
        finally:
            conn.execute(_ENABLE, (1,))
            floor.ready(conn, size, 0)
    if stage.state == "fresh":
        yield from _idle(stage, stage.empty, "empty database")


def _idle(stage: Stage, base: Base, what: str) -> Iterator[Measured]:
    with base.connect() as conn:
        for _ in range(5):
            conn.execute(CYCLE)
        yield Measured(
            f"run_cycle(): {what}",
            [timed(lambda: conn.execute(CYCLE).fetchone()) for _ in range(stage.size.cycles)],
            targets=(Target("median", 2),),
            statement=CYCLE,
        )
        # Other processes of the server write now and then: the least of several counts.
        written = min(_written(conn) for _ in range(5))
        yield Measured(
            f"written by it: {what}", [written], unit="bytes", targets=(Target("most", 0),)
        )


def _written(conn: Connection) -> float:
    """Return the bytes of WAL that a cycle writes; a transaction number counts as one at least."""
    with conn.transaction():
        began = conn.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        conn.execute(CYCLE)
        wrote = conn.execute(_WROTE, began).fetchone()
    return max(float(wrote[0]), 1.0 if wrote[1] else 0.0) if wrote else 0.0
