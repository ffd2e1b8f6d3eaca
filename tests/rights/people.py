"""Sessions of agents inside a test's own transaction: as the web brings them, and as their own login."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from tests.floor import Floor

_serial = count(1)

# PD042 by a function, a grant or a policy that is not there by the server.
REFUSED = ("PD042", "42501")


def new_login(floor: Floor, *kinds: str) -> str:
    """Make a login that is a member of the roles of these kinds; it is gone with the transaction."""
    name = f"rights_login_{next(_serial)}"
    floor.conn.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
    for kind in kinds:
        role = sql.Identifier(floor.value("SELECT database_role(%s)", kind))
        floor.conn.execute(sql.SQL("GRANT {} TO {}").format(role, sql.Identifier(name)))
    return name


@contextmanager
def session_of(floor: Floor, login: str) -> Iterator[None]:
    """What is done in here, a session does that has logged in as this role."""
    floor.conn.execute(
        sql.SQL("SET LOCAL SESSION AUTHORIZATION {}").format(sql.Identifier(login))
    )
    try:
        yield
    finally:
        floor.conn.execute("RESET SESSION AUTHORIZATION")


@contextmanager
def by_web(floor: Floor, agent: UUID) -> Iterator[None]:
    """What is done in here, the web does for an agent who is logged in."""
    login = floor.look("Agent", agent, "Login")
    with session_of(floor, new_login(floor, "web")):
        floor.rows("SELECT * FROM act_as('login', %s)", login)
        try:
            yield
        finally:
            floor.conn.execute("SELECT set_config('dialer.acting', '', TRUE)")


@contextmanager
def by_psql(floor: Floor, agent: UUID) -> Iterator[None]:
    """What is done in here, the agent does in psql, with a login of the agent's own."""
    login = new_login(floor, "agent")
    floor.set("Agent", agent, DatabaseRole=login)
    with session_of(floor, login):
        yield


Bringing = Callable[[Floor, UUID], AbstractContextManager[None]]
BRINGINGS: dict[str, Bringing] = {"web": by_web, "psql": by_psql}


def outcome(floor: Floor, query: str, values: Any = None) -> str | int:
    """Try a statement: the SQLSTATE of its error, else how many rows it found or changed."""
    try:
        with floor.conn.transaction():
            return floor.conn.execute(query.encode(), values).rowcount
    except psycopg.Error as error:
        return str(error.sqlstate)


def is_refused(found: str | int) -> bool:
    """Whether nothing came of it because of rights; an error of another kind is a test's mistake."""
    assert isinstance(found, int) or found in REFUSED, found
    return found in REFUSED or found == 0


def only_allow(floor: Floor, agent: UUID, **degrees: str) -> None:
    """Let the agent have these permissions and no others: only_allow(floor, jana, Report='AllowRead')."""
    floor.conn.execute("DELETE FROM RoleGrant")
    role = floor.add("Role", DisplayName=f"Role {next(_serial)}")
    for name, degree in degrees.items():
        for one in degree.split():
            floor.add("Permission", RoleId=role, PermissionName=name, Degree=one)
    floor.add("RoleGrant", RoleId=role, AgentId=agent)
