"""What a replay takes over from a list: how it is dialled, how many calls wait, what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import psycopg

from ..database import Connection
from ..demo.sample import RETRIES
from ..lists.options import find_list
from .figures import Fitted
from .fit import Rang, Seen, fit

DAYS = 90  # of history
MOST_ATTEMPTS, MOST_RINGS = 20_000, 5_000
TAKEN = (
    "DialingMode", "PreviewTime", "PreviewEnd", "RingTime", "MaxOffers", "MaxTrials",
    "OpenMissedAfter", "LinesPerAgent", "MostLinesPerAgent", "MinAgents", "AbandonLimit",
    "AbandonThreshold", "AbandonHold", "DetectMachines", "MachineAction",
)  # fmt: skip
TAKEN_OF_PROJECT = ("PostCallPause", "PcpUnanswered", "ShowResultBar", "ResultWait")
# Nobody waits for the agent's preview or the end of a pause who did not say so.
MADE_UP = {"DialingMode": "Progressive", "PreviewTime": 20, "RingTime": 25, "MaxTrials": 3}

LIST = "SELECT * FROM OutboundList WHERE OutboundListId = %s"
PROJECT = "SELECT * FROM Project WHERE ProjectId = %s"
# As retry_rule finds them: those of the list for a result, else those of no list.
RULES = """
    SELECT r.CallResult::text, r.FromTrial, r.Delay, r.Action::text
    FROM RetryRule AS r
    WHERE r.OutboundListId = %(list)s OR (r.OutboundListId IS NULL AND NOT EXISTS (
        SELECT FROM RetryRule AS own
        WHERE own.OutboundListId = %(list)s AND own.CallResult = r.CallResult))
    ORDER BY 1, 2
"""
WAITING = """
    SELECT count(*) FROM OutboundCall
    WHERE OutboundListId = %s AND CallResult IN ('Scheduled', 'Prepared')
"""
ATTEMPTS = """
    SELECT t.OutboundCallId, t.CallResult::text, t.AnswerTime IS NOT NULL,
        CASE WHEN t.AgentId IS NOT NULL THEN extract(epoch FROM t.EndTime - t.AnswerTime)::float8
        END,
        CASE WHEN t.AgentId IS NOT NULL AND t.AnswerTime IS NOT NULL
            THEN extract(epoch FROM coalesce(
                p.Left, CASE WHEN t.CallResultDetailId IS NOT NULL THEN t.ResultTime END
            ) - t.EndTime)::float8
        END
    FROM (
        SELECT a.*
        FROM CallAttempt AS a
        WHERE a.DialTime > clock() - %(days)s * interval '24 hours'
            AND CASE WHEN %(list)s::uuid IS NULL THEN a.ProjectId = %(project)s
                ELSE a.OutboundListId = %(list)s END
        ORDER BY a.DialTime DESC, a.OutboundCallId
        LIMIT %(most)s
    ) AS t
    -- The pause that began with the end of the call, and when it was left.
    LEFT JOIN LATERAL (
        SELECT n.EventTime AS Left
        FROM AgentEvent AS e
        INNER JOIN AgentStatus AS s ON s.AgentStatusId = e.ToStatusId AND s.Activity = 'PostCall'
        INNER JOIN AgentEvent AS n ON n.AgentId = e.AgentId AND n.AgentEventId > e.AgentEventId
            AND n.EventTime >= e.EventTime AND n.EventTime < e.EventTime + interval '1 hour'
        WHERE e.AgentId = t.AgentId
            AND e.EventTime BETWEEN t.EndTime - interval '1 second' AND t.EndTime + interval '5 s'
        ORDER BY e.EventTime, e.AgentEventId, n.EventTime, n.AgentEventId
        LIMIT 1
    ) AS p ON TRUE
    ORDER BY t.DialTime, t.OutboundCallId
