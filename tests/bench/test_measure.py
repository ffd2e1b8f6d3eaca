"""Percentiles, ratios, targets, and the order in which ways are measured."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pgdialer.bench.measure import Baseline, Measured, Target, in_turn, percentile, slower

from tests.floor import Floor

SAMPLES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


@given(SAMPLES)
def test_median_and_ends(samples: list[float]) -> None:
    assert percentile(samples, 0.5) == pytest.approx(statistics.median(samples))
    assert percentile(samples, 0) == min(samples)
    assert percentile(samples, 1) == max(samples)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95, 0.99, 1.0])
def test_as_the_database_has_it(floor: Floor, share: float) -> None:
    """The same as percentile_cont, which others will check it with."""
    samples = [7.0, 1.0, 4.5, 100.0, 3.0, 3.0, 12.25]
    theirs = floor.value(
        "SELECT percentile_cont(%s::float8) WITHIN GROUP (ORDER BY n) FROM unnest(%s::float8[]) AS n",
        share, samples,
    )  # fmt: skip
    assert percentile(samples, share) == pytest.approx(theirs)


@pytest.fixture
def floor(db) -> Floor:
    return Floor(db)


def test_the_slow_end() -> None:
    """p95 is the slow end: high for a time, low for a rate."""
    hundred = [float(n) for n in range(101)]
    assert Measured("", hundred).figure("p95") == 95
    assert Measured("", hundred, unit="calls/s").figure("p95") == pytest.approx(5)
    assert Measured("", hundred).figure("most") == 100


def test_ratio() -> None:
    one = Measured("", [10.0, 20.0, 30.0], baseline=Baseline("", [4.0, 5.0, 6.0]))
    assert one.figure("ratio") == 4
    worst = Measured("", [10.0] * 9 + [50.0] * 9, baseline=Baseline("", [10.0]), ratio_of="p95")
    assert worst.figure("ratio") == 5
    for figure in ("ratio", "added p95"):
        with pytest.raises(ValueError, match="has no baseline"):
            Measured("this", [1.0]).figure(figure)


def test_added() -> None:
    """What it adds to the slow end, not to the middle."""
    hundred = [float(n) for n in range(101)]
    one = Measured("", [n + 30 for n in hundred], baseline=Baseline("", hundred))
    assert one.figure("added p95") == 30
    assert Target("added p95", 30).met(one.figure("added p95"))


def test_targets() -> None:
    ratio = Baseline("", [5.0])
    assert Measured(
        "", [10.0], baseline=ratio, targets=(Target("ratio", 2), Target("p95", 10))
    ).met()
    assert not Measured(
        "", [10.0], baseline=ratio, targets=(Target("ratio", 2), Target("p95", 9))
    ).met()
    assert Measured("", [10.0], targets=(Target("median", 10, at_least=True),)).met()
    assert not Measured("", [9.0], targets=(Target("median", 10, at_least=True),)).met()


def test_slower() -> None:
    assert slower(Measured("", [30.0]), Measured("", [20.0])) == 1.5
    assert slower(Measured("", [20.0], unit="a/s"), Measured("", [30.0], unit="a/s")) == 1.5
    assert slower(Measured("", [0.0]), Measured("", [30.0])) is None
    assert slower(Measured("", [3.0], unit="bytes"), Measured("", [3.0], unit="bytes")) is None


def test_in_turn() -> None:
    """Each round begins with another way; the warm-up leaves no sample."""
    done: list[str] = []

    def way(name: str) -> float:
        done.append(name)
        return float(len(done))

    assert in_turn(2, lambda: way("a"), lambda: [way("b"), way("b")]) == [
        [4.0, 9.0], [5.0, 6.0, 7.0, 8.0],
    ]  # fmt: skip
    assert "".join(done) == "bba" + "abb" + "bba"
