"""Agents who accept, dial and choose results at once, in a process of its own.

    python -m pgdialer.bench.hands URL PART OF

One connection for a part of the agents who are ready; each act is one procedure in one transaction.
"""

from __future__ import annotations

import signal
import sys
from time import sleep

import psycopg

from .lives import DONE
from .server import SEARCH_PATH

SEE = """
    SELECT c.OutboundCallId, c.AgentId, c.CallPhase::text
    FROM OutboundCall AS c
    WHERE c.CallResult = 'Active' AND c.AgentId = ANY (%s)
        AND c.CallPhase IN ('AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall')
    UNION ALL
    SELECT c.OutboundCallId, c.AgentId, c.CallPhase::text
    FROM OutboundCall AS c
    WHERE c.AgentId = ANY (%s) AND c.CallPhase = 'WaitForResult'
"""
ACCEPT = "SELECT accept_offer(%s, %s)"
ACTS = {
    "AgentOfferFirst": ACCEPT,
    "AgentOfferNext": ACCEPT,
    "AgentPreCall": "SELECT dial_call(%s, %s)",
    "WaitForResult": f"SELECT set_call_result(%s, %s, '{DONE}')",
}
MINE = """
    SELECT array_agg(a.AgentId)
    FROM (
        SELECT AgentId, row_number() OVER (ORDER BY AgentId) AS n
        FROM Agent
        WHERE AgentStatusId = default_status('Ready')
    ) AS a
    WHERE a.n %% %s = %s
"""


def work(url: str, part: int, parts: int) -> None:
    """Work until told to stop."""
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as conn:
        conn.execute(f"SET search_path TO {SEARCH_PATH}".encode())
        (mine,) = conn.execute(MINE.encode(), (parts, part)).fetchone() or (None,)
        while True:
            seen = conn.execute(SEE, (mine, mine)).fetchall()
            for call, agent, phase in seen:
                conn.execute(ACTS[phase].encode(), (call, agent))
            if seen:
                conn.execute("SELECT send_hint()")
            sleep(0.005 if seen else 0.02)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
