"""A real PBX for a scenario: Asterisk, those at the other ends of its lines, and runners on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..runner.asterisk.far_ends import FarEnds
from ..runner.asterisk.private import PrivatePbx, prepare
from .server import Base

MAIN = "from pgdialer.runner.cli import main; main()"


@contextmanager
def private_pbx(agents: int) -> Iterator[PrivatePbx]:
    """Run an Asterisk with customers and so many agents' telephones."""
    with TemporaryDirectory(prefix="pbx-") as folder:
        pbx = prepare(Path(folder), agents=agents)
        try:
            pbx.start()
            with FarEnds(pbx):
                yield pbx
        finally:
            pbx.close()


@contextmanager
def runners(base: Base, pbx: PrivatePbx, *names: str) -> Iterator[None]:
    """Run programs on a database and an Asterisk; stop them in order."""
    options = {"url": pbx.url, "user": pbx.user, "password": pbx.password}
    words = [word for key, value in options.items() for word in ("--option", f"{key}={value}")]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MAIN, "run", "--database", base.url, "--name", name,
             "--pbx", "asterisk", *words],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ,
        )
        for name in names
    ]  # fmt: skip
    try:
        yield
    finally:
        for one in started:
            one.send_signal(signal.SIGTERM)
        for one in started:
            one.wait(60)
