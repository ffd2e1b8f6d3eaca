"""Running asynchronous work in a process that is told to stop by signals."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def unique_name(prefix: str = "") -> str:
    """Return a name that no other process has, not even one on this host."""
    return f"{prefix or socket.gethostname()}-{secrets.token_hex(3)}"


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end, on an event loop that the database driver can use on every system."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(main)


def when_told_to_stop(stop: Callable[[], None]) -> None:
    """Call stop at SIGTERM and at Ctrl-C, while the running loop lasts."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
        else:
            loop.add_signal_handler(number, stop)
