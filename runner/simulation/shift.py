"""A shift in virtual time: runners, PBX and floor in one process, as fast as the machine.

For tests, and for trying out settings: the database sees every moment of the day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from ..bridges import Bridge
from ..bridges.simulated import Simulated
from ..loop import Pace, Runner
from ..session import Session
from .customers import Customers
from .floor import Floor, Seat
from .virtual import VirtualLoop, now

PACE = Pace(look=5.0, cycle=0.5)  # hints are never lost here, so that looking is seldom needed


Question = Callable[[Session], Awaitable[bool]]


def play(
    conninfo: str,
    seats: Sequence[Seat],
    start: datetime,
    until: Question,
    *,
    schema: str = "dialer",
    seed: int = 1,
    bridges: Sequence[Bridge] | None = None,
    pace: Pace = PACE,
    ask_every: float = 60.0,
) -> datetime:
    """Run a shift until `until` answers yes, and return when that was.

    Each bridge has a runner of its own; without any, there is one simulated PBX.
    """

    async def shift() -> datetime:
        def connect() -> Session:
            return Session(conninfo, schema)

        def hint() -> None:
            for runner in runners:
                runner.wake()

        floor = Floor(seats, connect, seed, look=10.0, hint=hint)
        runners = [
            Runner(connect(), bridge, f"shift-{number}", pace, floor.stir)
            for number, bridge in enumerate(bridges or [Simulated(Customers(seed))], 1)
        ]
        asked = connect()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(floor.run())
            for runner in runners:
                tasks.create_task(runner.run())
            while not await until(asked):
                await asyncio.sleep(ask_every)
            end = now()
            floor.close()
            for runner in runners:
                runner.stop()
        await floor.go_home()
        await asked.close()
        return end

    with asyncio.Runner(loop_factory=lambda: VirtualLoop(start)) as loop:
        return loop.run(shift())
