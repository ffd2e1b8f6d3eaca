"""The runner: carries commands from the database to the PBX and events back.

It decides nothing and remembers nothing that the database does not know, except events that the
database has not taken yet. Kill it at any moment: the next one goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

import psycopg
import structlog
from psycopg.rows import class_row

from .bridges import Bridge, Command, Disconnected, Event, NotSent
from .errors import UserError
from .session import Again, Session
from .simulation.virtual import now

log = structlog.get_logger()

CYCLE = """
    SELECT ran, offered, expired + opened + closed + retried + pauses_ended,
        extract(epoch FROM next_run - clock())::float8
    FROM run_cycle()
"""
TAKE = "SELECT * FROM take_pbx_commands(%s, %s)"
REPORT = """
    SELECT report_pbx_event(%s, %s, %s, %s),
        (SELECT k.OutboundCallId FROM PbxCommand AS k WHERE k.PbxCallId = %s AND k.Command = 'originate')
"""
BEAT = "SELECT beat(%s)"
RECONCILE = "SELECT * FROM reconcile_pbx(%s, %s)"


@dataclass(frozen=True)
class Pace:
    """How often the runner does things by itself, in seconds."""

    look: float = 1.0  # for commands, and for the cycle, at the latest
    cycle: float = 0.1  # between two cycles, at least
    beat: float = 4.0  # RunnerSilence must be some times as long
    reconcile: float = 10.0
    back_off: float = 5.0  # without a database, at most
    patience: float = 10.0  # for what is still to be reported when it is to stop
    commands: int = 100  # at a time


@dataclass
class _Due:
    """When something is to be done next, by the loop's time; at once to begin with."""

    every: float
    next: float = 0.0

    def now(self) -> bool:
        moment = asyncio.get_running_loop().time()
        if moment < self.next:
            return False
        self.next = moment + self.every
        return True
