"""Rows of a file as COPY takes them: a chunk's whole text, so that sending it is quick."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg import sql

from .reading import Record

_quoted = json.encoder.encode_basestring
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True)
class Column:
    """What a column of the file becomes; no field: it is left out."""

    place: int
    heading: str
    field: str | None


class Staging:
    """How rows are put into ImportRow; what is empty is NULL there."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Sort the columns by what they become."""
        fields: dict[str, list[int]] = {}
        for column in columns:
            if column.field:
                fields.setdefault(column.field, []).append(column.place - 1)
        self._others = [
            (f"{_quoted(columns[place].heading)}: ", place)
            for place in fields.pop("ExtendedFields", [])
        ]
        self._places = list(fields.values())
        self._width = len(columns)
        names = ["OutboundListImportId", "Line", "Problem", *fields, "ExtendedFields"]
        self.statement = sql.SQL("COPY ImportRow ({}) FROM STDIN WITH (NULL '')").format(
            sql.SQL(", ").join(sql.Identifier(name.lower()) for name in names)
        )

    def text(self, import_id: int, records: Iterable[Record]) -> str:
        """Return what COPY is to be sent for rows of the file."""
        return "".join([self._row(import_id, *record) for record in records])

    def _row(self, import_id: int, line: int, cells: list[str], problem: str | None) -> str:
        if problem:
            values = [problem] + [""] * (len(self._places) + 1)
        else:
            given = [cell.strip() for cell in cells]
            given += [""] * (self._width - len(given))
            values = ["", *(self._one(given, places) for places in self._places)]
            packed = ", ".join(
                [name + _quoted(given[place]) for name, place in self._others if given[place]]
            )
            values.append(f"{{{packed}}}" if packed else "")
        row = "\t".join(values)
        if "\\" in row or "\n" in row or "\r" in row or row.count("\t") >= len(values):
            row = "\t".join([value.translate(_ESCAPES) for value in values])
        return f"{import_id}\t{line}\t{row}\n"

    @staticmethod
    def _one(given: list[str], places: list[int]) -> str:
        if len(places) == 1:
            return given[places[0]]
        return " ".join([given[place] for place in places if given[place]])
