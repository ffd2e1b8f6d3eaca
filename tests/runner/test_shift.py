"""A shift in virtual time: runner, simulated PBX and floor against the database (DIAL-1 to DIAL-5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import timedelta
from typing import Self

import psycopg
from pgdialer.runner.bridges import Bridge, Command, Event
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.shift import play

from tests.conftest import Database, Server
from tests.runner.centre import START, Book, Booked, all_over, centre, judge

HISTORY = """
    SELECT md5(string_agg(concat_ws('|', OutboundCallId, Step, EventTime, EventType, ToPhase, ToResult,
        AgentId, Actor, Data - 'pbx_call'), ',' ORDER BY OutboundCallId, Step))
    FROM CallEvent
"""


def test_a_shift_ends_with_every_call_final(database: Database) -> None:
    """DIAL-1, DIAL-3, RES-5: offers, previews, attempts, results, retries, until nothing is left to do."""
    floor, seats = centre(database)
    pbx = Booked()
    end = play(database.dsn, seats, START, all_over, bridges=[pbx])
    assert timedelta(minutes=5) < end - START < timedelta(hours=24)
    judge(floor)
    pbx.book.judge(floor)
    # Everything the PBX said has arrived, once, with its own time.
    said = {(e.pbx_call_id, e.event, e.cause, e.happened_at) for e in pbx.book.said}
    known = floor.rows("SELECT PbxCallId, Event::text, Cause, HappenedAt FROM PbxEvent")
    assert set(known) == said
    assert len(known) == len(pbx.book.said)
    happened = {what for (what,) in floor.rows("SELECT DISTINCT EventType FROM CallEvent")}
    assert happened >= {
        "created", "offered", "missed", "accepted", "dialled", "answered", "not reached", "ended",
        "result", "enqueued",
    }  # fmt: skip


def test_two_runners_share_a_shift(database: Database) -> None:
    """DIAL-2, DIST-1: each command goes to one of them, and both work."""
    floor, seats = centre(database)
    book = Book()
    play(database.dsn, seats, START, all_over, bridges=[Booked(book=book), Booked(book=book)])
    judge(floor)
    book.judge(floor)
    takers = floor.rows("SELECT DISTINCT TakenBy FROM PbxCommand WHERE Command = 'originate'")
    assert {taker for (taker,) in takers} == {"shift-1", "shift-2"}


def test_a_seed_gives_the_same_shift_again(server: Server, database: Database) -> None:
    """DIAL-1: in virtual time the same seed gives the same history, to the microsecond."""
    floor, seats = centre(database, calls=12)
    name = floor.conn.info.dbname
    floor.conn.close()
    histories = []
    for seed in (5, 5, 6):
        with server.janitor(f"{server.name}_again", name) as again:
            dsn = server.dsn(again.dbname)
            play(dsn, seats, START, all_over, seed=seed)
            with psycopg.connect(dsn) as conn:
                histories += conn.execute(HISTORY).fetchall()
    assert histories[0] == histories[1] != histories[2]


class Careless(Bridge):
    """A PBX that says everything twice, loses some of it, and now and then forgets a channel."""

    def __init__(self) -> None:
        self.inner = Simulated(Customers(3))
        self.told = 0
        self.forgotten: set[str] = set()

    @classmethod
    def configured(cls, options: Mapping[str, str]) -> Self:
        assert not options
        return cls()

    async def send(self, command: Command) -> None:
        await self.inner.send(command)

    async def events(self) -> AsyncIterator[Event]:
        async for event in self.inner.events():
            self.told += 1
            if self.told % 13 == 0 and event.ends:
                self.forgotten.add(event.pbx_call_id)
                continue
            yield event
            yield event

    async def live(self) -> Collection[str]:
        return set(await self.inner.live()) - self.forgotten

    async def close(self) -> None:
        await self.inner.close()


def test_a_careless_pbx_does_no_harm(database: Database) -> None:
    """DIAL-2, DIAL-5: what is said twice counts once; a channel that vanished is Failed, cause unknown, and rests."""
    floor, seats = centre(database)
    bridge = Careless()
    play(database.dsn, seats, START, all_over, bridges=[bridge])
    judge(floor)
    assert bridge.forgotten
    unknown = floor.rows(
        "SELECT CallResult::text, RetryTime FROM OutboundCall WHERE Cause = 'unknown'"
    )
    assert unknown
    assert set(unknown) == {("Failed", None)}
