"""A release of the test's own: a few files in a temporary folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pgdialer.runner.deploy import Deployment, deploy
from pgdialer.runner.files import MIGRATIONS, SqlFile

RATE = """
CREATE OR REPLACE FUNCTION rate(seconds integer)
RETURNS integer LANGUAGE plpgsql IMMUTABLE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN seconds * 2;
END
$$;
"""
CALLS = "CREATE OR REPLACE VIEW Calls AS SELECT CallId, Number, rate(3) AS Rate FROM Call;"


@dataclass(frozen=True)
class Tree:
    """The folders migrations/ and sql/ of a release."""

    root: Path

    @property
    def migrations(self) -> Path:
        return self.root / "migrations"

    @property
    def code(self) -> Path:
        return self.root / "sql"

    def migration(self, name: str, text: str) -> None:
        (self.migrations / f"{name}.sql").write_text(text)

    def file(self, name: str, text: str) -> None:
        """Write a file of sql/, and list it last if it is new."""
        path = self.code / f"{name}.sql"
        if not path.exists():
            with (self.code / "order.txt").open("a") as order:
                order.write(f"{name}.sql\n")
        path.write_text(text)

    def remove(self, name: str) -> None:
        (self.code / f"{name}.sql").unlink()
        order = self.code / "order.txt"
        order.write_text(order.read_text().replace(f"{name}.sql\n", ""))

    def deploy(self, dsn: str, schema: str = "dialer") -> Deployment:
        return deploy(dsn, self.migrations, self.code, schema)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    made = Tree(tmp_path)
    made.migrations.mkdir()
    made.code.mkdir()
    deploys_own = SqlFile.read(MIGRATIONS, "0000.deploy.sql").statements()
    tables = [one.text for one in deploys_own if one.text.startswith("CREATE")]
    made.migration("0000.deploy", ";\n".join(tables))
    made.migration("0001.call", "CREATE TABLE Call (CallId bigint PRIMARY KEY, Number text);")
    made.file("rate", RATE)
    made.file("calls", CALLS)
    return made
