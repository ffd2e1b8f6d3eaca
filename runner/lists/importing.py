"""Carry the rows of a file into the database, chunk by chunk; the database decides about them.

A chunk is staged and checked in one transaction, which also notes the line it ended on, and taken
in another by one of the crew while the next one is checked; or all in one, where rows depend on
those before them. So whoever is killed at any moment goes on, with the same command, behind the
last chunk that was checked; finish_import takes what was not taken yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from psycopg import errors
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from ..database import Connection
from .ahead import ahead
from .crew import Crew
from .reading import Record, Source
from .staging import Column, Staging

T = TypeVar("T")

CHUNK_ROWS = 10_000
CHUNK_CHARACTERS = 8_000_000
ATTEMPTS = 5  # when others lock the same calls in another order

_MAP = "SELECT Place, Heading, Field::text FROM map_columns(%s, %s)"
_BEGIN = "SELECT begin_import(%s, %s, %s, %s, %s, %s, %s, %s)"
_STATE = """
    SELECT OutboundListImportId AS Id, LastLine AS Line, RowsRead AS Read, RowsImported AS Imported,
        RowsUpdated AS Updated, RowsDuplicate AS Duplicates, RowsRejected AS Rejected,
        Duplicates <> 'Update' AND AllOrNothing = 0 AND DryRun = 0 AS Apart
"""
_STORED = _STATE + "FROM OutboundListImport WHERE OutboundListImportId = %s"
_IMPORT = _STATE + "FROM import_batch(%s)"
_CHECK = "SELECT FirstLine, LastLine FROM check_batch(%s)"
_TAKE = "SELECT take_batch(%s, %s, %s)"
_FINISH = _STATE + "FROM finish_import(%s)"
_PREVIEW = "SELECT * FROM preview_import(%s)"


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
    apart: bool  # rows may be taken in any order once they are checked


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
        self.state = self._ask(_STORED, row[0] if row else None)

    @property
    def resumed(self) -> bool:
        """Whether a part of the file was imported before."""
        return self.state.line > 0

    def run(self, watch: Callable[[State, int], None], crew: Crew | None = None) -> None:
        """Bring in all rows that are not in yet, telling how far it is in rows and in bytes."""
        for text, position in ahead(self._chunks()):
            if crew and self.state.apart:
                first, last = _patiently(self.conn, partial(self._check, text))
                if first is not None:
                    crew.give(partial(_patiently, work=partial(self._take, first, last)))
                self.state = self._ask(_STORED, self.state.id)
            elif self.wish.at_once:
                self.state = self._import(text, self.conn)
            else:
                self.state = _patiently(self.conn, partial(self._import, text))
            watch(self.state, position)
        if crew:
            crew.wait()
            self.state = self._ask(_STORED, self.state.id)

    def finish(self) -> None:
        """Say that the file is complete; refused if all or nothing was wanted and rows are bad."""
        if self.wish.at_once:
            self.state = self._finish(self.conn)
            return
        # What a session of a killed import still takes is waited for here, with nothing in hand.
        _patiently(self.conn, partial(self._take, None, None))
        self.state = _patiently(self.conn, self._finish)

    def preview(self, count: int) -> list[dict[str, Any]]:
        """Return what would become of the first rows of the file; roll back what it stages."""
        first = islice(self.source.rows(), count)
        self._stage(self.conn, self.staging.text(self.state.id, first))
        with self.conn.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(_PREVIEW, [self.state.id]).fetchall()

    def _finish(self, conn: Connection) -> State:
        return self._ask(_FINISH, self.state.id, conn)

    def _ask(self, query: str, import_id: int | None, conn: Connection | None = None) -> State:
        using = conn or self.conn
        with using.transaction(), using.cursor(row_factory=class_row(State)) as cursor:
            found = cursor.execute(query, [import_id]).fetchone()
        assert found  # noqa: S101  (each of the queries gives one row or an error)
        return found

    def _stage(self, conn: Connection, text: str) -> None:
        with conn.cursor() as cursor, cursor.copy(self.staging.statement) as copy:
            copy.write(text)

    def _import(self, text: str, conn: Connection) -> State:
        self._stage(conn, text)
        return self._ask(_IMPORT, self.state.id)

    def _check(self, text: str, conn: Connection) -> tuple[int | None, int | None]:
        self._stage(conn, text)
        first, last = conn.execute(_CHECK, [self.state.id]).fetchone() or (None, None)
        return first, last

    def _take(self, first: int | None, last: int | None, conn: Connection) -> None:
        conn.execute(_TAKE, [self.state.id, first, last])

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


def _patiently(conn: Connection, work: Callable[[Connection], T]) -> T:
    """Do something in one transaction, again if others locked the same in another order."""
    for _ in range(1, ATTEMPTS):
        try:
            with conn.transaction():
                return work(conn)
        except (errors.DeadlockDetected, errors.LockNotAvailable):
            continue
    with conn.transaction():
        return work(conn)


def bring_in(
    join: Callable[[], Connection],
    source: Source,
    list_id: UUID,
    wish: Wish,
    *,
    begun: Callable[[Import], None] = lambda _work: None,
    watch: Callable[[State, int], None] = lambda _state, _position: None,
    read: Callable[[Import], None] = lambda _work: None,
) -> int:
    """Import a file from its beginning to its end, and return the import's id.

    join opens a connection; begun is called with the import in the transaction that begins it, read
    once all rows are read.
    """
    with join() as conn, Crew(join) as crew:
        with conn.transaction() if wish.at_once else nullcontext():
            with conn.transaction():
                work = Import(conn, source, list_id, wish)
                begun(work)
            work.run(watch, crew)
            read(work)
            work.finish()
        return work.state.id
