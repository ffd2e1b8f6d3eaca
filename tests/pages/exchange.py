"""What runs beside a story: a runner, a web service that may die, and agents of dice."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from itertools import count
from threading import Thread
from urllib.request import urlopen

from pgdialer.runner.session import Session
from pgdialer.runner.simulation.agents import Manner
from pgdialer.runner.simulation.floor import Floor as Shift
from pgdialer.runner.simulation.floor import Seat
from psycopg.conninfo import make_conninfo

from tests.conftest import Database
from tests.floor import Floor
from tests.pages.conftest import KEY

PROGRAM = [sys.executable, "-c", "from pgdialer.runner.cli import main; main()"]
RUN = [*PROGRAM, "run", "--name", "one", "--option", "customers=digits"]
READY = "SELECT FROM Runner WHERE RunnerName = 'one' AND PbxReady = 1"
STRAIGHT = Manner(
    misses=0, rejects=0, gives_up_ringing=0, lets_preview_end=0, calls_later=0, works=1e9
)
PATIENCE = 60.0  # seconds until a program works: no measure of anything

_serial = count(1)


def number(ending: str) -> str:
    """Return a number that no other call has; its last two digits say what the customer does."""
    return f"+42072{next(_serial):05}{ending}"


def run(database: Database, floor: Floor, speed: float = 1.0) -> None:
    """Start a runner that ends with the test, and return when it works."""
    database.start([*RUN, "--database", database.dsn, "--speed", str(speed)])
    until(lambda: bool(floor.rows(READY)), "the runner does not begin")


def until(true: Callable[[], bool], otherwise: str) -> None:
    """Wait until something is true."""
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, otherwise
        time.sleep(0.05)


class Service:
    """The web service as a process of its own, which comes back at its address."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._address = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{self._address}"

    def start(self) -> None:
        """Start it, and return when it answers."""
        dsn = make_conninfo(self._database.dsn, user="web_of_tests")
        self._process = self._database.start(
            [*PROGRAM, "web", "--database", dsn, "--listen", self._address],
            env={**os.environ, "PGDIALER_SECRET_KEY": KEY},
        )
        until(self._answers, "the web service does not begin")

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            return urlopen(self.url + "/healthz").status == HTTPStatus.OK  # noqa: S310
        except OSError:
            return False


@contextmanager
def shift(database: Database, seats: Sequence[Seat], speed: float) -> Iterator[None]:
    """Have simulated agents work meanwhile, each call by the straightest way."""
    loop = asyncio.new_event_loop()
    made: list[Shift] = []

    async def work() -> None:
        made.append(
            Shift(seats, lambda: Session(database.dsn, "dialer"), speed=speed, manner=STRAIGHT)
        )
        await made[0].run()
        await made[0].go_home()

    thread = Thread(target=loop.run_until_complete, args=[work()], daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(lambda: made[0].close())
        thread.join(PATIENCE)
        loop.close()
