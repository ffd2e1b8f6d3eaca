"""The examples of a page: every block of SQL is run, in order, on a database of the page's own.

A block marked sql is run. If a block marked text follows with nothing but blank lines between,
it is the output, as psql shows it; an error may only occur where it is shown.
`python -m tests.docs.examples` writes the outputs into the pages anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
from pgdialer.runner import cluster
from pgdialer.runner.deploy import deploy

from tests.docs.psql import Failed, run

ROOT = Path(__file__).resolve().parents[2]
ALL_PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in ALL_PAGES if "```sql\n" in page.read_text("utf-8")]
BLOCK = re.compile(r"^```sql\n(.*?)^```\n(?:(\n*)^```text\n(.*?)^```\n)?", re.M | re.S)


def with_outputs(conn: psycopg.Connection, page: str) -> str:
    """Return the page with each output as it is now."""
    return BLOCK.sub(lambda block: _shown(conn, *block.groups()), page)


def _shown(conn: psycopg.Connection, script: str, gap: str | None, output: str | None) -> str:
    expected = output is not None
    try:
        output = run(conn, script)
    except Failed as error:
        if not expected:
            raise
        output = str(error)
    # Whoever runs this, the pages were written by a superuser of that name.
    output = output.replace(f"sql:{conn.info.user}", "sql:postgres")
    return f"```sql\n{script}```\n" + (f"{gap}```text\n{output}\n```\n" if expected else "")


def main() -> None:
    """Write the outputs into the pages."""
    with cluster.temporary() as server:
        for number, page in enumerate(PAGES):
            with psycopg.connect(server.url(), autocommit=True) as conn:
                conn.execute(f"CREATE DATABASE page{number}".encode())
            deploy(server.url(f"page{number}"))
            with psycopg.connect(server.url(f"page{number}"), autocommit=True) as conn:
                page.write_text(with_outputs(conn, page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
