"""GET …Cmd=PrivateCall by eight clients, against the same procedure called by eight sessions."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from time import perf_counter, sleep
from urllib.parse import urlencode

from psycopg.types.json import Jsonb

from ...runner.errors import UserError
from ..measure import Baseline, Measured, Target, in_turn, timed
from ..server import Base
from ..service import HEADERS, served
from ..stage import Stage

IN_STATES = False
ONLY_IF_ASKED = False
CLIENTS = 8
CALL = "SELECT * FROM web_private_call(%s)"
KEYS = "SELECT key(3, 0)::text, array_agg(key(4, n)::text) FROM generate_series(0, %s - 1) AS n"
END = "UPDATE OutboundCall SET CallResult = 'Failed' WHERE CallResult = 'Active'"

Call = Callable[[dict[str, str]], None]
numbers = count(1)


def measure(stage: Stage) -> Iterator[Measured]:
    """Dial in turn by URL and by SQL; then at half the rate, each call at its moment."""
    size = stage.size
    base = stage.full
    with base.connect() as conn, served(base, conn) as service, ExitStack() as opened:
        list_id, agents = conn.execute(KEYS, (size.agents,)).fetchone() or ("", [])

        def calls() -> list[dict[str, str]]:
            # An agent has one call at a time: so many at once, then they are ended.
            conn.execute(END)
            return [
                {"OutboundListId": list_id, "AgentId": agent, "Par": f"+420601{next(numbers):06}"}
                for agent in agents
            ]

        by_url = [_by_url(service.address, opened) for _ in range(CLIENTS)]
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


def _by_url(address: str, opened: ExitStack) -> Call:
    line = http.client.HTTPConnection(address, timeout=30)
    opened.callback(line.close)

    def call(values: dict[str, str]) -> None:
        query = urlencode({"Cmd": "PrivateCall", "Seq": "1", **values})
        line.request("GET", f"/ReactClient/api/bar/web?{query}", headers=HEADERS)
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
