"""The same CSV file, imported by REST and by pgdialer import, in turn."""

from __future__ import annotations

import http.client
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ...runner.database import Connection
from ...runner.errors import UserError
from .. import floor
from ..measure import Baseline, Measured, Target, timed
from ..server import installed
from ..service import HEADERS, served
from ..stage import Stage
from .import_file import run_import, write_file

IN_STATES = False
ONLY_IF_ASKED = False
LIST = """
    INSERT INTO OutboundList (DisplayName, ProjectId) VALUES (%s, key(2, 0))
    RETURNING OutboundListId
"""
PATIENCE = 3600  # s; the answer comes when the last row is in


def measure(stage: Stage) -> Iterator[Measured]:
    """Upload the file, then import it by the command line; each time into a list of its own."""
    size = stage.size
    base = installed(stage.cluster, "upload")
    with base.connect() as conn, tempfile.TemporaryDirectory(prefix="pgdialer-bench-") as folder:
        floor.people(conn, size)
        file = Path(folder) / "customers.csv"
        write_file(file, size.imported)
        ours, theirs = [], []
        with served(base, conn) as service:
            for turn in range(size.imports):
                there = _list(conn, f"Uploaded {turn}")
                ours.append(timed(_upload, service.address, there, file))
                _list(conn, f"Imported {turn}")
                theirs.append(timed(run_import, base, file, f"Imported {turn}"))
    yield Measured(
        f"POST /lists/…/imports of {size.imported:,} rows",
        ours,
        baseline=Baseline("pgdialer import", theirs),
        targets=(Target("ratio", 1.2),),
    )
    yield Measured(
        "memory of pgdialer web", [service.memory], unit="MB", targets=(Target("most", 200),)
    )


def _list(conn: Connection, name: str) -> str:
    row = conn.execute(LIST, (name,)).fetchone()
    return str(row[0]) if row else ""


def _upload(address: str, list_id: str, file: Path) -> None:
    line = http.client.HTTPConnection(address, timeout=PATIENCE)
    try:
        with file.open("rb") as body:
            line.request(
                "POST",
                f"/api/v1/lists/{list_id}/imports?name=customers.csv",
                body,
                HEADERS | {"Content-Type": "text/csv", "Content-Length": str(file.stat().st_size)},
            )
            answer = line.getresponse()
            said = answer.read()
    finally:
        line.close()
    if answer.status != http.client.CREATED:
        raise UserError(f"The web service answered {answer.status}: {said.decode()}")
