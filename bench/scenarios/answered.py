"""From an answer to its agent, over a real PBX: calls that were dialled ahead.

Both moments are the PBX's: when the customer's channel was up, and when it and the agent's line
were in one bridge. In between are the runner, the database's choice of the agent, and the way back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import cycle, islice
from typing import Any

from ...runner.asterisk.private import PrivatePbx
from ...runner.bridges.asterisk.ari import Ari
from ...runner.bridges.asterisk.attempt import TALK
from ...runner.database import Connection
from .. import floor
from ..measure import Measured, Target
from ..pbx import private_pbx, runners
from ..server import installed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = True  # Asterisk is fetched for it

ABANDONED = 2000  # ms after the answer
# What customers do (runner/asterisk/sipp/customers.xml): most answer after a second, some are busy,
# some are gone. They hang up after two or eight seconds, so that agents are free at all moments.
MANNERS = ("13", "05", "01", "13", "03", "13", "05")
SET_UP = """
    WITH Made AS (
        INSERT INTO Project (DisplayName, PostCallPause, ResultWait) VALUES ('Ahead', NULL, 1)
        RETURNING ProjectId
    )
    INSERT INTO OutboundList (
        DisplayName, ProjectId, Country, Activity, DialingMode, LinesPerAgent, AbandonLimit,
        RingTime)
    SELECT 'Ahead', ProjectId, 'CZ', 'Running', 'Power', 1, 100, 6 FROM Made
"""
PEOPLE = """
    WITH Desk AS (
        INSERT INTO Workplace (DisplayName, Number, LineMode)
        SELECT e.Number, e.Number, 'OpenLine' FROM unnest(%s::text[]) AS e (Number)
        RETURNING WorkplaceId, Number
    ),
    Seated AS (
        INSERT INTO Agent (Login, DisplayName, AgentStatusId, WorkplaceId)
        SELECT d.Number, d.Number, default_status('Ready'), d.WorkplaceId FROM Desk AS d
        RETURNING AgentId
    )
    INSERT INTO Skill (AgentId, ProjectId, PbxOutKnowledge)
    SELECT s.AgentId, p.ProjectId, 100
    FROM Seated AS s
    INNER JOIN Project AS p ON p.DisplayName = 'Ahead'
"""
CALLS = """
    INSERT INTO OutboundCall (OutboundListId, Number)
    SELECT l.OutboundListId, '+4207' || to_char(m.Place, 'FM000000') || m.Ending
    FROM OutboundList AS l
    CROSS JOIN unnest(%s::text[]) WITH ORDINALITY AS m (Ending, Place)
    WHERE l.DisplayName = 'Ahead'
"""
TALKED = """
    SELECT count(*)
    FROM OutboundCall AS c
    INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    WHERE l.DisplayName = 'Ahead' AND c.CallResult NOT IN ('Active', 'Scheduled')
        AND c.AgentId IS NOT NULL
"""


def measure(stage: Stage) -> Iterator[Measured]:
    """Have agents talk, first with nothing else waiting, then beside all those calls."""
    agents, calls = stage.size.joining, stage.size.joining + stage.size.joined
    for name, waiting in (("alone", 0), ("beside", stage.size.waiting)):
        base = installed(stage.cluster, f"answered_{name}")
        with base.connect() as conn, private_pbx(agents) as pbx:
            if waiting:
                floor.fill(conn, stage.size, waiting)
                conn.execute("CHECKPOINT")  # what was written for it is not to count
            conn.execute(SET_UP)
            conn.execute(PEOPLE, (list(pbx.agents),))
            conn.execute(CALLS, (list(islice(cycle(MANNERS), 2 * calls)),))
            with runners(base, pbx, "one"):
                times = asyncio.run(_watch(pbx, conn, calls))
        beside = f", {waiting:,} other calls wait" if waiting else ""
        first, later = times[:agents], times[agents:]
        yield Measured(
            f"answered to agent joined, {agents} agents, {len(later)} calls{beside}",
            later,
            targets=(Target("p99", 100),),
        )
        yield Measured(
            f"the {len(first)} before them, all at once, on unused connections{beside}",
            first,
            targets=(Target("most", ABANDONED),),
        )


async def _watch(pbx: PrivatePbx, conn: Connection, calls: int) -> list[float]:
    """Note what the PBX says of all channels until so many calls were had."""
    ari = Ari(pbx.url, pbx.user, pbx.password)
    up: dict[str, datetime] = {}
    joined: dict[str, datetime] = {}

    async def listen() -> None:
        async for event in ari.events("bench", of_all=True):
            _note(event, up, joined)

    listening = asyncio.create_task(listen())
    try:
        async with asyncio.timeout(60 + 2 * calls):
            while not listening.done() and _talked(conn) < calls:
                await asyncio.sleep(0.5)
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await ari.close()
    return [(at - up[name]).total_seconds() * 1000 for name, at in joined.items()][:calls]


def _note(event: Mapping[str, Any], up: dict[str, datetime], joined: dict[str, datetime]) -> None:
    if event["type"] == "ChannelStateChange" and event["channel"]["state"] == "Up":
        up[event["channel"]["id"]] = _at(event)
    elif event["type"] == "ChannelEnteredBridge":
        bridge = event["bridge"]
        if bridge["id"].startswith(TALK) and len(bridge["channels"]) > 1:
            joined.setdefault(bridge["id"].removeprefix(TALK), _at(event))


def _talked(conn: Connection) -> int:
    row = conn.execute(TALKED).fetchone()
    return int(row[0]) if row else 0


def _at(event: Mapping[str, Any]) -> datetime:
    return datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z")
