"""check_invariants() finds what is broken: each invariant is broken on purpose, behind the triggers' back."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.floor import Floor

TALKING = "CallPhase = 'AgentTalk', CallResult = 'Active'"

BREAKAGES = {
    "no agent has two offers or calls": "UPDATE OutboundCall SET AgentId = {agent}, " + TALKING,
    "no workplace has two offers or calls": "UPDATE OutboundCall SET WorkplaceId = {desk}, "
    + TALKING
    + ", AgentId = {agent}",
    "no number has two attempts in progress": "UPDATE OutboundCall SET Number = '+420724999999', "
    + TALKING
    + ", AgentId = {agent}",
    "phase and status are a pair of the phase machine": "UPDATE OutboundCall SET CallPhase = 'New',"
    " CallResult = 'Busy'",
    "history has every step of a call, once": "DELETE FROM CallEvent",
    "history is a path through the phase machine": "UPDATE CallEvent SET ToPhase = 'Answered'",
    "history ends where the call is": "UPDATE OutboundCall SET CallResult = 'Paused'",
    "attempts counted are attempts dialled": "UPDATE OutboundCall SET Trial = 1",
    "no attempt goes beyond MaxTrials by a rule": "UPDATE OutboundCall SET Trial = 5,"
    " RetryTime = now()",
    "only waiting calls are due": "UPDATE OutboundCall SET CallResult = 'Paused', Due = 1",
    "no number has two callbacks waiting": "UPDATE OutboundCall SET Number = '+420724999999', InboundCallId = 1",
    "every number is E.164": "UPDATE OutboundCall SET Number = '724 1'",
    "who has a call sits at a workplace": "UPDATE OutboundCall SET WorkplaceId = NULL, AgentId = {agent}, "
    + TALKING,
    "as many calls count in a quota as it says": "WITH Made AS (INSERT INTO Quota (OutboundListId,"
    " DisplayName, Target) SELECT l.OutboundListId, 'All', 9 FROM OutboundList AS l RETURNING QuotaId)"
    " INSERT INTO QuotaCall SELECT m.QuotaId, c.OutboundCallId FROM Made AS m, OutboundCall AS c",
    "only a conversation is on hold, muted or consults": "UPDATE OutboundCall SET TalkState = 'OnHold'",
}


@pytest.fixture
def floor(db: psycopg.Connection[Any]) -> Floor:
    return Floor(db)


def test_every_invariant_has_its_breakage(floor: Floor) -> None:
    """DIST-9: none is checked in name only."""
    assert {name for name, *_ in floor.rows("SELECT * FROM check_invariants()")} == set(BREAKAGES)


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_breakage_is_found(floor: Floor, name: str) -> None:
    """DIST-9: and the call is named."""
    agent = floor.agent()
    calls = floor.calls(2)
    assert floor.broken() == []
    floor.conn.execute("DROP INDEX OneAttemptPerAgent, OneAttemptPerWorkplace, OneAttemptPerNumber")
    floor.conn.execute("SET LOCAL session_replication_role = replica")
    statement = BREAKAGES[name].format(agent=f"'{agent}'", desk=f"'{floor.desk(agent)}'")
    floor.conn.execute(statement.encode())
    broken = {what: (many, example) for what, many, example in floor.broken()}
    assert name in broken
    assert broken[name][0] >= 1
    assert broken[name][1] in calls
