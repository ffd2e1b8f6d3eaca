"""A shift in virtual time: agents, customers and a runner, as fast as the machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ...runner.database import Connection
from ...runner.errors import UserError
from ...runner.session import Session
from ...runner.simulation.floor import Seat
from ...runner.simulation.shift import play
from .. import floor
from ..measure import Measured, Target, timed
from ..server import installed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
START = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
CALLS = 40  # of an agent in an hour, at most
AT_HOME = """
    UPDATE Agent SET WorkplaceId = NULL, AgentStatusId = default_status('LogOff');
    UPDATE Project SET PostCallPause = 20, ResultWait = 0;
    INSERT INTO RetryRule (CallResult, Delay)
    VALUES ('Busy', 600), ('NoAnswer', 1800), ('Failed', 1800)
"""

DIALLED = "SELECT count(*) FROM OutboundCall WHERE Trial > 0"
SEATS = """
    SELECT a.AgentId, w.WorkplaceId, a.Login
    FROM Agent AS a
    INNER JOIN Workplace AS w ON right(w.WorkplaceId::text, 12) = right(a.AgentId::text, 12)
    ORDER BY a.AgentId
"""


def measure(stage: Stage) -> Iterator[Measured]:
    """Play it once; a dice's seed makes it the same shift each time."""
    size = replace(stage.size, agents=stage.size.shift_agents)
    base = installed(stage.cluster, "shift")
    with base.connect() as conn:
        seats = _prepare(conn, size.agents, size.shift_hours, stage)
    length = timedelta(hours=size.shift_hours)

    async def over(session: Session) -> bool:
        (late,) = await session.row("SELECT clock() >= %s", START + length)
        return bool(late)

    took = timed(play, base.url, seats, START, over)
    with base.connect() as conn:
        dialled = conn.execute(DIALLED).fetchone()
    if not dialled or dialled[0] < size.agents * size.shift_hours:
        raise UserError(f"In {size.shift_hours} h only {dialled} calls were dialled.")
    yield Measured(
        f"a shift: {size.agents} agents, {size.shift_hours} h, preview",
        [length.total_seconds() / took * 1000],
        unit="virtual s/s",
        targets=(Target("median", 100, at_least=True),),
    )


def _prepare(conn: Connection, agents: int, hours: int, stage: Stage) -> list[Seat]:
    conn.execute("SELECT set_config('dialer.clock', %s, FALSE)", (START.isoformat(),))
    size = replace(stage.size, agents=agents)
    floor.fill(conn, size, agents * hours * CALLS)
    conn.execute(AT_HOME, prepare=False)
    return [Seat(*row) for row in conn.execute(SEATS)]
