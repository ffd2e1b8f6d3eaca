"""Asterisk's REST interface with its events, as plainly as can be: the tests' own view of a call."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Coroutine
from typing import Any, Self

import aiohttp
from pgdialer.runner.asterisk.private import PrivatePbx

PATIENCE = 20
Event = dict[str, Any]


class Ari:
    """The events of one application, and requests."""

    def __init__(self, pbx: PrivatePbx, app: str = "tests") -> None:
        self.pbx, self.app = pbx, app
        self.seen: list[Event] = []

    async def __aenter__(self) -> Self:
        pair = base64.b64encode(f"{self.pbx.user}:{self.pbx.password}".encode()).decode()
        self.http = aiohttp.ClientSession(headers={"Authorization": f"Basic {pair}"})
        self.socket = await self.http.ws_connect(f"{self.pbx.url}/events", params={"app": self.app})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.close()
        await self.http.close()

    async def ask(self, method: str, path: str, **params: Any) -> Any:
        async with self.http.request(method, self.pbx.url + path, params=params) as answer:
            text = await answer.text()
            assert answer.status < 300, f"{method} {path}: {answer.status} {text}"
            return json.loads(text) if text else None

    async def dial(self, endpoint: str, timeout: int = 10) -> str:
        """Originate, and return the id of the channel."""
        made = await self.ask(
            "POST", "/channels", endpoint=f"PJSIP/{endpoint}", app=self.app, timeout=timeout
        )
        return made["id"]

    async def event(self, kind: str, channel: str | None = None) -> Event:
        """Return the first event of this kind, of this channel, that has come or comes."""

        def fits(event: Event) -> bool:
            about = event.get("channel", {}).get("id")
            return event["type"] == kind and channel in (None, about)

        async with asyncio.timeout(PATIENCE):
            for event in self.seen:
                if fits(event):
                    return event
            while True:
                self.seen.append(await self.socket.receive_json())
                if fits(self.seen[-1]):
                    return self.seen[-1]


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)
