"""What the floor looks like just now, in numbers and as a picture in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..session import Session

AGENTS = """
    SELECT a.DisplayName, s.DisplayName, s.Color,
        extract(epoch FROM clock() - a.StatusSince)::integer, c.CallPhase::text, c.Number
    FROM Agent AS a
    INNER JOIN AgentStatus AS s ON s.AgentStatusId = a.AgentStatusId
    LEFT JOIN OutboundCall AS c ON c.AgentId = a.AgentId AND c.CallResult = 'Active'
        AND c.CallPhase IN (
            'AgentOfferFirst', 'AgentOfferNext', 'AgentPreCall', 'AgentDialing', 'AgentTalk',
            'AgentRing')
    WHERE a.AgentId = ANY (%s)
    ORDER BY a.DisplayName
"""
CALLS = """
    SELECT p.CallResult::text, p.CallPhase::text, sum(p.Calls)::bigint
    FROM unnest(%s::uuid []) AS u (OutboundListId)
    CROSS JOIN LATERAL list_progress(u.OutboundListId) AS p
    GROUP BY p.CallResult, p.CallPhase
"""
# A minute's history, and no more of it than can be read at once.
LAST_MINUTE = """
    SELECT clock(),
        count(*) FILTER (WHERE e.EventType = 'offered'),
        count(*) FILTER (WHERE e.EventType = 'dialled'),
        count(*) FILTER (WHERE e.EventType = 'answered')
    FROM CallEvent AS e
    WHERE e.CallEventId > (SELECT max(m.CallEventId) - 20000 FROM CallEvent AS m)
        AND e.EventTime > clock() - interval '1 minute'
"""
UNFINISHED = """
    SELECT count(*), next_moment()
    FROM OutboundCall AS c
    WHERE c.OutboundListId = ANY (%s)
        AND (c.CallResult IN ('Active', 'Scheduled', 'Prepared', 'Paused')
            OR c.RetryTime IS NOT NULL)
"""

WAITING = ("Scheduled", "Prepared", "Paused")
# Words for the terminal, shorter than the phases.
PHASES = {
    "AgentOfferFirst": "offered",
    "AgentOfferNext": "offered again",
    "AgentPreCall": "reads",
    "AgentDialing": "dials",
    "AgentTalk": "talks",
}


@dataclass(frozen=True)
class Scene:
    """Everything one look at the database shows."""

    moment: datetime
    agents: Sequence[tuple[Any, ...]]
    calls: Sequence[tuple[str, str, int]]
    unfinished: int
    next_moment: datetime | None
    offers: int
    dials: int
    answers: int
    cycle: float

    @property
    def waiting(self) -> int:
        """Calls in a queue."""
        return sum(many for result, _, many in self.calls if result in WAITING)

    @property
    def active(self) -> int:
        """Calls in progress."""
        return sum(many for result, _, many in self.calls if result == "Active")

    @property
    def over(self) -> dict[str, int]:
        """Calls that are over, by status, the most frequent first."""
        counted: dict[str, int] = {}
        for result, _, many in self.calls:
            if result not in (*WAITING, "Active"):
                counted[result] = counted.get(result, 0) + many
        return dict(sorted(counted.items(), key=lambda item: -item[1]))

    def line(self) -> str:
        """Say it in a line."""
        over = ", ".join(f"{result} {many}" for result, many in self.over.items())
        idle = self.waiting and not self.active and self.next_moment
        return (
            f"{self.moment:%H:%M:%S}  waiting {self.waiting}, in progress {self.active}, "
            f"over {sum(self.over.values())} ({over or 'none yet'}); last minute: "
            f"{self.offers} offers, {self.dials} dialled, {self.answers} answered; "
            f"cycle {1000 * self.cycle:.0f} ms"
            + (f"; nothing is due before {self.next_moment:%d.%m. %H:%M:%S}" if idle else "")
        )

    def picture(self) -> RenderableType:
        """Draw it."""
        agents = Table("Agent", "Status", "for", "Call", title="Agents", title_justify="left")
        for name, status, color, seconds, phase, number in self.agents:
            since = f"{seconds // 60}:{seconds % 60:02}"
            call = Text(f"{PHASES.get(phase, phase)} {number}") if phase else Text("")
            agents.add_row(name, Text(status, color or ""), since, call)
        phases = Table("Phase", "Status", "Calls", title="Calls", title_justify="left")
        for result, phase, many in sorted(self.calls, key=lambda row: -row[2]):
            phases.add_row(phase, result, Text(str(many), justify="right"))
        return Group(Columns([agents, phases]), Text(self.line()))


async def look(
    session: Session, agents: Sequence[UUID], lists: Sequence[UUID], cycle: float
) -> Scene:
    """Look at the database."""
    people = await session.rows(AGENTS, list(agents))
    calls = await session.rows(CALLS, list(lists))
    unfinished, next_moment = await session.row(UNFINISHED, list(lists))
    moment, offers, dials, answers = await session.row(LAST_MINUTE)
    return Scene(moment, people, calls, unfinished, next_moment, offers, dials, answers, cycle)
