"""Open lines: the telephones of agents who are connected from call to call."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..base import Command, Happening
from .attempt import AGENT, EXTENSION, LINES, Attempt, let_wait, make_bridge

if TYPE_CHECKING:
    from .calls import Calls


class Lines:
    """Which of them are there, and in which attempts."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._ari = calls.ari
        self.on_line: dict[str, str] = {}  # attempt that an open line is in
        # A line that goes back must not be taken out of the call that has come meanwhile.
        self.moving: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._by_us: dict[str, bool] = {}  # whether they were hung up by us

    def understand(self, kind: str, line: str, event: Mapping[str, Any], at: datetime) -> None:
        """Hear of a line."""
        if kind == "StasisStart":
            self._by_us.setdefault(line, False)
            self._calls.do(self._let_wait(line))
            self._calls.say(line, "answered", at)
        elif kind == "ChannelDestroyed":
            by_us = self._by_us.pop(line, False)
            number = f"({event['cause']})" if event["cause"] else ""
            what: Happening = "hangup_agent" if by_us else "hangup_called"
            self._calls.say_over(line, what, f"line {number}", at)
            attempt = self._calls.attempts.get(self.on_line.pop(line, ""))
            self.moving.pop(line, None)
            if attempt and attempt.agent == line:
                self._calls.agent_gone(attempt)

    async def open(self, command: Command) -> None:
        """Ring a telephone to stay connected."""
        self._by_us[command.pbx_call_id] = False
        try:
            await self._ari.post(
                "/channels",
                {"variables": {"PGDIALER_APP": self._calls.app, EXTENSION: str(command.extension)}},
                endpoint=self._calls.options.telephone(str(command.extension)),
                app=self._calls.app,
                channelId=command.pbx_call_id,
                timeout=self._calls.options.rings,
            )
        except BaseException:
            self._by_us.pop(command.pbx_call_id, None)
            raise

    async def close(self, line: str) -> None:
        """Hang a line up."""
        self._by_us[line] = True
        await self._ari.delete(f"/channels/{line}")

    async def know(self, line: str, channel: Mapping[str, Any]) -> None:
        """Learn of a line that is there."""
        self._by_us.setdefault(line, False)
        if channel["state"] == "Up":
            await self._let_wait(line)

    async def _let_wait(self, line: str) -> None:
        async with self.moving[line]:
            if line not in self.on_line:
                await make_bridge(self._ari, LINES, "holding")
                await let_wait(self._ari, line)

    async def give_back(self, attempt: Attempt, agent: str) -> None:
        """Hang up an agent's leg; an open line goes back to where it waits, if it is ours."""
        if agent.startswith(AGENT):
            await self._ari.delete(f"/channels/{agent}")
            return
        async with self.moving[agent]:
            if self.on_line.get(agent) == attempt.id:
                del self.on_line[agent]
                # The line may be gone; the rest is to be given back all the same.
                await self._calls.quietly(let_wait(self._ari, agent))
