"""PERM-1: an agent does it with the own conversation, and with no other; by the functions and by an UPDATE."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor
from tests.rights.people import BRINGINGS, Bringing, is_refused, only_allow, outcome

ACTS = (
    "SELECT hold_call(%(call)s, %(agent)s)",
    "SELECT resume_call(%(call)s, %(agent)s)",
    "SELECT mute_call(%(call)s, %(agent)s)",
    "SELECT unmute_call(%(call)s, %(agent)s)",
    "SELECT send_keys(%(call)s, %(agent)s, '12#')",
    "SELECT consult(%(call)s, %(agent)s, '724 555 555')",
    "SELECT take_back(%(call)s, %(agent)s)",
    "SELECT transfer_call(%(call)s, %(agent)s, '724 555 555')",
    "UPDATE OutboundCall SET TalkState = 'OnHold' WHERE OutboundCallId = %(call)s",
    "UPDATE OutboundCall SET Muted = 1 WHERE OutboundCallId = %(call)s",
    "UPDATE OutboundCall SET ConsultNumber = '724 555 555' WHERE OutboundCallId = %(call)s",
    "UPDATE OutboundCall SET TransferredTo = '724 555 555' WHERE OutboundCallId = %(call)s",
)


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    # Agents' sessions have the real time.
    return Floor(db, at=None)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("bring", BRINGINGS.values(), ids=BRINGINGS)
def test_with_the_own_conversation(floor: Floor, act: str, bring: Bringing) -> None:
    """PERM-1: OutboundCall Write is needed, and is enough for the own call, not for another's."""
    me, other = floor.agent(), floor.agent()
    mine = {"call": floor.talking(me), "agent": me}
    others = {"call": floor.talking(other), "agent": other}
    only_allow(floor, me, OutboundCall="AllowRead")
    with bring(floor, me):
        assert is_refused(outcome(floor, act, mine))
    only_allow(floor, me, OutboundCall="AllowWrite")
    with bring(floor, me):
        assert is_refused(outcome(floor, act, others))
        assert outcome(floor, act, mine) == 1
