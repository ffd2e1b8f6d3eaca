"""Sessions beside the first one, each of which does one thing after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from ..database import Connection

SESSIONS = 2


class Crew:
    """A few sessions, opened as they are needed; what goes wrong in them is raised here."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        """Keep how to open a session."""
        self._connect = connect
        self._free: SimpleQueue[Connection] = SimpleQueue()
        self._going: deque[Future[Any]] = deque()
        self._pool = ThreadPoolExecutor(SESSIONS)

    def give(self, work: Callable[[Connection], Any]) -> None:
        """Have something done in one of the sessions, once so little waits that one is near."""
        if len(self._going) > SESSIONS:
            self._going.popleft().result()
        self._going.append(self._pool.submit(self._do, work))

    def wait(self) -> None:
        """Wait until all of it is done."""
        while self._going:
            self._going.popleft().result()

    def _do(self, work: Callable[[Connection], Any]) -> None:
        try:
            conn = self._free.get_nowait()
        except Empty:
            conn = self._connect()
        try:
            work(conn)
        finally:
            self._free.put(conn)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        while not self._free.empty():
            self._free.get().close()
