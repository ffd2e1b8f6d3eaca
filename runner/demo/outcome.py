"""What came of it: the calls by status, and where every row of a file went."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..database import Connection

CALLS = """
    SELECT c.CallResult::text, count(*), sum(c.Trial)::bigint
    FROM OutboundCall AS c
    WHERE c.OutboundListId = ANY (%s)
    GROUP BY c.CallResult
    ORDER BY count(*) DESC, c.CallResult
"""
ROWS = """
    SELECT coalesce(sum(i.RowsRead), 0)::bigint, coalesce(sum(i.RowsImported), 0)::bigint,
        coalesce(sum(i.RowsUpdated), 0)::bigint, coalesce(sum(i.RowsDuplicate), 0)::bigint,
        coalesce(sum(i.RowsRejected), 0)::bigint
    FROM OutboundListImport AS i
    WHERE i.OutboundListId = ANY (%s) AND i.UndoneTime IS NULL AND i.DryRun = 0
"""
REJECTS = """
    SELECT r.Line, r.Reason
    FROM ImportReject AS r
    INNER JOIN OutboundListImport AS i ON i.OutboundListImportId = r.OutboundListImportId
    WHERE i.OutboundListId = ANY (%s) AND i.UndoneTime IS NULL AND i.DryRun = 0
        AND r.Outcome = 'Rejected'
    ORDER BY i.OutboundListImportId, r.Line
    LIMIT %s
"""
SHOWN = 10


def show_calls(conn: Connection, console: Console, lists: Sequence[UUID]) -> int:
    """Print how many calls ended in which status; return how many calls there are."""
    rows = conn.execute(CALLS, (list(lists),)).fetchall()
    total: int = sum(many for _, many, _ in rows)
    table = Table("Status", "Calls", "Share", "Attempts", show_footer=True)
    for column, foot in zip(
        table.columns, ("all", total, "", sum(row[2] for row in rows)), strict=True
    ):
        column.footer = Text(str(foot))
    for status, many, attempts in rows:
        table.add_row(status, str(many), f"{many / total:.1%}", str(attempts))
    console.print(table)
    return total


def show_rows(conn: Connection, console: Console, lists: Sequence[UUID]) -> None:
    """Print what became of the rows of the file."""
    read, imported, updated, duplicate, rejected = conn.execute(ROWS, (list(lists),)).fetchall()[0]
    console.print(
        f"Rows read {read} = imported {imported} + updated {updated} + duplicate {duplicate}"
        f" + rejected {rejected}.",
        soft_wrap=True,
    )
    if rejected:
        console.print("Rejected (all of them are in the table ImportReject):")
    for line, reason in conn.execute(REJECTS, (list(lists), SHOWN)):
        console.print(f"  line {line}: {reason}", markup=False, soft_wrap=True)
    if rejected > SHOWN:
        console.print(f"  and {rejected - SHOWN} more")
