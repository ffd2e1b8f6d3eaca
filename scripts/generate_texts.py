"""Write web/texts.py: what the database and the service say to people, to be translated.

The database keeps its one, English, wording: comments of columns that are on forms, rows that
explain, and the sentences in functions. What is collected here is found by a rule, so that a
new or another text lacks its translation until somebody has written it.

    python -m scripts.generate_texts [--check]
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psycopg
from pgdialer.runner import cluster
from pgdialer.runner.deploy import deploy, session
from pgdialer.web.pages.setup.catalogue import COLUMNS, Column
from pgdialer.web.pages.setup.kinds import KINDS
from pgdialer.web.problems import AGAIN, OWN, REMEDIES
from psycopg.rows import dict_row

WEB = Path(__file__).resolve().parents[1] / "web"
FILE = WEB / "texts.py"
RAISERS = {"Problem": 1, "malformed": 2}  # with the first argument that is a whole text
HEAD = '''# ruff: noqa: E501, N802
# fmt: off
"""What the database and the service say to people, marked for their translations.

Written by scripts/generate_texts.py (make texts); do not edit.
"""


def N_(text: str) -> str:
    """Mark a text for the catalogue."""
    return text


TEXTS = (
'''
Connection = psycopg.Connection[Any]

ROWS = """
    SELECT u.text FROM Configuration AS c, unnest(ARRAY[c.Description, c.Unit]) AS u (text)
    UNION
    SELECT u.text FROM Protected AS p,
        unnest(ARRAY[p.Description, p.ReadMeans, p.WriteMeans, p.FullMeans]) AS u (text)
    UNION
    SELECT u.text FROM ConditionText AS t, unnest(ARRAY[t.Condition, t.Remedy]) AS u (text)
    UNION
    SELECT rtrim(e.Meaning, '.') FROM ErrorCode AS e
"""
BODIES = """
    SELECT p.proname::text AS name, p.prosrc AS body
    FROM pg_proc AS p
    INNER JOIN pg_class AS c ON c.relnamespace = p.pronamespace AND c.oid = 'agent'::regclass
    ORDER BY p.proname
"""
# Functions that answer in words, not only by errors: each of their literals with a space counts.
TELLING = re.compile(
    r"why_not|count_reasons|line_state|describe_window|explain_number_problem|\w+_setup"
    r"|talk_target|guard_talk|resume_call|take_back|transfer_call"
)
TOLD = re.compile(r"[a-z]+|.*\S +\S.*|\S+ | \S+")
CODE = re.compile(
    r"(INSERT|UPDATE|SELECT|pgdialer)\b.*[^.]|\W*| .* |1 second|agent "
    r"|second|empty|extension|infinity|originate"
)
# Whose errors are for programs and operators, and what is no error: figures.
APART = re.compile(
    r"metrics|readiness|take_census|report_\w+|register_runner|take_\w+|reconcile_\w+|live_\w+"
)
# The window of a call begins with its mode.
WINDOWS = tuple(f"{mode} %(a)s" for mode in ("Any time", "Range", "Daily", "Weekly", "Yearly"))
SENTENCE = re.compile(r"[A-Z“\"%].* .*[a-z%0-9)\"…].*\.", re.DOTALL)
LITERAL = re.compile(r"--[^\n]*|('(?:[^']|'')*'(?:\s*\n\s*'(?:[^']|'')*')*)")
HOLES = "abcdefgh"
# Whose last blank is filled with words that are themselves a text.
PHRASED = re.compile(
    r"(cannot|can't|changed|read|let you in|feedback).*: %s\.$"
    r"|^(Call |Import )?%s\W*( of )?(\"?%s\"?)? %s\.$"
)
PHRASED_LABEL = re.compile(r"^not: %s")


def texts(conn: Connection) -> list[str]:
    """Return the texts of a database, each once, in their order."""
    rows = (one[0] for one in conn.execute(ROWS))
    found = {*helps(conn), *rows, *sentences(conn), *WINDOWS, *problems()}
    return sorted(one for one in found if one)


def helps(conn: Connection) -> Iterator[str]:
    """Return what the catalogue says of the columns on forms, as forms word it."""
    with conn.cursor(row_factory=dict_row) as cursor:
        for of in (of for kind in KINDS for of in (kind, *kind.parts)):
            fields = {one.name.lower() for one in of.fields if one.help is None}
            for row in cursor.execute(COLUMNS, [of.table.lower()]).fetchall():
                if row["name"] in fields:
                    yield Column(**{**row, "labels": tuple(row["labels"])}).help


def sentences(conn: Connection) -> Iterator[str]:
    """Return the sentences in the bodies of functions, values in them as named blanks."""
    for name, body in conn.execute(BODIES):
        for text in () if APART.fullmatch(name) else literals(body):
            if TELLING.fullmatch(name):
                if TOLD.fullmatch(text) and not CODE.fullmatch(re.sub(r"%[sLI]", "", text)):
                    yield blanks(joined(text), PHRASED_LABEL)
            elif SENTENCE.fullmatch(text):
                yield blanks(text, PHRASED)


def problems() -> Iterator[str]:
    """Return what the service's own problems say, on pages and where these send to."""
    yield from (title for _, title in OWN.values())
    yield from (f"{title}." for status, title in OWN.values() if status >= HTTPStatus.BAD_GATEWAY)
    yield from (AGAIN, *REMEDIES.values())
    for file in sorted(WEB.rglob("*.py")):
        if WEB / "api" in file.parents or file.name in ("health.py", "live.py"):
            continue
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and (first := RAISERS.get(getattr(call.func, "id", ""))):
                yield from filter(None, map(constant, call.args[first : first + 3]))


