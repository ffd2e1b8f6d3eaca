"""A PBX that is out of order, a PBX that goes away, a runner that dies: nothing is dialled twice (DIAL-2, DIAL-5)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import timedelta

from pgdialer.runner.bridges import Command, Disconnected, Event, NotSent
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.simulation.chance import dice
from pgdialer.runner.simulation.shift import play
from pgdialer.runner.simulation.virtual import now

from tests.conftest import Database
from tests.floor import Floor
from tests.runner.centre import START, Book, Booked, all_over, centre, judge


def unknown_rest(floor: Floor) -> int:
    """Whatever ended with an unknown cause was the call's last attempt; return how many did."""
    rows = floor.rows(
        "SELECT CallResult::text, RetryTime FROM OutboundCall WHERE Cause = 'unknown'"
    )
    assert set(rows) <= {("Failed", None)}
    again = floor.rows("""
        SELECT OutboundCallId FROM CallEvent AS e
        WHERE Data ->> 'cause' = 'unknown' AND ToResult = 'Failed' AND EXISTS (
            SELECT FROM CallEvent AS f WHERE f.OutboundCallId = e.OutboundCallId AND f.Step > e.Step)
    """)
    assert again == []
    return len(rows)


class Late(Booked):
    """Says everything some time later, so out of order, and some of it twice."""

    def __init__(self) -> None:
        super().__init__()
        self.on_the_way: set[str] = set()  # ends that are not told yet

    async def live(self) -> Collection[str]:
        return {*await super().live(), *self.on_the_way}

    async def events(self) -> AsyncIterator[Event]:
        arrived: asyncio.Queue[Event | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        chance = dice("late")

        async def carry() -> None:
            async for event in Simulated.events(self):
                if event.ends:
                    self.on_the_way.add(event.pbx_call_id)
                for _ in range(chance.choice((1, 1, 2))):
                    loop.call_later(chance.uniform(0, 40), arrived.put_nowait, event)
            loop.call_later(41, arrived.put_nowait, None)

        carrying = asyncio.create_task(carry())
        while event := await arrived.get():
            if event.ends:
                self.on_the_way.discard(event.pbx_call_id)
            yield event
        await carrying


def test_events_out_of_order_do_no_harm(database: Database) -> None:
    """DIAL-2: late, in any order, twice: each takes effect at most once, every call ends well."""
    floor, seats = centre(database)
    pbx = Late()
    play(database.dsn, seats, START, all_over, bridges=[pbx])
    judge(floor)
    pbx.book.judge(floor)
    unknown_rest(floor)
    assert floor.value(
        "SELECT count(*) FROM PbxEvent WHERE ReportedTime > HappenedAt + interval '9 s'"
    )


class Shaky(Booked):
    """Loses its connection every now and then, and cannot be reached for a while after that."""

    def __init__(self) -> None:
        super().__init__()
        self.away_until = START
        self.lost_commands = self.unsent = self.outages = 0

    def _is_away(self) -> bool:
        return now() < self.away_until

    async def send(self, command: Command) -> None:
        serial = command.pbx_command_id
        if self._is_away() or (command.command == "originate" and serial % 7 == 0):
            self.unsent += 1
            raise NotSent("no line free")
        if serial % 11 == 0:
            self.lost_commands += 1
            if serial % 2 == 0:
                await super().send(command)
            raise Disconnected("in the middle of a command")
        await super().send(command)

    async def events(self) -> AsyncIterator[Event]:
        if self._is_away():
            raise Disconnected("still away")
        until = now() + timedelta(minutes=4)
        async for event in super().events():
            yield event
            if now() > until:
                self.outages += 1
                self.away_until = now() + timedelta(seconds=25)
                raise Disconnected("gone")

    async def live(self) -> Collection[str]:
        if self._is_away():
            raise Disconnected("still away")
        return await super().live()


def test_a_pbx_that_goes_away(database: Database) -> None:
    """DIAL-5: what was surely not sent fails and is tried again; what nobody knows rests; all calls end."""
    floor, seats = centre(database)
    pbx = Shaky()
    play(database.dsn, seats, START, all_over, bridges=[pbx])
    assert pbx.outages and pbx.unsent and pbx.lost_commands
    judge(floor)
    pbx.book.judge(floor)
    assert unknown_rest(floor) > 0
    assert floor.value(
        "SELECT count(*) FROM CallEvent WHERE Data ->> 'cause' = 'not sent: no line free'"
    )


def test_another_runner_takes_over(database: Database) -> None:
    """DIAL-5: a runner dies in the middle of its calls; the other settles them, and no number is dialled again."""
    floor, seats = centre(database)
    book = Book()
    first = Booked(book=book)

    async def die(at_work: Sequence[asyncio.Task[None]]) -> None:
        while not any(channel.answered for channel in first._channels.values()):
            await asyncio.sleep(1)
        at_work[0].cancel()

    play(
        database.dsn, seats, START, all_over,
        bridges=[first, Booked(book=book)], incident=die,
    )  # fmt: skip
    judge(floor)
    book.judge(floor)
    assert unknown_rest(floor) > 0
