"""pgdialer demo: a whole call centre on sample data, or on a file of one's own."""

from __future__ import annotations

import logging
from pathlib import Path

import click
from rich.console import Console

from .. import logs
from ..cli import database_option, schema_option
from ..database import locate
from ..demo import stage
from ..process import unique_name


@click.command()
@database_option
@schema_option
@click.option(
    "--agents", type=click.IntRange(1, 500), help="Agents. [default: 12; with --until-done 60]"
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0.1),
    help="How many times as quick as people. [default: 20; with --until-done 100]",
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
    seed: int,
    file: Path | None,
    list_name: str | None,
    country: str | None,
    until_done: bool,
    listen: str,
    keep: bool,
) -> None:
    """Show a call centre at work: PostgreSQL, runner, simulated PBX and agents in one process.

    Nothing leaves this machine: customers and agents are dice. The database is the embedded
    PostgreSQL unless told otherwise, and a demo begun again goes on where it was.
    """
    logs.write_logs("text", logging.ERROR)
    play = stage.Play(
        conninfo=locate(database, keep=keep),
        schema=schema,
        runner=unique_name("demo"),
        agents=agents or (60 if until_done else 12),
        speed=speed or (100 if until_done else 20),
        seed=seed,
        listen=None if until_done else listen,
    )
    chosen = stage.File(file, list_name or file.name, country) if file else None
    play.perform(Console(), chosen, until_done=until_done)
