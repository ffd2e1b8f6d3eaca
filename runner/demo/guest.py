"""The agent as whom whoever watches the demo may log in."""

from __future__ import annotations

import argon2

from ..database import Connection
from .sample import INSERT_AGENT, INSERT_WORKPLACE, key

LOGIN = "guest"
PASSWORD = "look-around"  # noqa: S105 - of sample data, on a server that listens to this host alone

GUEST, DESK = key("agent", LOGIN), key("workplace", LOGIN)
SET_PASSWORD = "SELECT set_password(%s, %s)"  # noqa: S105
MAY_ALL = """
    INSERT INTO RoleGrant (RoleId, AgentId)
    SELECT RoleId, %s FROM Role WHERE DisplayName = 'Supervisor'
    ON CONFLICT DO NOTHING
"""
SIT = "SELECT log_in(%s, %s)"


def invite(conn: Connection) -> None:
    """Make the guest, at a desk of his own and in a pause: nothing is distributed to him."""
    with conn.transaction():
        conn.execute(INSERT_AGENT, (GUEST, LOGIN, "Guest", "Visitors"))
        conn.execute(INSERT_WORKPLACE, (DESK, "Guest's desk", "900", 0, 20))
        conn.execute(SET_PASSWORD, (GUEST, argon2.PasswordHasher().hash(PASSWORD)))
        conn.execute(MAY_ALL, (GUEST,))
        conn.execute(SIT, (GUEST, DESK))
