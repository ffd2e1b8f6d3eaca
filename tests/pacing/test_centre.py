"""The centre in virtual time, on which pace() is proved: small, and the same each time."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from pgdialer.bench.pacing.centre import Centre
from pgdialer.bench.pacing.methods import FixedRatio, Progressive
from pgdialer.bench.pacing.ours import List, Pace, deciles
from pgdialer.bench.pacing.trial import by_method, by_pace, seeds
from pgdialer.bench.pacing.world import Setting

SMALL = Setting(agents=12, answer_rate=0.4, hours=1.0)


def test_the_limit_is_kept(db: psycopg.Connection) -> None:
    """PRED-2, PRED-4: at the end of every minute of an hour, whose answers jump from 20 to 50 %; and agents talk more."""
    runs = seeds(Setting(agents=25, answer_rate=0.2, hours=1.0), 2)
    ours = by_pace(db, runs)
    reserved = by_method(runs, Progressive)
    for one, other in zip(ours, reserved, strict=True):
        assert one.worst <= 3.0
        assert other.abandoned == 0
        assert one.talk_share > 1.2 * other.talk_share


def test_too_many_lines(db: psycopg.Connection) -> None:
    """The centre does abandon calls: with five lines for each agent, many."""
    (result,) = by_method([SMALL], lambda: FixedRatio(5.0))
    assert result.rate > 10.0


def test_power_is_the_fixed_ratio(db: psycopg.Connection) -> None:
    """LIST-5: what the comparison calls a fixed ratio is what pace() does in mode Power."""
    # Whatever is abandoned: it does not fall back.
    centre = Centre(replace(SMALL, limit=100.0))
    method, ours = FixedRatio(2.5), Pace(db, [centre], List("Power", 2.5))
    asked = 0
    for second in range(1, 601):
        centre.run_to(float(second))
        starts = method.decide(centre)
        assert ours.decide([centre]) == [starts]
        asked += starts
        centre.start(starts)
    assert asked > 50


def test_everybody_is_somewhere(db: psycopg.Connection) -> None:
    """Agents are ready, busy or on a break; nobody is lost, and no call is counted twice."""
    centre = Centre(SMALL)
    ours = Pace(db, [centre], List())
    for second in range(1, 1801):
        centre.run_to(float(second))
        (calls,) = ours.decide([centre])
        if calls < 0:
            centre.start_for_agents()
        else:
            centre.start(calls)
        assert len(centre.ready) + len(centre.busy) <= SMALL.agents
        assert len(set(map(id, centre.ready))) == len(centre.ready)
        assert centre.abandoned <= centre.answered <= centre.attempted
    assert centre.answered > 30


def test_deciles(db: psycopg.Connection) -> None:
    """As the database works them out."""
    times = [float(n * n % 37) for n in range(25)]
    row = db.execute(
        "SELECT percentile_cont(ARRAY(SELECT n / 10.0 FROM generate_series(0, 10) AS n)) WITHIN GROUP (ORDER BY t)"
        " FROM unnest(%s::float8[]) AS t", (times,),
    ).fetchone()  # fmt: skip
    assert row and deciles(times) == pytest.approx(row[0])
    assert deciles(times[:5]) is None
