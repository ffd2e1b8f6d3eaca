"""The runner: carries commands from the database to the PBX and events back.

It decides nothing and remembers nothing that the database does not know, except events that the
database has not taken yet. Kill it at any moment: the next one goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from time import perf_counter
from typing import Any

import psycopg
import structlog
from psycopg.rows import class_row

from .bridges import Bridge, Command, Disconnected, Event, NotSent
from .errors import UserError
from .session import Again, Session
from .simulation.virtual import now

log = structlog.get_logger()

CYCLE = """
    SELECT ran, offered, expired + opened + closed + retried + pauses_ended,
        extract(epoch FROM next_run - clock())::float8
    FROM run_cycle()
"""
TAKE = "SELECT * FROM take_pbx_commands(%s, %s)"
REPORT = """
    SELECT report_pbx_event(%s, %s, %s, %s),
        (SELECT k.OutboundCallId FROM PbxCommand AS k
            WHERE k.PbxCallId = %s AND k.Command = 'originate')
"""
BEAT = "SELECT beat(%s)"
RECONCILE = "SELECT * FROM reconcile_pbx(%s, %s)"


@dataclass(frozen=True)
class Pace:
    """How often the runner does things by itself, in seconds."""

    look: float = 1.0  # for commands, and for the cycle, at the latest
    cycle: float = 0.1  # between two cycles, at least
    beat: float = 4.0  # RunnerSilence must be some times as long
    reconcile: float = 10.0
    back_off: float = 5.0  # without a database, at most
    patience: float = 10.0  # for what is still to be reported when it is to stop
    commands: int = 100  # at a time


class _Timer:
    """Something to be done every so many seconds, by the loop's time; at once to begin with."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._next = 0.0

    def left(self) -> float:
        return self._next - asyncio.get_running_loop().time()

    def is_due(self) -> bool:
        """Whether it is time; if so, for this time."""
        if self.left() > 0:
            return False
        self._next = asyncio.get_running_loop().time() + self._every
        return True

    def at_once(self) -> None:
        self._next = 0.0


