"""Bridges to telephone exchanges: a module here with a class called `bridge`, or an entry point."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import entry_points

from ..errors import UserError
from .base import (
    Bridge,
    Command,
    Disconnected,
    Event,
    Finding,
    Inbound,
    LineState,
    NotDone,
    NotSent,
    Recorded,
    Report,
)

__all__ = [
    "Bridge", "Command", "Disconnected", "Event", "Finding", "Inbound", "LineState", "NotDone",
    "NotSent", "Recorded", "Report", "find_bridge",
]  # fmt: skip

GROUP = "pgdialer.bridges"


def find_bridge(name: str) -> type[Bridge]:
    """Return the bridge of this name: one installed by another package, else one of ours."""
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if name in installed:
        found: type[Bridge] = installed[name].load()
        return found
    ours = {module.name for module in pkgutil.iter_modules(__path__)} - {"base", "conformance"}
    if name in ours:
        our_own: type[Bridge] = importlib.import_module(f"{__name__}.{name}").bridge
        return our_own
    known = ", ".join(sorted(ours | set(installed)))
    raise UserError(f'There is no bridge "{name}"; there are: {known}.')
