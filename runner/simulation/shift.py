"""A shift in virtual time: runners, PBX and floor in one process, as fast as the machine.

For tests, and for trying out settings: the database sees every moment of the day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from ..bridges import Bridge
from ..bridges.simulated import Simulated
from ..loop import Runner
from ..pace import Pace
from ..session import Session
from .agents import Manner
from .customers import Customers
from .floor import Floor, Seat
from .session import VirtualSession
from .virtual import VirtualLoop, now

# Hints are never lost here, so that looking is seldom needed; everybody can wait for two seconds.
PACE = Pace(look=20.0, rest=2.0, reconcile=20.0)

Question = Callable[[Session], Awaitable[bool]]
Incident = Callable[[Sequence[asyncio.Task[None]]], Awaitable[None]]


def play(
    conninfo: str,
    seats: Sequence[Seat],
    start: datetime,
    until: Question,
    *,
    schema: str = "dialer",
    seed: int = 1,
    bridges: Sequence[Bridge] | None = None,
    manner: Manner | None = None,
    pace: Pace = PACE,
    ask_every: float = 60.0,
    incident: Incident | None = None,
    nudge: Question | None = None,
) -> datetime:
    """Run a shift until `until` answers yes, and return when that was.

    Each bridge has a runner of its own; without any, there is one simulated PBX. An incident is
    what happens besides, beginning with the shift; it is given the runners' tasks. While nudge
    answers yes, the runners look every two seconds, as in real time, and not by their pace alone.
    """

    async def shift() -> datetime:
        session = VirtualSession(conninfo, schema)

        def hint() -> None:
            for runner in runners:
                runner.wake()

        floor = Floor(seats, lambda: session, seed, manner=manner, look=10.0, hint=hint)
        runners = [
            Runner(session, bridge, f"shift-{number}", pace, floor.stir)
            for number, bridge in enumerate(bridges or [Simulated(Customers(seed))], 1)
        ]
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(floor.run())
            at_work = [tasks.create_task(runner.run()) for runner in runners]
            if incident:
                tasks.create_task(_happen(incident, at_work))
            nudging = tasks.create_task(_nudge(nudge, session, hint)) if nudge else None
            while not await until(session):
                await asyncio.sleep(ask_every)
            end = now()
            floor.close()
            if nudging:
                nudging.cancel()
            for runner in runners:
                runner.stop()
        await floor.go_home()
        await session.close()
        return end

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(start)) as loop:
        return loop.run(shift())


async def _happen(incident: Incident, at_work: Sequence[asyncio.Task[None]]) -> None:
    await incident(at_work)


async def _nudge(question: Question, session: Session, wake: Callable[[], None]) -> None:
    while True:
        if await question(session):
            wake()
            await asyncio.sleep(2.0)
        else:
            await asyncio.sleep(20.0)
