"""Stream the calls of a list out of the database as CSV, in constant memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO
from uuid import UUID

from psycopg import IsolationLevel, sql

from ..database import Connection

_ZONE = "SELECT set_config('TimeZone', configuration('DefaultTimeZone'), true)"
_STATEMENT = "SELECT * FROM export_statement(%s, %s::timestamptz, %s)"


def export(conn: Connection, list_id: UUID, out: BinaryIO, **asked: Any) -> None:
    """Write headings and calls, as blocks() gives them."""
    for block in blocks(conn, list_id, **asked):
        out.write(block)


def blocks(
    conn: Connection,
    list_id: UUID,
    *,
    delimiter: str = ",",
    since: str | None = None,
    for_excel: bool = False,
) -> Iterator[bytes]:
    """Return headings and calls; for Excel with a mark of UTF-8, and without formulas."""
    # The columns found and the rows written are of one moment.
    conn.isolation_level, conn.read_only = IsolationLevel.REPEATABLE_READ, True
    with conn.transaction():
        conn.execute(_ZONE)
        row = conn.execute(_STATEMENT, [list_id, since, for_excel]).fetchone()
        statement, headings = row or ("", [])
        copy = sql.SQL(
            "COPY ({}) TO STDOUT WITH (FORMAT csv, DELIMITER {}, ENCODING 'UTF8')"
        ).format(sql.SQL(statement), sql.Literal(delimiter))
        yield _line(headings, delimiter).encode("utf-8-sig" if for_excel else "utf-8")
        with conn.cursor() as cursor, cursor.copy(copy) as rows:
            for block in rows:
                yield bytes(block)
    conn.isolation_level, conn.read_only = None, None


def _line(cells: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue()
