from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.distribution.oracle import AGENT_RULES, CALL_RULES, Tables
from tests.distribution.test_oracle import cases
from tests.distribution.test_why_not import (
    ABANDONED,
    BARRIER,
    BATCH,
    DIALLER,
    LIST,
    NUMBER,
    PHASE,
    PROJECT,
    SCHEDULE,
    STATUS,
    WINDOW,
)  # fmt: skip

RULES = {
    LIST: "list runs", STATUS: "status", WINDOW: "window", SCHEDULE: "schedule time", BATCH: "batch active",
    BARRIER: "batch barrier", PROJECT: "project distributes", DIALLER: "dialler",
}  # fmt: skip
ALL = """
    SELECT c.OutboundCallId, w.Condition, w.Holds
    FROM OutboundCall AS c
    CROSS JOIN LATERAL why_not(c.OutboundCallId) AS w
"""


def expected(tables: Tables, call: Any) -> dict[str, bool]:
    """Return what the plain rules say of a call, and of the agents who come into question for it."""
    says = {condition: bool(CALL_RULES[rule](tables, call)) for condition, rule in RULES.items()}
    says[PHASE] = call.callphase in ("Enqueue", "AgentOfferMissed")
    says[NUMBER] = bool(tables.list_of(call).allowsharednumber) or not any(
        other.number == call.number and not tables.list_of(other).allowsharednumber
        for other in tables.in_progress() if other is not call
    )  # fmt: skip
    for agent in tables.agents.values():
        is_candidate = (
            agent.agentid == call.agentid if call.predistributed else tables.skill(agent, call)
        )
        if is_candidate and not agent.deleted:
            rules = AGENT_RULES.values()
            says[f"agent {agent.displayname}"] = all(
                bool(rule(tables, agent, call)) for rule in rules
            )
    return says


@pytest.mark.parametrize("block", range(2))
def test_why_not_says_what_the_rules_say(db: psycopg.Connection[Any], block: int) -> None:
    """DIST-12: of every call of a random floor, whatever its state, and of every candidate agent."""
    seen: set[tuple[str, bool]] = set()
    for case, floor in cases(db, block):
        floor.cycle()
        tables = Tables(db)
        found: dict[int, dict[str, bool]] = {call: {} for call in tables.calls}
        for call, condition, holds in floor.rows(ALL):
            if condition == ABANDONED:
                assert holds
                continue
            found[call][condition] = holds
            seen.add((condition.split()[0] if condition.startswith("agent ") else condition, holds))
        assert len({agent.displayname for agent in tables.agents.values()}) == len(tables.agents)
        for call in tables.calls.values():
            assert found[call.outboundcallid] == expected(tables, call), (case, call)
    assert len(seen) == 2 * (len(RULES) + 3), "each condition both holds and does not"
