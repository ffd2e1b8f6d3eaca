"""The runner: carries commands from the database to the PBX and events back.

It decides nothing and remembers nothing that the database does not know, except events that the
database has not taken yet. Kill it at any moment: the next one goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Any

import psycopg
import structlog
from psycopg.rows import class_row

from .bridges import Bridge, Command, Disconnected, Event, NotDone, NotSent, Report
from .errors import UserError
from .pace import Allowance, Pace, Timer
from .recordings import Deletions, Missed
from .reports import tell
from .session import Again, Session
from .simulation.virtual import now

log = structlog.get_logger()

CYCLE = """
    SELECT ran, offered,
        expired + opened + closed + retried + pauses_ended + rules_applied + dialled,
        extract(epoch FROM next_run - clock())::float8
    FROM run_cycle()
"""
TAKE = "SELECT * FROM take_pbx_commands(%s, %s)"
NEXT = "SELECT next_pbx_command(%s)"
BEAT = "SELECT beat(%s, %s::float8, %s)"
RECONCILE = "SELECT * FROM reconcile_pbx(%s, %s, %s)"
EXTENSIONS = "SELECT * FROM watched_extensions(runner_pbx(%s))"
FIRST = ("open_line", "originate")
UNDONE = ("connect", "consult", "transfer", "mute", "send_keys")  # and somebody is to know


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
        self._longest_cycle: float | None = None  # since the last sign of life
        self._session = session
        self._bridge = bridge
        bridge.join(name)
        self._pace = pace or Pace()
        self._stir = stir  # called when something changed
        self._events: list[tuple[datetime, int, Report]] = []
        self._order = count()
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._pbx_compared = False
        self._to_compare = Timer(self._pace.reconcile)
        self._to_beat = Timer(self._pace.beat)
        self._to_watch = Timer(self._pace.watch)
        self._to_cycle = Timer()
        self._deletions = Deletions(bridge, self._ask, name, self._pace)
        self._missed = Missed(bridge, self._ask, self._put, self._pace)
        self._cycle_failed = False
        self._rounds = Allowance(self._pace.rounds, self._pace.saved)
        self._cycles = Allowance(self._pace.cycles, self._pace.saved)

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
                    began = _time()
                    wait = await self._round()
                    self._rounds.spend(_time() - began)
                    back_off = 0.1
                    rest = max(self._pace.rest, self._rounds.left())
                    await _sleep(rest, self._stopping)
                    await _sleep(wait - rest, self._awake)
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
            self._deletions.cancel()
            self._missed.cancel()
            await self._session.close()
        log.info("runner stopped", runner=self.name)

    async def _round(self) -> float:
        """Do each step once, and return after how many seconds to do so again at the latest."""
        self._awake.clear()
        # Somebody who has just answered may have an agent by it.
        if await self._report() and self._pbx_compared:
            await self._carry_commands()
        # First what somebody may be waiting for; what is done by the clock alone can follow, unless
        # the cycle was what failed the last time: others must not take this runner for dead.
        if self._cycle_failed:
            await self._keep_house()
        self._cycle_failed = True
        wait = await self._cycle()
        self._cycle_failed = False
        return min(wait, await self._keep_house())

    async def _keep_house(self) -> float:
        """Do what is due, and return after how many seconds a command may be taken that waits."""
        wait = self._pace.look
        if self._to_compare.is_due():
            await self._compare()
        if self._pbx_compared:
            await self._carry_commands()
            if self._to_watch.is_due():
                await self._watch()
            for (seconds,) in await self._ask(NEXT, self.name):
                wait = wait if seconds is None else seconds
        if self._to_beat.is_due():
            longest, self._longest_cycle = self._longest_cycle, None
            await self._ask(BEAT, self.name, longest, self._pbx_compared)
        await self._deletions.go_on()
        if self._pbx_compared:
            await self._missed.go_on()
        return wait

    async def _cycle(self) -> float:
        """Run the cycle if it is time to, and return after how many seconds to look again."""
        left = max(self._to_cycle.left(), self._cycles.left())
        if left > 0:
            return left
        began = _time()
        rows = await self._ask(CYCLE)
        took = self.cycle_time = _time() - began
        self._cycles.spend(took)
        if not rows:
            return self._pace.look
        self._longest_cycle = max(took, self._longest_cycle or 0.0)
        ran, offered, moved, wait = rows[0]
        if not ran:
            self._to_cycle.leave(self._pace.give_way)
            return self._pace.give_way
        if offered or moved:
            log.debug("cycle", offered=offered, moved=moved)
            self._stir()
        if wait is None:
            return self._pace.look
        return min(max(float(wait), 10 * took), self._pace.look)

    async def _carry_commands(self) -> None:
        while True:
            commands = await self._session.rows(
                TAKE, self.name, self._pace.commands, as_=class_row(Command)
            )
            # They are taken, for good, before the first is sent: nothing is ever sent twice.
            attempts: dict[str, list[Command]] = {}
            for one in commands:
                attempts.setdefault(one.pbx_call_id, []).append(one)
            await asyncio.gather(*(self._send_in_order(those) for those in attempts.values()))
            if len(commands) < self._pace.commands:
                return

    async def _send_in_order(self, commands: list[Command]) -> None:
        """Send the commands of one attempt: no hold may overtake a resume."""
        for one in commands:
            await self._send(one)

    async def _send(self, command: Command) -> None:
        said = log.bind(call=command.outbound_call_id, pbx_call=str(command.pbx_call_id))
        try:
            await self._bridge.send(command)
            said.info(command.command, number=command.number)
        except NotSent as error:
            said.warning("not sent", command=command.command, error=str(error))
            if command.command in FIRST:
                self._put(Event(command.pbx_call_id, "failed", now(), f"not sent: {error}"))
            elif command.command in UNDONE:
                self._put(NotDone(command.pbx_command_id, str(error), now()))
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
        self._to_watch.at_once()

    def _put(self, event: Report) -> None:
        heappush(self._events, (event.happened_at, next(self._order), event))
        self._awake.set()

    async def _report(self) -> bool:
        """Report what has happened, the oldest first; return whether anything has."""
        anything = bool(self._events)
        while self._events:
            batch = [heappop(self._events) for _ in self._events[: self._pace.events]]
            try:
                await tell(self._ask, self.name, [what for _, _, what in batch])
            except BaseException:
                for one in batch:
                    heappush(self._events, one)
                raise
            self._stir()
        return anything

    async def _report_the_rest(self) -> None:
        deadline = _time() + self._pace.patience
        while self._events:
            try:
                await self._report()
            except Again as error:
                if _time() > deadline:
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
        is_new = unheard = not self._pbx_compared
        for pbx_call_id, action in await self._ask(RECONCILE, self.name, live, is_new):
            log.warning("compared", pbx_call=str(pbx_call_id), action=action)
            # Of what is lost to the customer the agent's side may be there.
            if action in ("hang up", "lost"):
                await self._send(Command("hangup", pbx_call_id))
            elif action == "adopted":
                await self._adopt(pbx_call_id)
            unheard = unheard or action == "lost"
            self._stir()
            self._awake.set()  # the cycle of this round did not know it
        if unheard:
            self._missed.begin(live)
        self._pbx_compared = True

    async def _adopt(self, pbx_call_id: str) -> None:
        try:
            await self._bridge.adopt(pbx_call_id)
        except (Disconnected, NotSent) as error:
            log.warning("not adopted", pbx_call=pbx_call_id, error=str(error))
            self._doubt()

    async def _watch(self) -> None:
        extensions = [one for (one,) in await self._ask(EXTENSIONS, self.name)]
        try:
            await self._bridge.watch(extensions)
        except Disconnected as error:
            log.warning("no PBX", error=str(error))
            self._doubt()

    async def _ask(self, query: str, *values: object) -> list[Any]:
        """Run a statement; what the database refuses for good is logged, and the rest goes on."""
        try:
            return await self._session.rows(query, *values)
        except psycopg.Error as error:
            said = " ".join(query.split())[:60]
            # Without the traceback: what is wrong is in the database.
            log.error("refused", sqlstate=error.sqlstate, error=str(error), statement=said)  # noqa: TRY400
            return []


def _time() -> float:
    return asyncio.get_running_loop().time()


async def _sleep(seconds: float, or_until: asyncio.Event) -> None:
    if seconds <= 0 or or_until.is_set():
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await or_until.wait()
