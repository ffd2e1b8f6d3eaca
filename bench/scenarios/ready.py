"""One agent becomes ready: until the offer is written.

Once with the status and the cycle on one connection; once as people see it, from the status to
the offer that another connection finds, with a runner that is woken by a hint.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from time import perf_counter, sleep

from ...runner.database import Connection
from ...runner.errors import UserError
from .. import floor
from ..measure import Measured, Target, timed
from ..server import Base
from ..stage import Stage
from .cycle import CYCLE

IN_STATES = True
ONLY_IF_ASKED = False
STATUS = "SELECT set_agent_status(key(4, %s), %s)"
OFFER = """
    SELECT FROM OutboundCall
    WHERE AgentId = key(4, %s) AND CallResult = 'Active'
        AND CallPhase IN ('AgentOfferFirst', 'AgentOfferNext')
"""
ALIVE = "SELECT FROM Runner WHERE HeartbeatTime > now() - interval '3 seconds'"
PATIENCE = 10.0  # seconds


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure both ways, an agent after the other."""
    size = stage.size
    with stage.full.connect() as conn:
        floor.ready(conn, size, 0)
        numbers = (n * 7 % size.agents for n in count())

        direct = [_direct(conn, next(numbers)) for _ in range(5 + size.latencies)][5:]
        agent = next(numbers)
        conn.execute(STATUS, (agent, "Ready"))
        yield Measured(
            f"agent ready, cycle, offer: {size.waiting:,} calls wait",
            direct,
            targets=(Target("p99", 20),),
            statement=CYCLE,
        )
        _back(conn, agent)

        with _runner(stage.full):
            seen = [_seen(conn, next(numbers)) for _ in range(3 + size.runner_latencies)][3:]
        yield Measured("agent ready, hint, runner, offer seen", seen, targets=(Target("p99", 20),))


def _wait(conn: Connection, agent: int) -> None:
    conn.execute(STATUS, (agent, "Ready"))
    conn.execute("SELECT send_hint()")
    deadline = perf_counter() + PATIENCE
    while perf_counter() < deadline:
        if conn.execute(OFFER, (agent,)).fetchone() is not None:
            return
        sleep(0.0003)
    raise UserError(f"Agent {agent} was offered nothing within {PATIENCE:.0f} s.")


def _direct(conn: Connection, agent: int) -> float:
    def status_and_cycle() -> None:
        conn.execute(STATUS, (agent, "Ready"))
        conn.execute(CYCLE)

    took = timed(status_and_cycle)
    _check(conn, agent)
    _back(conn, agent)
    return took


def _seen(conn: Connection, agent: int) -> float:
    # The runner paces its cycles: at no fixed moment between two of them.
    sleep(0.25 + agent * 37 % 100 / 1000)
    took = timed(lambda: _wait(conn, agent))
    _back(conn, agent)
    return took


def _check(conn: Connection, agent: int) -> None:
    if conn.execute(OFFER, (agent,)).fetchone() is None:
        raise UserError(f"The cycle offered agent {agent} nothing.")


def _back(conn: Connection, agent: int) -> None:
    conn.execute(STATUS, (agent, "Pause"))
    floor.withdraw(conn)


@contextmanager
def _runner(base: Base) -> Iterator[None]:
    """Run `pgdialer run` on a simulated PBX, in a process of its own."""
    main = "from pgdialer.runner.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", main, "run", "--database", base.url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_runner(base)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await_runner(base: Base) -> None:
    with base.connect() as conn:
        deadline = perf_counter() + PATIENCE
        while perf_counter() < deadline:
            if conn.execute(ALIVE).fetchone() is not None:
                sleep(1)
                return
            sleep(0.1)
    raise UserError("The runner did not start.")
