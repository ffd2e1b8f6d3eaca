"""Write the rows that were not taken to a CSV of their own: the line, the reason, the row."""

from __future__ import annotations

import csv
from pathlib import Path

from ..database import Connection
from .reading import Source

_REJECTED = """
    SELECT Line, Reason
    FROM ImportReject
    WHERE OutboundListImportId = %s AND Outcome = 'Rejected'
    ORDER BY Line
"""
_FIRST = """
    SELECT Line, Reason
    FROM ImportReject
    WHERE OutboundListImportId = %s AND Outcome = 'Rejected'
    ORDER BY Line
    LIMIT %s
"""


def write(conn: Connection, import_id: int, source: Source, path: Path) -> None:
    """Write the rejected rows as the file has them, so that they can be corrected and imported.

    The file is read once more beside the list of its bad lines: neither is held in memory.
    """
    with (
        path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file,
        conn.transaction(),
        conn.cursor(name="rejects") as rejected,
    ):
        out = csv.writer(file, delimiter=source.delimiter)
        headings = source.headings if source.header else []
        out.writerow(["line", "reason", *headings])
        rows = iter(source.rows())
        for line, reason in rejected.execute(_REJECTED, [import_id]):
            cells = next((row.cells for row in rows if row.line == line), [])
            out.writerow([line, reason, *cells])


def first(conn: Connection, import_id: int, count: int) -> list[tuple[int, str]]:
    """Return the first few bad lines with their reasons."""
    return [(line, reason) for line, reason in conn.execute(_FIRST, [import_id, count])]
