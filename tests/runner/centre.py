"""A small call centre: a list, its calls, seats for agents, and a PBX that keeps a book."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pgdialer.runner.bridges import Command, Event
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.session import Session
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.floor import Seat

from tests.conftest import Database
from tests.floor import Floor

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OPEN = """
    SELECT count(*) FROM OutboundCall
    WHERE CallResult IN ('Active', 'Scheduled', 'Prepared', 'Paused') OR RetryTime IS NOT NULL
"""
WHY_OPEN = """
    SELECT c.OutboundCallId, c.CallPhase::text, c.CallResult::text, c.RetryTime, c.PbxCallId, c.Trial,
        k.TakenBy, k.TakenTime, k.VoidTime, e.Event::text, e.HappenedAt
    FROM OutboundCall AS c
    LEFT JOIN PbxCommand AS k ON k.PbxCallId = c.PbxCallId AND k.Command = 'originate'
    LEFT JOIN PbxEvent AS e ON e.PbxCallId = c.PbxCallId
    WHERE c.CallResult IN ('Active', 'Scheduled', 'Prepared', 'Paused') OR c.RetryTime IS NOT NULL
"""


async def all_over(session: Session) -> bool:
    """Whether every call is final, or the shift has lasted a day."""
    (left,) = await session.row(OPEN)
    (late,) = await session.row("SELECT clock() > %s", START + timedelta(hours=24))
    return left == 0 or late


def centre(
    database: Database,
    agents: int = 8,
    calls: int = 40,
    *,
    at: datetime | None = START,
    delay: int = 600,
    pause: int = 20,
) -> tuple[Floor, list[Seat]]:
    """Make a list with retry rules, its calls, and seats for agents who are not logged in yet."""
    floor = Floor(database.connect(), at=at)
    floor.set("Project", floor.project_id, PostCallPause=pause)
    floor.set("OutboundList", floor.list_id, MaxTrials=3)
    for result in ("Busy", "NoAnswer", "Failed"):
        floor.add("RetryRule", CallResult=result, Delay=delay)
    seats = []
    for number in range(agents):
        agent = floor.agent(status=None, Login=f"agent{number}")
        seats.append(Seat(agent, floor.workplace(), f"agent{number}"))
    floor.calls(calls)
    return floor, seats


def outcome(floor: Floor) -> dict[str, int]:
    """Count the calls by status."""
    return dict(floor.rows("SELECT CallResult::text, count(*) FROM OutboundCall GROUP BY 1"))


def judge(floor: Floor, calls: int = 40) -> None:
    """Every call is final, in a way that the PBX or an agent gave; no invariant is broken."""
    assert floor.rows(WHY_OPEN) == []
    done = outcome(floor)
    assert sum(done.values()) == calls
    assert done.get("Completed", 0) > calls / 10
    assert floor.broken() == []


@dataclass
class Book:
    """What PBXs were told and what they said; several may share one."""

    up: dict[str, str] = field(default_factory=dict)  # number by channel
    originated: list[str] = field(default_factory=list)
    twice_at_once: list[str] = field(default_factory=list)
    said: list[Event] = field(default_factory=list)

    def judge(self, floor: Floor) -> None:
        """Each attempt was dialled once, no number twice at once, and the calls count them all."""
        assert len(self.originated) == len(set(self.originated))
        assert self.twice_at_once == []
        taken = floor.rows(
            "SELECT PbxCallId FROM PbxCommand WHERE Command = 'originate' AND TakenTime IS NOT NULL"
        )
        assert set(self.originated) <= {one for (one,) in taken}


class Booked(Simulated):
    """A simulated PBX that keeps a book."""

    def __init__(self, seed: int = 1, speed: float = 1.0, book: Book | None = None) -> None:
        super().__init__(Customers(seed), speed)
        self.book = book or Book()

    async def send(self, command: Command) -> None:
        """Write it down, and do it."""
        if command.command == "originate":
            self.book.originated.append(command.pbx_call_id)
            if command.number in self.book.up.values():
                self.book.twice_at_once.append(command.number)
            self.book.up[command.pbx_call_id] = command.number
        await super().send(command)

    def _say(self, event: Event) -> None:
        self.book.said.append(event)
        if event.ends:
            self.book.up.pop(event.pbx_call_id, None)
        super()._say(event)
