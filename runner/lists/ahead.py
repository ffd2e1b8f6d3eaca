"""Make the next item while the last one is being used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Return the items, made one ahead in a thread of their own; what it raises is raised here."""
    made: Queue[tuple[T] | BaseException | None] = Queue(maxsize=1)
    given_up = Event()

    def put(one: tuple[T] | BaseException | None) -> None:
        while not given_up.is_set():
            try:
                made.put(one, timeout=0.1)
            except Full:
                continue
            return

    def make() -> None:
        try:
            for item in items:
                put((item,))
                if given_up.is_set():
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001  (it is raised where the items are used)
            put(error)

    Thread(target=make, daemon=True).start()
    try:
        while one := made.get():
            if isinstance(one, BaseException):
                raise one
            yield one[0]
    finally:
        given_up.set()
