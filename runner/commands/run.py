"""pgdialer run: one runner, which carries commands to a PBX and events back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import click
import psycopg

from .. import hints, logs, process
from ..bridges import Bridge, find_bridge
from ..census import count_lists
from ..cli import database_option, schema_option
from ..database import connect, locate
from ..errors import UserError
from ..hooks.sender import Sender
from ..loop import Runner
from ..session import Session

REGISTER = "SELECT register_runner(%s, %s, %s)"


@click.command()
@database_option
@schema_option
@click.option(
    "--name", help="Name of this runner; no two may run under one. [default: host-random]"
)
@click.option("--pbx", default="simulated", show_default=True, help="Bridge to the PBX.")
@click.option(
    "--pbx-name",
    metavar="NAME",
    help="Which PBX that is, by Pbx.DisplayName; to be given where there are several.",
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="NAME=VALUE",
    help="Setting of the bridge; repeat it.",
)
@click.option("--seed", type=int, help="Simulated PBX: the same seed, the same customers.")
@click.option("--speed", type=float, help="Simulated PBX: how many times as quick as people.")
@click.option(
    "--log",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the log.",
)
def command(
    database: str | None,
    schema: str,
    name: str | None,
    pbx: str,
    pbx_name: str | None,
    options: tuple[str, ...],
    seed: int | None,
    speed: float | None,
    log: logs.Style,
) -> None:
    """Run the cycle and drive a PBX until told to stop (SIGTERM or Ctrl-C).

    Any number of runners may work on one database; kill one, and another takes its calls over.
    """
    given = settings(options)
    given |= {
        key: str(value) for key, value in (("seed", seed), ("speed", speed)) if value is not None
    }
    bridge = find_bridge(pbx).configured(given)
    conninfo = locate(database)
    check_schema(conninfo, schema)
    name = name or process.unique_name()
    with connect(conninfo, schema) as conn:
        conn.execute(REGISTER, (name, pbx_name, pbx))
    logs.write_logs(log)
    process.run(_run(conninfo, schema, name, bridge))


def check_schema(conninfo: str, schema: str) -> None:
    """Refuse to start where nothing is installed."""
    with connect(conninfo, schema) as conn:
        try:
            conn.execute("SELECT schema_version()")
        except psycopg.errors.UndefinedFunction as error:
            raise UserError(
                f"Schema {schema} has no pgdialer in it: run pgdialer migrate."
            ) from error


async def _run(conninfo: str, schema: str, name: str, bridge: Bridge) -> None:
    beside = Session(conninfo, schema)
    runner = Runner(Session(conninfo, schema), bridge, name, beside=beside)
    process.when_told_to_stop(runner.stop)
    others = [
        asyncio.create_task(hints.listen(conninfo, schema, runner.wake)),
        asyncio.create_task(count_lists(Session(conninfo, schema))),
        asyncio.create_task(Sender(Session(conninfo, schema), name).run()),
    ]
    try:
        await runner.run()
    finally:
        for task in others:
            task.cancel()
        for task in others:
            with suppress(asyncio.CancelledError):
                await task


def settings(options: Sequence[str]) -> dict[str, str]:
    """Take NAME=VALUE apart; raise UserError for what is none."""
    return dict(map(_setting, options))


def _setting(given: str) -> tuple[str, str]:
    name, found, value = given.partition("=")
    if not found or not name:
        raise UserError(f'"{given}" is no setting of a bridge: write NAME=VALUE.')
    return name, value
