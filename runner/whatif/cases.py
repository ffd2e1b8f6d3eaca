"""What is compared: each combination of agents, mode, limit and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

AHEAD = ("Power", "Predictive")
MODES = ("Preview", "Progressive", *AHEAD)


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the answer. None: as the list says, or without meaning in this mode."""

    agents: int
    mode: str
    abandon_limit: float | None = None
    lines: float | None = None

    @property
    def name(self) -> str:
        """Name it in a few words."""
        limit = "" if self.abandon_limit is None else f", limit {self.abandon_limit:g} %"
        lines = "" if self.lines is None else f", {self.lines:g} lines"
        return f"{self.agents} agents, {self.mode}{limit}{lines}"


def combine(
    agents: Sequence[int], modes: Sequence[str], limits: Sequence[float], lines: Sequence[float]
) -> list[Case]:
    """Return every combination that differs: a limit means something ahead, lines to Power."""
    made: list[Case] = []
    some_limits, some_lines = list[float | None](limits), list[float | None](lines)
    for many, mode, limit, each in product(
        agents, modes, some_limits or [None], some_lines or [None]
    ):
        case = Case(many, mode, limit if mode in AHEAD else None, each if mode == "Power" else None)
        if case not in made:
            made.append(case)
    return made
