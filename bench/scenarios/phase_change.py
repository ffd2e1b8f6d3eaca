"""One phase change by a procedure in each transaction, four clients at once.

An agent's way through calls, and calls that are paused and scheduled again. The baseline is
pgbench on a copy of the table without triggers, as many clients, one row each by its key, setting
the phase and the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import floor, pgbench
from ..measure import Baseline, Measured, Target, in_turn
from ..stage import Stage

IN_STATES = True
ONLY_IF_ASKED = False
CLIENTS = 4
# Each client goes round its own calls; :first, :each and :i are the client's.
NEXT = """
\\set n :client_id * :each + :i % :each
\\set id :first + :n
\\set i :i + 1
"""
# From the offer to the result and back to the queue; the last step offers it again.
AGENT = (
    NEXT
    + """
SELECT accept_offer(:id, key(4, :n));
SELECT dial_call(:id, key(4, :n));
SELECT report_pbx_event(c.PbxCallId, 'answered') FROM OutboundCall AS c WHERE OutboundCallId = :id;
SELECT hang_up(:id, key(4, :n));
SELECT set_call_result(:id, key(4, :n), 'de7a0000-0000-4000-8000-000000000001');
SELECT schedule_call(:id);
UPDATE OutboundCall SET CallPhase = 'AgentOfferFirst', AgentId = key(4, :n)
WHERE OutboundCallId = :id;
"""
)
WAITING = NEXT + "SELECT pause_call(:id);\nSELECT schedule_call(:id);\n"
BARE = (
    NEXT
    + """
UPDATE CallCopy SET ChangedTime = now(),
    CallPhase = CASE CallPhase WHEN 'Enqueue' THEN 'AgentOfferMissed' ELSE 'Enqueue' END::CallPhase
WHERE OutboundCallId = :id;
"""
)
OFFER = """
    UPDATE OutboundCall
    SET CallPhase = 'AgentOfferFirst', AgentId = key(4, OutboundCallId - %(first)s)
    WHERE OutboundCallId >= %(first)s AND OutboundCallId < %(first)s + %(many)s
"""


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure both kinds, each in turn with the baseline on as many rows."""
    size, base = stage.size, stage.full
    stage.copy  # noqa: B018  (made here, not in the first round)
    agents = size.assigned // CLIENTS * CLIENTS
    first = 1

    def pairs(script: str, each: int) -> Callable[[], float]:
        changes = script.count(";")
        return lambda: changes * pgbench.rate(
            *(base, script), clients=CLIENTS, seconds=size.seconds,
            first=first, each=each, i=0,
        )  # fmt: skip

    each = size.reserved // CLIENTS
    ours, theirs = in_turn(size.rounds, pairs(WAITING, each), pairs(BARE, each), warm_up=0)
    yield Measured(
        "waiting calls: pause_call, schedule_call",
        ours,
        unit="changes/s",
        baseline=Baseline("bare UPDATE, 4 clients", theirs),
        targets=(Target("ratio", 0.5, at_least=True),),
        statement=f"SELECT pause_call({first})",
    )
    with base.connect() as conn:
        floor.ready(conn, size, 0)
        conn.execute(OFFER, {"first": first, "many": agents})
        each = agents // CLIENTS
        ours, theirs = in_turn(size.rounds, pairs(AGENT, each), pairs(BARE, each), warm_up=0)
        yield Measured(
            "agents: accept, dial, answer, hang up, result, schedule, offer",
            ours,
            unit="changes/s",
            baseline=Baseline("bare UPDATE, 4 clients", theirs),
            targets=(Target("ratio", 0.5, at_least=True),),
            statement=f"SELECT accept_offer({first}, key(4, 0))",
        )
        floor.withdraw(conn)
