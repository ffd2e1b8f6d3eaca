"""Trunks, calls that wait for them, and what becomes of these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.floor import Floor, new_id

TAKE = "SELECT Command::text, pbx_call_id, trunk FROM take_pbx_commands(%s)"


def trunk(floor: Floor, endpoint: str, **columns: Any) -> UUID:
    """Make a trunk."""
    key = new_id()
    floor.add("Trunk", TrunkId=key, DisplayName=endpoint.title(), Endpoint=endpoint, **columns)
    return key


def dialling(floor: Floor, many: int, pbxs: Sequence[UUID | None] = ()) -> list[int]:
    """Calls that are to be dialled, each by an agent of its own, at desks of these PBXs; nobody has taken them."""
    agents = [floor.agent(workplace=floor.workplace(PbxId=pbx)) for pbx in pbxs or [None] * many]
    calls = floor.calls(many)
    floor.cycle()
    for agent in agents:
        call = floor.value("SELECT OutboundCallId FROM OutboundCall WHERE AgentId = %s", agent)
        floor.do("dial_call", call, agent)
    return sorted(calls, key=lambda call: _place(floor, call))


def _place(floor: Floor, call: int) -> int:
    place: int = floor.value(
        "SELECT PbxCommandId FROM PbxCommand WHERE OutboundCallId = %s AND Command = 'originate'",
        call,
    )
    return place


def take(floor: Floor, runner: str = "r1") -> list[tuple[int, str | None]]:
    """Have a runner take what it can, and return the calls to be dialled with their trunks."""
    return [
        (floor.value("SELECT OutboundCallId FROM PbxCommand WHERE PbxCallId = %s LIMIT 1", channel), by)
        for command, channel, by in floor.rows(TAKE, runner)
        if command == "originate"
    ]  # fmt: skip


def end(floor: Floor, call: int, event: str = "busy", cause: str | None = None) -> None:
    """Have the PBX say that a call's attempt is over."""
    floor.pbx(call, event, cause)


def waits(floor: Floor, runner: str | None = None) -> float | None:
    """Return for how many seconds a runner has to wait for a trunk."""
    seconds: float | None = floor.do("next_pbx_command", runner)
    return seconds


def starts(floor: Floor) -> list[datetime]:
    """Return when originates were handed out."""
    rows = floor.rows(
        "SELECT TakenTime FROM PbxCommand WHERE Command = 'originate' AND TakenTime IS NOT NULL"
        " ORDER BY 1"
    )
    return [moment for (moment,) in rows]
