"""Processes of ours, known by their numbers, and never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class Children:
    """The processes that work in one folder, each under a name.

    Numbers are written down there, so that one whose parent was killed is found by the next
    parent: by its number, and only if its command line names the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / "pids"
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(
        self, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program in the folder; what it says goes into a file there."""
        self._notes.mkdir(parents=True, exist_ok=True)
        self._end_orphan(name)
        with (self._folder / f"{name}.out").open("ab") as said:
            # A group of its own: Ctrl-C is for the parent, which ends it in order.
            process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=self._folder,
                env={**os.environ, **(env or {})}, start_new_session=True,
            )  # fmt: skip
        (self._notes / name).write_text(str(process.pid))
        self._running[name] = process
        return process

    def get(self, name: str) -> subprocess.Popen[bytes] | None:
        """Return the process of this name, if it was started here and not ended."""
        return self._running.get(name)

    def end(self, name: str, grace: float = 10.0) -> None:
        """Ask it to end, wait so many seconds, make it end."""
        process = self._running.pop(name, None)
        if process is None:
            return
        if grace:
            process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
        process.kill()
        process.wait()
        (self._notes / name).unlink(missing_ok=True)

    def end_all(self) -> None:
        """End every process at once."""
        for name in list(self._running):
            self.end(name, 0)

    def _end_orphan(self, name: str) -> None:
        note = self._notes / name
        with contextlib.suppress(OSError, ValueError):
            pid = int(note.read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
            if os.fsencode(self._folder) in words:
                os.kill(pid, signal.SIGKILL)
        note.unlink(missing_ok=True)
