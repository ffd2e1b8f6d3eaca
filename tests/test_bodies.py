"""What sqlfluff cannot see: the inside of PL/pgSQL bodies."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pglast
import psycopg
import pytest
from pgdialer.runner.binaries import find_bindir
from pgdialer.runner.files import MIGRATIONS, SQL, SqlFile

from tests.conftest import Shared

FILES = sorted([*MIGRATIONS.glob("*.sql"), *SQL.rglob("*.sql")])
PASCAL = re.compile(r"(?:[A-Z][a-z0-9]*)+$")  # a table, a column, a type
SMALL_ANYWAY = {"new", "old", "current_user", "session_user"}
# Tables and columns of ours that PL/pgSQL has words for, in capitals: RAISE … MESSAGE, RETURN QUERY.
BOTH = {"message", "query"}

by_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def words(text: str, first: int = 1) -> Iterator[tuple[int, pglast.parser.Token, str]]:
    """Line, token and spelling of a script, with its dollar-quoted bodies opened up."""
    for token in pglast.scan(text):
        word = text[token.start : token.end + 1]
        line = first + text.count("\n", 0, token.start)
        if token.name == "SCONST" and word.startswith("$"):
            tag = word.index("$", 1) + 1
            yield from words(word[tag:-tag], line)
        else:
            yield line, token, word


@cache
def spellings() -> dict[str, str]:
    """Each name as it is written most often."""
    counted = Counter(w for f in FILES for _, _, w in words(f.read_text()) if PASCAL.match(w))
    return {w.lower(): w for w, _ in sorted(counted.items(), key=lambda item: item[1])}


@by_file
def test_syntax(file: Path) -> None:
    """The parser of the newest PostgreSQL reads the file; bodies are read by each deployment."""
    assert pglast.parse_sql(file.read_text())


def misspelt(text: str, known: dict[str, str]) -> list[str]:
    """Keywords in small letters, and names that are written otherwise elsewhere."""
    wrong = []
    for line, token, word in words(text):
        small_keyword = token.kind == "RESERVED_KEYWORD" and word != word.upper()
        if small_keyword and word.lower() not in SMALL_ANYWAY:
            wrong.append(f"line {line}: keyword {word} in small letters")
        elif word.lower() in BOTH:
            continue
        elif token.name == "IDENT" and PASCAL.match(word) and known.get(word.lower(), word) != word:
            wrong.append(f"line {line}: {word} is {known[word.lower()]} elsewhere")
    return wrong


@by_file
def test_spelling(file: Path) -> None:
    """Keywords are in capitals, and a name is written the same everywhere, bodies included."""
    assert misspelt(file.read_text(), spellings()) == []


def test_spelling_finds_what_it_is_for() -> None:
    """A planted mistake in a body is found, with its line."""
    text = "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  select 1 FROM OutBoundCall;\nEND $$"
    assert misspelt(text, {"outboundcall": "OutboundCall"}) == [
        "line 3: keyword select in small letters",
        "line 3: OutBoundCall is OutboundCall elsewhere",
    ]


def has_plpgsql_check() -> bool:
    """Whether the server of this run can check bodies; .ci/run sees to it that one can."""
    if os.environ.get("TEST_DATABASE_URL"):
        with psycopg.connect(os.environ["TEST_DATABASE_URL"]) as conn:
            query = "SELECT 1 FROM pg_available_extensions WHERE name = 'plpgsql_check'"
            return conn.execute(query).fetchone() is not None
    config = find_bindir() / "pg_config"
    if not config.exists():
        return False
    asked = subprocess.run([config, "--sharedir"], capture_output=True, text=True, check=True)
    return (Path(asked.stdout.strip()) / "extension" / "plpgsql_check.control").exists()


# The published name of a parameter, which happens to be a keyword.
ACCEPTED = 'name of parameter "limit" is reserved keyword'
# Statements that are rows are run by these and no others: bind_command has checked them.
RUN_ROWS = {"bind_command", "read_rows", "run_command"}
# Statements put together of the conditions that call_condition and bulk_wish have made: what they read cannot be told
# before they run. (And bulk_wish takes what its callers are given, whole.)
OF_CONDITIONS = {
    "bulk_wish",
    "change_bulk_calls",
    "count_calls",
    "preview_bulk_calls",
    "search_calls",
}
UNTOLD = re.compile(
    r"\(security\)|result of dynamic SQL|record \"called\" is not assigned|never read variable \"called\""
    r"|is maybe unmodified|unused parameter \"schedule_time\""
)

CHECK = """
    SELECT p.proname, format('%s line %s: %s (%s)', p.oid::regprocedure, c.lineno, c.message, c.level)
    FROM pg_proc AS p
    JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
    LEFT JOIN (
        -- One for the insert and one for the update may share a body that asks which it is.
        SELECT tgfoid, tgrelid, max(tgoldtable) AS tgoldtable, max(tgnewtable) AS tgnewtable
        FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0 GROUP BY tgfoid, tgrelid
    ) AS t ON t.tgfoid = p.oid
    CROSS JOIN LATERAL plpgsql_check_function_tb(
        p.oid, coalesce(t.tgrelid, 0), fatal_errors => false,
        extra_warnings => true, security_warnings => true, performance_warnings => false,
        oldtable => t.tgoldtable, newtable => t.tgnewtable) AS c
    WHERE p.pronamespace = 'dialer'::regnamespace
        AND (p.prorettype <> 'trigger'::regtype OR t.tgrelid IS NOT NULL)
"""

if has_plpgsql_check():
    CODE = sorted(SQL.rglob("*.sql"))

    @pytest.fixture(scope="module")
    def findings(shared_database: Shared) -> list[tuple[str, str]]:
        with shared_database.another() as conn:
            conn.execute("CREATE EXTENSION plpgsql_check SCHEMA public")
            found = conn.execute(CHECK).fetchall()
            conn.rollback()
        return found

    @pytest.mark.parametrize("file", CODE, ids=lambda file: file.stem)
    def test_plpgsql_check(findings: list[tuple[str, str]], file: Path) -> None:
        """Columns, variables, types, volatility and returns of the bodies hold together."""
        statements = SqlFile.read(SQL, file.relative_to(SQL).as_posix()).statements()
        here = {name for kind, name in (s.creates or ("", "") for s in statements)}
        wrong = [
            said
            for name, said in findings
            if name in here
            and ACCEPTED not in said
            and not (name in RUN_ROWS and "(security)" in said)
            and not (name in OF_CONDITIONS and UNTOLD.search(said))
        ]
        assert wrong == []

    def test_plpgsql_check_finds_what_it_is_for(shared_database: Shared) -> None:
        """A planted wrong column is found."""
        with shared_database.another() as db:
            db.execute("CREATE EXTENSION plpgsql_check SCHEMA public")
            db.execute(
                "CREATE FUNCTION bad() RETURNS text LANGUAGE plpgsql STABLE SET search_path FROM CURRENT"
                " AS 'BEGIN RETURN (SELECT Nowhere FROM SchemaVersion); END'"
            )
            found = dict(db.execute(CHECK).fetchall())
            db.rollback()
        assert 'column "nowhere" does not exist' in found["bad"]
