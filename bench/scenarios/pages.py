"""Pages: event streams of 500 agents on one process, a grid over all calls, the agent's page."""

from __future__ import annotations

import asyncio
import http.client
import re
from collections.abc import Iterator
from time import perf_counter

import aiohttp

from ...runner.errors import UserError
from ..measure import Measured, Target, timed
from ..server import Base
from ..service import HEADERS, served
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
MAKE_TOKENS = """
    SELECT create_token(
        a.AgentId, encode(sha256(('page ' || a.AgentId)::bytea), 'hex'), 'read', NULL, 'pages')
    FROM Agent AS a
    WHERE a.AgentId = ANY (%s::uuid[])
"""
KEYS = "SELECT array_agg(key(4, n)::text) FROM generate_series(1, %s) AS n"
CHANGE = "UPDATE Agent SET StatusSince = clock() WHERE AgentId = ANY (%s::uuid[])"
GRID = "d47a0000-0000-4000-8000-000000000001"  # the sample of calls that wait for their release


def measure(stage: Stage) -> Iterator[Measured]:
    """Change all agents at once and wait for every stream; then open the pages one by one."""
    size = stage.size
    base = stage.full
    with base.connect() as conn, served(base, conn) as service:
        agents = conn.execute(KEYS, (size.streams,)).fetchone()[0]  # type: ignore[index]
        conn.execute(MAKE_TOKENS, (agents,))
        late = asyncio.run(_streams(service.url, base, agents, size.changes))
        line = http.client.HTTPConnection(service.address, timeout=30)
        grid = [timed(_get, line, f"/ReactClient/grids/{GRID}") for _ in range(size.latencies)]
        search = [timed(_get, line, "/admin/calls/") for _ in range(size.latencies)]
        desk = [timed(_get, line, "/ReactClient/") for _ in range(size.latencies)]
        weight = _weight(line, "/ReactClient/")
        line.close()
    yield Measured(
        f"UPDATE of {size.streams} agents, committed, to the event in each agent's stream",
        late,
        targets=(Target("p99", 1000),),
    )
    yield Measured(f"a grid opens, {size.waiting:,} calls", grid, targets=(Target("p95", 300),))
    yield Measured(
        f"the search of calls opens, {size.waiting:,} calls", search, targets=(Target("p95", 300),)
    )
    yield Measured(
        "the agent's page, from the request to its end", desk, targets=(Target("p95", 100),)
    )
    yield Measured(
        "the agent's page with all that it loads",
        [float(weight)],
        unit="bytes",
        targets=(Target("most", 250_000),),
    )


async def _streams(url: str, base: Base, agents: list[str], changes: int) -> list[float]:
    """Return for each change and stream the milliseconds from the commit to the event."""
    late: list[float] = []
    heard: asyncio.Queue[float] = asyncio.Queue()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(url, connector=connector) as session:
        listening = [asyncio.create_task(_listen(session, agent, heard)) for agent in agents]
        try:
            await _all_of(heard, len(agents), listening)  # each stream begins with one
            for _ in range(changes):
                committed = await asyncio.to_thread(_change, base, agents)
                late += [
                    max(0.0, (moment - committed) * 1000)
                    for moment in await _all_of(heard, len(agents), listening)
                ]
        finally:
            for one in listening:
                one.cancel()
            await asyncio.gather(*listening, return_exceptions=True)
    return late


async def _listen(session: aiohttp.ClientSession, agent: str, heard: asyncio.Queue[float]) -> None:
    token = f"page {agent}"
    async with session.get(
        "/live",
        params={"topics": "agent"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=aiohttp.ClientTimeout(total=None),
    ) as answer:
        answer.raise_for_status()
        async for line in answer.content:
            if line.startswith(b"event: changed"):
                heard.put_nowait(perf_counter())


async def _all_of(
    heard: asyncio.Queue[float], count: int, listening: list[asyncio.Task[None]]
) -> list[float]:
    moments: list[float] = []
    while len(moments) < count:
        try:
            moments.append(await asyncio.wait_for(heard.get(), 30))
        except TimeoutError:
            ended = [one for one in listening if one.done()]
            why = ended[0].exception() if ended else "no event came for 30 s"
            raise UserError(
                f"{count - len(moments)} of {count} streams are silent: {why}"
            ) from None
    return moments


def _change(base: Base, agents: list[str]) -> float:
    with base.connect() as conn:
        conn.execute(CHANGE, (agents,))
        return perf_counter()


def _get(line: http.client.HTTPConnection, path: str) -> str:
    line.request("GET", path, headers={**HEADERS, "Accept": "text/html"})
    answer = line.getresponse()
    text = answer.read().decode()
    if answer.status != http.client.OK:
        raise UserError(f"{path} answered {answer.status}: {text[:200]}")
    return text


def _weight(line: http.client.HTTPConnection, path: str) -> int:
    """Return the bytes of a page and of what it names: styles, scripts, its icon."""
    page = _get(line, path)
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    return len(page.encode()) + sum(len(_get(line, one).encode()) for one in named)