"""
RINGS = """
    SELECT extract(epoch FROM r.HappenedAt - k.CreatedTime)::float8,
        extract(epoch FROM b.HappenedAt - r.HappenedAt)::float8
    FROM PbxCommand AS k
    INNER JOIN OutboundCall AS c ON c.OutboundCallId = k.OutboundCallId
    INNER JOIN PbxEvent AS r ON r.PbxCallId = k.PbxCallId AND r.Event = 'ringing'
    LEFT JOIN PbxEvent AS b ON b.PbxCallId = k.PbxCallId AND b.Event IN ('answered', 'machine')
    WHERE k.Command = 'originate' AND k.CreatedTime > clock() - %(days)s * interval '24 hours'
        AND CASE WHEN %(list)s::uuid IS NULL THEN c.ProjectId = %(project)s
            ELSE c.OutboundListId = %(list)s END
    ORDER BY k.CreatedTime DESC, k.PbxCommandId DESC
    LIMIT %(most)s
"""
LISTENED = """
    SELECT coalesce(sum(m.Answered), 0), coalesce(sum(m.Machines), 0)
    FROM PaceMinute AS m
    WHERE m.OutboundListId = %(list)s AND m.Minute > clock() - %(days)s * interval '24 hours'
"""
END = "SELECT list_work_ends(%s, %s)"


@dataclass(frozen=True)
class Campaign:
    """How calls are dialled, and how many there are; columns by their names in the database."""

    name: str
    columns: Mapping[str, Any]
    project: Mapping[str, Any]
    retries: tuple[tuple[str, int, float, str], ...]
    waiting: int | None = None
    found: Mapping[str, Fitted] = field(default_factory=dict)
    attempts: int = 0  # that were looked at
    of_project: bool = False  # they are the project's, because the list has too few

    @property
    def mode(self) -> str:
        """The mode of the list."""
        return str(self.columns["DialingMode"])


def made_up() -> Campaign:
    """Return a list for which nothing is known."""
    return Campaign("made up", MADE_UP, {"PostCallPause": 60}, RETRIES)


class Site:
    """A database that is in use: read in one transaction, and nothing is written."""

    def __init__(self, conn: Connection, name: str) -> None:
        """Take a connection that nobody else uses, and the name or id of a list."""
        self._conn = conn
        self._conn.autocommit = False
        self._conn.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self._conn.read_only = True
        self._list: UUID = find_list(conn, name)

    def campaign(self) -> Campaign:
        """Read the list and its history."""
        outbound_list = self._columns(LIST, self._list)
        project = self._columns(PROJECT, outbound_list["projectid"])
        rules = self._conn.execute(RULES, {"list": self._list}).fetchall()
        ((waiting,),) = self._conn.execute(WAITING, [self._list]).fetchall()
        found, attempts = self._history({"list": self._list, "project": None})
        of_project = not found
        if of_project:
            found, attempts = self._history({"list": None, "project": outbound_list["projectid"]})
        return Campaign(
            outbound_list["displayname"],
            {name: outbound_list[name.lower()] for name in TAKEN},
            {name: project[name.lower()] for name in TAKEN_OF_PROJECT},
            # The replay knows one number of each customer.
            tuple(
                (result, trial, delay, "SameNumber" if action == "NextNumber" else action)
                for result, trial, delay, action in rules
            ),
            waiting,
            found,
            attempts,
            of_project,
        )

    def end_after(self, hours: float) -> datetime | None:
        """Say when so many hours of dialling will be over, by the list's calendar; None: never."""
        ((moment,),) = self._conn.execute(END, [self._list, hours]).fetchall()
        return cast("datetime | None", moment)

    def _history(self, whose: dict[str, UUID | None]) -> tuple[dict[str, Fitted], int]:
        asked = whose | {"days": DAYS}
        attempts = self._conn.execute(ATTEMPTS, asked | {"most": MOST_ATTEMPTS}).fetchall()
        rings = self._conn.execute(RINGS, asked | {"most": MOST_RINGS}).fetchall()
        ((people, machines),) = self._conn.execute(LISTENED, asked).fetchall()
        found = fit(
            [Seen(*one) for one in attempts], [Rang(*one) for one in rings], people, machines
        )
        return found, len(attempts)

    def _columns(self, query: str, key: UUID) -> dict[str, Any]:
        cursor = self._conn.execute(query, [key])
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
        return dict(zip(names, row or (), strict=False))
