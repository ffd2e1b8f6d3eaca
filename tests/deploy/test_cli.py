"""`pgdialer migrate` as its user sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from pgdialer.runner.cli import group

from pgdialer import __version__

if TYPE_CHECKING:
    from tests.conftest import Database


def call(*args: str) -> Result:
    return CliRunner().invoke(group, args)


def test_migrate_says_what_it_did(empty_database: Database) -> None:
    """The migrations, the search_path, the end; and the second time the end alone."""
    first = call("migrate", "--database", empty_database.dsn)
    assert first.exit_code == 0
    assert "applied  0000.deploy\n" in first.output
    assert "search_path of database" in first.output
    assert first.output.endswith("Schema dialer is up to date.\n")
    again = call("migrate", "--database", empty_database.dsn)
    assert again.output == "Schema dialer is up to date.\n"


def test_check(empty_database: Database) -> None:
    """Exit code 1 before, 0 after, 1 after somebody altered a function."""
    option = ("--database", empty_database.dsn, "--schema", "Site 7")
    before = call("migrate", "--check", *option)
    assert before.exit_code == 1
    assert "Nothing is installed in this schema yet" in before.output
    assert call("migrate", *option).exit_code == 0
    after = call("migrate", "--check", *option)
    assert after.exit_code == 0
    assert after.output == f"Schema Site 7 is what release {__version__} expects.\n"
    conn = empty_database.connect()
    conn.execute('ALTER FUNCTION "Site 7".schema_version() COST 7')
    altered = call("migrate", "--check", *option)
    assert altered.exit_code == 1
    assert "routine schema_version() was altered." in altered.output


def test_the_database_knows_its_version(empty_database: Database) -> None:
    """schema_version() names this release."""
    call("migrate", "--database", empty_database.dsn)
    (said,) = empty_database.connect().execute("SELECT schema_version()").fetchone()
    assert said.startswith(__version__)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["migrate", "--database", "nonsense"], "Error: This is no connection string"),
        (["migrate", "--database", "postgresql:///x?host=/nowhere"], "Error: Cannot connect to "),
        (["migrate", "--schema", "pg_mine"], 'Error: unacceptable schema name "pg_mine"'),
    ],
)
def test_an_error_is_one_line(empty_database: Database, args: list[str], said: str) -> None:
    """No traceback, exit code 1."""
    if "--database" not in args:
        args = [*args, "--database", empty_database.dsn]
    done = call(*args)
    assert done.exit_code == 1
    assert done.output.startswith(said)
    assert done.output.count("\n") == 1


def test_every_command_has_help() -> None:
    """The group lists the modules of runner/commands, and each explains itself."""
    listed = call("--help").output
    assert "migrate" in listed
    for name in group.list_commands(None):  # type: ignore[arg-type]
        help_of = call(name, "--help")
        assert help_of.exit_code == 0
        # The bench makes a server of its own.
        assert "--database" in help_of.output or name == "bench"
