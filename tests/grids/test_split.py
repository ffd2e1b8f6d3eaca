"""Statements cut into pieces as PostgreSQL's own scanner would cut them."""

from __future__ import annotations

import re
from typing import Any

import pglast
import psycopg
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.grids.grids import Grids

# What is hard about SQL, to be put together in any order.
FRAGMENTS = [
    "'", "''", '"', '""', "\\", "\\'", "E'", "e'a'", "n'x'", "U&'x'", "$$", "$a$", "$a", "a$b$", "$1", "$",
    "--", "/*", "*/", "/", "*", "\n", "\r", " ", "\t", ";", "@", "@Id", "@Id2", "<", "<@Id", "=@Id",
    "@@Id", "@>", "-", "+", "(", ")", "a", "E", "1", "1a", "1e5", "0x1F", "é", "@é", "\u00a0", "x'1F'", "b'1'",
    ".", "::", "'a'\n'b'", "E'a'\n'\\'b'", "E'a' -- c\n '\\''", "E'a'--c\n--d\n\t'\\''",
]  # fmt: skip
TEXT_OR_COMMENT = ("SCONST", "XCONST", "BCONST", "USCONST", "UIDENT", "SQL_COMMENT", "C_COMMENT")


def pieces(conn: psycopg.Connection[Any], text: str) -> list[tuple[int, str, bool, str | None]]:
    query = "SELECT Start, Piece, IsBlank, Placeholder FROM split_statement(%s) ORDER BY Place"
    return conn.execute(query, (text,)).fetchall()


def placeholders(text: str) -> set[int] | None:
    """Where @ stands before a name, and semicolons, by PostgreSQL's scanner; None = it cannot read the text."""
    try:
        tokens = list(pglast.scan(text))
    except pglast.parser.ParseError:
        return None
    found = set()
    for token in tokens:
        word = text[token.start : token.end + 1]
        if token.name in TEXT_OR_COMMENT or (token.name == "IDENT" and word[0] == '"'):
            continue
        for at, mark in enumerate(word, token.start):
            following = text[at + 1 : at + 2]
            if mark == ";" or (
                mark == "@"
                and (re.match(r"[A-Za-z_]", following) or following > "\x7f")
                and text[at - 1 : at] not in ("<", "@")
            ):
                found.add(at)
    return found


@settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(st.sampled_from(FRAGMENTS), max_size=14))
def test_as_postgresql_scans(db: psycopg.Connection[Any], parts: list[str]) -> None:
    """GRID-1: what is text, a quoted name or a comment stays so; the rest is what it is to PostgreSQL."""
    text = "".join(parts)
    # What stands in the place of @E is no part of a name or literal with what is behind it.
    assume(not re.search(r"@[^\W\d]\w*['\"$]", text))
    found = pieces(db, text)
    assert "".join(piece for _, piece, _, _ in found) == text
    expected = placeholders(text)
    if expected is not None:
        ours = {start - 1 for start, piece, _, name in found if name is not None or piece == ";"}
        assert ours == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Id", ["Id"]),
        ("a=@Id", ["Id"]),
        ("@IdNumber = @Id", ["IdNumber", "Id"]),
        ("(@a,@b)", ["a", "b"]),
        ("-@a", ["a"]),
        ("j->>@a", ["a"]),
        ("@Zákazník", ["Zákazník"]),
        ("@_x1", ["_x1"]),
        ("a <@ b", []),
        ("a <@b", []),
        ("a @@b", []),
        ("a @> b", []),
        ("@ -5", []),
        ("@1", []),
        ("'@a' \"@b\" /* @c /* @d */ @e */ -- @f", []),
        ("E'\\'@a' $$@b$$ $x$ @c $y$ @d $x$", []),
        ("'open @a", []),
        ("/* open @a", []),
        ("$x$ open @a", []),
        ("a$x$@b", ["b"]),
    ],
)
def test_placeholders(grids: Grids, text: str, names: list[str]) -> None:
    """GRID-1: @ and a name, whole; not inside of text, names and comments, nor as part of an operator."""
    assert [name for _, _, _, name in pieces(grids.conn, text) if name] == names
