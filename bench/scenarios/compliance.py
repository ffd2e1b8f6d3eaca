"""What a do-not-call list of fifty million numbers and five caps add to a cycle.

The baseline are cycles in the same database before it has them. Half of the waiting numbers were
dialled once within the windows, so that their attempts are counted in each cycle.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...runner.database import Connection
from .. import floor
from ..measure import Baseline, Measured, Target, timed
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
    SELECT c.OutboundCallId, clock() - interval '5 hours', c.Number, c.ContactId, c.OutboundListId
    FROM OutboundCall AS c
    WHERE c.CallResult = 'Scheduled' AND c.OutboundCallId % 2 = 0
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


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles without rules, then with them."""
    size = stage.size
    with stage.full.connect() as conn:
        floor.ready(conn, size, size.ready)
        without = _cycles(conn, size.cycles)
        _bring_in(conn, size.never)
        conn.execute(PACK)
        conn.execute(CAPS)
        conn.execute(ATTEMPTS)
        conn.execute(KEEP)
        conn.execute("VACUUM ANALYZE DoNotCallNumber, NumberAttempt, OutboundCall")
        yield Measured(
            f"run_cycle(), {size.ready} agents ready, {size.waiting:,} calls wait, five caps,"
            f" {size.never:,} numbers not to be called",
            _cycles(conn, size.cycles),
            baseline=Baseline("no rules", without),
            ratio_of="p95",
            targets=(Target("ratio", 2),),
            statement=CYCLE,
        )  # fmt: skip
        floor.withdraw(conn)
        floor.ready(conn, size, 0)
        conn.execute("UPDATE OutboundList SET RulePackId = NULL")
        conn.execute("DELETE FROM RulePack WHERE DisplayName = 'Bench'")
        conn.execute("TRUNCATE DoNotCallNumber, NumberAttempt")
        conn.execute("DELETE FROM DoNotCallList WHERE DisplayName = 'Bench'")


def _bring_in(conn: Connection, many: int) -> None:
    conn.execute("INSERT INTO DoNotCallList (DisplayName) VALUES ('Bench')")
    for first in range(0, many, PIECE):
        conn.execute(NEVER, (first, min(first + PIECE, many) - 1))


def _cycles(conn: Connection, many: int) -> list[float]:
    def cycle() -> float:
        floor.withdraw(conn)
        return timed(lambda: conn.execute(CYCLE).fetchone())

    return [cycle() for _ in range(5 + many)][5:]
