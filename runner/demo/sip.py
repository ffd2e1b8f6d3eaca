"""The demo's PBX when it is a real one: a private Asterisk, customers and telephones beside it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from rich.console import Console

from ..asterisk import install, private
from ..asterisk.far_ends import FarEnds
from ..bridges import find_bridge
from ..simulation.agents import Manner
from .exchange import Exchange

# The customers there stay until somebody hangs up, mostly.
MANNER = Manner(ends_talk=1.0, talks=25.0, reads=5.0, wraps_up=6.0, arrives=5.0)


@contextmanager
def exchange(console: Console, agents: int) -> Iterator[Exchange]:
    """Have a private Asterisk with far ends meanwhile; nothing of them is left at the end."""
    bridge = find_bridge("asterisk")
    with _ends_in_order(), _folder_of_our_own() as folder:
        with console.status("Fetching Asterisk from Debian, the first time only ..."):
            install.fetch()
        pbx = private.prepare(folder, agents)
        try:
            with console.status("Starting Asterisk ..."):
                pbx.start()
            with FarEnds(pbx):
                yield Exchange(
                    bridge.configured(
                        {
                            "url": pbx.url,
                            "user": pbx.user,
                            "password": pbx.password,
                            "trunk": "carrier",
                        }
                    ),
                    "simulated agents, their telephones and their customers talk through a real"
                    f" Asterisk, by SIP, as slowly as people (its log: {folder / 'log' / 'full'})",
                    pbx.agents,
                    MANNER,
                )
        finally:
            pbx.close()


def state_folder() -> Path:
    """Return where the instances of demos are."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "pgdialer"


@contextmanager
def _folder_of_our_own() -> Iterator[Path]:
    """Take the first folder that no other demo works in: what a killed one left there is ended."""
    if sys.platform == "win32":
        yield state_folder() / "asterisk-1"  # fetching will say that there is none
        return
    import fcntl

    for number in count(1):
        folder = state_folder() / f"asterisk-{number}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / ".lock").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield folder
            return


@contextmanager
def _ends_in_order() -> Iterator[None]:
    """Let a signal that would end this process at once unwind it, so that all is ended."""
    numbers = [signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
    before: dict[signal.Signals, Callable[..., Any] | int | None] = {
        number: signal.signal(number, _unwind) for number in numbers
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _unwind(number: int, _frame: object) -> None:
    sys.exit(128 + number)
