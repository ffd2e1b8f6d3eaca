"""Statements run one by one, and their output as psql shows it."""

from __future__ import annotations

from itertools import zip_longest

import psycopg
from pgdialer.runner.files import split
from psycopg import pq

NUMBERS = {20, 21, 23, 26, 700, 701, 1700}  # types that psql aligns to the right


class Failed(Exception):
    """A statement raised an error; what psql would have shown is the message."""


def run(conn: psycopg.Connection, script: str) -> str:
    """Run each statement by itself and return everything that psql would print."""
    shown = []
    lines = (line for line in script.splitlines() if not line.startswith("\\"))  # psql's own
    text = "\n".join(lines)
    for start, end in split(text):
        result = conn.pgconn.exec_(text[start:end].encode())
        if result.status == pq.ExecStatus.FATAL_ERROR:
            shown.append(_error(result))
            raise Failed("\n".join(shown))
        tag = (result.command_status or b"").decode()
        if result.status == pq.ExecStatus.TUPLES_OK:
            shown.append(_table(result))
        if result.status != pq.ExecStatus.TUPLES_OK or tag.startswith(("INSERT", "UPDATE", "DEL")):
            shown.append(tag)
    # psql puts an empty line behind a table only.
    return "\n".join(shown).rstrip("\n")


def _error(result: pq.abc.PGresult) -> str:
    parts = {
        "ERROR": pq.DiagnosticField.MESSAGE_PRIMARY,
        "DETAIL": pq.DiagnosticField.MESSAGE_DETAIL,
        "HINT": pq.DiagnosticField.MESSAGE_HINT,
    }
    said = {name: result.error_field(field) for name, field in parts.items()}
    return "\n".join(f"{name}:  {text.decode()}" for name, text in said.items() if text)


def _table(result: pq.abc.PGresult) -> str:
    columns = range(result.nfields)
    head = [(result.fname(c) or b"").decode() for c in columns]
    rows = [
        [(result.get_value(r, c) or b"").decode() for c in columns] for r in range(result.ntuples)
    ]
    width = [max(len(row[c]) for row in [head, *rows]) for c in columns]
    right = [result.ftype(c) in NUMBERS for c in columns]
    # An odd blank goes behind the heading, unlike in str.center.
    titles = [(" " * ((w - len(h)) // 2) + h).ljust(w) for h, w in zip(head, width, strict=True)]
    lines = [_line(titles), "-" + "-+-".join("-" * w for w in width) + "-"]
    for row in rows:
        cells = zip_longest(row, width, right)
        lines.append(_line([c.rjust(w) if r else c.ljust(w) for c, w, r in cells]))
    count = f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n"
    return "\n".join([*lines, count])


def _line(cells: list[str]) -> str:
    return (" " + " | ".join(cells)).rstrip()
