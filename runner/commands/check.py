"""pgdialer check: whether a database is what it should be, in structure, content and set-up."""

from __future__ import annotations

import asyncio

import click

from .. import deploy, state
from ..bridges import Bridge, Finding, find_bridge
from ..cli import database_option, schema_option
from ..database import connect, locate
from ..errors import UserError
from ..files import MIGRATIONS, SQL
from ..release import Release
from .run import check_schema, settings

INVARIANTS = "SELECT Invariant, Broken, Example FROM check_invariants()"
SETUP = "SELECT Requirement, Holds, Value, Remedy FROM check_setup() ORDER BY Rank"
TRUNKS = """
    SELECT Endpoint FROM TrunkState
    WHERE (PbxId = find_pbx(%s)) IS NOT FALSE
    ORDER BY Rank, TrunkId
"""
EXTENSIONS = "SELECT * FROM watched_extensions(find_pbx(%s))"
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
@click.option("--pbx", help="Check instead that the PBX of this bridge can be used, say asterisk.")
@click.option("--pbx-name", metavar="NAME", help="With --pbx: which PBX, as for pgdialer run.")
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="With --pbx: setting of the bridge, as for pgdialer run; repeat it.",
)
def command(
    database: str | None,
    schema: str,
    only_setup: bool,
    pbx: str | None,
    pbx_name: str | None,
    options: tuple[str, ...],
) -> None:
    """Check that the schema is this release's and that every invariant holds; exit 1 if not.

    Reads all calls and their history: not for every minute on a large database. With --setup it
    reads no calls and is quick. With --pbx it asks the PBX whether it is reached, may be used, and
    knows the trunks and the telephones of its workplaces.
    """
    if not pbx and (options or pbx_name):
        given = "--option" if options else "--pbx-name"
        raise UserError(f"{given} is for a bridge: name it with --pbx.")
    bridge = find_bridge(pbx).configured(settings(options)) if pbx else None
    conninfo = locate(database)
    if only_setup:
        check_schema(conninfo, schema)
        _check_setup(conninfo, schema)
        return
    if bridge:
        check_schema(conninfo, schema)
        _check_pbx(conninfo, schema, bridge, pbx_name)
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


def _check_pbx(conninfo: str, schema: str, bridge: Bridge, pbx_name: str | None) -> None:
    with connect(conninfo, schema) as conn:
        extensions = [one for (one,) in conn.execute(EXTENSIONS, (pbx_name,))]
        trunks = [one for (one,) in conn.execute(TRUNKS, (pbx_name,))]
    findings = asyncio.run(_inspect(bridge, extensions, trunks))
    for one in findings:
        _mark(*MARKS[one.holds], one.what)
        if not one.holds and one.remedy:
            click.echo(f"         {one.remedy}")
    if not findings:
        click.echo("There is nothing to check on this PBX.")
    wrong = sum(one.holds is False for one in findings)
    if wrong:
        raise UserError(f"{wrong} of these are not as they must be.")


async def _inspect(bridge: Bridge, extensions: list[str], trunks: list[str]) -> list[Finding]:
    try:
        return await bridge.inspect(extensions, trunks)
    finally:
        await bridge.close()


def _say(good: bool, what: str) -> None:
    _mark(*(("ok    ", "green") if good else ("WRONG ", "red")), what)


def _mark(mark: str, colour: str, what: str) -> None:
    click.echo(click.style(mark, colour) + what)
