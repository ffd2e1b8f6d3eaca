"""The state of agents' telephones, as far as it is not of our making."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

from ..base import LineState, State
from .ari import Ari, Refused
from .attempt import GONE, is_ours
from .options import Options

AT_ONCE = 50  # telephones in one subscription

# What a telephone is in that has a channel which is not ours.
IN_A_CALL: dict[str, State] = {"RINGING": "Ring", "RINGINGINUSE": "Ring", "ONHOLD": "Hold"}


class Telephones:
    """Which telephones are watched, and what each is in."""

    def __init__(self, ari: Ari, options: Options) -> None:
        self._ari = ari
        self._options = options
        self._extensions: dict[str, str] = {}  # by the name that Asterisk gives the telephone
        self._subscribed: set[str] = set()

    def forget(self) -> None:
        """Subscribe anew: the connection is another one."""
        self._subscribed.clear()

    async def watch(self, app: str, extensions: Collection[str]) -> list[LineState]:
        """Be told of changes from now on, and return how things are."""
        self._extensions = {self._options.telephone(one): one for one in extensions}
        for names in _groups(sorted(self._extensions.keys() - self._subscribed), AT_ONCE):
            await self._ari.post(
                f"/applications/{app}/subscription",
                eventSource=",".join(f"deviceState:{name}" for name in names),
            )
            self._subscribed |= set(names)
        there = {
            f"{one['technology']}/{one['resource']}": one
            for one in await self._ari.get("/endpoints")
        }
        return [
            LineState(extension, await self._state(name, there.get(name)), datetime.now(UTC))
            for name, extension in self._extensions.items()
        ]

    async def changed(self, name: str) -> LineState | None:
        """Ask what a telephone is in now; nothing if it is none of those watched."""
        if name not in self._extensions:
            return None
        try:
            endpoint = await self._ari.get(f"/endpoints/{name}")
        except Refused as error:
            if error.status != GONE:
                raise
            endpoint = None
        state = await self._state(name, endpoint)
        return LineState(self._extensions[name], state, datetime.now(UTC))

    async def _state(self, name: str, endpoint: Mapping[str, Any] | None) -> State:
        if endpoint is None or endpoint["state"] == "offline":
            return "OutOfOrder"  # Asterisk does not know it, or it is not registered
        if all(is_ours(one) for one in endpoint["channel_ids"]):
            return "Free"
        device = await self._ari.get(f"/deviceStates/{quote(name, safe='')}")
        return IN_A_CALL.get(device["state"], "Busy")


def _groups(names: Sequence[str], size: int) -> Iterator[list[str]]:
    left = iter(names)
    while group := list(islice(left, size)):
        yield group
