"""Files of rows as a stream, in constant memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from flask import Response
from psycopg import RawServerCursor
from psycopg.rows import tuple_row
from werkzeug.http import dump_options_header

from ...runner.session import conninfo_of
from ..api.acting import connect
from ..auth import settings
from ..database import Caller

BLOCK = 2000  # rows


def stream(who: Caller, name: str, first: str, export: dict[str, Any]) -> Response:
    """Return what a statement gives as CSV, with the caller's rights.

    export has the statement, what is bound in it (given), and the headings; first is run before.
    """
    conn = connect(conninfo_of(settings().database), settings().schema, who)
    conn.read_only = True

    def send() -> Iterator[bytes]:
        with conn, conn.transaction():
            conn.execute(first.encode())
            # With the mark by which spreadsheets know UTF-8.
            yield "\N{BYTE ORDER MARK}".encode() + _lines([export["headings"]])
            with RawServerCursor(conn, "rows", row_factory=tuple_row) as cursor:
                cursor.itersize = BLOCK
                cursor.execute(export["statement"].encode(), [export["given"]])
                while found := cursor.fetchmany(BLOCK):
                    yield _lines(found)

    disposition = dump_options_header("attachment", {"filename": f"{name}.csv"})
    return Response(
        send(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _lines(found: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(found)
    return text.getvalue().encode()
