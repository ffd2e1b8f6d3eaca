"""Carry the rows of a file into the database, chunk by chunk; the database decides about them.

A chunk is staged and taken in one transaction, which also notes the line it ended on. So whoever
is killed at any moment goes on, with the same command, behind the last chunk that was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import errors
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from ..database import Connection
from .ahead import ahead
from .reading import Record, Source
from .staging import Column, Staging

CHUNK_ROWS = 10_000
CHUNK_CHARACTERS = 8_000_000
ATTEMPTS = 5  # when others lock the same calls in another order

_MAP = "SELECT Place, Heading, Field::text FROM map_columns(%s, %s)"
_BEGIN = "SELECT begin_import(%s, %s, %s, %s, %s, %s, %s, %s)"
_STATE = """
    SELECT OutboundListImportId AS Id, LastLine AS Line, RowsRead AS Read, RowsImported AS Imported,
        RowsUpdated AS Updated, RowsDuplicate AS Duplicates, RowsRejected AS Rejected
"""
_RESUMED = _STATE + "FROM OutboundListImport WHERE OutboundListImportId = %s"
_TAKE = _STATE + "FROM import_batch(%s)"
_FINISH = _STATE + "FROM finish_import(%s)"


@dataclass(frozen=True)
class State:
    """How far an import has come."""

    id: int
    line: int
    read: int
    imported: int
    updated: int
    duplicates: int
    rejected: int


@dataclass(frozen=True)
class Wish:
    """What is asked of an import besides its file."""

    mapped: dict[str, str]
    duplicates: str | None = None
    all_or_nothing: bool = False
    dry_run: bool = False
    again: bool = False

    @property
    def at_once(self) -> bool:
        """Whether everything happens in one transaction, which may be rolled back."""
        return self.all_or_nothing or self.dry_run


class Import:
    """One file on its way into one list."""

    def __init__(self, conn: Connection, source: Source, list_id: UUID, wish: Wish) -> None:
        """Map the columns, and begin or go on."""
        self.conn, self.source, self.wish = conn, source, wish
        self.columns = [
            Column(*row) for row in conn.execute(_MAP, [source.headings, Jsonb(wish.mapped)])
        ]
        self.staging = Staging(self.columns)
        options = {
            "delimiter": source.delimiter,
            "encoding": source.survey.encoding,
            "header": source.header,
            "columns": [[column.heading, column.field] for column in self.columns],
        }
        given = [
            *(list_id, source.path.name, source.survey.hash, Jsonb(options)),
            *(wish.duplicates, wish.all_or_nothing, wish.dry_run, wish.again),
        ]
        row = conn.execute(_BEGIN, given).fetchone()
        self.state = self._ask(_RESUMED, row[0] if row else None)

    @property
    def resumed(self) -> bool:
        """Whether a part of the file was imported before."""
        return self.state.line > 0

    def run(self, watch: Callable[[State, int], None]) -> None:
        """Bring in all rows that are not in yet, telling how far it is in rows and in bytes."""
        for text, position in ahead(self._chunks()):
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    with self._transaction():
                        self._stage(text)
                        self.state = self._ask(_TAKE, self.state.id)
                    break
                except (errors.DeadlockDetected, errors.LockNotAvailable):
                    if attempt == ATTEMPTS or self.wish.at_once:
                        raise
            watch(self.state, position)

    def finish(self) -> None:
        """Say that the file is complete; refused if all or nothing was wanted and rows are bad."""
        self.state = self._ask(_FINISH, self.state.id)

    def _transaction(self) -> AbstractContextManager[Any]:
        return nullcontext() if self.wish.at_once else self.conn.transaction()

    def _ask(self, query: str, import_id: int | None) -> State:
        with self.conn.cursor(row_factory=class_row(State)) as cursor:
            found = cursor.execute(query, [import_id]).fetchone()
        assert found  # noqa: S101  (each of the queries gives one row or an error)
        return found

    def _stage(self, text: str) -> None:
        with self.conn.cursor() as cursor, cursor.copy(self.staging.statement) as copy:
            copy.write(text)

    def _chunks(self) -> Iterator[tuple[str, int]]:
        """Return the text of each chunk with how many bytes of the file were read for it."""
        chunk: list[Record] = []
        characters = 0
        done = self.state.line
        for record in self.source.rows():
            if record.line <= done:
                continue
            chunk.append(record)
            characters += sum(map(len, record.cells))
            if len(chunk) == CHUNK_ROWS or characters > CHUNK_CHARACTERS:
                yield self.staging.text(self.state.id, chunk), self.source.position
                chunk, characters = [], 0
        if chunk:
            yield self.staging.text(self.state.id, chunk), self.source.survey.size
