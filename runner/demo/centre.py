"""A whole call centre in one process: runner, PBX, agents, and somebody who watches."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.live import Live

from .. import hints, process
from ..census import count_lists
from ..loop import Runner
from ..session import Again, Session
from ..simulation.floor import Floor, Seat
from .exchange import Exchange
from .picture import look


@dataclass(frozen=True)
class Centre:
    """What plays where; `speed` seconds of the people's time pass in a second."""

    conninfo: str
    schema: str
    name: str
    seats: Sequence[Seat]
    lists: Sequence[UUID]
    seed: int
    speed: float
    exchange: Exchange

    async def run(self, *, until_done: bool) -> bool:
        """Play until told to stop, or until every call is final; return whether that is so."""
        told_to_stop = asyncio.Event()
        process.when_told_to_stop(told_to_stop.set)
        runner = Runner(self._connect(), self.exchange.bridge, self.name, beside=self._connect())
        quick = min(0.5, max(0.05, 0.5 / self.speed))
        # Nobody is to wait for a call that a customer wanted at night.
        manner = replace(self.exchange.manner, later=300.0) if until_done else self.exchange.manner
        floor = Floor(self.seats, self._connect, self.seed, self.speed, manner=manner, look=quick)
        listening = asyncio.create_task(hints.listen(self.conninfo, self.schema, runner.wake))
        counting = asyncio.create_task(count_lists(self._connect()))
        work = asyncio.create_task(_all(runner.run(), floor.run()))
        watching = asyncio.create_task(self._watch(runner, told_to_stop, until_done=until_done))
        try:
            await asyncio.wait({work, watching}, return_when=asyncio.FIRST_COMPLETED)
            floor.close()
            runner.stop()
            await work
            return await watching
        finally:
            for task in (watching, listening, counting):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await floor.go_home()

    def _connect(self) -> Session:
        return Session(self.conninfo, self.schema)

    async def _watch(self, runner: Runner, stop: asyncio.Event, *, until_done: bool) -> bool:
        """Show what is going on; return whether every call is final."""
        session, console = self._connect(), Console()
        every = 0.5 if console.is_terminal else 5.0
        clock = asyncio.get_running_loop().time
        live = Live(console=console, auto_refresh=False)
        if console.is_terminal:
            live.start()
        try:
            while not stop.is_set():
                began = clock()
                with suppress(Again):
                    scene = await look(
                        session,
                        [seat.agent_id for seat in self.seats],
                        self.lists,
                        runner.cycle_time,
                    )
                    if console.is_terminal:
                        live.update(scene.picture(), refresh=True)
                    else:
                        print(scene.line(), flush=True)
                    if until_done and not scene.unfinished:
                        return True
                # On a large list a look takes its time: at most a tenth of it goes there.
                pause = max(every, 9 * (clock() - began))
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await stop.wait()
            return False
        finally:
            live.stop()
            await session.close()


async def _all(*work: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*work)
