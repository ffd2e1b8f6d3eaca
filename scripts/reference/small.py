"""configuration.md and commands.md."""

from __future__ import annotations

import click
from pgdialer.runner.cli import group

from scripts.reference.common import Connection, opening, table

PARAMETERS = """
    SELECT '`' || c.ConfigurationName || '`', allowed_values(c), '`' || c.DefaultValue || '`',
        c.Description
    FROM Configuration AS c
    ORDER BY c.ConfigurationName COLLATE "C"
"""


def configuration_page(conn: Connection) -> str:
    """List the parameters."""
    text = opening("configuration")
    rows = conn.execute(PARAMETERS.encode()).fetchall()
    return "\n".join([*text, *table("Parameter", "May be", "Default", "Meaning", rows=rows)])


def commands_page(_conn: Connection) -> str:
    """Show what --help shows."""
    text = opening("commands")
    top = click.Context(group, info_name="pgdialer", terminal_width=80)
    text += ["```text", group.get_help(top), "```", ""]
    for name in group.list_commands(top):
        command = group.get_command(top, name)
        if command is not None:
            text += _command(command, top, name)
    return "\n".join(text)


def _command(command: click.Command, parent: click.Context, name: str) -> list[str]:
    ctx = click.Context(command, info_name=name, parent=parent, terminal_width=80)
    text = [f"## {ctx.command_path}", "", "```text", command.get_help(ctx), "```", ""]
    if isinstance(command, click.Group):
        for below in command.list_commands(ctx):
            inner = command.get_command(ctx, below)
            if inner is not None:
                text += _command(inner, ctx, below)
    return text
