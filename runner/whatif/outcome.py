"""What came of a replay, and of several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ..database import Connection
from .cases import Case
from .scene import LIST

# While there were calls that nobody had dialled yet there was work for everybody: rates are those
# of that time. What follows are repetitions, for which agents wait.
FULL = """
    SELECT min(f.Dialled), max(f.Dialled), count(*)
    FROM (
        SELECT min(a.DialTime) AS Dialled
        FROM CallAttempt AS a
        WHERE a.OutboundListId = %s
        GROUP BY a.OutboundCallId
    ) AS f
"""
# Of each stretch in which an agent was in a state, what lies between two moments.
TALK = """
    SELECT coalesce(sum(greatest(0, extract(
        epoch FROM least(t.Until, %(until)s) - greatest(t.Since, %(since)s)
    ))), 0)::float8
    FROM (
        SELECT e.ToPhase, e.EventTime AS Since,
            lead(e.EventTime) OVER (PARTITION BY e.OutboundCallId ORDER BY e.Step) AS Until
        FROM CallEvent AS e
    ) AS t
    WHERE t.ToPhase = 'AgentTalk'
"""
WORK = """
    SELECT coalesce(sum(greatest(0, extract(
        epoch FROM least(t.Until, %(until)s) - greatest(t.Since, %(since)s)
    ))), 0)::float8
    FROM (
        SELECT s.Activity, e.EventTime AS Since,
            lead(e.EventTime) OVER (
                PARTITION BY e.AgentId ORDER BY e.EventTime, e.AgentEventId
            ) AS Until
        FROM AgentEvent AS e
        INNER JOIN AgentStatus AS s ON s.AgentStatusId = e.ToStatusId
    ) AS t
    WHERE t.Activity IN ('Ready', 'PostCall')
"""
ATTEMPTS = """
    SELECT count(*), count(*) FILTER (WHERE a.AnswerTime IS NOT NULL AND a.AgentId IS NOT NULL)
    FROM CallAttempt AS a
    WHERE a.OutboundListId = %(list)s AND a.DialTime BETWEEN %(since)s AND %(until)s
"""
ALL_ATTEMPTS = "SELECT count(*) FROM CallAttempt WHERE OutboundListId = %s"
ABANDONED = "SELECT AnsweredMonth, AbandonedMonth FROM abandon_rates(%s)"
ENDS = """
    SELECT extract(epoch FROM max(e.EventTime) - %s)::float8 / 3600
    FROM OutboundCall AS c
    INNER JOIN CallEvent AS e ON e.OutboundCallId = c.OutboundCallId
    WHERE is_over(c.CallResult) AND c.RetryTime IS NULL
    GROUP BY c.OutboundCallId
    ORDER BY 1
"""


@dataclass(frozen=True)
class Outcome:
    """What one replay came to."""

    seconds: float  # of real time
    calls: int
    attempts: int
    dialled_per_hour: float
    talks_per_hour: float
    talk_share: float  # of the time in which agents were neither off nor on a break
    answered: int  # by people
    abandoned: int
    hours: float  # until the last call was over, or of the shift
    left: int
    ends: tuple[float, ...]  # hours after the start at which calls were over


def measure(conn: Connection, start: datetime, hours: float, calls: int, seconds: float) -> Outcome:
    """Look at what a replay has left in its database; hours: how long it was played."""
    ((since, until, dialled),) = conn.execute(FULL, [LIST]).fetchall()
    # With calls left that were never dialled there was work all the time.
    if since is None or dialled < calls or until == since:
        ((since, until),) = conn.execute(
            "SELECT %s::timestamptz, %s::timestamptz + %s * interval '1 hour'",
            [start, start, hours],
        ).fetchall()
    part = {"list": LIST, "since": since, "until": until}
    full_hours = (until - since).total_seconds() / 3600
    ((talk,),) = conn.execute(TALK, part).fetchall()
    ((work,),) = conn.execute(WORK, part).fetchall()
    ((attempts, talks),) = conn.execute(ATTEMPTS, part).fetchall()
    ((all_attempts,),) = conn.execute(ALL_ATTEMPTS, [LIST]).fetchall()
    ((answered, abandoned),) = conn.execute(ABANDONED, [LIST]).fetchall()
    ends = tuple(one for (one,) in conn.execute(ENDS, [start]))
    left = calls - len(ends)
    return Outcome(
        seconds=seconds,
        calls=calls,
        attempts=all_attempts,
        dialled_per_hour=attempts / full_hours,
        talks_per_hour=talks / full_hours,
        talk_share=talk / work if work else 0.0,
        answered=answered,
        abandoned=abandoned,
        hours=hours if left or not ends else ends[-1],
        left=left,
        ends=ends,
    )


@dataclass(frozen=True)
class Result:
    """A case, and what its replays came to: one for each seed."""

    case: Case
    outcomes: Sequence[Outcome]

    def average(self, name: str) -> float:
        """Return the average of a figure."""
        values: list[float] = [getattr(one, name) for one in self.outcomes]
        return sum(values) / len(values)

    def range(self, name: str) -> tuple[float, float]:
        """Return the lowest and the highest value of a figure."""
        values = [getattr(one, name) for one in self.outcomes]
        return min(values), max(values)

    @property
    def abandon_rate(self) -> float | None:
        """Abandoned calls in percent of the answers by people; None: nobody was counted."""
        answered = sum(one.answered for one in self.outcomes)
        return 100 * sum(one.abandoned for one in self.outcomes) / answered if answered else None

    @property
    def is_through(self) -> bool:
        """Whether each replay came to the end of the list."""
        return not any(one.left for one in self.outcomes)

    def as_dict(self) -> dict[str, Any]:
        """Return all of it, for programs."""
        names = ("dialled_per_hour", "talks_per_hour", "talk_share", "hours", "left")
        return {
            **asdict(self.case),
            **{name: round(self.average(name), 4) for name in names},
            "abandon_percent": self.abandon_rate,
            "replays": [
                {key: value for key, value in asdict(one).items() if key not in ("ends", "seconds")}
                for one in self.outcomes
            ],
        }
