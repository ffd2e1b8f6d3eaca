"""COMP-2: the claim sees at a glance what no rule about attempts can forbid, and forbids all that the rules do."""

from __future__ import annotations

from random import Random
from typing import Any

import psycopg
import pytest
from pgdialer.runner.simulation.chance import dice

from tests.compliance.test_rules import TUESDAY, attempted, pack
from tests.floor import Floor

EACH = """
    SELECT c.OutboundCallId, q.Resting::text[], resting_kinds(
        l.RulePackId, c.Number, c.ContactId,
        CASE WHEN NOT reserves_agent(l.DialingMode, l.AgentFirst, c.Predistributed) THEN l.AbandonHold END,
        clock())::text[]
    FROM OutboundCall AS c
    INNER JOIN OutboundList AS l ON l.OutboundListId = c.OutboundListId
    INNER JOIN CallCondition AS q ON q.OutboundCallId = c.OutboundCallId
"""
KINDS = ("Cap", "Gap", "RestAfterTalk", "RefusalHold")


def rule(mood: Random) -> dict[str, Any]:
    kind = mood.choice(KINDS)
    return {
        "Kind": kind,
        "WindowHours": mood.choice([1, 24, 72, 168, 720]),
        "MaxCount": mood.randint(1, 4) if kind == "Cap" else None,
        "Region": mood.choice([None, None, "US-FL"]),
        "Per": mood.choice(["Number", "Contact"]),
        "StartsOn": mood.choice([None, None, "2027-01-01"]),
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_glance_misses_nothing(db: psycopg.Connection[Any], seed: int) -> None:
    """Whatever the rules and the attempts are: what rests by the rules rests for the claim, and nothing else."""
    floor, mood = Floor(db, at=TUESDAY), dice("glance", seed)
    if seed % 4:
        certain = {"Kind": "Cap", "MaxCount": 3, "WindowHours": 720}
        pack(floor, certain, *(rule(mood) for _ in range(mood.randint(0, 4))))
    floor.set(
        "OutboundList", floor.list_id, DialingMode=mood.choice(["Preview", "Predictive", "Ivr"]),
        AgentFirst=mood.randint(0, 1),
    )  # fmt: skip
    contact = floor.add("Contact", DisplayName="One of several numbers")
    calls = [
        floor.call(f"+1305555{place:04}", ContactId=contact if place % 5 == 0 else None)
        for place in range(30)
    ]
    for place, call in enumerate(calls):
        for _ in range(mood.randint(0, 3)):
            attempted(
                floor, floor.see(call, "Number"), mood.choice([0.5, 5, 30, 100, 400, 719]),
                contact=contact if place % 5 == 0 else None, talked=mood.random() < 0.3,
                refused=mood.random() < 0.2, abandoned=mood.random() < 0.2,
            )  # fmt: skip
    seen = floor.rows(EACH)
    assert [claim for _, claim, _ in seen] == [by_rules for _, _, by_rules in seen]
    if seed % 4:
        assert sum(bool(by_rules) for _, _, by_rules in seen) > 0


def test_of_many_groups_some_are_asked_each_second(db: psycopg.Connection[Any]) -> None:
    """COMP-1: a head that a rule forbids is set aside before long, however many groups there are."""
    floor = Floor(db, at=TUESDAY)
    pack(floor, {"Kind": "Gap", "WindowHours": 4})
    calls = [floor.call(Skill=place, Proficiency=place) for place in range(1, 61)]
    for call in calls:
        attempted(floor, floor.see(call, "Number"), 1)
    shares = []
    while len(shares) < 60 and floor.value(
        "SELECT count(*) FROM OutboundCall WHERE HeldBy IS NULL"
    ):
        shares.append(floor.cycle().closed)
        floor.pass_time(1)
    assert sum(shares) == len(calls)
    assert 0 < max(shares) <= 25
