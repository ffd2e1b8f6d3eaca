"""LIST-5, PRED-1 to PRED-4: whole shifts in virtual time, with a runner, customers and agents."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from pgdialer.runner.pace import Pace
from pgdialer.runner.simulation.customers import Customers, Habits
from pgdialer.runner.simulation.floor import Seat
from pgdialer.runner.simulation.shift import play

from tests.conftest import Database
from tests.floor import Floor
from tests.runner.centre import START, WHY_OPEN, Book, Booked, all_over, centre, judge
from tests.runner.test_outages import Late, Shaky

# Here an answer waits for no round of the runner: two seconds of the customer's are the limit.
QUICK = Pace(look=20.0, rest=0.05, reconcile=20.0)


def ahead(
    database: Database, mode: str, agents: int, calls: int, **columns: object
) -> tuple[Floor, list[Seat]]:
    """Make a centre whose list dials by itself, at desks with open lines."""
    floor, seats = centre(database, agents, calls)
    floor.set("OutboundList", floor.list_id, DialingMode=mode, **columns)
    floor.rows("UPDATE Workplace SET LineMode = 'OpenLine' RETURNING 1")
    return floor, seats


@pytest.mark.parametrize("mode", ["Progressive", "Power", "Predictive"])
def test_a_shift_in_each_mode(database: Database, mode: str) -> None:
    """LIST-5: every call ends, each attempt is dialled once, nobody talks with two."""
    floor, seats = ahead(database, mode, 6, 50, LinesPerAgent=1.5, MinAgents=2)
    pbx = Booked()
    play(database.dsn, seats, START, all_over, bridges=[pbx], pace=QUICK)
    judge(floor, 50)
    pbx.book.judge(floor)
    phases = {one for (one,) in floor.rows("SELECT DISTINCT ToPhase::text FROM CallEvent")}
    assert {"AgentTalk"} <= phases
    assert ("PredictiveDial" in phases) == (mode != "Progressive")
    assert not floor.rows(
        "SELECT FROM CallEvent AS e INNER JOIN OutboundCall AS c USING (OutboundCallId)"
        " WHERE e.ToPhase = 'AgentOfferFirst' AND NOT EXISTS (SELECT FROM CallEvent AS p"
        # Who said nothing in time can still put the call back for later.
        " WHERE p.OutboundCallId = c.OutboundCallId AND p.Step < e.Step AND p.AgentId = e.AgentId"
        " AND p.ToResult IN ('ToContinue', 'NoResult'))"
    ), "only what an agent has promised is offered"
    told = floor.row("SELECT count(*) FILTER (WHERE Event = 'answered'), count(*) FROM PbxEvent")
    counted = floor.row("SELECT sum(Answered), sum(Ended) FROM PaceMinute")
    assert counted[0] == told[0]
    abandoned = floor.value("SELECT sum(Abandoned) FROM PaceMinute")
    assert abandoned == floor.value(
        "SELECT count(*) FROM CallEvent WHERE Data ->> 'cause' = 'abandoned'"
    )
    if mode == "Progressive":
        assert abandoned == 0


def test_a_runner_dies_with_fifty_calls_ringing(database: Database) -> None:
    """PRED-1, DIAL-5: each of them ends right, none is dialled twice, whoever takes over."""
    floor, seats = ahead(database, "Power", 12, 150, LinesPerAgent=12, AbandonLimit=100)
    book = Book()
    # The PBX goes on without its runner: the second one has the same.
    pbx = Booked(book=book)
    pbx._customers = Customers(1, Habits(answer_after=18.0, busy=0.0, network_failure=0.0))
    rang: list[str] = []

    async def die(at_work: Sequence[asyncio.Task[None]]) -> None:
        deadline = asyncio.get_running_loop().time() + 120
        while sum(not one.answered for one in pbx._channels.values()) < 50:
            assert asyncio.get_running_loop().time() < deadline, "never so many at once"
            await asyncio.sleep(0.2)
        rang.extend(pbx._channels)
        at_work[0].cancel()

    class Heir(Booked):
        """The same PBX, for the runner that is left."""

        def __init__(self) -> None:
            super().__init__(book=book)
            self._channels, self._lines, self._told = pbx._channels, pbx._lines, pbx._told
            self._unheard = pbx._unheard

    play(database.dsn, seats, START, all_over, bridges=[pbx, Heir()], incident=die, pace=QUICK)
    assert len(rang) >= 50
    judge(floor, 150)
    book.judge(floor)
    ends = floor.rows(
        "SELECT PbxCallId, count(*) FROM PbxEvent WHERE ends_channel(Event)"
        " AND PbxCallId = ANY (%s) GROUP BY PbxCallId", rang,
    )  # fmt: skip
    assert len(ends) >= 45


@pytest.mark.parametrize("pbx", [Shaky, Late])
def test_whatever_the_pbx_does_nothing_is_dialled_for_nobody(
    database: Database, pbx: type[Shaky] | type[Late]
) -> None:
    """PRED-1: it goes away, loses commands, tells late and twice: with no agent ready nothing is dialled."""
    floor, seats = ahead(database, "Power", 6, 40, LinesPerAgent=2, AbandonLimit=100)
    exchange = pbx()
    play(database.dsn, seats, START, all_over, bridges=[exchange], pace=QUICK)
    assert floor.rows(WHY_OPEN) == []
    assert floor.broken() == []
    exchange.book.judge(floor)
    ((decisions, blind),) = floor.rows(
        "SELECT count(*), count(*) FILTER (WHERE (Inputs ->> 'ready')::integer = 0)"
        " FROM PacingDecision WHERE Dialled > 0"
    )
    assert decisions > 5
    assert blind == 0
