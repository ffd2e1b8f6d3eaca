"""The scenarios: each is a module with a docstring, IN_STATES, ONLY_IF_ASKED and measure()."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ...runner.errors import UserError
from ..measure import Measured
from ..stage import Stage

# In this order: the first six are measured in every state of the database.
NAMES = (
    *("cycle", "assign", "ready", "phase_change", "bulk", "idle"),
    *("why_not", "rules", "web", "pages", "lives", "import_file", "upload", "shift", "history"),
    *("browser", "telephony", "answered", "five_million", "pacing", "compliance"),
)


@dataclass(frozen=True)
class Scenario:
    """One thing that is measured.

    in_states: again when the database has aged; only_if_asked: it takes too long, or needs
    too much, for every run.
    """

    name: str
    title: str
    in_states: bool
    only_if_asked: bool
    measure: Callable[[Stage], Iterator[Measured]]


def find(names: tuple[str, ...] = ()) -> list[Scenario]:
    """Return the scenarios of these names, or all of them."""
    unknown = set(names) - set(NAMES)
    if unknown:
        raise UserError(
            f"There is no scenario {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}."
        )
    found = [_read(name) for name in NAMES]
    return [one for one in found if one.name in names or (not names and not one.only_if_asked)]


def _read(name: str) -> Scenario:
    module = importlib.import_module(f"{__name__}.{name}")
    title = (module.__doc__ or "").partition("\n")[0].rstrip(".")
    return Scenario(name, title, module.IN_STATES, module.ONLY_IF_ASKED, module.measure)
