"""pgdialer login: passwords of agents, and who has which role."""

from __future__ import annotations

from typing import Any

import argon2
import click

from ..cli import database_option, schema_option
from ..database import Connection, connect, locate
from ..errors import UserError

SHORTEST = 10  # characters of a password

AGENT = "SELECT AgentId, DisplayName FROM Agent WHERE Login = %s AND Deleted = 0"
SET = "SELECT set_password(%s, %s)"
ROLE = "SELECT RoleId, DisplayName FROM Role WHERE lower(DisplayName) = lower(%s)"
ROLES = "SELECT string_agg(DisplayName, ', ' ORDER BY DisplayName) FROM Role"
GRANT = "INSERT INTO RoleGrant (RoleId, AgentId) VALUES (%s, %s) ON CONFLICT DO NOTHING"
REVOKE = "DELETE FROM RoleGrant WHERE RoleId = %s AND AgentId = %s"


@click.group()
def command() -> None:
    """Set passwords, and make the first administrator.

    As the owner of the database: pgdialer login set jana --database URL
    """


@command.command("set")
@database_option
@schema_option
@click.argument("login")
def set_(database: str | None, schema: str, login: str) -> None:
    """Ask for a password and set it; ends the agent's sessions and lifts a lock."""
    with connect(locate(database), schema) as conn:
        agent, name = _agent(conn, login)
        password = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True)
        if len(password) < SHORTEST:
            raise UserError(f"A password has at least {SHORTEST} characters.")
        conn.execute(SET, [agent, argon2.PasswordHasher().hash(password)])
    click.echo(f"The password of {name} is set.")


@command.command()
@database_option
@schema_option
@click.argument("login")
@click.argument("role")
def grant(database: str | None, schema: str, login: str, role: str) -> None:
    """Grant a role to an agent: pgdialer login grant jana Administrator."""
    with connect(locate(database), schema) as conn:
        (agent, name), (role_id, role_name) = _agent(conn, login), _role(conn, role)
        conn.execute(GRANT, [role_id, agent])
    click.echo(f"{name} has the role {role_name}.")


@command.command()
@database_option
@schema_option
@click.argument("login")
@click.argument("role")
def revoke(database: str | None, schema: str, login: str, role: str) -> None:
    """Take a role from an agent; what teams and skills give stays."""
    with connect(locate(database), schema) as conn:
        (agent, name), (role_id, role_name) = _agent(conn, login), _role(conn, role)
        if not conn.execute(REVOKE, [role_id, agent]).rowcount:
            raise UserError(f"{name} was not granted the role {role_name}.")
    click.echo(f"The role {role_name} is taken from {name}.")


def _agent(conn: Connection, login: str) -> tuple[Any, str]:
    found = conn.execute(AGENT, [login]).fetchone()
    if not found:
        raise UserError(f'There is no agent with the login "{login}".')
    return found[0], found[1]


def _role(conn: Connection, role: str) -> tuple[Any, str]:
    found = conn.execute(ROLE, [role]).fetchone()
    if not found:
        (there,) = conn.execute(ROLES).fetchone() or ("",)
        raise UserError(f'There is no role "{role}". There are: {there}.')
    return found[0], found[1]
