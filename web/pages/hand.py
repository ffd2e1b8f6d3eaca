"""The call that an agent has in hand, which the agent's page is about."""

from __future__ import annotations

from flask import g
from psycopg.rows import DictRow

from ..database import Connection, row

STATE = """
    SELECT s.*, a.StatusUntil AS status_until, a.MissedCalls AS missed_calls, t.Color AS color,
        w.Number AS extension, w.LineMode = 'OpenLine' AND w.LineTime IS NULL AS line_is_down,
        CASE WHEN w.BlockedUntil > clock() THEN w.BlockedUntil END AS blocked_until,
        clock() AS moment
    FROM agent_state(%(agent)s) AS s
    INNER JOIN Agent AS a ON a.AgentId = %(agent)s
    LEFT JOIN AgentStatus AS t ON t.AgentStatusId = s.AgentStatusId
    LEFT JOIN Workplace AS w ON w.WorkplaceId = s.WorkplaceId
"""
# The call that an agent wraps up: its result and a later time can still be given.
LAST_CALL = """
    SELECT c.OutboundCallId AS id
    FROM OutboundCall AS c
    WHERE c.AgentId = %s AND c.EndTime >= %s - interval '1 minute'
    ORDER BY c.EndTime DESC
    LIMIT 1
"""


def state_of(conn: Connection) -> DictRow:
    """Return how the agent who acts stands."""
    return row(conn, STATE, {"agent": g.agent.agent_id})


def in_hand(conn: Connection, state: DictRow) -> int | None:
    """Return the call that is in progress, without its result, or just over."""
    call_id: int | None = state["outboundcallid"]
    if call_id is None and state["activity"] == "PostCall":
        last = conn.execute(LAST_CALL, [g.agent.agent_id, state["statussince"]]).fetchone()
        call_id = last["id"] if last else None
    return call_id


def call_in_hand(conn: Connection) -> int | None:
    """Return the call that the agent who acts has in hand."""
    return in_hand(conn, state_of(conn))
