"""functions.md and errors.md: what there is to call, and what it refuses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from scripts.reference.common import (
    CODE,
    MEANINGS,
    Connection,
    Unmatched,
    match,
    opening,
    quoted,
    table,
)

CODES = "SELECT Code, HttpStatus, Meaning FROM ErrorCode"
HEAD = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)(.*?)\nLANGUAGE", re.M | re.S)
ROUTINES = """
    SELECT p.proname, obj_description(p.oid, 'pg_proc'), p.prorettype = 'trigger'::regtype, o.path,
        ARRAY(
            SELECT DISTINCT m[1]
            FROM regexp_matches(p.prosrc, 'ERRCODE = ''(PD[0-9A-Z]{3})''', 'g') AS m)
    FROM pg_proc AS p
    JOIN DeployedObject AS o ON o.kind = 'routine' AND o.name = p.proname
    WHERE p.pronamespace = current_schema()::regnamespace
    ORDER BY p.proname COLLATE "C"
"""


def functions_page(conn: Connection) -> str:
    """Describe the functions by area: those that others call, then the parts they are made of."""
    rows = conn.execute(ROUTINES.encode()).fetchall()
    found = {row[0]: row for row in rows}
    if len(found) < len(rows):
        twice = sorted(
            name for name, number in Counter(row[0] for row in rows).items() if number > 1
        )
        raise Unmatched(f"functions: there are several of the name {', '.join(twice)}")
    public = MEANINGS["functions"]["public"]
    if unknown := sorted({*public} - {*found}):
        raise Unmatched(f"functions: there is no {', '.join(unknown)}")
    areas: dict[str, list[str]] = defaultdict(list)
    inside: list[list[str]] = []
    triggers: list[list[str]] = []
    for file in CODE:
        for name, head in HEAD.findall(file.text):
            _, comment, is_trigger, path, _ = found[name]
            if name in public:
                area = areas[path.split("/")[1]]
                area += [f"### {name}", "", "```text", name + head, "```", "", comment, ""]
            else:
                (triggers if is_trigger else inside).append([f"`{name}`", comment, f"`{path}`"])
    text = opening("functions")
    for title, lines in areas.items():
        text += [f"## {title.capitalize()}", "", *lines]
    text += ["## Trigger functions", "", *table("Function", "What it does", "File", rows=triggers)]
    text += ["## Inside", "", "Parts of the others. They may change at any time.", ""]
    text += table("Function", "What it does", "File", rows=inside)
    return "\n".join(text)


def errors_page(conn: Connection) -> str:
    """List the SQLSTATEs of class PD."""
    raised: dict[str, set[str]] = defaultdict(set)
    passed: dict[str, set[str]] = defaultdict(set)
    for name, comment, _, _, codes in conn.execute(ROUTINES.encode()):
        for sqlstate in codes:
            raised[sqlstate].add(name)
        if name in MEANINGS["functions"]["public"]:
            for sqlstate in re.findall(r"PD[0-9A-Z]{3}", comment or ""):
                passed[sqlstate].add(name)
    known = {code: (http, when) for code, http, when in conn.execute(CODES)}
    match("ErrorCode", known, raised, in_="sql/web/error_code.sql")
    heads = ["SQLSTATE", "HTTP", "When", "Raised in", "Met in"]
    rows = [
        [f"`{c}`", http, when, quoted(sorted(raised[c])), quoted(sorted(passed[c]))]
        for c, (http, when) in sorted(known.items())
    ]
    return "\n".join([*opening("errors"), *table(*heads, rows=rows)])
