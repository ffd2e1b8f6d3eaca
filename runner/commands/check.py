"""pgdialer check: whether a database is what it should be, in structure, content and set-up."""

from __future__ import annotations

import click

from .. import deploy, state
from ..cli import database_option, schema_option
from ..database import connect, locate
from ..errors import UserError
from ..files import MIGRATIONS, SQL
from ..release import Release
from .run import check_schema

INVARIANTS = "SELECT Invariant, Broken, Example FROM check_invariants()"
SETUP = "SELECT Requirement, Holds, Value, Remedy FROM check_setup() ORDER BY Rank"
# By whether a requirement holds; None: it does not, and is optional.
MARKS = {True: ("ok       ", "green"), False: ("MISSING  ", "red"), None: ("-        ", "yellow")}


@click.command()
@database_option
@schema_option
@click.option(
    "--setup",
    "only_setup",
    is_flag=True,
    help="Check instead that all is there that a first call needs, and say what to do if not.",
)
def command(database: str | None, schema: str, only_setup: bool) -> None:
    """Check that the schema is this release's and that every invariant holds; exit 1 if not.

    Reads all calls and their history: not for every minute on a large database. With --setup it
    reads no calls and is quick.
    """
    conninfo = locate(database)
    if only_setup:
        check_schema(conninfo, schema)
        _check_setup(conninfo, schema)
        return
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


def _check_setup(conninfo: str, schema: str) -> None:
    missing = 0
    with connect(conninfo, schema) as conn:
        for requirement, holds, value, remedy in conn.execute(SETUP):
            _mark(*MARKS[holds], f"{requirement}: {value}")
            if remedy:
                click.echo(f"         {remedy}")
            missing += holds is False
    if missing:
        raise UserError(f"{missing} of these are missing.")


def _say(good: bool, what: str) -> None:
    _mark(*(("ok    ", "green") if good else ("WRONG ", "red")), what)


def _mark(mark: str, colour: str, what: str) -> None:
    click.echo(click.style(mark, colour) + what)
