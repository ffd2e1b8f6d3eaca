"""`pgdialer web` in a process of its own, and a program that may do everything there."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..runner.database import Connection
from ..runner.errors import UserError
from .server import Base

SECRET = "bench"  # noqa: S105 - of a server that lives as long as the measurement
HEADERS = {"Authorization": f"Bearer {SECRET}"}
AGENT = "UPDATE Agent SET Login = %s WHERE AgentId = key(4, 0)"
MAKE_TOKEN = """
    SELECT create_token(key(4, 0), h.TokenHash, 'full', NULL, 'bench')
    FROM (VALUES (%s)) AS h (TokenHash)
    WHERE NOT EXISTS (SELECT FROM ApiToken AS t WHERE t.TokenHash = h.TokenHash)
"""  # noqa: S105
MAY_ALL = """
    INSERT INTO RoleGrant (RoleId, AgentId)
    SELECT RoleId, key(4, 0) FROM Role WHERE DisplayName = 'Supervisor'
    ON CONFLICT DO NOTHING
"""
MAIN = "from pgdialer.runner.cli import main; main()"


@dataclass
class Service:
    """Where it is, and, when it has ended, the most memory it held, in MB."""

    url: str
    memory: float = 0.0

    @property
    def address(self) -> str:
        """Host and port."""
        return urlsplit(self.url).netloc


@contextmanager
def served(base: Base, conn: Connection) -> Iterator[Service]:
    """Run the web service; the first agent's program, whose token is SECRET, may do everything."""
    conn.execute(AGENT, (SECRET,))
    conn.execute(MAKE_TOKEN, (hashlib.sha256(SECRET.encode()).hexdigest(),))
    conn.execute(MAY_ALL)
    command = [
        *(sys.executable, "-c", MAIN, "web", "--database", base.url),
        *("--listen", "127.0.0.1:0", "--log", "json"),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    said: dict[str, str] = {}
    try:
        assert process.stderr is not None  # noqa: S101
        while said.get("event") != "web service started":
            line = process.stderr.readline()
            if not line.startswith("{"):
                raise UserError(f"The web service did not start: {line.strip() or 'no word'}")
            said = json.loads(line)
        service = Service(said["url"])
        # Nobody reads the rest: it must not fill the pipe.
        with ThreadPoolExecutor(1) as reading:
            reading.submit(lambda: [None for _ in process.stderr or ()])
            try:
                yield service
            finally:
                service.memory = _end(process)
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()


def memory_of(process: subprocess.Popen[str]) -> float:
    """Wait for the end of a process and return the most memory it held, in MB."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in KiB, macOS in bytes.
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _end(process: subprocess.Popen[str]) -> float:
    process.send_signal(signal.SIGTERM)
    return memory_of(process)
