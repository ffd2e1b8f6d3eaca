"""Real SIP calls: joined, at a rate, and limited in each second over two runners."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from ...runner.asterisk.private import PrivatePbx
from ...runner.bridges import Command
from ...runner.bridges.asterisk import Asterisk
from ...runner.bridges.asterisk.options import Options
from ...runner.errors import UserError
from ..measure import Measured, Target
from ..pbx import private_pbx, runners
from ..server import Base, installed
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = True  # Asterisk is fetched for it

RATE, TALK, PER_SECOND = 50, 0.5, 20
ANSWERS = "+420700000012"  # at once, and stays
SET_UP = """
    WITH Made AS (INSERT INTO Project (DisplayName) VALUES ('Telephony') RETURNING ProjectId)
    INSERT INTO OutboundList
    (DisplayName, ProjectId, Country, Activity, DialingMode, IvrScript, MaxChannels)
    SELECT 'Telephony', ProjectId, 'CZ', 'Running', 'Ivr', 'tone:busy', 1000 FROM Made
"""
TRUNK = """
    INSERT INTO Trunk (DisplayName, Endpoint, CallsPerSecond) VALUES ('carrier', 'carrier', %s)
"""
CALLS = """
    INSERT INTO OutboundCall (OutboundListId, Number)
    SELECT OutboundListId, '+4207' || to_char(n, 'FM000000') || '20'
    FROM OutboundList, generate_series(1, %s) AS n
"""
STARTS = "SELECT HappenedAt FROM PbxEvent WHERE Event = 'ringing' ORDER BY HappenedAt"
SHARES = """
    SELECT count(*) FROM PbxCommand
    WHERE Command = 'originate' AND TakenTime IS NOT NULL GROUP BY TakenBy ORDER BY 1
"""


class Watched(Asterisk):
    """The bridge, and when Asterisk says what of each channel."""

    def __init__(self, pbx: PrivatePbx) -> None:
        super().__init__(Options(url=pbx.url, user=pbx.user, password=pbx.password))
        self.join("bench")
        self.up: dict[str, datetime] = {}
        self.together: dict[str, datetime] = {}

    async def _understand(self, event: Mapping[str, Any]) -> None:
        name = (event.get("channel") or {}).get("id", "")
        if event["type"] == "ChannelStateChange" and event["channel"]["state"] == "Up":
            self.up[name] = _at(event)
        elif event["type"] == "ChannelEnteredBridge" and len(event["bridge"]["channels"]) > 1:
            self.together[name] = _at(event)
        await super()._understand(event)


def measure(stage: Stage) -> Iterator[Measured]:
    """Join, originate, limit; each on an Asterisk of its own."""
    size = stage.size
    with private_pbx(4) as pbx:
        joined = asyncio.run(_join(pbx, size.joined))
    yield Measured(
        f"answered to both legs bridged, {len(joined)} calls", joined, targets=(Target("p99", 50),)
    )
    with private_pbx(4) as pbx:
        late = asyncio.run(_originate(pbx, size.dialling))
    lost = RATE * size.dialling - len(late)
    yield Measured(
        f"originates at {RATE}/s for {size.dialling} s, from its moment to its answer",
        late,
        targets=(Target("p99", 1000),),
    )
    yield Measured(
        f"originates at {RATE}/s for {size.dialling} s: lost",
        [lost], unit="calls", targets=(Target("most", 0),),
    )  # fmt: skip
    base = installed(stage.cluster, "telephony")
    with private_pbx(4) as pbx:
        yield _limit(base, pbx, size.begun)


async def _join(pbx: PrivatePbx, calls: int) -> list[float]:
    async with _watched(pbx) as bridge:
        line = f"line-{uuid.uuid4()}"
        await bridge.send(Command("open_line", line, extension=pbx.agents[0]))
        await _until(lambda: line in bridge.up)
        names = []
        for _ in range(calls):
            name = str(uuid.uuid4())
            await bridge.send(
                Command("originate", name, number=ANSWERS, extension=pbx.agents[0], line=line)
            )
            await _until(lambda name=name: name in bridge.together)
            await bridge.send(Command("hangup", name))
            await asyncio.sleep(0.05)
            names.append(name)
    return [(bridge.together[one] - bridge.up[one]).total_seconds() * 1000 for one in names]


async def _originate(pbx: PrivatePbx, seconds: int) -> list[float]:
    async with _watched(pbx) as bridge:
        moments: dict[str, float] = {}
        began, loop = time.time() + 0.5, asyncio.get_running_loop()

        async def call(place: int) -> None:
            name, moment = str(uuid.uuid4()), began + place / RATE
            moments[name] = moment
            await asyncio.sleep(max(0.0, moment - time.time()))
            await bridge.send(Command("originate", name, number=ANSWERS, script="tone:busy"))
            await asyncio.sleep(TALK)
            await bridge.send(Command("hangup", name))

        await asyncio.gather(*(loop.create_task(call(place)) for place in range(RATE * seconds)))
        await asyncio.sleep(1)
    return [
        (bridge.up[name].timestamp() - moment) * 1000
        for name, moment in moments.items()
        if name in bridge.up
    ]


def _limit(base: Base, pbx: PrivatePbx, calls: int) -> Measured:
    with base.connect() as conn:
        conn.execute(SET_UP)
        conn.execute(TRUNK, (PER_SECOND,))
        conn.execute(CALLS, (calls,))
        with runners(base, pbx, "first", "second"):
            give_up = time.monotonic() + 60 + 4 * calls / PER_SECOND
            while len(starts := conn.execute(STARTS).fetchall()) < calls:
                if time.monotonic() > give_up:
                    raise UserError(f"Of {calls} calls only {len(starts)} were begun.")
                time.sleep(0.2)
        shares = " and ".join(str(share) for (share,) in conn.execute(SHARES).fetchall())
    moments = [moment.timestamp() for (moment,) in starts]
    most = max(
        sum(1 for later in moments[place:] if later < moment + 1)
        for place, moment in enumerate(moments)
    )
    return Measured(
        f"calls begun in any second, limit {PER_SECOND}, two runners ({shares} calls)",
        [most], unit="calls", targets=(Target("most", PER_SECOND),),
    )  # fmt: skip


@asynccontextmanager
async def _watched(pbx: PrivatePbx) -> AsyncIterator[Watched]:
    bridge = Watched(pbx)
    listening = asyncio.create_task(_hear(bridge))
    await asyncio.sleep(0.5)
    try:
        yield bridge
    finally:
        await bridge.close()
        await listening


async def _hear(bridge: Asterisk) -> None:
    async for _ in bridge.events():
        pass


async def _until(true: Any) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.005)


def _at(event: Mapping[str, Any]) -> datetime:
    return datetime.strptime(event["timestamp"], "%Y-%m-%dT%H:%M:%S.%f%z")
