"""One run: each scenario in each state of the database, and what came out."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import psycopg
from rich.console import Console

from .. import __version__
from . import plan
from .measure import Measured
from .report import Judged
from .scenarios import Scenario
from .server import SETTINGS, private
from .size import Size
from .stage import STATES, Stage


@dataclass(frozen=True)
class Wish:
    """What is to be measured."""

    scenarios: Sequence[Scenario]
    size: Size
    fresh_only: bool = False
    keep: bool = False


def play(
    wish: Wish,
    log: Console,
    keep: Callable[[dict[str, Any], list[Judged]], None] | None = None,
) -> tuple[dict[str, Any], list[Judged]]:
    """Run the scenarios on a server made for them; return where it ran, and what came out.

    keep is told the same after each measurement, so that a run that is cut short leaves something.
    """
    rows: list[Judged] = []
    with private(keep=wish.keep) as cluster:
        about = _about(cluster.url(), wish.size)
        log.print(
            f"PostgreSQL {about['postgres']}, {about['cpus']} cpus,"
            f" {', '.join(f'{name} {value}' for name, value in SETTINGS.items())}",
            highlight=False,
        )
        stage = Stage(cluster, wish.size)
        try:
            for row in _measured(stage, wish, log):
                rows.append(_judge(stage, row, rows))
                if keep:
                    keep(about, rows)
                log.print(
                    "  ".join(filter(None, rows[-1].cells())),
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )
        finally:
            stage.close()
            if wish.keep:
                log.print(f"The data folder is left in {cluster.data}.", highlight=False)
    return about, rows


def _measured(stage: Stage, wish: Wish, log: Console) -> Iterator[Measured]:
    for state in STATES:
        if state != "fresh" and wish.fresh_only:
            break
        scenarios = [one for one in wish.scenarios if one.in_states]
        if not scenarios:
            break
        if state != "fresh":
            with _told(log, f"Now {state}: {STATES[state]}"):
                stage.enter(state)
        for one in scenarios:
            yield from _rows(stage, one, log)
    stage.size = wish.size
    for one in wish.scenarios:
        if not one.in_states:
            yield from _rows(stage, one, log)


def _rows(stage: Stage, scenario: Scenario, log: Console) -> Iterator[Measured]:
    with _told(log, scenario.title):
        for row in scenario.measure(stage):
            state = stage.state if scenario.in_states else ""
            yield replace(row, scenario=scenario.name, state=state)


def _judge(stage: Stage, row: Measured, rows: Sequence[Judged]) -> Judged:
    """Hold it against its targets; the plan of what misses one is kept."""
    fresh = [
        other.measured
        for other in rows
        if (other.measured.scenario, other.measured.what, other.measured.state)
        == (row.scenario, row.what, "fresh")
    ]
    judged = Judged(row, fresh[0] if fresh else None)
    if row.statement and not judged.met():
        row = replace(row, plan=plan.explain(stage.full, row.statement))
        judged = Judged(row, fresh[0] if fresh else None)
    return judged


@contextmanager
def _told(log: Console, what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    log.print(f"{what} …", markup=False, highlight=False)
    began = perf_counter()
    yield
    log.print(f"    {perf_counter() - began:.1f} s", highlight=False)


def _about(url: str, size: Size) -> dict[str, Any]:
    with psycopg.connect(url) as conn:
        version = conn.execute("SHOW server_version").fetchone()
    return {
        "pgdialer": __version__,
        "postgres": str(version[0]).partition(" ")[0] if version else "",
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "settings": SETTINGS,
        "waiting": size.waiting,
        "lives": size.lives,
        "held": size.held,
    }
