"""pgdialer demo: a whole call centre on sample data, or on a file of one's own."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click
from rich.console import Console

from .. import logs
from ..cli import database_option, schema_option
from ..database import locate
from ..demo import sip, stage
from ..demo.exchange import Exchange, simulated
from ..errors import UserError
from ..process import unique_name


@click.command()
@database_option
@schema_option
@click.option(
    "--agents",
    type=click.IntRange(1, 500),
    help="Agents. [default: 12; with --until-done 60; with --asterisk 8]",
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0.1),
    help="How many times as quick as people. [default: 20; with --until-done 100; with --asterisk"
    " always 1]",
)
@click.option(
    "--asterisk",
    is_flag=True,
    help="Dial by SIP, through an Asterisk that is fetched from Debian the first time.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same people.")
@click.option(
    "--csv",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Dial the numbers of this file instead of the sample's.",
)
@click.option("--list-name", help="Name of the list the file goes into. [default: the file's name]")
@click.option("--country", help="Country (ISO code) of national numbers in the file.")
@click.option(
    "--until-done", is_flag=True, help="End when every call is final, and print the outcome."
)
@click.option(
    "--listen",
    default="127.0.0.1:8080",
    show_default=True,
    metavar="HOST:PORT",
    help="Address of the web service; with --until-done there is none.",
)
@click.option("--keep", is_flag=True, help="Leave the embedded PostgreSQL running at the end.")
def command(
    database: str | None,
    schema: str,
    agents: int | None,
    speed: float | None,
    asterisk: bool,
    seed: int,
    file: Path | None,
    list_name: str | None,
    country: str | None,
    until_done: bool,
    listen: str,
    keep: bool,
) -> None:
    """Show a call centre at work: PostgreSQL, runner, simulated PBX and agents in one process.

    Nothing leaves this machine: customers and agents are dice; with --asterisk they have telephones
    that talk SIP, and the PBX between them is a real one. The database is the embedded
    PostgreSQL unless told otherwise, and a demo begun again goes on where it was.
    """
    logs.write_logs("text", logging.ERROR)
    chosen = stage.File(file, list_name or file.name, country) if file else None
    console = Console()
    if asterisk:
        if speed not in (None, 1.0):
            raise UserError(
                f"--speed {speed:g} does not go with --asterisk: telephones ring in real time."
                " Leave it away."
            )
        agents, speed = agents or 8, 1.0
        pbx: AbstractContextManager[Exchange] = sip.exchange(console, agents)
    else:
        agents = agents or (60 if until_done else 12)
        speed = speed or (100.0 if until_done else 20.0)
        pbx = nullcontext(simulated(seed, speed))
    with pbx as exchange:
        play = stage.Play(
            conninfo=locate(database, keep=keep),
            schema=schema,
            runner=unique_name("demo"),
            agents=agents,
            speed=speed,
            seed=seed,
            exchange=exchange,
            listen=None if until_done else listen,
        )
        play.perform(console, chosen, until_done=until_done)
