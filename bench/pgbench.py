"""PostgreSQL's own pgbench, for what several clients do at once."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from ..runner.binaries import EXE
from ..runner.errors import UserError
from .server import SEARCH_PATH, Base


def rate(base: Base, script: str, *, clients: int, seconds: float, **variables: int) -> float:
    """Return how many times a second the script was run; each of its statements commits.

    A variable keeps its value from one run to the next of the same client.
    """
    with tempfile.TemporaryDirectory(prefix="pgdialer-bench-") as folder:
        file = Path(folder) / "script.sql"
        file.write_text(script)
        done = subprocess.run(
            [
                base.cluster.bindir / f"pgbench{EXE}",
                *("-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", f"{seconds:.0f}"),
                *(f"-D{name}={value}" for name, value in variables.items()),
                *("-f", str(file)),
                *("-h", base.cluster.host, "-p", str(base.cluster.port)),
                *("-U", base.cluster.user, base.name),
            ],
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "LC_ALL": "C",
                "PGOPTIONS": f"-c search_path={SEARCH_PATH.replace(' ', '')}",
            },
        )
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.M)
    failed = re.search(r"^number of failed transactions: (\d+)", done.stdout, re.M)
    if done.returncode or not found or (failed and int(failed[1])):
        raise UserError(f"pgbench failed: {done.stderr.strip() or done.stdout.strip()}")
    return float(found[1])
