"""Dialling ahead: pace() beside other ways of pacing, shifts in virtual time."""

from __future__ import annotations

from collections.abc import Iterator

from ..measure import Baseline, Measured, Target, timed
from ..pacing.proof import Compared, Played, Wish, prove
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = True
# A hundred agents and three hundred calls that ring.
ONE = """
    SELECT starts
    FROM (
        SELECT array_agg(n * 3.0::float8) AS busy FROM generate_series(1, 100) AS n
    ) AS b,
        (SELECT array_agg(n / 10.0::float8) AS ringing FROM generate_series(1, 300) AS n) AS r,
        pace(
            'Predictive', 5, 5, 12, b.busy, r.ringing, 0, array_fill(300, '{30}'),
            array_fill(45, '{30}'), '{3,5,6,8,9,10,12,14,16,20,30}',
            '{14,45,60,74,88,105,125,150,190,290,1900}', 30, 3, 9000, 250, 200000, 5000)
"""
BESIDE = """
    SELECT cardinality(b.busy) + cardinality(r.ringing)
    FROM (
        SELECT array_agg(n * 3.0::float8) AS busy FROM generate_series(1, 100) AS n
    ) AS b,
        (SELECT array_agg(n / 10.0::float8) AS ringing FROM generate_series(1, 300) AS n) AS r
"""


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure one decision, then play every setting."""
    size, base = stage.size, stage.empty
    with base.connect() as conn:

        def ask(statement: str) -> float:
            return timed(lambda: conn.execute(statement.encode()).fetchone())

        for _ in range(10):
            ask(ONE), ask(BESIDE)
        yield Measured(
            "pace(): 100 agents, 300 calls ring",
            [max(ask(ONE) - ask(BESIDE), 0.0) for _ in range(size.latencies)],
            targets=(Target("median", 0.3),),
        )
    wish = Wish(size.paced_agents, size.paced_rates, size.paced_hours, size.paced_seeds)
    for row in prove(base.url, wish):
        yield from _rows(row)


def _rows(row: Compared) -> Iterator[Measured]:
    setting = row.setting
    what = f"{setting.agents} agents, {setting.answer_rate:.0%} answer"
    yield Measured(
        f"abandoned at the end of any minute: {what}",
        [one.worst for one in row.ours.results],
        unit="% abandoned",
        targets=(Target("most", setting.limit),),
    )
    for other, least in (
        (row.progressive, 1.0),
        (row.fixed, 0.95),
        *((o, 1.0) for o in row.others),
    ):
        yield Measured(
            f"talk: {what}; beside {other.name}",
            _shares(row.ours),
            unit="% talk",
            baseline=Baseline(f"{other.rate:.1f} % abandoned", _shares(other)),
            targets=(Target("ratio", least, at_least=True),),
        )


def _shares(played: Played) -> list[float]:
    return [100.0 * one.talk_share for one in played.results]
