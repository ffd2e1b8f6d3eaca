"""Whole lives over a simulated PBX: offer, accept, dial, answer, hang up, result.

Four runners, agents and customers who never hesitate, each in a process of its own; the rate is
that of results, in slices of the time. Afterwards no invariant may be broken.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter, sleep

from ...runner.database import Connection
from ...runner.errors import UserError
from .. import floor
from ..measure import Measured, Target
from ..server import installed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
RUNNERS = 4
HANDS = 4  # connections of agents
SPEED = 200  # seconds of the customers' in one
SETTLES = 5  # seconds, until all are at it
SLICES = 15
DONE = "SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'"
WAITS = "SELECT count(*) FROM OutboundCall WHERE CallResult = 'Scheduled'"
BROKEN = "SELECT coalesce(sum(Broken), 0) FROM check_invariants()"


def measure(stage: Stage) -> Iterator[Measured]:
    """Let them work for a while."""
    size = stage.size
    base = installed(stage.cluster, "day")
    with base.connect() as conn:
        floor.fill(conn, size, size.day_calls)
        floor.ready(conn, size, size.agents // 4)
        with ExitStack() as at_work:
            for number in range(RUNNERS):
                at_work.enter_context(_process("runner", base.url, f"bench-{number}", SPEED))
            for number in range(HANDS):
                at_work.enter_context(_process("hands", base.url, number, HANDS))
            sleep(SETTLES)
            rates = [_rate(conn, size.day / SLICES) for _ in range(SLICES)]
        if not _count(conn, WAITS):
            raise UserError(f"All {size.day_calls:,} calls were over before the time was.")
        broken = _count(conn, BROKEN)
    yield Measured(
        f"whole lives, {RUNNERS} runners, {size.day} s",
        rates,
        unit="calls/s",
        targets=(Target("median", 200, at_least=True),),
    )
    yield Measured(
        "invariants broken afterwards", [broken], unit="broken", targets=(Target("most", 0),)
    )


def _rate(conn: Connection, seconds: float) -> float:
    before, began = _count(conn, DONE), perf_counter()
    sleep(seconds)
    return (_count(conn, DONE) - before) / (perf_counter() - began)


def _count(conn: Connection, query: str) -> float:
    row = conn.execute(query.encode()).fetchone()
    return float(row[0]) if row else 0.0


@contextmanager
def _process(module: str, *arguments: object) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"pgdialer.bench.{module}", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        if process.poll() is not None:
            raise UserError(f"A process of {module} ended early, with {process.returncode}.")
        process.terminate()
        process.wait(timeout=60)