class Runner:
    """One runner: a database session, a PBX, and a name that no other live runner has."""

    def __init__(
        self,
        session: Session,
        bridge: Bridge,
        name: str,
        pace: Pace | None = None,
        stir: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.cycle_time = 0.0  # seconds that the last cycle took
        self._session = session
        self._bridge = bridge
        self._pace = pace or Pace()
        self._stir = stir  # called when something changed
        self._events: list[tuple[datetime, int, Event]] = []
        self._order = count()
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._pbx_compared = False
        self._to_compare = _Timer(self._pace.reconcile)
        self._to_beat = _Timer(self._pace.beat)
        self._to_cycle = _Timer(self._pace.cycle)

    def wake(self) -> None:
        """Have the runner look at once."""
        self._awake.set()

    def stop(self) -> None:
        """Have the runner dial nothing more, report what is to be reported, and end run()."""
        self._stopping.set()
        self._awake.set()

    async def run(self) -> None:
        """Go round until stop() is called; raise UserError if events could not be reported then."""
        collector = asyncio.create_task(self._collect())
        back_off = 0.1
        log.info("runner started", runner=self.name)
        try:
            while not self._stopping.is_set():
                if collector.done():
                    collector.result()  # raises what is wrong with the bridge
                try:
                    await _sleep(await self._round(), self._awake)
                    back_off = 0.1
                except Again as error:
                    log.warning("no database", error=str(error), events_waiting=len(self._events))
                    self._to_compare.at_once()
                    await _sleep(back_off, self._stopping)
                    back_off = min(2 * back_off, self._pace.back_off)
            await self._bridge.close()
            await asyncio.wait([collector], timeout=self._pace.patience)
            await self._report_the_rest()
        finally:
            collector.cancel()
            await self._session.close()
        log.info("runner stopped", runner=self.name)

    async def _round(self) -> float:
        """Do each step once, and return after how many seconds to do so again at the latest."""
        self._awake.clear()
        await self._report()
        if self._to_compare.is_due():
            await self._compare()
        if self._to_beat.is_due():
            await self._ask(BEAT, self.name)
        wait = await self._cycle()
        if self._pbx_compared:
            await self._carry_commands()
        return wait

    async def _cycle(self) -> float:
        if not self._to_cycle.is_due():
            return self._to_cycle.left()
        began = perf_counter()
        rows = await self._ask(CYCLE)
        self.cycle_time = perf_counter() - began
        if not rows:
            return self._pace.look
        ran, offered, moved, wait = rows[0]
        if offered or moved:
            log.debug("cycle", offered=offered, moved=moved)
            self._stir()
        if not ran or wait is None:
            return self._pace.look
        return min(max(float(wait), self._pace.cycle), self._pace.look)

    async def _carry_commands(self) -> None:
        while True:
            commands = await self._session.rows(
                TAKE, self.name, self._pace.commands, as_=class_row(Command)
            )
            # They are taken, for good, before the first is sent: nothing is ever sent twice.
            for command in commands:
                await self._send(command)
            if len(commands) < self._pace.commands:
                return

    async def _send(self, command: Command) -> None:
        said = log.bind(call=command.outbound_call_id, pbx_call=str(command.pbx_call_id))
        try:
            await self._bridge.send(command)
            said.info(command.command, number=command.number)
        except NotSent as error:
            said.warning("not sent", command=command.command, error=str(error))
            if command.command == "originate":
                self._put(Event(command.pbx_call_id, "failed", now(), f"not sent: {error}"))
        except Disconnected as error:
            said.warning("sent perhaps", command=command.command, error=str(error))
            self._doubt()

    async def _collect(self) -> None:
        while not self._stopping.is_set():
            try:
                async for event in self._bridge.events():
                    self._put(event)
            except Disconnected as error:
                log.warning("no PBX", error=str(error))
                self._doubt()
                await _sleep(self._pace.back_off / 5, self._stopping)
            else:
                return  # closed

    def _doubt(self) -> None:
        """Send nothing more to the PBX before its channels have been compared."""
        self._pbx_compared = False
        self._to_compare.at_once()

    def _put(self, event: Event) -> None:
        heappush(self._events, (event.happened_at, next(self._order), event))
        self._awake.set()

    async def _report(self) -> None:
        """Report what has happened, the oldest first, each event in a transaction of its own."""
        while self._events:
            first = heappop(self._events)
            event = first[2]
            try:
                rows = await self._ask(
                    REPORT, event.pbx_call_id, event.event, event.cause, event.happened_at,
                    event.pbx_call_id,
                )  # fmt: skip
            except BaseException:
                heappush(self._events, first)
                raise
            for answer, call in rows:
                log.info(
                    event.event, call=call, pbx_call=str(event.pbx_call_id), cause=event.cause,
                    answer=answer,
                )  # fmt: skip
            self._stir()

    async def _report_the_rest(self) -> None:
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._pace.patience
        while self._events:
            try:
                await self._report()
            except Again as error:
                if clock() > deadline:
                    raise UserError(
                        f"{len(self._events)} events of the PBX could not be reported: {error}"
                    ) from error
                await asyncio.sleep(0.5)

    async def _compare(self) -> None:
        """Compare the channels there are with the calls in progress (DIAL-5)."""
        try:
            live = list(await self._bridge.live())
        except Disconnected as error:
            log.warning("no PBX", error=str(error))
            self._doubt()
            return
        # What ended before the list was made is told first, or it would count as lost.
        await self._report()
        for pbx_call_id, action in await self._ask(RECONCILE, self.name, live):
            log.warning("compared", pbx_call=str(pbx_call_id), action=action)
            if action == "hang up":
                await self._send(Command("hangup", pbx_call_id))
            self._stir()
        self._pbx_compared = True

    async def _ask(self, query: str, *values: object) -> list[Any]:
        """Run a statement; what the database refuses for good is logged, and the rest goes on."""
        try:
            return await self._session.rows(query, *values)
        except psycopg.Error as error:
            said = " ".join(query.split())[:60]
            # Without the traceback: what is wrong is in the database.
            log.error("refused", sqlstate=error.sqlstate, error=str(error), statement=said)  # noqa: TRY400
            return []


async def _sleep(seconds: float, or_until: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await or_until.wait()
