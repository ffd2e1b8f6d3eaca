"""Records of a CSV file as people and programs write them, with the lines they begin on.

What cannot be read is a problem of its record alone; the records after it are read as if it were
not there. So a quotation mark that is never closed costs one line, not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from ..errors import UserError
from .encoding import Survey, survey

DELIMITERS = ";,\t|"
MAX_FIELD = 1_000_000  # characters; longer ones are a quotation mark gone astray
MAX_LINE = 4_000_000
SNIFFED = 1 << 16  # characters looked at to find the delimiter

_SEP = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROL = 0.02  # share of characters; more are no text
_UNDECODED = re.compile("[\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")


class Record(NamedTuple):
    """One row of a file: the line on which it begins, its cells, or why it has none."""

    line: int
    cells: list[str]
    problem: str | None


class _Lines:
    """The lines of a file, kept until the record that they make is complete."""

    def __init__(self, text: TextIO, number: int) -> None:
        self.text = text
        self.number = number  # of the first line held
        self.held: list[str] = []
        self.again: deque[str] = deque()
        self.cut_short = False  # the file ended inside a record

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else self.text.readline(MAX_LINE)
        if not line:
            self.cut_short = bool(self.held)
            raise StopIteration
        if len(line) == MAX_LINE:
            raise UserError(
                f"Line {self.number + len(self.held)} has more than {MAX_LINE:,} characters: "
                "this is no CSV file."
            )
        self.held.append(line)
        return line

    def drop(self, count: int) -> None:
        """Forget the first lines held; those behind them are read again."""
        self.again.extendleft(reversed(self.held[count:]))
        self.number += count
        self.held.clear()
        self.cut_short = False


@dataclass
class Source:
    """A CSV file and how it is read."""

    path: Path
    survey: Survey
    delimiter: str
    header: bool
    headings: list[str]
    _first: int = 1  # line on which the headings or the first row are looked for
    _file: BinaryIO | None = field(default=None, repr=False)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        header: bool = True,
    ) -> Source:
        """Find out how a file is to be read, as far as it is not given."""
        csv.field_size_limit(MAX_FIELD)
        try:
            source = cls(path, survey(path, encoding), delimiter or "", header, [])
            with source._text() as text:
                start = text.read(SNIFFED)
        except OSError as error:
            raise UserError(f"Cannot read {path}: {error.strerror or error}.") from error
        if len(_CONTROL.findall(start)) > _MOST_CONTROL * len(start):
            raise UserError(f"{path} is no text but a program's own file: save it as CSV.")
        if said := _SEP.match(start):
            source._first = 2
            source.delimiter = delimiter or said[1]
        source.delimiter = source.delimiter or sniff(start)
        first = next(source._records(), None)
        if first is None:
            raise UserError(f"{path} is empty.")
        if header and first.problem:
            raise UserError(f"The headings in line {first.line} cannot be read: {first.problem}")
        source.headings = (
            [cell.strip() for cell in first.cells] if header else [""] * len(first.cells)
        )
        return source

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        return self._file.tell() if self._file and not self._file.closed else 0

    def rows(self) -> Iterator[Record]:
        """Return the records behind the headings, those without any content left out."""
        records = self._records()
        if self.header:
            next(records, None)
        return records

    def _text(self) -> TextIO:
        self._file = self.path.open("rb")
        # Bytes that are none of the encoding's are marked, not refused: the row is, later.
        errors = "replace" if self.survey.encoding.startswith("utf-16") else "surrogateescape"
        text = io.TextIOWrapper(
            self._file, encoding=self.survey.encoding, errors=errors, newline=""
        )
        if text.read(1) != "\ufeff":
            text.seek(0)
        return text

    def _records(self) -> Iterator[Record]:
        undecoded = _REPLACED if self.survey.encoding.startswith("utf-16") else _UNDECODED
        width = len(self.headings)
        with self._text() as text:
            for _ in range(1, self._first):
                text.readline(MAX_LINE)
            lines = _Lines(text, self._first)
            while True:
                reader = csv.reader(lines, delimiter=self.delimiter)
                try:
                    for cells in reader:
                        held = lines.held
                        problem = None
                        if lines.cut_short:
                            break
                        if len(held) > 1 and width and len(cells) != width:
                            break  # a stray quotation mark has swallowed the end of the line
                        if len(cells) > width > 0 and any(map(str.strip, cells[width:])):
                            problem = f"It has {len(cells)} columns, the headings are {width}."
                        for line in held:
                            if not line.isascii() and undecoded.search(line):
                                problem = f"It has bytes that are not {self.survey.encoding}."
                            elif "\0" in line:
                                problem = "It has a NUL character."
                        number = lines.number
                        lines.drop(len(held))
                        if problem or any(map(str.strip, cells)):
                            yield Record(number, cells, problem)
                    else:
                        return
                except csv.Error:
                    pass
                number, raw = lines.number, lines.held[0].rstrip("\r\n")
                lines.drop(1)
                yield Record(number, [raw], "A quotation mark in it is never closed.")


def sniff(start: str) -> str:
    """Return the delimiter that cuts the first record, and most of those after it, alike."""
    best, delimiter = 0.0, ","
    for candidate in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(start, newline=""), delimiter=candidate))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if row]
        if len(start) >= SNIFFED and len(widths) > 1:
            widths.pop()  # it may be cut off
        score = (widths[0] - 1) * widths.count(widths[0]) / len(widths) if widths else 0.0
        if score > best:
            best, delimiter = score, candidate
    return delimiter
