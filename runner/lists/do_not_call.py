"""Numbers of a file into a do-not-call list: all of them in one transaction, in constant memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import UUID

from ..database import Connection
from ..errors import UserError
from .reading import Record, Source

CHUNK = 50_000  # numbers sent at once
KEPT = 100  # rejected ones held in memory
KNOWN = ("number", "phone", "telephone", "telefon", "tel", "phone number")


@dataclass
class Done:
    """What has come of an import so far."""

    read: int = 0
    rejected: int = 0
    rejects: list[tuple[int, str]] = field(default_factory=list)  # the first ones: line, reason


def number_column(source: Source, named: str | None) -> int:
    """Return the place of the column with the numbers, by its heading or by its place from 1."""
    headings = [one.casefold() for one in source.headings]
    if named is not None:
        if named.isdigit() and 0 < int(named) <= len(headings):
            return int(named) - 1
        if named.casefold() in headings:
            return headings.index(named.casefold())
        raise UserError(f"The file has no column {named}.")
    for known in KNOWN:
        if known in headings:
            return headings.index(known)
    if len(headings) == 1:
        return 0
    raise UserError("Say which column has the numbers: --map COLUMN=Number.")


def bring_in(
    conn: Connection, key: UUID, records: Iterator[Record], column: int, rejects: Path | None
) -> Iterator[Done]:
    """Add the numbers of the records, and say after each piece how far it is."""
    done = Done()
    with ExitStack() as opened:
        writer = None
        if rejects:
            file = opened.enter_context(rejects.open("w", encoding="utf-8", newline=""))
            writer = csv.writer(file)
        yield done
        while piece := list(islice(records, CHUNK)):
            found: list[tuple[int, str]] = []
            lines: list[int] = []
            numbers: list[str] = []
            for record in piece:
                if record.problem or len(record.cells) <= column:
                    found.append((record.line, record.problem or "The row has no such column."))
                else:
                    lines.append(record.line)
                    numbers.append(record.cells[column].strip())
            bad = conn.execute("SELECT place, problem FROM add_do_not_call(%s, %s)", [key, numbers])
            found += [(lines[place - 1], f"{numbers[place - 1]}: {why}") for place, why in bad]
            if writer:
                writer.writerows(sorted(found))
            done.read += len(piece)
            done.rejected += len(found)
            done.rejects += sorted(found)[: KEPT - len(done.rejects)]
            yield done
