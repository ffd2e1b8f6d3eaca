"""Write docs/reference/ from a freshly deployed database.

What there is comes from the catalogue, from rows and from click; where it was written, and how
its name is spelt, from migrations/ and sql/; the few meanings that none of them knows come from
docs/reference/meanings.toml, in which nothing may be missing or left over.

    python -m scripts.generate_reference [--check]
"""

from __future__ import annotations

import argparse
import sys

from pgdialer.runner import cluster
from pgdialer.runner.deploy import deploy, session

from scripts.reference.common import FOLDER, Connection
from scripts.reference.functions import errors_page, functions_page
from scripts.reference.phases import phases_page
from scripts.reference.small import commands_page, configuration_page
from scripts.reference.tables import tables_page

PAGES = {
    "tables.md": tables_page,
    "functions.md": functions_page,
    "errors.md": errors_page,
    "phases.md": phases_page,
    "configuration.md": configuration_page,
    "commands.md": commands_page,
}


def pages(conn: Connection) -> dict[str, str]:
    """Return the pages by file name; our schema must be alone on the search_path."""
    return {name: page(conn).rstrip("\n") + "\n" for name, page in PAGES.items()}


def stale(made: dict[str, str]) -> list[str]:
    """Name the pages that are not what they should be."""
    there = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.md")}
    return [name for name, text in made.items() if there.get(name) != text]


def main() -> int:
    """Deploy into a private server; write the pages or, with --check, compare them."""
    parser = argparse.ArgumentParser(description="Write docs/reference/.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit 1 if a page is not current"
    )
    arguments = parser.parse_args()
    with cluster.temporary() as server:
        deploy(server.url())
        with session(server.url(), "dialer") as conn:
            made = pages(conn)
    changed = stale(made)
    for name in changed:
        print(f"docs/reference/{name} {'is not current' if arguments.check else 'written'}")
        if not arguments.check:
            (FOLDER / name).write_text(made[name], "utf-8")
    return 1 if arguments.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
