"""Replays, one after the other or several at once, each in a database and a process of its own."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
from psycopg import sql

from .. import cluster, logs
from ..bridges.simulated import Simulated
from ..database import Connection, connect
from ..deploy import deploy
from ..pace import Pace
from ..session import Session
from ..simulation.customers import Customers
from ..simulation.shift import play
from .campaign import Campaign
from .cases import AHEAD, Case
from .figures import Model
from .outcome import Outcome, Result, measure
from .scene import prepare

SCHEMA = "dialer"
START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # a Tuesday; any day would do
TEMPLATE = "replay"

# An answer is told within half a second, of the two that a customer waits. Whatever happens wakes
# the runner.
CALM = Pace(look=30.0, rest=0.5, beat=600.0, reconcile=600.0, watch=36000.0, recordings=36000.0)
# Who dials ahead looks when nothing happens, too: time alone makes a busy agent ready sooner.
DUE = "SELECT EXISTS (SELECT FROM OutboundCall WHERE Due = 1)"

OPEN = """
    SELECT EXISTS (SELECT FROM OutboundCall WHERE CallResult = 'Active')
        OR EXISTS (SELECT FROM OutboundCall WHERE CallResult IN ('Scheduled', 'Prepared', 'Paused'))
        OR EXISTS (SELECT FROM OutboundCall WHERE RetryTime IS NOT NULL),
        clock() >= %s
"""


@dataclass(frozen=True)
class Wish:
    """What every replay has in common."""

    campaign: Campaign
    model: Model
    calls: int
    hours: float


def run(
    wish: Wish, cases: Sequence[Case], seeds: Sequence[int], jobs: int, done: Callable[[], None]
) -> list[Result]:
    """Play each case with each seed; done is called after every replay."""
    with _server() as url:
        work = [(url, wish, case, seed) for case in cases for seed in seeds]
        if jobs == 1:
            played = [_told(done, play_case(*one)) for one in work]
        else:
            # Not by fork: the progress bar has a thread.
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(jobs, context, initializer=_quiet) as pool:
                futures = [pool.submit(play_case, *one) for one in work]
                for future in futures:
                    future.add_done_callback(lambda _: done())
                played = [future.result() for future in futures]
    many = len(seeds)
    return [
        Result(case, played[place * many : (place + 1) * many]) for place, case in enumerate(cases)
    ]


def play_case(url: str, wish: Wish, case: Case, seed: int) -> Outcome:
    """Play one case in a database of its own, which is gone afterwards."""
    name = f"replay_{uuid4().hex}"
    _execute(url, "CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
    try:
        return play_in(_beside(url, name), wish, case, seed)
    finally:
        _execute(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def play_in(conninfo: str, wish: Wish, case: Case, seed: int) -> Outcome:
    """Play one case in a database that has the schema and nothing else."""
    with _at(conninfo, START) as conn:
        seats = prepare(conn, wish.campaign, case, wish.calls)
        conn.execute("ANALYZE")
    end = START + timedelta(hours=wish.hours)

    async def over(session: Session) -> bool:
        is_open, is_late = await session.row(OPEN, end)
        return bool(is_late or not is_open)

    began = time.monotonic()
    ended = play(
        conninfo,
        seats,
        START,
        over,
        schema=SCHEMA,
        seed=seed,
        bridges=[Simulated(Customers(seed, wish.model.habits()))],
        manner=wish.model.manner(),
        pace=CALM,
        nudge=_something_is_due if case.mode in AHEAD else None,
    )
    took = time.monotonic() - began
    with _at(conninfo, ended) as conn:
        return measure(conn, START, (ended - START).total_seconds() / 3600, wish.calls, took)


async def _something_is_due(session: Session) -> bool:
    (due,) = await session.row(DUE)
    return bool(due)


@contextmanager
def _at(conninfo: str, moment: datetime) -> Iterator[Connection]:
    """Open a session whose clock stands at a moment."""
    with connect(conninfo, SCHEMA) as conn:
        conn.execute("SELECT set_config('dialer.clock', %s, false)", [moment.isoformat()])
        yield conn


@contextmanager
def _server() -> Iterator[str]:
    """Start a private server with a database that has the schema and nothing else."""
    with cluster.temporary() as server:
        _execute(server.url(), "CREATE DATABASE {}", TEMPLATE)
        deploy(_beside(server.url(), TEMPLATE), schema=SCHEMA)
        yield server.url()


def _execute(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _beside(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return psycopg.conninfo.make_conninfo(url, dbname=name)


def _told(done: Callable[[], None], outcome: Outcome) -> Outcome:
    done()
    return outcome


def _quiet() -> None:
    logs.write_logs("text", logging.CRITICAL)
