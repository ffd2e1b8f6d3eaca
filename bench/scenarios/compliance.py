"""What a do-not-call list of fifty million numbers and five caps add to a cycle.

The baseline are cycles in a database that is the same but for them, in turn with these. Half of the
waiting numbers were dialled within the windows, once or three times, so that their attempts are
counted in each cycle.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...runner.database import Connection
from .. import floor
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..server import copy_of, installed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = True
CYCLE = "SELECT offered FROM run_cycle()"
# Numbers that no call has: what is looked up is there or not at the same price.
NEVER = """
    INSERT INTO DoNotCallNumber (DoNotCallListId, Number, CreatedTime)
    SELECT d.DoNotCallListId, '+4399' || lpad(n::text, 9, '0'), clock()
    FROM DoNotCallList AS d
    CROSS JOIN generate_series(%s::bigint, %s::bigint) AS n
    WHERE d.DisplayName = 'Bench'
"""
CAPS = """
    INSERT INTO RulePackRule (RulePackId, Kind, MaxCount, WindowHours, Source, SourceDate)
    SELECT k.RulePackId, 'Cap', c.MaxCount, c.WindowHours, 'bench', '2026-01-01'
    FROM RulePack AS k
    CROSS JOIN (VALUES (3, 24), (7, 168), (4, 720), (5, 336), (2, 2)) AS c (MaxCount, WindowHours)
    WHERE k.DisplayName = 'Bench'
"""
ATTEMPTS = """
    INSERT INTO NumberAttempt (OutboundCallId, DialTime, Number, ContactId, OutboundListId)
    SELECT c.OutboundCallId, clock() - a.Ago, c.Number, c.ContactId, c.OutboundListId
    FROM OutboundCall AS c
    INNER JOIN (
        VALUES (1, interval '5 hours'), (2, interval '3 days'), (3, interval '10 days')
    ) AS a (Trial, Ago) ON a.Trial <= (ARRAY[0, 0, 1, 3])[c.OutboundCallId % 4 + 1]
    WHERE c.CallResult = 'Scheduled'
"""
PACK = """
    INSERT INTO RulePack (DisplayName, Source, SourceDate) VALUES ('Bench', 'bench', '2026-01-01')
"""
KEEP = """
    UPDATE OutboundList
    SET RulePackId = k.RulePackId
    FROM RulePack AS k
    WHERE k.DisplayName = 'Bench'
"""
PIECE = 1_000_000
WARM_UP = 5


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles with rules and without."""
    size = stage.size
    plain = installed(stage.cluster, "plain")
    with plain.connect() as conn:
        floor.fill(conn, size, size.waiting)
        floor.ready(conn, size, size.ready)
        conn.execute(ATTEMPTS)
        conn.execute("VACUUM ANALYZE NumberAttempt, Agent")
    ruled = copy_of(plain, "ruled")
    with plain.connect() as without, ruled.connect() as conn:
        _bring_in(conn, size.never)
        conn.execute(PACK)
        conn.execute(CAPS)
        conn.execute(KEEP)
        conn.execute("VACUUM ANALYZE DoNotCallNumber, OutboundCall, OutboundList")
        conn.execute("CHECKPOINT")
        theirs, ours = in_turn(
            size.cycles, lambda: _cycle(without), lambda: _cycle(conn), warm_up=WARM_UP
        )
    yield Measured(
        f"run_cycle(), {size.ready} agents ready, {size.waiting:,} calls wait, five caps,"
        f" {size.never:,} numbers not to be called",
        ours,
        baseline=Baseline("no rules", theirs),
        targets=(Target("ratio", 1.2),),
    )


def _bring_in(conn: Connection, many: int) -> None:
    conn.execute("INSERT INTO DoNotCallList (DisplayName) VALUES ('Bench')")
    # The triggers look for calls to them, and there are none.
    conn.execute("SET session_replication_role TO replica")
    for first in range(0, many, PIECE):
        conn.execute(NEVER, (first, min(first + PIECE, many) - 1))
    conn.execute("RESET session_replication_role")


def _cycle(conn: Connection) -> float:
    floor.withdraw(conn)
    return timed(lambda: conn.execute(CYCLE).fetchone())
