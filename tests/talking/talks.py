"""Conversations, for the tests of what is done in the middle of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.floor import Floor

TAKE = "SELECT Command::text, number FROM take_pbx_commands(%s)"
OUTSIDE = "+420724555555"


def talk(floor: Floor, agent: UUID | None = None, **columns: Any) -> tuple[int, UUID]:
    """A conversation whose originate a runner took, and its agent."""
    call = floor.offered(agent, **columns)
    who = floor.see(call, "AgentId")
    floor.do("dial_call", call, who)
    floor.do("beat", "r1")
    floor.rows(TAKE, "r1")
    floor.pbx(call, "answered")
    return call, who


def outbox(floor: Floor, call: int) -> list[tuple[Any, ...]]:
    """What the PBX is told of a call besides dialling it, in order."""
    return floor.rows(
        "SELECT Command::text, Turn, Number FROM PbxCommand"
        " WHERE OutboundCallId = %s AND Command <> 'originate' ORDER BY PbxCommandId",
        call,
    )


def steps(floor: Floor, call: int) -> list[tuple[Any, ...]]:
    """The history since the answer."""
    return floor.rows(
        "SELECT EventType, ToPhase::text, Actor FROM CallEvent WHERE OutboundCallId = %s"
        " AND Step > (SELECT Step FROM CallEvent WHERE OutboundCallId = %s AND EventType = 'answered')"
        " ORDER BY Step",
        call, call,
    )  # fmt: skip


def refusal(floor: Floor, act: Callable[[], Any]) -> tuple[str | None, str]:
    """With what an act is refused: the SQLSTATE, and what people read."""
    with pytest.raises(psycopg.Error) as refused, floor.conn.transaction():
        act()
    diag = refused.value.diag
    assert diag.message_hint
    return diag.sqlstate, diag.message_primary or ""
