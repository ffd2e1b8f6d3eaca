"""The state of agents' telephones, as far as it is not of our making."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

from ..base import LineState, State
from .ari import Ari, Refused
from .attempt import is_ours
from .options import Options

AT_ONCE = 50  # telephones in one subscription

# What a telephone is in that has a channel which is not ours.
IN_A_CALL: dict[str, State] = {"RINGING": "Ring", "RINGINGINUSE": "Ring", "ONHOLD": "Hold"}
OUT_OF_ORDER = ("UNAVAILABLE", "INVALID", "UNKNOWN")


class Telephones:
    """Which telephones are watched, and what each is in."""

    def __init__(self, ari: Ari, options: Options) -> None:
        self._ari = ari
        self._options = options
        self._extensions: dict[str, str] = {}  # by the name that Asterisk gives the telephone
        self._app: str | None = None

    async def watch(self, app: str, extensions: Collection[str]) -> list[LineState]:
        """Be told of changes from now on, and return how things are."""
        wanted = {self._options.telephone(one): one for one in extensions}
        for names in _groups(sorted(wanted), AT_ONCE):
            await self._ari.post(
                f"/applications/{app}/subscription",
                eventSource=",".join(f"deviceState:{name}" for name in names),
            )
        self._extensions = wanted
        states = []
        for name in wanted:
            if state := await self.changed(name):
                states.append(state)
        return states

    async def changed(self, name: str) -> LineState | None:
        """Ask what a telephone is in now; nothing if it is none of those watched."""
        if name not in self._extensions:
            return None
        return LineState(self._extensions[name], await self._state(name), datetime.now(UTC))

    async def _state(self, name: str) -> State:
        try:
            endpoint: dict[str, Any] = await self._ari.get(f"/endpoints/{name}")
            if endpoint["state"] == "offline":
                return "OutOfOrder"
            others = [one for one in endpoint["channel_ids"] if not is_ours(one)]
            if not others:
                return "Free"
            device = (await self._ari.get(f"/deviceStates/{quote(name, safe='')}"))["state"]
        except Refused as error:
            if error.status == 404:
                return "OutOfOrder"  # Asterisk does not know such a telephone
            raise
        return IN_A_CALL.get(device, "Busy")


def _groups(names: Sequence[str], size: int) -> Iterator[list[str]]:
    left = iter(names)
    while group := list(islice(left, size)):
        yield group
