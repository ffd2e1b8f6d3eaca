"""Half a year of history: one call's events, and being rid of a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ...runner.database import Connection
from ...runner.errors import UserError
from ..measure import Measured, Target, timed
from ..server import installed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 8)]
EVENTS = 10  # of one call, three days from one to the next
FILL = """
    INSERT INTO CallEvent
        (OutboundCallId, Step, EventTime, EventType, FromPhase, ToPhase, FromResult, ToResult,
        Actor)
    SELECT g / %(each)s, g %% %(each)s + 1,
        %(start)s + (g / %(each)s) * (%(length)s / (%(many)s / %(each)s))
            + g %% %(each)s * interval '3 days',
        'offered', 'Enqueue', 'AgentOfferFirst', 'Scheduled', 'Active', 'cycle'
    FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS g
"""
OF_A_CALL = "SELECT * FROM CallEvent WHERE OutboundCallId = %s ORDER BY Step"
CHUNK = 1_000_000
DROP = "SELECT Outcome FROM drop_history(%s)"


def measure(stage: Stage) -> Iterator[Measured]:
    """Fill six months, read calls all over them, then drop the first three, one at a time."""
    size = stage.size
    with installed(stage.cluster, "history").connect() as conn:
        _fill(conn, size.history)
        calls = size.history // EVENTS

        def read(turn: int) -> float:
            call = turn * 7919 % calls
            return timed(lambda: conn.execute(OF_A_CALL, (call,)).fetchall())

        yield Measured(
            f"history of one call among {size.history:,} events",
            [read(turn) for turn in range(5 + size.latencies)][5:],
            targets=(Target("p99", 5),),
        )
        yield Measured(
            "dropping a month of history",
            [timed(_drop, conn, month) for month in MONTHS[1:4]],
            targets=(Target("most", 1000),),
        )


def _drop(conn: Connection, before: datetime) -> None:
    outcomes = conn.execute(DROP, (before.date(),)).fetchall()
    if outcomes != [("dropped",)]:
        raise UserError(f"Before {before:%B} there was a month to be dropped: {outcomes}.")


def _fill(conn: Connection, many: int) -> None:
    # Partitions are made by the day's own function, on each of the days; the last is today.
    for month in MONTHS:
        conn.execute("SELECT set_config('dialer.clock', %s, FALSE)", (month.isoformat(),))
        conn.execute("SELECT make_partitions()")
    numbers = {
        "each": EVENTS, "many": many, "start": MONTHS[0],
        "length": MONTHS[5] - MONTHS[0],
    }  # fmt: skip
    for first in range(0, many, CHUNK):
        conn.execute(FILL, {**numbers, "first": first, "last": min(first + CHUNK, many)})
    conn.execute("VACUUM ANALYZE CallEvent")
