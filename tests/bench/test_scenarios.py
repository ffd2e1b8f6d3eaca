"""Every scenario measures something, at a size that takes no time."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from pgdialer.bench import play, scenarios
from pgdialer.bench.measure import Measured, Target
from pgdialer.bench.plan import worst
from pgdialer.bench.scenarios import Scenario, import_file
from pgdialer.bench.scenarios.cycle import CYCLE
from pgdialer.bench.stage import Stage
from pgdialer.runner.errors import UserError
from rich.console import Console

from tests.bench.conftest import TINY

QUIET = Console(quiet=True)


@pytest.mark.parametrize("name", scenarios.NAMES)
def test_scenario(stage: Stage, name: str) -> None:
    """It yields rows with finite figures, each with a target, and leaves no call in progress."""
    (scenario,) = scenarios.find((name,))
    rows = list(scenario.measure(stage))
    assert rows
    assert len({row.what for row in rows}) == len(rows)
    for row in rows:
        assert row.targets and row.samples
        assert all(math.isfinite(sample) and sample >= 0 for sample in row.samples), row
        if row.baseline:
            assert min(row.baseline.samples) > 0 and math.isfinite(row.figure("ratio"))
        for target in row.targets:
            row.figure(target.of)
    with stage.full.connect() as conn:
        assert conn.execute(
            "SELECT count(*), count(*) FILTER (WHERE IsReady) FROM OutboundCall AS c"
            " FULL JOIN FreeAgent AS a ON FALSE WHERE c.CallResult = 'Active' OR a.IsReady"
        ).fetchone() == (0, 0)


def test_states_and_plans() -> None:
    """Three states in their order; who misses a target gets a plan; the second kind runs once."""
    seen: list[tuple[str, str]] = []

    def never_met(stage: Stage) -> Iterator[Measured]:
        with stage.full.connect() as conn:
            old = conn.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = 'full'"
            ).fetchone()
            over = conn.execute(
                "SELECT count(*) FROM OutboundCall WHERE CallResult = 'Completed'"
            ).fetchone()
        assert old == ((1,) if stage.state == "held" else (0,))
        least = {"fresh": 0, "held": TINY.held, "aged": TINY.lives}[stage.state]
        assert over and over[0] >= least and (over[0] == 0) == (stage.state == "fresh")
        seen.append((stage.state, "in states"))
        yield Measured("never", [1.0], targets=(Target("median", 0),), statement=CYCLE)

    def once(stage: Stage) -> Iterator[Measured]:
        seen.append((stage.state, "once"))
        yield Measured("once", [1.0], targets=(Target("median", 1),))

    chosen = [
        Scenario("once", "", False, False, once),
        Scenario("never", "", True, False, never_met),
    ]
    about, rows = play.play(play.Wish(chosen, TINY), QUIET)
    assert seen == [
        ("fresh", "in states"),
        ("held", "in states"),
        ("aged", "in states"),
        ("aged", "once"),
    ]
    assert about["waiting"] == TINY.waiting and about["settings"]["shared_buffers"]
    assert [(row.measured.scenario, row.measured.state, row.met()) for row in rows] == [
        ("never", "fresh", False), ("never", "held", True), ("never", "aged", True), ("once", "", True),
    ]  # fmt: skip
    assert "Query Text" in rows[0].measured.plan and "duration" in rows[0].measured.plan
    assert not rows[1].measured.plan


def test_worst_plans() -> None:
    said = [
        "duration: 2.000 ms  plan: a",
        "duration: 0.190 ms  plan: b",
        "hello",
        "duration: 0.200 ms  plan: c",
    ]
    assert worst(said) == [said[0], said[3]]
    assert worst([]) == []


def test_names() -> None:
    assert [one.name for one in scenarios.find(("idle", "cycle"))] == ["cycle", "idle"]
    assert "five_million" not in {one.name for one in scenarios.find()}
    assert all(one.title for one in scenarios.find())
    with pytest.raises(UserError, match="There is no scenario cylce; there are: cycle, assign,"):
        scenarios.find(("cylce",))


def test_numbers_as_people_write_them() -> None:
    """Five ways, one in a hundred of them no number, one the number of another row."""
    written = [import_file.number(n) for n in range(1_000)]
    digits = ["".join(c for c in text if c.isdigit())[-9:] for text in written]
    assert sum(len(one) < 9 for one in digits) == 10
    assert len({one for one in digits if len(one) == 9}) == 980
    assert written[:5] == [
        "720 000 000", "+420 720 000 001", "00420720000002", "720-000-003", "(+420) 720000004",
    ]  # fmt: skip
