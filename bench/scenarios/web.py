"""GET …Cmd=PrivateCall by eight clients, against the same procedure called by eight sessions."""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import count
from time import perf_counter, sleep
from urllib.parse import urlencode, urlsplit

from psycopg.types.json import Jsonb

from ...runner.database import Connection
from ...runner.errors import UserError
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..server import Base
from ..stage import Stage

IN_STATES = False
CLIENTS = 8
SECRET = "bench"  # noqa: S105 - of a server that lives as long as the measurement
AGENT = "UPDATE Agent SET Login = %s WHERE AgentId = key(4, 0)"
MAKE_TOKEN = "SELECT create_token(key(4, 0), %s, 'full', NULL, 'bench')"  # noqa: S105
MAY_ALL = """
    INSERT INTO RoleGrant (RoleId, AgentId)
    SELECT RoleId, key(4, 0) FROM Role WHERE DisplayName = 'Supervisor'
    ON CONFLICT DO NOTHING
"""
CALL = "SELECT * FROM web_private_call(%s)"
KEYS = "SELECT key(3, 0)::text, array_agg(key(4, n)::text) FROM generate_series(0, %s - 1) AS n"
END = "UPDATE OutboundCall SET CallResult = 'Failed' WHERE CallResult = 'Active'"
MAIN = "from pgdialer.runner.cli import main; main()"

Call = Callable[[dict[str, str]], None]
numbers = count(1)


def measure(stage: Stage) -> Iterator[Measured]:
    """Dial in turn by URL and by SQL; then at half the rate, each call at its moment."""
    size = stage.size
    base = stage.full
    with base.connect() as conn, _served(base, conn) as url, ExitStack() as opened:
        list_id, agents = conn.execute(KEYS, (size.agents,)).fetchone() or ("", [])

        def calls() -> list[dict[str, str]]:
            # An agent has one call at a time: so many at once, then they are ended.
            conn.execute(END)
            return [
                {"OutboundListId": list_id, "AgentId": agent, "Par": f"+420601{next(numbers):06}"}
                for agent in agents
            ]

        by_url = [_by_url(url, opened) for _ in range(CLIENTS)]
        by_sql = [_by_sql(base, opened) for _ in range(CLIENTS)]
        rates = in_turn(size.rounds, lambda: _rate(by_url, calls()), lambda: _rate(by_sql, calls()))
        half = sorted(rates[0])[len(rates[0]) // 2] / 2
        late = [took for _ in range(2) for took in _paced(by_url, calls(), half)]
        conn.execute(END)
    yield Measured(
        f"GET Cmd=PrivateCall, {CLIENTS} clients",
        rates[0],
        unit="calls/s",
        baseline=Baseline(f"web_private_call by {CLIENTS} sessions", rates[1]),
        targets=(Target("ratio", 0.25, at_least=True),),
    )
    yield Measured(
        "GET Cmd=PrivateCall at half that rate, from its moment to its answer",
        late,
        targets=(Target("p99", 50),),
    )


def _rate(ways: list[Call], calls: list[dict[str, str]]) -> float:
    began = perf_counter()
    _share(ways, _one_after_the_other, calls)
    return len(calls) / (perf_counter() - began)


def _one_after_the_other(call: Call, part: list[dict[str, str]]) -> list[float]:
    return [timed(call, one) for one in part]


def _paced(ways: list[Call], calls: list[dict[str, str]], rate: float) -> list[float]:
    """Return milliseconds from the moment when each was to begin: waiting counts."""
    began = perf_counter() + 0.05
    moments = {one["Par"]: began + place / rate for place, one in enumerate(calls)}

    def work(call: Call, part: list[dict[str, str]]) -> list[float]:
        took = []
        for one in part:
            moment = moments[one["Par"]]
            sleep(max(0.0, moment - perf_counter()))
            call(one)
            took.append((perf_counter() - moment) * 1000)
        return took

    return [one for part in _share(ways, work, calls) for one in part]


def _share(
    ways: list[Call],
    work: Callable[[Call, list[dict[str, str]]], list[float]],
    calls: list[dict[str, str]],
) -> list[list[float]]:
    with ThreadPoolExecutor(len(ways)) as pool:
        done = [pool.submit(work, way, calls[place :: len(ways)]) for place, way in enumerate(ways)]
        return [one.result() for one in done]


def _by_url(url: str, opened: ExitStack) -> Call:
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    opened.callback(line.close)
    headers = {"Authorization": f"Bearer {SECRET}"}

    def call(values: dict[str, str]) -> None:
        query = urlencode({"Cmd": "PrivateCall", "Seq": "1", **values})
        line.request("GET", f"/ReactClient/api/bar/web?{query}", headers=headers)
        answer = line.getresponse()
        said = answer.read()
        if answer.status != http.client.OK:
            raise UserError(f"The web service answered {answer.status}: {said.decode()}")

    return call


def _by_sql(base: Base, opened: ExitStack) -> Call:
    conn = opened.enter_context(base.connect())

    def call(values: dict[str, str]) -> None:
        conn.execute(CALL, (Jsonb(values),)).fetchone()

    return call


@contextmanager
def _served(base: Base, conn: Connection) -> Iterator[str]:
    """Run `pgdialer web` in a process of its own; the first agent's program may do everything."""
    conn.execute(AGENT, (SECRET,))
    conn.execute(MAKE_TOKEN, (hashlib.sha256(SECRET.encode()).hexdigest(),))
    conn.execute(MAY_ALL)
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", MAIN, "web", "--database", base.url),
            *("--listen", "127.0.0.1:0", "--log", "json"),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None  # noqa: S101
        said: dict[str, str] = {}
        while said.get("event") != "web service started":
            line = process.stderr.readline()
            if not line.startswith("{"):
                raise UserError(f"The web service did not start: {line.strip() or 'no word'}")
            said = json.loads(line)
        # Nobody reads the rest: it must not fill the pipe.
        with ThreadPoolExecutor(1) as reading:
            reading.submit(lambda: [None for _ in process.stderr or ()])
            try:
                yield said["url"]
            finally:
                process.terminate()
                process.wait(timeout=30)
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()
