"""Stream the calls of a list out of the database as CSV, in constant memory."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO
from uuid import UUID

from psycopg import sql

from ..database import Connection

_ZONE = "SELECT set_config('TimeZone', configuration('DefaultTimeZone'), true)"
_STATEMENT = "SELECT * FROM export_statement(%s, %s::timestamptz, %s)"


def export(
    conn: Connection,
    list_id: UUID,
    out: BinaryIO,
    *,
    delimiter: str = ",",
    since: str | None = None,
    for_excel: bool = False,
) -> None:
    """Write headings and calls; for Excel with a mark of UTF-8, and without formulas."""
    with conn.transaction():
        # The columns found and the rows written are of one moment.
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        conn.execute(_ZONE)
        row = conn.execute(_STATEMENT, [list_id, since, for_excel]).fetchone()
        statement, headings = row or ("", [])
        copy = sql.SQL(
            "COPY ({}) TO STDOUT WITH (FORMAT csv, DELIMITER {}, ENCODING 'UTF8')"
        ).format(sql.SQL(statement), sql.Literal(delimiter))
        out.write(_line(headings, delimiter).encode("utf-8-sig" if for_excel else "utf-8"))
        with conn.cursor() as cursor, cursor.copy(copy) as rows:
            for block in rows:
                out.write(block)


def _line(cells: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue()
