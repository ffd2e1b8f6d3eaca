"""Imports at work in this process, each in a thread; a page asks how far one is.

The database knows what was taken. What only the process knows is here: how much of the file is
read, how fast, and why it has stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock, Thread
from typing import Any
from uuid import UUID

import psycopg
import structlog
from flask import current_app

from ....runner.database import Connection
from ....runner.errors import UserError
from ....runner.lists import rejects
from ....runner.lists.importing import Import, State, Wish, bring_in
from ....runner.lists.reading import Source
from ....runner.session import conninfo_of
from ...api.acting import connect
from ...auth import demand_caller, settings
from .uploads import Upload

log = structlog.get_logger()

REMEMBERED = 50  # jobs that are over
BEGINS_WITHIN = 8.0  # seconds; after that the page shows what comes of it
SHOWN = 100  # rejected rows


@dataclass
class Job:
    """An import at work, or one that was."""

    upload: Upload
    source: Source
    list_id: UUID
    wish: Wish
    import_id: int | None = None
    state: State | None = None
    position: int = 0
    began: float = field(default_factory=time.monotonic)
    read_before: int = 0
    over: bool = False
    error: Exception | None = None
    rejected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return min(1.0, self.position / max(1, self.source.survey.size))

    @property
    def rate(self) -> float:
        """Rows in a second since it began."""
        read = self.state.read - self.read_before if self.state else 0
        return read / max(0.001, time.monotonic() - self.began)

    @property
    def left(self) -> float | None:
        """Seconds until it will be over, at this rate; None while nobody can tell."""
        if not self.position:
            return None
        return (time.monotonic() - self.began) * (1 - self.share) / max(self.share, 0.001)


class Jobs:
    """All of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: dict[int, Job] = {}

    def find(self, import_id: int) -> Job | None:
        """Return the job of an import."""
        with self._lock:
            return self._jobs.get(import_id)

    def start(self, job: Job, set_up: Callable[[Connection, int], None]) -> None:
        """Begin an import and return once it has begun; what keeps it from that is raised.

        set_up is called in the transaction that begins a new import.
        """
        begun = Event()
        # In a thread there is no request.
        join = partial(
            connect, conninfo_of(settings().database), settings().schema, demand_caller()
        )
        work = partial(self._work, job, join, set_up, begun)
        Thread(target=work, name="import", daemon=True).start()
        begun.wait(BEGINS_WITHIN)
        if job.error and job.import_id is None:
            raise job.error

    def _work(
        self,
        job: Job,
        join: Callable[[], Connection],
        set_up: Callable[[Connection, int], None],
        begun: Event,
    ) -> None:
        def begin(work: Import) -> None:
            if not work.resumed:
                set_up(work.conn, work.state.id)
            job.state, job.read_before = work.state, work.state.read
            job.upload.belongs_to(work.state.id)
            self._remember(work.state.id, job)
            begun.set()

        def watch(state: State, position: int) -> None:
            job.state, job.position = state, position

        def read(work: Import) -> None:
            job.state = work.state
            if work.state.rejected:
                rejects.write(work.conn, work.state.id, work.source, job.upload.rejects)
                job.rejected = rejects.first(work.conn, work.state.id, SHOWN)

        try:
            bring_in(join, job.source, job.list_id, job.wish, begun=begin, watch=watch, read=read)
        except (psycopg.Error, UserError, OSError) as error:
            log.warning("import stopped", import_id=job.import_id, error=str(error))
            job.error = error
        except Exception as error:
            log.exception("import stopped", import_id=job.import_id)
            job.error = error
        finally:
            job.over = True
            begun.set()

    def _remember(self, import_id: int, job: Job) -> None:
        job.import_id = import_id
        with self._lock:
            self._jobs[import_id] = job
            over = [key for key, one in self._jobs.items() if one.over]
            for key in over[:-REMEMBERED]:
                del self._jobs[key]


def jobs() -> Jobs:
    """Return those of the application at work."""
    found: Any = current_app.extensions.setdefault("pgdialer.imports", Jobs())
    return found  # type: ignore[no-any-return]
