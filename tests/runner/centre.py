"""A small call centre for tests: a list, a team, a PBX that keeps a book, and questions about both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from pgdialer.runner.bridges import Command, Event
from pgdialer.runner.bridges.simulated import Simulated
from pgdialer.runner.demo.sample import Sample
from pgdialer.runner.session import Session
from pgdialer.runner.simulation.chance import dice
from pgdialer.runner.simulation.customers import Customers
from pgdialer.runner.simulation.floor import Seat

START = datetime(2026, 11, 24, 9, tzinfo=UTC)

UNFINISHED = """
    SELECT count(*) FROM OutboundCall
    WHERE CallResult IN ('Active', 'Scheduled', 'Prepared', 'Paused') OR RetryTime IS NOT NULL
"""


@dataclass
class Book:
    """What lines were up, over all PBXs that share it."""

    up: dict[UUID, str] = field(default_factory=dict)
    originated: list[UUID] = field(default_factory=list)
    twice_at_once: list[str] = field(default_factory=list)
    said: list[Event] = field(default_factory=list)


class Booked(Simulated):
    """A simulated PBX that keeps a book."""

    def __init__(self, seed: int = 1, speed: float = 1.0, book: Book | None = None) -> None:
        super().__init__(Customers(seed), speed)
        self.book = book or Book()

    async def send(self, command: Command) -> None:
        if command.command == "originate":
            self.book.originated.append(command.pbx_call_id)
            if command.number in self.book.up.values():
                self.book.twice_at_once.append(command.number)
            self.book.up[command.pbx_call_id] = command.number
        await super().send(command)

    def _tell(self, channel: Any, event: Any, cause: str | None = None) -> None:
        super()._tell(channel, event, cause)
        self.book.said.append(Event(channel.pbx_call_id, event, self._moments[-1], cause))
        if self.book.said[-1].ends:
            self.book.up.pop(channel.pbx_call_id, None)
