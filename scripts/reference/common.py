"""What the pages of the reference share: sources, spelling, tables."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from pgdialer.runner.files import MIGRATIONS, SQL, SqlFile, ordered

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
MEANINGS = tomllib.loads((FOLDER / "meanings.toml").read_text("utf-8"))
NOTE = "<!-- Written by scripts/generate_reference.py (make docs); do not edit. -->"

Connection = psycopg.Connection[Any]
WRITTEN = [SqlFile.read(MIGRATIONS, p.name) for p in sorted(MIGRATIONS.glob("*.sql"))]
CODE = ordered(SQL)


class Unmatched(Exception):
    """meanings.toml and the database do not name the same things."""


def match(
    what: str, named: Iterable[str], there: Iterable[str], in_: str = "meanings.toml"
) -> None:
    """Refuse when either side has something that the other has not."""
    ours, theirs = {*named}, {*there}
    missing, surplus = sorted(theirs - ours), sorted(ours - theirs)
    if missing or surplus:
        raise Unmatched(f"{what}: {in_} lacks {missing}, and has {surplus} in vain")


# How names were written before the server folded them, by what is written most often.
SPELLING = {
    word.lower(): word
    for word, _ in reversed(
        Counter(
            word
            for file in [*WRITTEN, *CODE]
            for word in re.findall(r"\b(?:[A-Z][a-z0-9]*)+\b", file.text)
            if not (word.isupper() and len(word) > 1)
        ).most_common()
    )
}


def spelt(text: str) -> str:
    """Spell names as they were written."""
    return re.sub(r"\w+", lambda word: SPELLING.get(word[0], word[0]), text)


def opening(page: str) -> list[str]:
    """Title and first words of a page."""
    said = MEANINGS["pages"][page]
    return [f"# {said['title']}", "", NOTE, "", said["intro"], ""]


def table(*heads: str, rows: Iterable[Iterable[object]]) -> list[str]:
    """Return a table as lines of Markdown."""

    def line(cells: Iterable[object]) -> str:
        shown = ("" if c is None else str(c).replace("\n", " ").replace("|", "\\|") for c in cells)
        return f"| {' | '.join(shown)} |"

    return [line(heads), "|" + " --- |" * len(heads), *map(line, rows), ""]


def quoted(names: Iterable[str]) -> str:
    """List names as code."""
    return ", ".join(f"`{name}`" for name in names)
