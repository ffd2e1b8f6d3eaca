"""The pacing that is measured: the database's function pace(), and nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Cursor
from psycopg.rows import tuple_row

from ...runner.database import Connection
from .centre import LEAST, Centre
from .methods import AGENT_FIRST

PACE = """
    SELECT starts, agent_first
    FROM pace(
        mode => %(mode)s::DialingMode, lines_per_agent => %(lines)s, min_agents => %(least)s,
        ready => %(ready)s, busy_ages => %(busy)s, ringing_ages => %(ringing)s,
        waiting => %(waiting)s, ended => %(ended)s, answered => %(answered)s,
        answer_times => %(answer_times)s, handle_times => %(handle_times)s,
        ring_time => %(ring_time)s, abandon_limit => %(limit)s,
        answered_day => %(live)s, abandoned_day => %(lost)s,
        answered_month => %(live)s, abandoned_month => %(lost)s)
"""
ANEW = 15.0  # seconds between two looks at the times


@dataclass(frozen=True)
class List:
    """What a list says of its pacing."""

    mode: str = "Predictive"
    lines_per_agent: float = 5.0
    min_agents: int = 5


class Times:
    """Quantiles of the newest times, taken anew now and then, as the engine does."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self.answer: list[float] | None = None
        self.handle: list[float] | None = None

    def look(self) -> None:
        """Take them anew if it is time."""
        if self._centre.now % ANEW == 0.0:
            self.answer = deciles(self._centre.answer_times)
            self.handle = deciles(self._centre.handle_times)


def deciles(times: Sequence[float]) -> list[float] | None:
    """Return quantiles 0, 0.1, ..., 1 as percentile_cont does; None of too few."""
    if len(times) < LEAST:
        return None
    ordered = sorted(times)
    found = []
    for tenth in range(11):
        below, rest = divmod(tenth * (len(ordered) - 1), 10)
        above = min(below + 1, len(ordered) - 1)
        found.append(ordered[below] + rest / 10.0 * (ordered[above] - ordered[below]))
    return found


class Pace:
    """Asks for several runs at once, so that they share the way to the database."""

    def __init__(self, conn: Connection, centres: Sequence[Centre], said: List) -> None:
        self._conn = conn
        self._said = said
        self._times = {id(centre): Times(centre) for centre in centres}

    def decide(self, centres: Sequence[Centre]) -> list[int]:
        """Return for each centre how many calls to start, or AGENT_FIRST."""
        cursors: list[Cursor[tuple[Any, ...]] | None] = []
        with self._conn.pipeline():
            for centre in centres:
                self._times[id(centre)].look()
                # The function starts nothing with no agent ready: asking can be spared.
                if centre.ready:
                    cursor = self._conn.cursor(binary=True, row_factory=tuple_row)
                    cursor.execute(PACE, self._asked(centre))
                    cursors.append(cursor)
                else:
                    cursors.append(None)
        found = []
        for asked in cursors:
            row = asked.fetchone() if asked else None
            found.append(0 if row is None else AGENT_FIRST if row[1] else row[0])
        return found

    def _asked(self, centre: Centre) -> dict[str, object]:
        times, now, said = self._times[id(centre)], centre.now, self._said
        return {
            "mode": said.mode,
            "lines": said.lines_per_agent,
            "least": said.min_agents,
            "ready": len(centre.ready),
            "busy": [now - since for since in centre.busy.values()],
            "ringing": [now - since for since in centre.ringing.values()],
            "waiting": len(centre.waiting),
            "ended": list(centre.ended),
            "answered": list(centre.answers),
            "answer_times": times.answer,
            "handle_times": times.handle,
            "ring_time": centre.setting.ring_time,
            "limit": centre.setting.limit,
            "live": centre.answered,
            "lost": centre.abandoned,
        }
