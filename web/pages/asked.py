"""What the query of a page's address asks for, read strictly."""

from __future__ import annotations

from uuid import UUID

from flask import request

from ..parameters import malformed


def text(name: str, among: tuple[str, ...] | None = None) -> str:
    """Return a parameter, or nothing; among: what it may be, the first where it is not given."""
    found = request.values.get(name, "").strip()
    if "\0" in found:
        raise malformed(name, "has a character in it that no text has", "Leave it out.")
    if among is None:
        return found
    if found and found not in among:
        raise malformed(
            name, f'"{found}" is not known', f"Give one of {', '.join(filter(None, among))}."
        )
    return found or among[0]


def number(name: str, most: int = 10_000) -> int:
    """Return a whole number from 0 on, 0 where it is not given."""
    found = request.values.get(name, "").strip() or "0"
    if not (found.isascii() and found.isdecimal() and len(found) < 10 and int(found) <= most):
        raise malformed(name, f'"{found}" is no number from 0 to {most}', "Give a whole number.")
    return int(found)


def ids(name: str) -> list[UUID]:
    """Return ids; the parameter may be given several times."""
    found = []
    for given in request.values.getlist(name):
        if not given.strip():
            continue
        try:
            found.append(UUID(given.strip()))
        except ValueError:
            raise malformed(
                name,
                f'"{given}" is no id',
                "An id looks like 00000000-0000-0000-0000-000000000001.",
            ) from None
    return found
