"""pgdialer migrate: bring a database up to this release, or say whether it is."""

from __future__ import annotations

import click

from .. import deploy as deployment
from .. import state
from ..cli import database_option, schema_option
from ..database import locate
from ..errors import UserError
from ..files import MIGRATIONS, SQL
from ..release import Release


@click.command()
@database_option
@schema_option
@click.option(
    "--check", is_flag=True, help="Change nothing; exit 1 if something would have to change."
)
def command(database: str | None, schema: str, check: bool) -> None:
    """Install pgdialer in a database, or bring it up to this release.

    Connect directly, not through a pooler in transaction mode.
    """
    conninfo = locate(database)
    if check:
        _check(conninfo, schema)
        return
    done = deployment.deploy(conninfo, schema=schema)
    for name in done.migrations:
        click.echo(f"applied  {name}")
    for path in done.files:
        click.echo(f"changed  {path}")
    for name in done.dropped:
        click.echo(f"dropped  {name}")
    for note in done.notes:
        click.echo(note)
    click.echo(f"Schema {schema} is up to date.")


def _check(conninfo: str, schema: str) -> None:
    release = Release.read(MIGRATIONS, SQL)
    with deployment.session(conninfo, schema) as conn:
        problems = state.compare(conn, release).problems()
    for problem in problems:
        click.echo(problem)
    if problems:
        raise UserError(f"Schema {schema} is not what release {release.version} expects.")
    click.echo(f"Schema {schema} is what release {release.version} expects.")
