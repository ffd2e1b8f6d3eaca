"""A queue that loses calls, on a floor: what is lost goes into the floor's list."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg

from tests.floor import Floor

CALLER = "+420724123456"


class Queue(Floor):
    """A floor with a queue transition for any project."""

    def __init__(
        self, conn: psycopg.Connection[Any], at: str | None = "2026-11-24 10:00+01"
    ) -> None:
        super().__init__(conn, at)
        self.transition: UUID = self.add("QueueTransition", OutboundListId=self.list_id)

    def inbound(self, number: str | None = CALLER, **columns: Any) -> int:
        """Write down a call that came in."""
        columns.setdefault("ProjectId", self.project_id)
        key: int = self.add("InboundCall", Number=number, **columns)
        return key

    def lose(self, number: str | None = CALLER, **columns: Any) -> int:
        """Lose a call, and return its callback."""
        made: int = self.do("lost_shift", self.inbound(number, **columns))
        return made

    def said(self, inbound: int, *columns: str) -> Any:
        """Return columns of an inbound call; outcome, callback and problem when none is named."""
        return self.look(
            "InboundCall", inbound, *(columns or ("Outcome", "OutboundCallId", "Problem"))
        )

    def callbacks(self) -> int:
        """Count the calls of all lists."""
        return int(self.value("SELECT count(*) FROM OutboundCall"))
