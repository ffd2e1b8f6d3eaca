"""The PBX of a demo, and what of the play depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..bridges import Bridge
from ..bridges.simulated import Simulated
from ..simulation.agents import Manner
from ..simulation.customers import Customers


@dataclass(frozen=True)
class Exchange:
    """A PBX to play with; without extensions, the desks' numbers are made up."""

    bridge: Bridge
    introduction: str  # of the people, after how many they are
    extensions: Sequence[str] = ()
    manner: Manner = field(default_factory=Manner)


def simulated(seed: int, speed: float) -> Exchange:
    """Return the PBX that exists only in this process."""
    return Exchange(
        Simulated(Customers(seed), speed),
        f"simulated agents dial simulated customers, {speed:g} times as quick as people",
    )
