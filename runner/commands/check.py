"""pgdialer check: whether a database is what it should be, in structure and in content."""

from __future__ import annotations

import click

from .. import deploy, state
from ..cli import database_option, schema_option
from ..database import connect, locate
from ..errors import UserError
from ..files import MIGRATIONS, SQL
from ..release import Release

INVARIANTS = "SELECT Invariant, Broken, Example FROM check_invariants()"


@click.command()
@database_option
@schema_option
def command(database: str | None, schema: str) -> None:
    """Check that the schema is this release's and that every invariant holds; exit 1 if not.

    Reads all calls and their history: not for every minute on a large database.
    """
    conninfo = locate(database)
    release = Release.read(MIGRATIONS, SQL)
    with deploy.session(conninfo, schema) as conn:
        problems = state.compare(conn, release).problems()
        installed = state.deployed(conn)
    for problem in problems or [f"schema {schema} is what release {release.version} expects"]:
        _say(not problems, problem)
    if installed:
        with connect(conninfo, schema) as conn:
            for invariant, broken, example in conn.execute(INVARIANTS):
                said = f"{invariant}: broken {broken} times, for example by call {example}"
                _say(not broken, said if broken else invariant)
                problems += [said] if broken else []
    if problems:
        raise UserError(f"{len(problems)} of these are not as they should be.")


def _say(good: bool, what: str) -> None:
    click.echo(click.style("ok    ", "green") if good else click.style("WRONG ", "red"), nl=False)
    click.echo(what)
