"""The runner: carries commands from the database to the PBX and events back.

It decides nothing and remembers nothing that the database does not know, except events that the
database has not taken yet. Kill it at any moment: the next one goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from .bridges import Bridge, Command, Disconnected, NotSent
from .carrier import Carrier
from .errors import UserError
from .pace import Allowance, Pace, Timer, keep_at, sleep
from .recordings import Deletions, Missed
from .session import Again, Session

log = structlog.get_logger()

CYCLE = """
    SELECT ran, offered,
        expired + opened + closed + retried + pauses_ended + rules_applied + dialled,
        extract(epoch FROM next_run - clock())::float8
    FROM run_cycle()
"""
BEAT = "SELECT beat(%s, %s::float8, %s)"
RECONCILE = "SELECT * FROM reconcile_pbx(%s, %s, %s)"
EXTENSIONS = "SELECT * FROM watched_extensions(runner_pbx(%s))"


class Runner:
    """One runner: a PBX, a name that no other live runner has, and two connections.

    The one is for what is done by the clock, the cycle above all. The other (beside) is the
    carrier's; it may be the same where nobody waits, as in virtual time.
    """

    def __init__(
        self,
        session: Session,
        bridge: Bridge,
        name: str,
        pace: Pace | None = None,
        stir: Callable[[], None] = lambda: None,
        beside: Session | None = None,
    ) -> None:
        self.name = name
        self.cycle_time = 0.0  # seconds that the last cycle took
        self._longest_cycle: float | None = None  # since the last sign of life
        self._session = session
        self._beside = beside or session
        self._bridge = bridge
        bridge.join(name)
        self._pace = pace = pace or Pace()
        self._stir = stir  # called when something changed
        self._awake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._to_compare = Timer(pace.reconcile)
        self._to_beat = Timer(pace.beat)
        self._to_watch = Timer(pace.watch)
        self._to_cycle = Timer()
        self._cycles = Allowance(pace.cycles, pace.saved)
        self._cycle_failed = False
        self._carrier = Carrier(self._beside, bridge, name, pace, self._happened, self._doubted)
        self._deletions = Deletions(bridge, session.ask, name, pace)
        self._missed = Missed(bridge, session.ask, self._carrier.put, pace)

    def wake(self) -> None:
        """Have the runner look at once."""
        self._awake.set()
        self._carrier.wake()

    def stop(self) -> None:
        """Have the runner dial nothing more, report what is to be reported, and end run()."""
        self._stopping.set()
        self.wake()

    async def run(self) -> None:
        """Go round until stop() is called; raise UserError if events could not be reported then."""
        collecting = asyncio.create_task(self._collect())
        carrying = asyncio.create_task(self._carrier.run(self._stopping))
        log.info("runner started", runner=self.name)

        async def go_round() -> None:
            for one in (collecting, carrying):
                if one.done():
                    one.result()  # raises what is wrong
            wait = await self._round()
            await sleep(self._pace.rest, self._stopping)
            await sleep(wait - self._pace.rest, self._awake)

        try:
            await keep_at(go_round, self._stopping, self._pace.back_off, self._failed)
            await carrying
            await self._bridge.close()
            await asyncio.wait([collecting], timeout=self._pace.patience)
            await self._report_the_rest()
        finally:
            for one in (collecting, carrying, self._deletions, self._missed):
                one.cancel()
            await asyncio.gather(collecting, carrying, return_exceptions=True)
            await self._session.close()
            await self._beside.close()
        log.info("runner stopped", runner=self.name)

    async def _round(self) -> float:
        """Do what is due, and return after how many seconds to look again at the latest."""
        self._awake.clear()
        # First what somebody may be waiting for; what is done by the clock alone can follow, unless
        # the cycle was what failed the last time: others must not take this runner for dead.
        if self._cycle_failed:
            await self._keep_house()
        self._cycle_failed = True
        wait = await self._cycle()
        self._cycle_failed = False
        await self._keep_house()
        return wait

    async def _keep_house(self) -> None:
        if self._to_compare.is_due():
            await self._compare()
        if self._carrier.compared and self._to_watch.is_due():
            await self._watch()
        if self._to_beat.is_due():
            longest, self._longest_cycle = self._longest_cycle, None
            await self._session.ask(BEAT, self.name, longest, self._carrier.compared)
        await self._deletions.go_on()
        if self._carrier.compared:
            await self._missed.go_on()

    async def _cycle(self) -> float:
        """Run the cycle if it is time to, and return after how many seconds to look again."""
        left = max(self._to_cycle.left(), self._cycles.left())
        if left > 0:
            return left
        began = _time()
        rows = await self._session.ask(CYCLE)
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
        self._carrier.wake()  # whatever it did, there may be something to be sent
        if wait is None:
            return self._pace.look
        return min(max(float(wait), 10 * took), self._pace.look)

    async def _collect(self) -> None:
        while not self._stopping.is_set():
            try:
                async for event in self._bridge.events():
                    self._carrier.put(event)
            except Disconnected as error:
                log.warning("no PBX", error=str(error))
                self._carrier.doubt()
                await sleep(self._pace.back_off / 5, self._stopping)
            else:
                return  # closed

    def _happened(self) -> None:
        """Something was reported: the cycle may have something to do."""
        self._stir()
        self._awake.set()

    def _doubted(self) -> None:
        self._to_compare.at_once()
        self._to_watch.at_once()

    def _failed(self, error: Again) -> None:
        log.warning("no database", error=str(error), events_waiting=self._carrier.waiting)
        self._to_compare.at_once()

    async def _report_the_rest(self) -> None:
        deadline = _time() + self._pace.patience
        while waiting := self._carrier.waiting:
            try:
                await self._carrier.report()
            except Again as error:
                if _time() > deadline:
                    raise UserError(
                        f"{waiting} events of the PBX could not be reported: {error}"
                    ) from error
                await asyncio.sleep(0.5)

    async def _compare(self) -> None:
        """Compare the channels there are with the calls in progress (DIAL-5)."""
        async with self._carrier.quiet():
            try:
                live = list(await self._bridge.live())
            except Disconnected as error:
                log.warning("no PBX", error=str(error))
                self._carrier.doubt()
                return
            # What ended before the list was made is told first, or it would count as lost.
            await self._carrier.report()
            is_new = unheard = not self._carrier.compared
            for pbx_call_id, action in await self._session.ask(RECONCILE, self.name, live, is_new):
                log.warning("compared", pbx_call=str(pbx_call_id), action=action)
                # Of what is lost to the customer the agent's side may be there.
                if action in ("hang up", "lost"):
                    await self._carrier.send(Command("hangup", pbx_call_id))
                elif action == "adopted":
                    await self._adopt(pbx_call_id)
                unheard = unheard or action == "lost"
                self._happened()  # the cycle of this round did not know it
        if unheard:
            self._missed.begin(live)
        self._carrier.compared = True
        self._carrier.wake()

    async def _adopt(self, pbx_call_id: str) -> None:
        try:
            await self._bridge.adopt(pbx_call_id)
        except (Disconnected, NotSent) as error:
            log.warning("not adopted", pbx_call=pbx_call_id, error=str(error))
            self._carrier.doubt()

    async def _watch(self) -> None:
        extensions = [one for (one,) in await self._session.ask(EXTENSIONS, self.name)]
        try:
            await self._bridge.watch(extensions)
        except Disconnected as error:
            log.warning("no PBX", error=str(error))
            self._carrier.doubt()


def _time() -> float:
    return asyncio.get_running_loop().time()
