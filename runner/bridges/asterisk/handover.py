"""Somebody else is brought in: whom the agent consults, and to whom the customer is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..base import Command, NotSent
from .ari import Refused
from .attempt import BLIND, CONSULTED, GONE, TALK, TALK_IS, TRANSFERRED, Attempt, set_variable

if TYPE_CHECKING:
    from .calls import Calls


class Handover:
    """What is done about a third one in a conversation."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._ari = calls.ari

    def understand(self, kind: str, attempt: Attempt | None) -> None:
        """Hear of the third one's channel."""
        if attempt is None:
            return
        if kind == "StasisStart":
            self._calls.do(self._bring_in(attempt), attempt)
        elif kind == "ChannelDestroyed" and (attempt.transferred or attempt.blind):
            self._calls.do(self._ari.delete(f"/channels/{attempt.id}"))

    async def consult(self, attempt: Attempt, command: Command) -> None:
        """Call somebody else; whoever talks with the customer has put him on hold."""
        endpoint = (
            self._calls.options.customer(command.number, command.trunk)
            if command.number.startswith("+")
            else self._calls.options.telephone(command.number)
        )
        await self._ari.post(
            "/channels",
            {"variables": {"PGDIALER_APP": self._calls.app}},
            endpoint=endpoint,
            app=self._calls.app,
            channelId=CONSULTED + attempt.id,
            timeout=self._calls.options.rings,
            callerId=command.caller_id,
        )

    async def _bring_in(self, attempt: Attempt) -> None:
        """Whom the agent consults, or who takes over, has answered."""
        await self._ari.post(
            f"/bridges/{TALK}{attempt.id}/addChannel", channel=CONSULTED + attempt.id
        )
        if attempt.blind:
            attempt.blind = False
            await attempt.resume(self._ari)
            await set_variable(self._ari, attempt.id, TALK_IS, TRANSFERRED)

    async def transfer(self, attempt: Attempt, command: Command) -> None:
        """Hand the customer over: to whom the agent consults, or to whoever answers now."""
        there = {one["id"] for one in await self._ari.get("/channels")}
        attempt.transferred, attempt.blind = True, CONSULTED + attempt.id not in there
        try:
            if attempt.blind:
                await attempt.hold(self._ari)
                await self.consult(attempt, command)
            else:
                await attempt.resume(self._ari)
        except (Refused, NotSent):
            attempt.transferred = attempt.blind = False
            await self._calls.quietly(attempt.unmute(self._ari))
            raise
        is_now = BLIND if attempt.blind else TRANSFERRED
        await set_variable(self._ari, attempt.id, TALK_IS, is_now)
        self._calls.lines.on_line.pop(attempt.agent or "", None)
        await attempt.release_agent(self._ari)

    async def see_to(self, attempt: Attempt) -> None:
        """The customer was handed over: to somebody who may have answered since, or be gone."""
        try:
            other = await self._ari.get(f"/channels/{CONSULTED}{attempt.id}")
        except Refused as error:
            if error.status != GONE:
                raise
            attempt.facts.ended_by_us = True
            await self._ari.delete(f"/channels/{attempt.id}")
            return
        if attempt.blind and other["state"] == "Up":
            await self._bring_in(attempt)
