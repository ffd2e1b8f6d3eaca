"""Options that importing and exporting share."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from ..database import Connection
from ..errors import UserError


def read_delimiter(given: str | None) -> str | None:
    """Return the character that an option names."""
    if given is None:
        return None
    delimiter = {"tab": "\t", r"\t": "\t"}.get(given.lower(), given)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise UserError(f'"{given}" is no delimiter: give one character, or tab.')
    return delimiter


def find_list(conn: Connection, name: str) -> UUID:
    """Return the id of a list, given its id or name."""
    row = conn.execute("SELECT named_list(%s)", [name]).fetchone()
    found: UUID = row[0] if row else UUID(int=0)
    return found


def read_mapping(given: Iterable[str]) -> dict[str, str]:
    """Return what columns become, from COLUMN=FIELD each."""
    mapped = {}
    for one in given:
        column, equals, field = one.rpartition("=")
        if not equals or not column.strip():
            raise UserError(f'"{one}" maps nothing: write COLUMN=FIELD.')
        mapped[column.strip()] = field.strip()
    return mapped
