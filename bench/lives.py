"""Calls that go through their lives: what a table of calls looks like at the end of a day.

The cycle offers them, as it would; what agents, customers and the PBX do is done to all of them
at once, by statements through the triggers.
"""

from __future__ import annotations

from ..runner.database import Connection
from . import floor
from .size import Size

DONE = "de7a0000-0000-4000-8000-000000000001"  # a result detail that an installation has
_MOVES = (
    "SET CallPhase = 'AgentPreCall' WHERE CallPhase = 'AgentOfferFirst'",
    "SET CallPhase = 'AgentDialing' WHERE CallPhase = 'AgentPreCall'",
    "SET CallPhase = 'AgentTalk' WHERE CallPhase = 'AgentDialing'",
    "SET CallPhase = 'HangupCalled' WHERE CallPhase = 'AgentTalk'",
    f"SET CallResultDetailId = '{DONE}' WHERE CallPhase = 'WaitForResult'",
)
_TAKE = "UPDATE PbxCommand SET TakenTime = now(), TakenBy = 'bench' WHERE TakenTime IS NULL"


def live(conn: Connection, size: Size, many: int) -> int:
    """Let so many calls, the first in the queue, live; return how many did."""
    floor.ready(conn, size, size.agents)
    lived = 0
    while lived < many and (offered := _round(conn)):
        lived += offered
    floor.ready(conn, size, 0)
    return lived


def _round(conn: Connection) -> int:
    row = conn.execute("SELECT offered FROM run_cycle()").fetchone()
    for move in _MOVES:
        conn.execute(f"UPDATE OutboundCall {move} AND CallResult = 'Active'".encode())
        conn.execute(_TAKE + " AND VoidTime IS NULL")
    return int(row[0]) if row else 0
