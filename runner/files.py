"""The SQL of this release: where it lies, in which order, cut into statements.

It lies beside this package when installed and at the top of a checkout; both keep the same
relative place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from .errors import UserError

_HERE = Path(__file__).resolve().parent.parent
SQL = _HERE / "sql"
MIGRATIONS = _HERE / "migrations"


class BadRelease(UserError):
    """The files of the release contradict each other."""


@dataclass(frozen=True)
class Statement:
    """One SQL statement and where it was written."""

    path: str
    line: int
    text: str

    @cached_property
    def creates(self) -> tuple[str, str] | None:
        """Kind and folded name of the routine, trigger or view that this creates, if it does."""
        found = _CREATE.match(self.text)
        if not found:
            return None
        kind, name = found["kind"].lower(), found["name"]
        folded = name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
        return (kind if kind in ("trigger", "view") else "routine"), folded


@dataclass(frozen=True)
class SqlFile:
    """One file, named by its path inside the package."""

    path: str
    text: str

    @classmethod
    def read(cls, folder: Path, name: str) -> SqlFile:
        """Read `name` below a folder; the path kept starts with the folder's own name."""
        return cls(f"{folder.name}/{name}", (folder / name).read_text(encoding="utf-8"))

    @property
    def hash(self) -> str:
        """SHA-256 of the content, the same under any line ending a checkout may have."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def statements(self) -> list[Statement]:
        """Return the statements, to be sent one in a message: Citus accepts no more."""
        return list(_statements(self))


@cache
def _statements(file: SqlFile) -> tuple[Statement, ...]:
    return tuple(
        Statement(file.path, 1 + file.text.count("\n", 0, start), file.text[start:end])
        for start, end in split(file.text)
    )


def ordered(code: Path) -> list[SqlFile]:
    """Return the files of sql/ as order.txt lists them: each listed once, and none forgotten."""
    there = {file.relative_to(code).as_posix() for file in code.rglob("*.sql")}
    order = code / "order.txt"
    listed: list[str] = []
    if order.exists():
        for number, line in enumerate(order.read_text(encoding="utf-8").splitlines(), 1):
            name = line.partition("#")[0].strip()
            if not name:
                continue
            if name in listed:
                raise BadRelease(f"{code.name}/order.txt line {number}: {name} is listed twice")
            if name not in there:
                raise BadRelease(f"{code.name}/order.txt line {number}: no such file: {name}")
            listed.append(name)
    forgotten = sorted(there - set(listed))
    if forgotten:
        raise BadRelease(f"{code.name}/order.txt does not list {', '.join(forgotten)}")
    return [SqlFile.read(code, name) for name in listed]


_CREATE = re.compile(
    r"""CREATE \s+ (?:OR \s+ REPLACE \s+)? (?:CONSTRAINT \s+ | RECURSIVE \s+)?
        (?P<kind> FUNCTION | PROCEDURE | AGGREGATE | TRIGGER | VIEW) \s+
        (?P<name> "(?:[^"]|"")+" | [^\W\d][\w$]*)""",
    re.VERBOSE | re.IGNORECASE,
)

_TOKEN = re.compile(
    r"""(?P<line> --[^\n]*)
      | (?P<block> /\*)
      | (?P<dollar> \$(?:[^\W\d]\w*)?\$)
      | (?P<quoted> [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*")
      | (?P<word> [^\W\d][\w$]*)
      | (?P<other> \S)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT_MARK = re.compile(r"/\*|\*/")


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each statement, without its semicolon and the comments before it."""
    at = 0
    start = end = None
    parentheses = atomic = 0
    before = ""
    while found := _TOKEN.search(text, at):
        at, kind, piece = found.end(), found.lastgroup, found[0]
        if kind == "line":
            continue
        if kind == "block":
            at = _end_of_comment(text, at)
            continue
        if kind == "dollar":
            closing = text.find(piece, at)
            at = len(text) if closing < 0 else closing + len(piece)
        if piece == ";" and parentheses == 0 and atomic == 0:
            if start is not None and end is not None:
                yield start, end
            start = end = None
            continue
        start, end = (found.start() if start is None else start), at
        parentheses += (piece == "(") - (piece == ")")
        word = piece.upper() if kind == "word" else ""
        # A body in standard SQL (BEGIN ATOMIC ... END) holds semicolons outside any quotes.
        if word == "ATOMIC" and before == "BEGIN":
            atomic = 1
        elif atomic:
            atomic += (word in ("BEGIN", "CASE")) - (word == "END")
        before = word
    if start is not None and end is not None:
        yield start, end


def _end_of_comment(text: str, at: int) -> int:
    """Return where a block comment ends, given where its inside starts; PostgreSQL nests them."""
    depth = 1
    while depth and (mark := _COMMENT_MARK.search(text, at)):
        at = mark.end()
        depth += 1 if mark[0] == "/*" else -1
    return len(text) if depth else at
