"""Event streams: what is open in browsers hears that something has changed, and asks for it anew.

One thread of each process asks the database for all its streams together, several times a second
(live_versions): so a DBA's UPDATE is seen like any other, and nothing that commits has to notify.
A stream only says which topic has changed; what a page then asks for is asked with its own rights.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

import psycopg
import structlog
from flask import Blueprint, Response, current_app, g, request

from ..runner.session import conninfo_of, search_path
from .database import acting, row
from .problems import Problem
from .settings import Settings

blueprint = Blueprint("live", __name__)
log = structlog.get_logger()

VERSIONS = "SELECT key, version FROM live_versions(%s, %s)"
IS_SEEN = "SELECT EXISTS (SELECT FROM OutboundCall WHERE OutboundCallId = %s) AS seen"

PAUSE = 0.25  # seconds between two looks at the database
BEAT = 5.0  # seconds of silence after which a stream says that it lives
LIFE = 3600.0  # seconds after which a browser has to come again, and to be known still
STREAMS = 2000  # open at once in one process

Topic = tuple[str, str]  # what it is about, and the key or nothing
WITH_KEY = ("call", "import")
WITHOUT_KEY = ("floor", "skills", "lists", "calls")

NEVER = "never"  # the version of what has not been looked at
# What streams are told besides topics.
LOST, BACK, END = "lost", "back", "end"


class Hub:
    """The reader of the database for all streams of a process."""

    def __init__(self, settings: Settings) -> None:
        self._conninfo = conninfo_of(settings.database)
        self._schema = settings.schema
        self._lock = Lock()
        self._streams: dict[Topic, set[SimpleQueue[Topic]]] = defaultdict(set)
        self._known: dict[Topic, str | None] = {}
        self._open = 0
        self._reachable = True
        self._ended = Event()
        self._wanted = Event()
        self._thread: Thread | None = None
        self.on_count: Callable[[int], None] = lambda _open: None

    def listen(self, topics: Iterable[Topic]) -> SimpleQueue[Topic]:
        """Return a queue that gets each topic that has changed, and first of all every one."""
        queue: SimpleQueue[Topic] = SimpleQueue()
        with self._lock:
            if self._ended.is_set() or self._open >= STREAMS:
                raise Problem(
                    HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages",
                    f"{STREAMS} pages are open at this service already.",
                    "Close some, or run another pgdialer web.", headers={"Retry-After": "10"},
                )  # fmt: skip
            self._open += 1
            for topic in topics:
                self._streams[topic].add(queue)
                # One that nobody has asked for yet is told after the first look at it, lest a
                # change between the page's own look and that one be missed.
                if topic in self._known:
                    queue.put(topic)
            if not self._reachable:
                queue.put((LOST, ""))
            if self._thread is None:
                self._thread = Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
            count = self._open
        self.on_count(count)
        self._wanted.set()
        return queue

    def leave(self, queue: SimpleQueue[Topic]) -> None:
        """Tell a queue nothing more."""
        with self._lock:
            for topic in [topic for topic, heard in self._streams.items() if queue in heard]:
                self._streams[topic].discard(queue)
                if not self._streams[topic]:
                    del self._streams[topic]
                    self._known.pop(topic, None)
            self._open -= 1
            count = self._open
            if not count:
                self._wanted.clear()
        self.on_count(count)

    def close(self) -> None:
        """End all streams."""
        self._ended.set()
        self._wanted.set()
        self._tell_all((END, ""))

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                with psycopg.connect(self._conninfo, autocommit=True) as conn:
                    conn.execute(search_path(self._schema))
                    conn.execute("SET statement_timeout TO '5s'")
                    while not self._ended.is_set():
                        self._look(conn)
                        self._heal()
                        self._ended.wait(PAUSE)
                        self._wanted.wait()
            except psycopg.Error as error:
                if self._reachable:
                    log.warning("event streams: no database", error=str(error).partition("\n")[0])
                    self._reachable = False
                    self._tell_all((LOST, ""))
                self._ended.wait(1.0)

    def _look(self, conn: psycopg.Connection) -> None:
        """Ask for what is listened to, and tell what is another than before."""
        with self._lock:
            asked: dict[str, list[str]] = defaultdict(list)
            for kind, key in self._streams:
                asked[kind].append(key)
        for kind, keys in asked.items():
            found: dict[str, str] = dict(conn.execute(VERSIONS, [kind, keys]).fetchall())
            with self._lock:
                for key in keys:
                    topic, version = (kind, key), found.get(key)
                    if topic in self._streams and self._known.get(topic, NEVER) != version:
                        self._known[topic] = version
                        for queue in self._streams[topic]:
                            queue.put(topic)

    def _heal(self) -> None:
        if not self._reachable:
            self._reachable = True
            self._tell_all((BACK, ""))

    def _tell_all(self, message: Topic) -> None:
        with self._lock:
            for queue in {queue for heard in self._streams.values() for queue in heard}:
                queue.put(message)


@blueprint.get("/live")
def stream() -> Response:
    """Send an event for each topic that changes, until the browser goes."""
    hub: Hub = current_app.extensions["pgdialer.live"]
    named = _topics(request.args.get("topics", ""))
    queue = hub.listen(named)
    g.logged["topics"] = len(named)
    return Response(
        _Stream(hub, queue, named),
        mimetype="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


class _Stream(Iterator[str]):
    """The text of a stream; closing it, as the server does when the browser goes, ends it."""

    def __init__(self, hub: Hub, queue: SimpleQueue[Topic], named: dict[Topic, str]) -> None:
        self._hub = hub
        self._queue = queue
        self._named = named
        self._until = time.monotonic() + LIFE
        self._ended = False

    def __next__(self) -> str:
        if self._ended or time.monotonic() > self._until:
            raise StopIteration
        try:
            topic = self._queue.get(timeout=BEAT)
        except Empty:
            return "event: beat\ndata: \n\n"
        if topic[0] == END:
            self._ended = True
            return "event: end\ndata: \n\n"
        if topic[0] in (LOST, BACK):
            return f"event: {topic[0]}\ndata: \n\n"
        return f"event: changed\ndata: {self._named[topic]}\n\n"

    def close(self) -> None:
        hub, self._hub = self._hub, None  # type: ignore[assignment]
        if hub is not None:
            hub.leave(self._queue)


def _topics(text: str) -> dict[Topic, str]:
    """Return the topics that are asked for, with the names that the page has for them."""
    found: dict[Topic, str] = {}
    with acting() as conn:
        for name in filter(None, text.split(",")):
            kind, _, key = name.partition(":")
            if name == "agent":
                found["agent", str(g.agent.agent_id)] = name
            elif name in WITHOUT_KEY:
                found[name, ""] = name
            elif kind in WITH_KEY and key.isdecimal() and len(key) <= 18:
                # Whose call one may not see, one need not know when it rings either.
                if kind != "call" or row(conn, IS_SEEN, [int(key)])["seen"]:
                    found[kind, key] = name
            else:
                raise Problem(
                    HTTPStatus.UNPROCESSABLE_ENTITY, "No such topic",
                    f'topics: "{name}" is none.',
                    "There are agent, floor, skills, lists, calls, call: and import: with an id.",
                    "topics",
                )  # fmt: skip
    return found
