"""A cycle in which rules are executed for a thousand calls, of a million that wait.

Twenty rules, one of which each call fits once it has waited for a day. The clock is moved, each
time so far that as many calls more have waited so long. The baseline is the same cycle with the
clock left where it is. Both offer calls to the agents who are ready.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ...runner.database import Connection
from .. import floor
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..server import installed
from ..size import Size
from ..stage import Stage
from .cycle import CYCLE

IN_STATES = False
ONLY_IF_ASKED = False
DAY = 86_400  # seconds, in which all calls but the reserved ones came (bench.load)
BEGIN = datetime(2025, 1, 7, 7, 0, tzinfo=UTC)  # a day after the first of them
RULES = 20
# One for each of the first projects, and the last one for all others.
MAKE = """
    INSERT INTO SchedulePostCondition
        (DisplayName, Rank, WaitingLonger, ProjectId, AddPriority, SetSkill, Marker)
    SELECT 'Rule ' || n, n, %(wait)s,
        CASE WHEN n < least(%(rules)s - 1, %(projects)s) THEN key(2, n) END,
        1, CASE WHEN n %% 4 = 0 THEN 10 END, CASE WHEN n %% 2 = 0 THEN 'waited ' || n END
    FROM generate_series(0, %(rules)s - 1) AS n
"""
CLOCK = "SELECT set_config('dialer.clock', %s, FALSE)"
TO_LOOK_AT = "SELECT FROM RuleRefresh WHERE FromCallId IS NOT NULL OR NextPass <= clock()"
APPLIED = "SELECT count(*) FROM OutboundCall WHERE ConditionLevel > 0"


def measure(stage: Stage) -> Iterator[Measured]:
    """Measure cycles with and without calls for the rules, in turn."""
    size = stage.size
    with installed(stage.cluster, "rules").connect() as conn:
        floor.fill(conn, size, size.waiting)
        clock = _Clock(conn, size)
        conn.execute(MAKE, {"wait": DAY, "rules": RULES, "projects": size.projects})
        clock.settle()
        floor.ready(conn, size, size.ready)

        def cycle() -> float:
            floor.withdraw(conn)
            return timed(lambda: conn.execute(CYCLE).fetchone())

        def with_rules() -> float:
            clock.go_on()
            return cycle()

        ours, theirs = in_turn(size.cycles, with_rules, cycle, warm_up=5)
        row = conn.execute(APPLIED).fetchone()
        applied = row[0] / (size.cycles + 5) if row else 0
        yield Measured(
            f"run_cycle(), {RULES} rules, {applied:,.0f} calls fall due and are changed,"
            f" {size.waiting:,} wait",
            ours,
            baseline=Baseline("none falls due", theirs),
            ratio_of="p95",
            targets=(Target("added p95", 30),),
        )


class _Clock:
    """The clock of the session, which stands still between two moves."""

    def __init__(self, conn: Connection, size: Size) -> None:
        self._conn = conn
        self._step = timedelta(seconds=DAY * size.assigned / (size.waiting - size.reserved))
        self._now = BEGIN
        self._set()

    def go_on(self) -> None:
        """Move on until as many calls more have waited for a day."""
        self._now += self._step
        self._set()

    def settle(self) -> None:
        """Let the cycle try the new rules for all calls, twice as it does."""
        for _ in range(2):
            while self._conn.execute(TO_LOOK_AT).fetchone() is not None:
                self._conn.execute(CYCLE)
            self._now += timedelta(minutes=1)
            self._set()
        self._conn.execute("VACUUM ANALYZE OutboundCall")

    def _set(self) -> None:
        self._conn.execute(CLOCK, (self._now.isoformat(),))
