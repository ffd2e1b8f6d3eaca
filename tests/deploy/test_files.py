"""The cutting of SQL into statements."""

from __future__ import annotations

from pathlib import Path

import pglast
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pgdialer.runner.files import MIGRATIONS, SQL, SqlFile, Statement, split

AWKWARD = [
    "SELECT ';'; SELECT 2",
    "SELECT E'\\';'; SELECT 2;",
    "SELECT 'it''s;'; SELECT U&'\\0061;';",
    'SELECT 1 AS "a;b"; SELECT 2;',
    "SELECT $$;$$; SELECT $a$ $$;$$ $b$; $a$;",
    "SELECT 1 AS a$b$c; SELECT 2 AS d$b$;",
    "/* ; /* ; */ ; */ SELECT 1; -- ;\nSELECT 2; /* end */",
    "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2); SELECT 3;",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3;",
    "BEGIN; SELECT 1; END; SELECT 2;",
    "CREATE TABLE t (Begin int, Atomic int); SELECT 1;",
    ";;SELECT 1;;",
    "",
    "-- only a comment",
]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_cases(text: str) -> None:
    """Statements are those that PostgreSQL's own parser finds."""
    assert cut(text) == list(pglast.split(text))


FILES = sorted([*MIGRATIONS.glob("*.sql"), *SQL.rglob("*.sql")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_files(path: Path) -> None:
    """In every file of the project, too."""
    text = path.read_text(encoding="utf-8")
    assert cut(text) == list(pglast.split(text))


PIECES = st.sampled_from(
    ["SELECT 1", "SELECT ';'", "SELECT $x$ ; ' $x$", 'SELECT 2 AS "; $$"', "/* ' ; */", "-- $$ ;\n"]
)


@given(st.lists(PIECES))
def test_any_mixture(pieces: list[str]) -> None:
    """Whatever stands between them, as many statements come out as went in."""
    text = ";\n".join(pieces) + ";"
    expected = [piece for piece in pieces if piece.startswith("SELECT")]
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CREATE FUNCTION f() RETURNS int", ("routine", "f")),
        ("create or replace procedure Do_It(a int)", ("routine", "do_it")),
        ("CREATE OR REPLACE VIEW Calls AS", ("view", "calls")),
        ('CREATE CONSTRAINT TRIGGER "Mixed ""Case" AFTER', ("trigger", 'Mixed "Case')),
        ("CREATE TABLE t (a int)", None),
        ("COMMENT ON FUNCTION f IS 'CREATE FUNCTION g'", None),
    ],
)
def test_what_a_statement_creates(text: str, expected: tuple[str, str] | None) -> None:
    """Names are folded as the server folds them."""
    assert Statement("x.sql", 1, text).creates == expected


def test_a_statement_knows_its_line(tmp_path: Path) -> None:
    """Comments before a statement belong to no statement."""
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "a.sql").write_bytes(b"-- one\r\n\r\nSELECT 1;\r\n/* two\r\n*/ SELECT 2;")
    file = SqlFile.read(folder, "a.sql")
    assert [(one.path, one.line, one.text) for one in file.statements()] == [
        ("sql/a.sql", 3, "SELECT 1"),
        ("sql/a.sql", 5, "SELECT 2"),
    ]
