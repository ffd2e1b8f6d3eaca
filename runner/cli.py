"""The command line: finds the commands, and turns errors into one line.

A command is a module in runner/commands with a click command called `command`.
"""

from __future__ import annotations

import importlib
import keyword
import pkgutil
import signal
import sys
from types import FrameType
from typing import Any

import click
import psycopg

from .. import __version__
from . import commands
from .errors import UserError

database_option = click.option(
    "--database",
    metavar="URL",
    help="Database to use; else DATABASE_URL, else the PG... variables, else the embedded one.",
)
schema_option = click.option(
    "--schema", default="dialer", show_default=True, help="Schema that holds everything of ours."
)


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names, as --help shows them."""
        found = pkgutil.iter_modules(commands.__path__)
        return sorted(module.name.strip("_").replace("_", "-") for module in found)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        # No module can be called import.
        name = cmd_name.replace("-", "_") + "_" * keyword.iskeyword(cmd_name)
        module = importlib.import_module(f"{commands.__name__}.{name}")
        command: click.Command = module.command
        command.name = cmd_name
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what its user can mend is told in one line."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.ClickException(str(error)) from error
        except psycopg.Error as error:
            raise click.ClickException(_in_one_line(error)) from error


def _in_one_line(error: psycopg.Error) -> str:
    said = error.diag.message_primary or str(error).strip().partition("\n")[0]
    hint = error.diag.message_hint
    return f"{said} ({hint})" if hint else said


@click.command(cls=Commands)
@click.version_option(__version__, prog_name="pgdialer")
def group() -> None:
    """Dial out of a database: campaigns, agents and rules live in PostgreSQL."""


def stop_politely() -> None:
    """Let SIGTERM end the process in order, so that it stops what it started."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def main() -> None:
    """Run the command line."""
    stop_politely()
    group()
