"""What the PBX says goes to the database, and what is to be done about it comes back.

On a connection of its own, so that nobody who has just answered waits for a cycle.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from weakref import WeakValueDictionary

import structlog
from psycopg.rows import class_row

from .bridges import Bridge, Command, Disconnected, Event, NotDone, NotSent, Report
from .pace import Allowance, Pace, Timer, keep_at, sleep
from .reports import tell
from .session import Again, Session
from .simulation.virtual import now

log = structlog.get_logger()

TAKE = "SELECT * FROM take_pbx_commands(%s, %s)"
NEXT = "SELECT next_pbx_command(%s)"
FIRST = ("open_line", "originate")
UNDONE = ("connect", "consult", "transfer", "mute", "send_keys")  # and somebody is to know


class Carrier:
    """Carries events and commands, and keeps none but those that the database has not taken yet."""

    def __init__(
        self,
        session: Session,
        bridge: Bridge,
        name: str,
        pace: Pace,
        stir: Callable[[], None],
        doubted: Callable[[], None],
    ) -> None:
        self.compared = False  # the PBX's channels, since it was last in doubt what they are
        self._session = session
        self._bridge = bridge
        self._name = name
        self._pace = pace
        self._stir = stir
        self._doubted = doubted
        self._events: list[tuple[datetime, int, Report]] = []
        self._order = count()
        self._awake = asyncio.Event()
        self._rest = Timer()
        self._looks = Allowance(pace.looks, pace.saved)
        self._telling = asyncio.Lock()
        self._taking = asyncio.Lock()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._sending: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """Events that the database has not taken yet."""
        return len(self._events)

    def wake(self) -> None:
        """Have it look for commands at once."""
        self._awake.set()

    def put(self, event: Report) -> None:
        """Have an event reported: at once, or with those that come in the moment after the last."""
        if not self._events:
            loop = asyncio.get_running_loop()
            loop.call_later(max(0.0, self._rest.left()), self._awake.set)
        heappush(self._events, (event.happened_at, next(self._order), event))

    def doubt(self) -> None:
        """Send nothing more to the PBX before its channels have been compared."""
        self.compared = False
        self._doubted()

    async def run(self, stopping: asyncio.Event) -> None:
        """Carry until told to stop."""
        try:
            await keep_at(self._look, stopping, self._pace.back_off, self._failed)
            await asyncio.gather(*self._sending)
        finally:
            for one in self._sending:
                one.cancel()

    async def report(self) -> bool:
        """Report what has happened, the oldest first; return whether anything has."""
        async with self._telling:
            anything = bool(self._events)
            while self._events:
                batch = [heappop(self._events) for _ in self._events[: self._pace.events]]
                try:
                    await tell(self._session.ask, self._name, [what for _, _, what in batch])
                except BaseException:
                    for one in batch:
                        heappush(self._events, one)
                    raise
                self._stir()
            return anything

    async def carry(self) -> None:
        """Take what is to be done, and have it sent: the commands of one attempt in their order.

        Nothing while it is in doubt what the PBX has.
        """
        async with self._taking:
            # Asked here: while it waited for the lock the PBX may have gone.
            while self.compared and (free := self._pace.commands - len(self._sending)):
                commands = await self._session.rows(TAKE, self._name, free, as_=class_row(Command))
                # They are taken, for good, before the first is sent: nothing is ever sent twice.
                for one in commands:
                    sending = asyncio.create_task(self._send_in_turn(one))
                    self._sending.add(sending)
                    sending.add_done_callback(self._sent)
                if len(commands) < free:
                    return

    @asynccontextmanager
    async def quiet(self) -> AsyncIterator[None]:
        """Nothing is sent meanwhile, and what was taken before has been sent."""
        async with self._taking:
            await asyncio.gather(*self._sending)
            yield

    async def send(self, command: Command) -> None:
        """Send a command; what becomes of it is reported, if somebody waits to hear that."""
        said = log.bind(call=command.outbound_call_id, pbx_call=str(command.pbx_call_id))
        try:
            await self._bridge.send(command)
            said.info(command.command, number=command.number)
        except NotSent as error:
            said.warning("not sent", command=command.command, error=str(error))
            if command.command in FIRST:
                self.put(Event(command.pbx_call_id, "failed", now(), f"not sent: {error}"))
            elif command.command in UNDONE:
                self.put(NotDone(command.pbx_command_id, str(error), now()))
        except Disconnected as error:
            said.warning("sent perhaps", command=command.command, error=str(error))
            self.doubt()

    async def _send_in_turn(self, command: Command) -> None:
        """No hold may overtake a resume."""
        turn = self._turns.setdefault(command.pbx_call_id, asyncio.Lock())
        async with turn:
            await self.send(command)

    def _sent(self, sending: asyncio.Task[None]) -> None:
        failed = not sending.cancelled() and sending.exception()
        if failed or len(self._sending) == self._pace.commands:  # others were left
            self._awake.set()
        if not failed:
            self._sending.discard(sending)

    async def _look(self) -> None:
        self._awake.clear()
        for one in self._sending:
            if one.done():
                one.result()  # raises what is wrong with the bridge
        began = asyncio.get_running_loop().time()
        wait = self._looks.left()
        if is_told := await self.report():
            self._rest.leave(self._pace.rest)
        elif wait > 0:  # hints without end
            await sleep(wait, self._awake)
            return
        wait = self._pace.look
        if self.compared:
            await self.carry()
            for (seconds,) in await self._session.ask(NEXT, self._name):
                wait = wait if seconds is None else seconds
        if not is_told:
            self._looks.spend(asyncio.get_running_loop().time() - began)
        await sleep(wait, self._awake)

    def _failed(self, error: Again) -> None:
        log.warning("no database", error=str(error), events_waiting=self.waiting)
        self._doubted()