def constant(node: ast.expr) -> str | None:
    """Return a text of the source, values in it as named blanks."""
    if isinstance(node, ast.JoinedStr):
        parts = (getattr(part, "value", "%s") for part in node.values)
        text = "".join(part if isinstance(part, str) else "%s" for part in parts)
        return blanks(text, PHRASED) if " " in text.replace("%s", "").strip() else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def joined(text: str) -> str:
    """Return a literal to which a value is joined by || as a format with a blank for it."""
    if text.endswith(" "):
        return f"{text}%s"
    return f"%s{text}" if text.startswith(" ") else text


def literals(body: str) -> Iterator[str]:
    """Return the string literals of a body; those of adjacent lines are one."""
    for found in LITERAL.finditer(body):
        if found[1]:
            parts = re.findall(r"'((?:[^']|'')*)'(?:\s*\n\s*|$)", found[1])
            yield "".join(parts).replace("''", "'")


def blanks(text: str, phrased: re.Pattern[str]) -> str:
    """Name the blanks of a format; one that takes a phrase is called so, for it is a text, too."""
    if not re.search(r"%[sLI]", text):
        return text
    names = iter(HOLES)
    text = re.sub(r"%(?![sLI%])|%%", "%%", text)
    if phrased.search(text):
        text = re.sub(r"%s(?=\.?$)", "%(phrase)s", text)
    return re.sub(r"%[sLI]", lambda _: f"%({next(names)})s", text)


def module(found: Iterable[str]) -> str:
    """Return the module with the texts."""
    return HEAD + "".join(f"    N_({quoted(one)}),\n" for one in found) + ")\n"


def quoted(text: str) -> str:
    """Write a text as Python does, by double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> int:
    """Deploy into a private server; write the module or, with --check, compare it."""
    parser = argparse.ArgumentParser(description="Write web/texts.py.")
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if not current")
    arguments = parser.parse_args()
    with cluster.temporary() as server:
        deploy(server.url())
        with session(server.url(), "dialer") as conn:
            made = module(texts(conn))
    if FILE.exists() and FILE.read_text("utf-8") == made:
        return 0
    if arguments.check:
        print("web/texts.py is not current: run make texts")
        return 1
    FILE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
